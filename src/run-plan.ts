import { readWebhooksFile } from './config/webhooks-file.ts'
import { UserError } from './errors.ts'
import { connectGitHub, type Octokit, optional, type Repository } from './github/client.ts'
import { type Comment, createComment, findComment, updateComment } from './github/comment.ts'
import { fileAt } from './github/repository.ts'
import { checkDeniedRemovals, readLive, tellPlan } from './live.ts'
import { idsOf, type Plan, planChanges } from './plan/plan.ts'
import { isMarked, MAX_ANNOUNCED, marker } from './report/marker.ts'
import {
  MAX_COMMENT,
  MAX_SUMMARY,
  planVerdict,
  type Report,
  renderReport,
  withoutFooter,
} from './report/report.ts'
import { identityOf, linksOf, type Result, type ValidRun } from './tools.ts'
import type { DesiredWebhook } from './webhook.ts'

/** Where a plan comment goes: absent when there is no pull request, no token, or no comment is wanted. */
interface CommentPlace {
  readonly octokit: Octokit
  readonly repository: Repository
  readonly pullRequest: number
  /** The comment of an earlier run. */
  readonly existing: Comment | null
}

/** Plans, reports, and fails where the workflow asks for it. Nothing in here can write to Auco. */
export async function runPlan(run: ValidRun): Promise<Result> {
  const { inputs, runner } = run
  // Side by side: each waits for another server.
  const [plan, place] = await Promise.all([makePlan(run), openComment(run)])
  if (plan.against === 'live') await tellPlan(run, plan.plan)
  const report = planReport(run, plan)

  const comment = place === null ? null : await writeComment(run, place, plan, report)
  if (comment !== null) runner.output('comment-url', comment)
  await runner.summary(renderReport(report, MAX_SUMMARY, Buffer.byteLength))
  runner.output('result', 'planned')

  if (plan.against === 'live') {
    checkDeniedRemovals(run, plan.plan)
    if (inputs.failOnChanges && plan.plan.changes.length > 0) throw driftError(plan.plan)
  }
  return 'planned'
}

/** A plan is made against what is live, or without the public key against the base branch, or against nothing. */
type MadePlan =
  | { readonly against: 'live'; readonly plan: Plan }
  | { readonly against: 'base'; readonly plan: Plan }
  | { readonly against: 'nothing'; readonly why: string }

async function makePlan(run: ValidRun): Promise<MadePlan> {
  const { inputs, webhooks } = run
  if (inputs.publicKey !== null) {
    const live = await readLive(run, inputs.publicKey)
    return { against: 'live', plan: planChanges(inputs.environment, webhooks, live) }
  }
  run.runner.notice(
    'Without `public-key` this plan is limited: the file is valid, but it was not compared with what is live at Auco.',
  )
  const base = await readBase(run)
  if (typeof base === 'string') return { against: 'nothing', why: base }
  const plan = planChanges(inputs.environment, asWritten(webhooks), {
    webhooks: asWritten(base),
    hasLegacyWebhook: false,
  })
  return { against: 'base', plan }
}

/** The webhooks of the base branch's file, or a sentence why there are none to compare with. */
async function readBase(run: ValidRun): Promise<readonly DesiredWebhook[] | string> {
  const { inputs, context, runner, cancelled, userAgent } = run
  const { pullRequest, repository } = context
  if (pullRequest === null || repository === null) return 'There is no base branch to compare with.'
  const token = inputs.githubToken
  if (token === null) return 'Without `github-token` there is no base branch to compare with.'
  const text = await optional(
    async () => {
      const octokit = await connectGitHub(token, userAgent, cancelled)
      return (await fileAt(octokit, repository, inputs.config, pullRequest.baseSha)) ?? ''
    },
    cancelled,
    (reason) => runner.notice(`The file of the base branch cannot be read. ${reason}`),
  )
  if (text === null) return 'The file of the base branch could not be read.'
  if (text === '') return []
  const file = readWebhooksFile(text, {
    environment: inputs.environment,
    variable: () => undefined,
    ownSecrets: [],
    unset: 'warning',
  })
  return file.ok
    ? file.webhooks
    : 'The file of the base branch is not valid, so there is nothing to compare with.'
}

/** Two states of the file are compared by what is written in them: a variable equals itself, whatever its value. */
function asWritten(webhooks: readonly DesiredWebhook[]): readonly DesiredWebhook[] {
  return webhooks.map((webhook) =>
    webhook.header === null
      ? webhook
      : { ...webhook, header: { ...webhook.header, value: { known: true, secret: webhook.header.written } } },
  )
}

async function openComment(run: ValidRun): Promise<CommentPlace | null> {
  const { inputs, context, runner, cancelled, userAgent } = run
  const { pullRequest, repository } = context
  const token = inputs.githubToken
  if (inputs.comment === 'never' || pullRequest === null || repository === null) return null
  if (token === null) {
    runner.notice('Without `github-token` there is no comment; the summary has everything.')
    return null
  }
  const identity = identityOf(run)
  return optional(
    async () => {
      const octokit = await connectGitHub(token, userAgent, cancelled)
      const existing = await findComment(octokit, repository, pullRequest.number, (body) =>
        isMarked(body, identity),
      )
      return { octokit, repository, pullRequest: pullRequest.number, existing }
    },
    cancelled,
    (reason) => runner.notice(`The comments cannot be read. ${reason} The summary has everything.`),
  )
}

/** Creates or updates the comment, or leaves it alone if nothing changed in it. Gives its URL, or `null` without one. */
async function writeComment(
  run: ValidRun,
  place: CommentPlace,
  plan: MadePlan,
  report: Report,
): Promise<string | null> {
  const { inputs, runner, cancelled } = run
  const { octokit, repository, pullRequest, existing } = place
  if (existing === null && inputs.comment === 'changes' && !hasSomethingToSay(report)) return null
  const body = renderReport(report, MAX_COMMENT, undefined, [hiddenMarker(run, place, plan)])
  if (existing !== null && withoutFooter(existing.body) === withoutFooter(body)) {
    runner.info('The comment is up to date.')
    return existing.url
  }
  const url = await optional(
    async () => {
      if (existing === null) return createComment(octokit, repository, pullRequest, body)
      await updateComment(octokit, repository, existing, body)
      return existing.url
    },
    cancelled,
    (reason) => runner.notice(`The comment cannot be written. ${reason} The summary has everything.`),
  )
  if (url !== null) runner.info(`The comment is ${existing === null ? 'written' : 'updated'}: ${url}`)
  return url
}

function hiddenMarker(run: ValidRun, { repository, pullRequest }: CommentPlace, plan: MadePlan): string {
  const { inputs, context } = run
  const announcement =
    plan.against !== 'live'
      ? null
      : {
          repository: `${repository.owner}/${repository.repo}`,
          pullRequest,
          headSha: context.sha,
          removals: idsOf(plan.plan, 'remove'),
        }
  return marker(identityOf(run), announcement, inputs.publicKey)
}

function hasSomethingToSay({ plan, problems, notes }: Report): boolean {
  return (
    problems.length > 0 ||
    notes.length > 0 ||
    (plan !== null && plan.changes.length + plan.cautions.length > 0)
  )
}

function planReport(run: ValidRun, made: MadePlan): Report {
  const { inputs, context, warnings } = run
  const isPullRequest = context.pullRequest !== null
  const common = {
    title: inputs.title,
    problems: warnings,
    status: isPullRequest ? 'planned, not applied yet.' : 'planned, nothing was written.',
    links: linksOf(run),
  }
  if (made.against === 'live') {
    const afterMerge = isPullRequest ? whatTheMergeDoes(run, made.plan) : null
    return { ...common, verdict: planVerdict(made.plan), notes: [], plan: made.plan, afterMerge }
  }
  const limited =
    '> [!NOTE]\n> **Not compared with what is live.** This run has no `public-key` (a fork never has): the file is valid'
  if (made.against === 'nothing') {
    return {
      ...common,
      verdict: '**The file is valid.**',
      notes: [`${limited}. ${made.why}`],
      plan: null,
      afterMerge: null,
    }
  }
  const changes = made.plan.changes.length
  return {
    ...common,
    verdict:
      changes === 0
        ? '**The file is valid**, and declares what the base branch declares.'
        : planVerdict(made.plan),
    notes: [`${limited}, and what follows is its difference from the base branch.`],
    plan: made.plan,
    afterMerge: null,
  }
}

function whatTheMergeDoes({ inputs, webhooks }: ValidRun, plan: Plan): string {
  const removed = idsOf(plan, 'remove').length
  if (removed > 0 && inputs.removals === 'deny')
    return 'nothing: `removals` is `deny`, so the apply is refused.'
  if (plan.changes.length === 0) return 'nothing, while live stays equal to the file.'
  const write = `replaces the list at Auco (${plan.environment}) with the ${webhooks.length.toLocaleString('en')} of the file in one write, and reads it back.`
  if (removed === 0 || inputs.removals === 'allow') return write
  return removed > MAX_ANNOUNCED
    ? `nothing: more than ${MAX_ANNOUNCED} removals cannot be announced. Split them, or run once with \`removals: allow\`.`
    : `${write} It removes what is announced here, and nothing else.`
}

function driftError(plan: Plan): UserError {
  const ids = plan.changes.map(({ id }) => `\`${id}\``).join(', ')
  return new UserError(
    'changes-found',
    `Live differs from the file: ${ids}.`,
    'Nothing was written. Bring the file up to date in a pull request, or apply it to undo the change.',
  )
}
