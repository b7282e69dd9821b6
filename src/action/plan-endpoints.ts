import { BASE_URL } from '../auco/access.ts'
import type { DesiredWebhook } from '../core/webhook.ts'
import type { EndpointCheck } from '../endpoints/endpoint-check.ts'
import { type EndpointFindings, judgeEndpoints, type WhyNotChecked } from '../plan/endpoint-findings.ts'
import { endpointTargets } from '../plan/endpoints.ts'
import { hasProxy } from '../system/proxy.ts'
import type { ValidRun } from './run-context.ts'

/** The endpoints that a plan tells about: they are checked while Auco and GitHub are asked. */
export class PlanEndpoints {
  readonly #run: ValidRun
  readonly #isOff: boolean
  readonly #whyNot: WhyNotChecked | null
  readonly #ended = new AbortController()
  readonly #webhooks = new Set<DesiredWebhook>()
  readonly #started: Promise<unknown>[] = []
  #check: Promise<EndpointCheck> | null = null

  constructor(run: ValidRun) {
    this.#run = run
    this.#isOff = isOff(run)
    this.#whyNot = whyNotChecked(run)
  }

  /** Starts to check the endpoints of these webhooks of the file. */
  add(webhooks: readonly DesiredWebhook[]): void {
    if (this.#isOff || webhooks.length === 0) return
    for (const webhook of webhooks) this.#webhooks.add(webhook)
    if (this.#whyNot !== null) return
    const check = this.#check ?? this.#start()
    this.#check = check
    this.#started.push(check.then((opened) => opened.results(endpointTargets(webhooks))))
  }

  /** What the checks found out; waits for them. */
  async findings(): Promise<EndpointFindings> {
    const targets = endpointTargets(this.#run.webhooks.filter((webhook) => this.#webhooks.has(webhook)))
    const why = this.#whyNot
    if (why !== null) {
      return judgeEndpoints(targets.map((target) => ({ ...target, result: { outcome: 'not-checked', why } })))
    }
    await Promise.all(this.#started)
    return judgeEndpoints((await (await this.#check)?.results(targets)) ?? [])
  }

  /** Ends checks that nobody waits for any more. */
  stop(): void {
    this.#ended.abort()
  }

  async #start(): Promise<EndpointCheck> {
    const { clock, cancelled, inputs } = this.#run
    // Loaded here: most plans re-point nothing, and need neither DNS nor TLS of their own.
    const { EndpointCheck } = await import('../endpoints/endpoint-check.ts')
    return new EndpointCheck({
      clock,
      cancelled: AbortSignal.any([cancelled, this.#ended.signal]),
      knownHost: new URL(BASE_URL[inputs.environment]).hostname,
    })
  }
}

/** On other runners a private DNS says nothing about what Auco sees. */
function isOff({ inputs, context }: ValidRun): boolean {
  return inputs.endpoints === 'off' || (inputs.endpoints === 'auto' && !context.isGitHubHosted)
}

/** A stranger's file must not make a machine inside a company's network connect to anybody. */
function whyNotChecked({ context, variable }: ValidRun): WhyNotChecked | null {
  if (context.pullRequest?.isFork === true && !context.isGitHubHosted) return 'fork'
  return hasProxy(variable) ? 'proxy' : null
}
