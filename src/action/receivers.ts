import { BASE_URL } from '../auco/access.ts'
import type { DesiredWebhook } from '../core/webhook.ts'
import {
  checkAll,
  type EndpointCheck,
  type EndpointFindings,
  judgeEndpoints,
  type WhyNotChecked,
} from '../plan/endpoints.ts'
import { deliveredJson } from '../report/plan-json.ts'
import { hasProxy } from '../system/proxy.ts'
import type { ValidRun } from './run-context.ts'

/** Checks the endpoints that a plan reports, while Auco and GitHub are asked. */
export function checkEndpoints(run: ValidRun) {
  const { context, inputs } = run
  // On other runners a private DNS says nothing about what Auco sees.
  const isOff = inputs.endpoints === 'off' || (inputs.endpoints === 'auto' && !context.isGitHubHosted)
  const added = new Set<string>()
  const started: Promise<unknown>[] = []
  const stopped = new AbortController()
  let opening: Promise<EndpointCheck> | null = null
  return {
    /** Starts to check the endpoints of these webhooks of the file. */
    add(webhooks: readonly DesiredWebhook[]): void {
      if (isOff || webhooks.length === 0) return
      for (const { id } of webhooks) added.add(id)
      opening ??= openCheck(run, stopped.signal)
      started.push(opening.then((check) => checkAll(webhooks, check)))
    },
    async findings(): Promise<EndpointFindings> {
      await Promise.all(started)
      const check = await opening
      const webhooks = run.webhooks.filter(({ id }) => added.has(id))
      return judgeEndpoints(check === null ? [] : await checkAll(webhooks, check))
    },
    /** Ends checks that nobody waits for any more. */
    stop: () => stopped.abort(),
  }
}

async function openCheck(run: ValidRun, stopped: AbortSignal): Promise<EndpointCheck> {
  const why = whyNotChecked(run)
  if (why !== null) return async () => ({ outcome: 'not-checked', why })
  // Loaded here: most plans re-point nothing, and need neither DNS nor TLS of their own.
  const { endpointCheck } = await import('../endpoints/endpoint-check.ts')
  const options = optionsOf(run)
  return endpointCheck({ ...options, cancelled: AbortSignal.any([options.cancelled, stopped]) })
}

/** A stranger's file must not make a machine inside a company's network connect to anybody. */
function whyNotChecked({ context, variable }: ValidRun): WhyNotChecked | null {
  if (context.isOfFork && !context.isGitHubHosted) return 'fork'
  return hasProxy(variable) ? 'proxy' : null
}

function optionsOf({ clock, cancelled, inputs }: ValidRun) {
  return { clock, cancelled, knownHost: new URL(BASE_URL[inputs.environment]).hostname }
}

/**
 * Sends a test notification to each of these webhooks, if the workflow asks for that, and never for a pull request. Returns
 * the list for the report, and which webhooks didn't take theirs; empty if all did.
 */
export async function deliverTests(
  run: ValidRun,
  webhooks: readonly DesiredWebhook[],
): Promise<{ readonly notes: readonly string[]; readonly undelivered: string }> {
  const { cancelled, context, inputs, log } = run
  const isWanted = inputs.deliver !== 'off' && context.pullRequest === null
  if (isWanted) log.output('delivered', '{}')
  if (!isWanted || webhooks.length === 0) return { notes: [], undelivered: '' }
  // Loaded here: without the input, no run needs DNS and TLS of its own.
  const { deliverAll } = await import('../endpoints/deliver.ts')
  const { testNotification } = await import('../endpoints/test-notification.ts')
  const { deliveryWords, deliveryReport } = await import('../report/endpoint-words.ts')
  const sent = await deliverAll(webhooks, testNotification('FINISH'), optionsOf(run))
  cancelled.throwIfAborted()
  for (const one of sent) log.info(`${log.redact(one.webhook.id)} ${deliveryWords(one, true)}`)
  log.output('delivered', deliveredJson(sent, log.redact))
  return deliveryReport(sent, log.redact)
}
