import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { parse } from 'yaml'
import { InvalidFileError, UserError } from '../../../src/core/errors.ts'
import type { StoredDifference } from '../../../src/plan/compare-webhooks.ts'
import type { Delivery, EndpointFindings, EndpointProblem } from '../../../src/plan/endpoints.ts'
import type { Caution, Plan } from '../../../src/plan/plan.ts'
import * as errorOf from '../../../src/report/apply-errors.ts'
import * as ending from '../../../src/report/apply-words.ts'
import { cautionBlocks } from '../../../src/report/cautions.ts'
import * as endpoint from '../../../src/report/endpoint-words.ts'
import { failedPlanStatus, invalidFileReport, problemLines } from '../../../src/report/failure-text.ts'
import { note } from '../../../src/report/markdown.ts'
import { planJson } from '../../../src/report/plan-json.ts'
import * as words from '../../../src/report/plan-words.ts'
import { type Report, renderReport, renderSummary } from '../../../src/report/render-report.ts'
import { asIs, desiredWebhook } from '../plan/webhooks.ts'
import { emptyPlan, links, names, problem, runUrl, sha, troubleshootingUrl } from './fixtures.ts'

/** A part of the catalogue: texts by what they are about. */
type Texts = Readonly<Record<string, string>>
type Named<T> = Readonly<Record<string, T>>

interface Data {
  readonly three: readonly string[]
  readonly cautions: Named<readonly Caution[]>
  readonly problems: readonly EndpointProblem[]
  readonly notChecked: Named<EndpointFindings['notChecked']>
  readonly outcomes: readonly Delivery['outcome'][]
  readonly plans: Named<Partial<Plan>>
  readonly differences: readonly StoredDifference[]
  readonly everything: Partial<Plan>
}
const data: Data = parse(readFileSync(new URL('catalogue.yaml', import.meta.url), 'utf8'))
const { cautions, differences, three } = data
const ONE = ['Crm']
const everything = { ...emptyPlan, ...data.everything }
const [removal] = everything.changes

const aboutEndpoint = (endpointProblem: EndpointProblem, host = 'hooks.example:8443'): Caution => ({
  ...{ kind: 'endpoint', host, ids: ['Billing', 'default'], problem: endpointProblem },
})
const slow = { kind: 'slow' } as const
const delivery = (outcome: number | Delivery['outcome'], id = 'Billing') => ({
  webhook: desiredWebhook({ id }),
  outcome: typeof outcome === 'number' ? { status: outcome, milliseconds: 1_234 } : outcome,
})
const planned: Plan = { ...emptyPlan, changes: everything.changes.filter(({ id }) => id === 'New') }
const staying: Plan = { ...planned, unmanaged: ONE, changedSince: ONE }
const report: Report = {
  ...{ status: words.planStatus(everything), notes: [note('A note.')], plan: everything, problems: [] },
  ...{ afterMerge: 'nothing.', foldedUnder: null, links },
}
const bare = { ...report, notes: [], plan: null, afterMerge: null }

const run = { runId: '17', runUrl, sha }
const write = { kind: 'applied', isVerified: true, writes: 1, hidden: [] } as const
const unverified = { ...write, isVerified: false, writes: 2 } as const
const undelivered = errorOf.notDelivered('Applied, but `Crm` answered 500')
const failed = (error: UserError) => ending.failed(error, run, troubleshootingUrl)
const verifiedButOneStays = ending.applied(staying, write, run)
const endings: Named<ending.ApplyEnding> = {
  applying: ending.applying(run),
  'nothing to do': ending.nothingToDo(emptyPlan, run),
  'nothing to do, but one stays': ending.nothingToDo({ ...emptyPlan, changedSince: ONE }, run),
  verified: ending.applied(planned, write, run),
  'verified, but one stays': verifiedButOneStays,
  'verified except one value': ending.applied(planned, { ...write, hidden: ONE }, run),
  'verified except several values': ending.applied(planned, { ...write, hidden: three }, run),
  'applied, one value unverified': ending.applied(emptyPlan, { ...unverified, hidden: ONE }, run),
  'applied, several unverified, but one stays': ending.applied(
    staying,
    { ...unverified, hidden: three },
    run,
  ),
  'taken along, with the same file': ending.takenAlong(run, true),
  'taken along': ending.takenAlong(run, false),
  'taken over': ending.takenOver({ id: 18, url: `${runUrl}8` }, run),
  failed: failed(new UserError('auco-no-answer', 'Reason.', 'Fix.', '`@here` **x**')),
  unknown: failed(new UserError('unknown-outcome', 'Reason.', 'Fix.')),
  undelivered: failed(undelivered),
}

const cause = new UserError('auco-no-answer', 'Auco does not answer.', 'Fix.', 'Quote')
const lost = { kind: 'not-applied', writes: 1, lastOutcome: 'Auco answered 500.', hidden: [] } as const
const variables = names(7).map((name) => ({ name: `AUCO_${name}`, ids: ONE }))
const errors: Named<UserError> = {
  'one write': errorOf.writeError(lost),
  'several writes': errorOf.writeError({ ...lost, writes: 3, lastOutcome: 'The connection to Auco broke.' }),
  'one write of one hidden value': errorOf.writeError({ ...lost, hidden: ONE }),
  'several writes of hidden values': errorOf.writeError({ ...lost, writes: 3, hidden: three }),
  'stored differently': errorOf.writeError({ kind: 'stored-differently', differences }),
  unknown: errorOf.writeError({ kind: 'unknown', cause }),
  'cancelled before the write': errorOf.cancelledRun('not-sent'),
  'cancelled after the write': errorOf.cancelledRun('unknown'),
  'cancelled after the read-back': errorOf.cancelledRun('confirmed'),
  'one key': errorOf.missingKeys(['private-key'], 'production'),
  'both keys': errorOf.missingKeys(['public-key', 'private-key'], 'stage'),
  'one variable': errorOf.missingVariables(variables.slice(0, 1)),
  'several variables': errorOf.missingVariables(variables),
  'one illegal value': errorOf.illegalVariables(['The variable `AUCO_A` ends.']),
  'several illegal values': errorOf.illegalVariables(names(7).map((name) => `${name} is wrong.`)),
  'one that cannot stay': errorOf.cannotKeep(ONE),
  'several that cannot stay': errorOf.cannotKeep(three),
  'no history': errorOf.historyUnknown(three, 'Why.'),
  'no head': errorOf.headUnknown(sha, 'Why.'),
  'no runs': errorOf.runsUnknown('Why.'),
  outdated: errorOf.runOutdated(sha, 'c0ffee00c0ffee00', 'main'),
  'no branch': errorOf.runOutdated(sha, null, 'a`b'),
  'not delivered': undelivered,
  drift: words.driftError(staying),
  'no drift check': words.driftUnknownError(),
  endpoints: endpoint.endpointsError('Summary.'),
}

const problems = [3, 7, 11, 15, 19, 23, 27].map((line) => problem(line, 'One.'))
const invalid = new InvalidFileError('webhooks.yaml', [
  ...[...problems, problem(4, 'Other.'), problem(40, 'One.', 'warning')],
])
const textsOf = <T>(things: Named<T>, render: (thing: T) => string): Texts =>
  Object.fromEntries(Object.entries(things).map(([name, thing]) => [name, render(thing)]))
const say = (caution: Caution) => cautionBlocks([caution]).join('\n')
const summarized = (...kinds: readonly Caution[]) =>
  endpoint.endpointsSummary({ ...emptyPlan, cautions: kinds }) ?? '(none)'
const delivered = (...deliveries: readonly Delivery[]) =>
  Object.values(endpoint.deliveryReport(deliveries, asIs)).flat().join('\n')

const catalogue: Named<Texts> = {
  Cautions: textsOf(cautions, (some) => some.map(say).join('\n')),
  'Endpoints with a problem': Object.fromEntries(
    data.problems.map((one) => [one.kind, say(aboutEndpoint(one))]),
  ),
  'Endpoints that are not checked': textsOf(data.notChecked, (notChecked) =>
    endpoint.notCheckedText({ problems: [], notChecked }),
  ),
  'Problems of endpoints, counted': {
    none: summarized({ kind: 'legacy-webhook' }),
    'one with two problems': summarized(aboutEndpoint(slow), aboutEndpoint(slow)),
    two: summarized(aboutEndpoint(slow), aboutEndpoint(slow, 'b.example')),
  },
  'Test notifications': {
    ...Object.fromEntries(
      data.outcomes.map((outcome) => [
        typeof outcome === 'string' ? outcome : `answer ${outcome.status}`,
        endpoint.deliveryWords(delivery(outcome), false),
      ]),
    ),
    'all delivered': delivered(delivery(204)),
    'some delivered': delivered(
      ...[delivery(204, 'A'), delivery(500, 'B'), delivery('no-http', 'C'), delivery(404, 'D')],
    ),
    'one failed': endpoint.deliveryReport([delivery(500, 'B')], asIs).undelivered,
  },
  'The status of a plan': {
    ...textsOf(data.plans, (parts) => words.planStatus({ ...emptyPlan, ...parts })),
    many: words.planStatus({ ...emptyPlan, unchanged: names(2_000), changedSince: ONE }),
  },
  'The status of a plan without Auco': {
    'no file to compare with': words.limitedPlanStatus(null),
    'no changes': words.limitedPlanStatus(emptyPlan),
    changes: words.limitedPlanStatus(planned),
  },
  'The status of a plan that fails': {
    drift: failedPlanStatus(words.driftError(staying), troubleshootingUrl),
  },
  'Notes of a plan': {
    'without a key': words.notComparedNote(false, ''),
    'of a fork': words.notComparedNote(true, 'Why.'),
    'of the head': words.headNote(),
    'a new path': words.noFileYetNote(),
    'without the default branch': words.unknownBranchNote('Why.'),
    'without the history': words.removalsUnknownNote({ ...emptyPlan, unmanaged: three }, 'Why.'),
  },
  'What the merge does': { 'into another branch': words.otherBaseEffect('release', 'main') },
  'How an apply ends': textsOf(endings, ({ status, foldedUnder }) => `${status}\n→ ${foldedUnder}`),
  'How a write ends, in the log': {
    verified: ending.appliedLine(write),
    'verified except one value': ending.appliedLine({ ...write, writes: 2, hidden: ONE }),
    'one value unverified': ending.appliedLine({ ...unverified, hidden: ONE }),
    'several values unverified': ending.appliedLine({ ...unverified, hidden: three }),
  },
  Errors: textsOf(errors, ({ code, reason, fix, quote }) =>
    [`${code}: ${reason}`, ...(quote === null ? [] : [`Quote: ${quote}`]), `Fix: ${fix}`].join('\n'),
  ),
  'A plan in the log': {
    everything: words.planLines(everything).join('\n'),
    nothing: words.planLines(emptyPlan).join('\n'),
  },
  'A plan as JSON': {
    'against Auco': planJson({ ...planned, deferred: [{ id: 'a\u202eb', field: 'url' }] }, 'live'),
    'against the default branch': planJson(emptyPlan, 'default-branch'),
  },
  Reports: {
    everything: renderSummary('## Auco webhooks · stage', report),
    'an applied plan': renderReport(
      {
        ...{ ...bare, ...verifiedButOneStays },
        plan: {
          ...{ ...everything, changes: removal === undefined ? [] : [removal] },
          ...{ cannotCompare: [], deferred: [] },
          cautions: [...(cautions['removal'] ?? []), { kind: 'changed-since', ids: ['Stays'] }],
        },
      },
      60_000,
    ),
    'an invalid file': renderReport({ ...bare, ...invalidFileReport(invalid) }, 60_000),
    'a problem in a folder': problemLines([problem(3, 'One.')], {
      ...links,
      config: 'teams/notaría (1)/a b#c?.yaml',
    }).join(),
    'what is left out': renderReport({ ...report, plan: { ...everything, cautions: [] } }, 1_500),
  },
}

/** A text in a fence, because some of them are Markdown with headings. */
const entry = ([name, text]: readonly [string, string]) => `### ${name}\n\n~~~~\n${text.trimEnd()}\n~~~~`

it('everything that reports say is as approved in catalogue.md (otherwise: npx vitest run --update)', async () => {
  const parts = Object.entries(catalogue).map(([name, texts]) =>
    [`## ${name}`, ...Object.entries(texts).map(entry)].join('\n\n'),
  )
  await expect(`# What reports say\n\n${parts.join('\n\n')}\n`).toMatchFileSnapshot('catalogue.md')
})
