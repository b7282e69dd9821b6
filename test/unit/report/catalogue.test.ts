import { expect, it } from 'vitest'
import { InvalidFileError, UserError } from '../../../src/core/errors.ts'
import type {
  EndpointFindings,
  EndpointProblem,
  Undelivered,
  WhyNotChecked,
} from '../../../src/plan/endpoints.ts'
import type { Caution, Change, FieldChange, HeaderChange, Plan } from '../../../src/plan/plan.ts'
import * as errorOf from '../../../src/report/apply-errors.ts'
import type { ApplyEnding } from '../../../src/report/apply-words.ts'
import * as ending from '../../../src/report/apply-words.ts'
import { cautionBlocks } from '../../../src/report/cautions.ts'
import {
  deliveryReport,
  deliveryWords,
  endpointsError,
  endpointsSummary,
  notCheckedText,
} from '../../../src/report/endpoint-words.ts'
import { failedPlanStatus, invalidFileReport, problemLines } from '../../../src/report/failure-text.ts'
import { note } from '../../../src/report/markdown.ts'
import { planJson } from '../../../src/report/plan-json.ts'
import { planLines } from '../../../src/report/plan-lines.ts'
import * as words from '../../../src/report/plan-words.ts'
import { type Report, renderReport, renderSummary } from '../../../src/report/render-report.ts'
import { asIs, desiredWebhook, TOKEN } from '../plan/webhooks.ts'
import { emptyPlan, links, names, problem, runUrl, sha, troubleshootingUrl } from './fixtures.ts'

/** A part of the catalogue: texts by what they are about. */
type Texts = Readonly<Record<string, string>>

const ONE = ['Crm']
const THREE = ['default', 'Crm', 'a`b']
const ORIGINS = ['https://a.example', 'https://b.example']

const cautions: Readonly<Record<Exclude<Caution['kind'], 'endpoint'>, readonly Caution[]>> = {
  removal: [ONE, THREE, names(25)].map((ids) => ({ kind: 'removal', ids })),
  rename: [{ kind: 'rename', from: 'Billing', to: 'Invoices' }],
  'new-variables': [
    { kind: 'new-variables', variables: ['AUCO_A'], to: ORIGINS.slice(1) },
    { kind: 'new-variables', variables: ['AUCO_A', 'AUCO_B'], to: ORIGINS },
  ],
  'changed-since': [ONE, THREE].map((ids) => ({ kind: 'changed-since', ids })),
  'differs-from-branch': [{ kind: 'differs-from-branch', ids: THREE, branch: 'ma`in' }],
  'cannot-keep': [ONE, THREE].map((ids) => ({ kind: 'cannot-keep', ids })),
  'secret-to-new-host': [
    { kind: 'secret-to-new-host', id: 'Crm', variables: ['AUCO_A', 'AUCO_B'], to: 'https://a.example' },
  ],
  'legacy-webhook': [{ kind: 'legacy-webhook' }],
  'unknown-fields': [
    { kind: 'unknown-fields', ids: ONE, fields: ['events'], unnamed: 0 },
    { kind: 'unknown-fields', ids: THREE, fields: ['events', 're`tries'], unnamed: 1 },
    { kind: 'unknown-fields', ids: ONE, fields: [], unnamed: 2 },
  ],
}

const problems: Readonly<Record<EndpointProblem['kind'], EndpointProblem>> = {
  'unknown-host': { kind: 'unknown-host' },
  'dns-failure': { kind: 'dns-failure' },
  'not-public': { kind: 'not-public' },
  'no-connection': { kind: 'no-connection' },
  'no-answer': { kind: 'no-answer' },
  'no-tls': { kind: 'no-tls' },
  'certificate-expired': { kind: 'certificate-expired' },
  'certificate-not-yet-valid': { kind: 'certificate-not-yet-valid' },
  'certificate-of-another-host': { kind: 'certificate-of-another-host' },
  'certificate-self-signed': { kind: 'certificate-self-signed' },
  'certificate-chain': { kind: 'certificate-chain' },
  'certificate-invalid': { kind: 'certificate-invalid' },
  'certificate-ends': { kind: 'certificate-ends', on: '2026-12-31' },
  slow: { kind: 'slow' },
}
const aboutEndpoint = (kind: EndpointProblem['kind'], host = 'hooks.example:8443'): Caution => ({
  ...{ kind: 'endpoint', host, ids: ['Billing', 'default'] },
  problem: problems[kind],
})

const excuses: Readonly<Record<WhyNotChecked, EndpointFindings['notChecked'][number]>> = {
  proxy: { why: 'proxy', hosts: ['a.example'] },
  dns: { why: 'dns', hosts: ['a.example'] },
  network: { why: 'network', hosts: ['a.example', 'b.example:444'] },
  ipv6: { why: 'ipv6', hosts: ['six.example'] },
  time: { why: 'time', hosts: names(25) },
  fork: { why: 'fork', hosts: ['a.example'] },
}

const delivery = (outcome: number | Undelivered, id = 'Billing', header: typeof TOKEN | null = TOKEN) => ({
  webhook: desiredWebhook({ id, header }),
  outcome: typeof outcome === 'number' ? { status: outcome, milliseconds: 1_234 } : outcome,
})

const webhook = { description: 'Billing', url: 'https://billing.example/auco', headerKey: 'X-Token' }
const create: Change = { action: 'create', id: 'New', webhook }
const remove: Change = { action: 'remove', id: 'Old', webhook }
const update = (id: string, ...fields: readonly FieldChange[]) =>
  ({ action: 'update', id, fields, keptHeader: null }) as const
const header = (change: HeaderChange): FieldChange => ({ field: 'header', header: change })
const url = (from: string, to: string, shownPart: boolean, hiddenPart: boolean): FieldChange => ({
  ...{ field: 'url', from: `https://${from}`, to: `https://${to}`, shownPart, hiddenPart },
})
const changed = { kind: 'changed', fromKey: 'X-Key', toKey: 'X-Key', value: { result: 'changed' } } as const
const description: FieldChange = { field: 'description', from: 'Before', to: 'Has ``` in it' }
const HIDDEN = 'Auco hides it'
const masked = { result: 'cannot-compare', why: HIDDEN } as const

/** A plan with every kind of change. */
const everything: Plan = {
  ...emptyPlan,
  changes: [
    remove,
    { ...remove, id: 'Plain', webhook: { ...webhook, description: '', headerKey: null } },
    update('default', description, url('a.example', 'b.example', true, false)),
    update('Hidden', url('crm.example/…', 'crm.example/${AUCO_A}', false, true)),
    update('Both', url('a.example', 'b.example/${AUCO_A}', true, true)),
    update('Added', header({ kind: 'added', key: 'X-Key' })),
    update('Added, public', header({ kind: 'added', key: 'X-Key', publicValue: 'auco' })),
    update('Removed', header({ kind: 'removed', key: 'X-Key' })),
    update('Changed', header(changed)),
    update('Changed, public', header({ ...changed, fromPublic: 'auco', toPublic: 'portal' })),
    update('Changed, public now', header({ ...changed, toPublic: 'portal' })),
    update('Rewritten', header({ ...changed, value: { result: 'rewritten' } })),
    update('Key', header({ ...changed, fromKey: 'X-Old', value: { result: 'unchanged' } })),
    update('Key, deferred', header({ ...changed, fromKey: 'X-Old', value: { result: 'deferred' } })),
    update('Key, hidden', header({ ...changed, fromKey: 'X-Old', value: masked })),
    { ...update('Kept', description), keptHeader: { key: 'X-Key', value: { result: 'unchanged' } } },
    {
      ...update('Kept, public', description),
      keptHeader: { key: 'X-Key', publicValue: 'auco', value: { result: 'unchanged' } },
    },
    {
      ...update('Kept, hidden', description),
      keptHeader: { key: 'X-Key', publicValue: 'auco', value: masked },
    },
    create,
    { ...create, id: 'Audit `trail`', webhook: { ...webhook, publicValue: 'auco' } },
  ],
  unchanged: ['Archive', 'Identity'],
  unmanaged: ['Probe', 'Stays'],
  changedSince: ['Stays'],
  deferred: [
    { id: 'Crm', field: 'url' },
    { id: 'Crm', field: 'header' },
  ],
  cannotCompare: [
    { id: 'Kept, hidden', field: 'header', why: HIDDEN },
    { id: 'Masked', field: 'header', why: HIDDEN },
  ],
  // Of two of a kind, and of one.
  cautions: [...cautions['legacy-webhook'], ...cautions.rename, ...cautions['secret-to-new-host']],
}

const report: Report = {
  ...{ status: words.planStatus(everything), notes: [note('A note.')], plan: everything, problems: [] },
  ...{ afterMerge: 'nothing.', foldedUnder: null, links },
}

const counts: Readonly<Record<string, Partial<Plan>>> = {
  nothing: {},
  'equal webhooks': { unchanged: names(2), unmanaged: ['a'] },
  'one of each': {
    ...{ changes: [create, remove, update('Crm')], unchanged: ONE, unmanaged: ONE, changedSince: ONE },
  },
  many: {
    changes: names(1_234).flatMap(() => [create, remove]),
    unchanged: names(2_000),
    changedSince: names(2),
  },
  'what stays alone': { unmanaged: names(3), changedSince: names(3) },
  'one deferred secret': { deferred: [{ id: 'a', field: 'url' }] },
  'several deferred secrets': { deferred: names(3).map((id) => ({ id, field: 'header' })) },
  'a hidden value': { cannotCompare: [{ id: 'a', field: 'header', why: HIDDEN }] },
  'unknown removals': { unmanaged: ['a'], removalsUnknown: 'Why.' },
}

const planned: Plan = { ...emptyPlan, changes: [create] }
const staying: Plan = { ...planned, unmanaged: ONE, changedSince: ONE }
const run = { runId: '17', runUrl, sha }
const write = { kind: 'applied', isVerified: true, writes: 1, hidden: [] } as const
const unverified = { ...write, isVerified: false, writes: 2 } as const
const endings: Readonly<Record<string, ApplyEnding>> = {
  applying: ending.applying(run),
  'nothing to do': ending.nothingToDo(emptyPlan, run),
  'nothing to do, but one stays': ending.nothingToDo({ ...emptyPlan, changedSince: ONE }, run),
  verified: ending.applied(planned, write, run),
  'verified, but one stays': ending.applied(staying, write, run),
  'verified except one value': ending.applied(planned, { ...write, hidden: ONE }, run),
  'verified except several values': ending.applied(planned, { ...write, hidden: THREE }, run),
  'applied, one value unverified': ending.applied(emptyPlan, { ...unverified, hidden: ONE }, run),
  'applied, several values unverified, but one stays': ending.applied(
    staying,
    { ...unverified, hidden: THREE },
    run,
  ),
  'taken along, with the same file': ending.takenAlong(run, true),
  'taken along': ending.takenAlong(run, false),
  'taken over': ending.takenOver({ id: 18, url: `${runUrl}8` }, run),
  failed: ending.failed(
    new UserError('auco-no-answer', 'Reason.', 'Fix.', '`@here` **x**'),
    run,
    troubleshootingUrl,
  ),
  unknown: ending.failed(new UserError('unknown-outcome', 'Reason.', 'Fix.'), run, troubleshootingUrl),
  undelivered: ending.failed(
    errorOf.notDelivered('Applied, but `Crm` answered 500'),
    run,
    troubleshootingUrl,
  ),
}

const cause = new UserError('auco-no-answer', 'Auco does not answer.', 'Fix.', 'Quote')
const writeFailed = { kind: 'not-applied', writes: 1, lastOutcome: 'Auco answered 500.', hidden: [] } as const
const forms = [
  { id: 'default', fields: [description, url('a.example/A', 'a.example/a', true, false)] },
  { id: 'Crm', fields: [header(changed)] },
  { id: 'Zapier', fields: [url('h.example/${AUCO_A}', 'h.example/…', false, true)] },
  { id: 'More', fields: [description] },
]
const variables = names(7).map((name) => ({ name: `AUCO_${name}`, ids: ONE }))
const errors: Readonly<Record<string, UserError>> = {
  'one write': errorOf.writeError(writeFailed),
  'several writes': errorOf.writeError({
    ...writeFailed,
    writes: 3,
    lastOutcome: 'The connection to Auco broke.',
  }),
  'one write of one hidden value': errorOf.writeError({ ...writeFailed, hidden: ONE }),
  'several writes of hidden values': errorOf.writeError({ ...writeFailed, writes: 3, hidden: THREE }),
  'one in another form': errorOf.writeError({ kind: 'stored-differently', forms: forms.slice(0, 1) }),
  'several in another form': errorOf.writeError({ kind: 'stored-differently', forms }),
  'somebody else': errorOf.writeError({ kind: 'somebody-else', ids: THREE }),
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
  'several that cannot stay': errorOf.cannotKeep(THREE),
  'no history': errorOf.historyUnknown(THREE, 'Why.'),
  'no head': errorOf.headUnknown(sha, 'Why.'),
  'no runs': errorOf.runsUnknown('Why.'),
  outdated: errorOf.runOutdated(sha, 'c0ffee00c0ffee00', 'main'),
  'no branch': errorOf.runOutdated(sha, null, 'a`b'),
  'not delivered': errorOf.notDelivered('Applied, but `Crm` answered 500'),
  drift: words.driftError(staying),
  'no drift check': words.driftUnknownError(),
  endpoints: endpointsError('Summary.'),
}

const twoProblems = [...[3, 7, 11, 15, 19, 23, 27].map((line) => problem(line, 'One.')), problem(4, 'Other.')]
const invalid = invalidFileReport(
  new InvalidFileError('webhooks.yaml', [...twoProblems, problem(40, 'One.', 'warning')]),
)
const otherBase = { base: 'release', defaultBranch: 'main' }
const textsOf = <T>(things: Readonly<Record<string, T>>, render: (thing: T) => string): Texts =>
  Object.fromEntries(Object.entries(things).map(([name, thing]) => [name, render(thing)]))
const say = (caution: Caution) => cautionBlocks([caution]).join('\n')
const summarized = (...kinds: readonly Caution[]) =>
  endpointsSummary({ ...emptyPlan, cautions: kinds }) ?? '(none)'

const catalogue: Readonly<Record<string, Texts>> = {
  Cautions: textsOf(cautions, (some) => some.map(say).join('\n')),
  'Cautions in the log': {
    'all kinds': planLines({
      ...emptyPlan,
      cautions: [...Object.values(cautions).flat(), aboutEndpoint('slow')],
    }).join('\n'),
  },
  'Endpoints with a problem': textsOf(problems, ({ kind }) => say(aboutEndpoint(kind))),
  'Endpoints that are not checked': {
    ...textsOf(excuses, (one) => notCheckedText({ problems: [], notChecked: [one] })),
    'for two reasons': notCheckedText({ problems: [], notChecked: [excuses.dns, excuses.ipv6] }),
  },
  'Problems of endpoints, counted': {
    none: summarized({ kind: 'legacy-webhook' }),
    'one with two problems': summarized(aboutEndpoint('slow'), aboutEndpoint('certificate-ends')),
    two: summarized(aboutEndpoint('slow'), aboutEndpoint('slow', 'b.example')),
  },
  'Test notifications': {
    ...textsOf(
      Object.fromEntries(
        [200, 204, 302, 400, 401, 403, 404, 410, 429, 500].map((status) => [`answer ${status}`, status]),
      ),
      (status) => deliveryWords(delivery(status), false),
    ),
    'answer 401 without a header': deliveryWords(delivery(401, 'Billing', null), true),
    ...textsOf(
      Object.fromEntries(
        (
          ['no-answer', 'no-http', 'not-sendable', 'dns', 'network', 'time', 'certificate-expired'] as const
        ).map((outcome) => [outcome, outcome]),
      ),
      (outcome) => deliveryWords(delivery(outcome), false),
    ),
    'all delivered': deliveryReport([delivery(204)], asIs).notes.join(),
    'some delivered': Object.values(
      deliveryReport(
        [delivery(204, 'A'), delivery(500, 'B'), delivery('no-http', 'C'), delivery(404, 'D')],
        asIs,
      ),
    )
      .flat()
      .join('\n'),
    'one failed': deliveryReport([delivery(500, 'B')], asIs).undelivered,
  },
  'The status of a plan': textsOf(counts, (parts) => words.planStatus({ ...emptyPlan, ...parts })),
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
    'without the default branch': words.unknownBranchNote('Why.'),
    'without the history': words.removalsUnknownNote({ ...emptyPlan, unmanaged: THREE }, 'Why.'),
  },
  'What the merge does': {
    'the obvious': words.mergeEffect(planned, null) ?? '(nothing said)',
    'into another branch': words.mergeEffect(planned, otherBase) ?? '',
    'if the apply is refused':
      words.mergeEffect({ ...planned, cautions: cautions['cannot-keep'] }, null) ?? '',
  },
  'How an apply ends': textsOf(endings, ({ status, foldedUnder }) => `${status}\n→ ${foldedUnder}`),
  'How a write ends, in the log': {
    verified: ending.appliedLine(write),
    'verified except one value': ending.appliedLine({ ...write, writes: 2, hidden: ONE }),
    'one value unverified': ending.appliedLine({ ...unverified, hidden: ONE }),
    'several values unverified': ending.appliedLine({ ...unverified, hidden: THREE }),
  },
  Errors: textsOf(errors, ({ code, reason, fix, quote }) =>
    [`${code}: ${reason}`, ...(quote === null ? [] : [`Quote: ${quote}`]), `Fix: ${fix}`].join('\n'),
  ),
  'A plan in the log': {
    everything: planLines({ ...everything, cautions: [] }).join('\n'),
    nothing: planLines(emptyPlan).join('\n'),
  },
  'A plan as JSON': {
    'against Auco': planJson({ ...planned, deferred: [{ id: 'a\u202eb', field: 'url' }] }, 'live'),
    'against the default branch': planJson(emptyPlan, 'default-branch'),
  },
  Reports: {
    everything: renderSummary('## Auco webhooks · stage', report),
    'an applied plan': renderReport(
      {
        ...{
          ...report,
          status: endings['verified, but one stays']?.status ?? '',
          notes: [],
          afterMerge: null,
        },
        plan: {
          ...{ ...everything, changes: [remove], cannotCompare: [], deferred: [] },
          cautions: [...cautions.removal, { kind: 'changed-since', ids: ['Stays'] }],
        },
        foldedUnder: 'What was applied',
      },
      { limit: 60_000 },
    ),
    'an invalid file': renderReport(
      { ...report, ...invalid, notes: [], plan: null, afterMerge: null },
      { limit: 60_000 },
    ),
    'a problem in a folder': problemLines([problem(3, 'One.')], {
      ...links,
      config: 'teams/notaría (1)/a b#c?.yaml',
    }).join(),
    'what is left out': renderReport({ ...report, plan: { ...everything, cautions: [] } }, { limit: 1_500 }),
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
