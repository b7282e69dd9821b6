import { UserError } from '../core/errors.ts'
import { formatCount, formatNumber } from '../core/format.ts'
import {
  type Change,
  type FieldChange,
  type HeaderChange,
  idsOf,
  isChanged,
  type Plan,
  type ShownWebhook,
  type UncomparedField,
  type ValueComparison,
} from '../plan/plan.ts'
import { cautionWords } from './cautions.ts'
import { codeSpan, diffBlock, fold, idList, idSpan, joined, note, plural, printable } from './markdown.ts'

/** The status of a plan that was compared with Auco, as Markdown. */
export function planStatus(plan: Plan): string {
  const { changes, changedSince, cannotCompare, deferred, removalsUnknown } = plan
  if (changes.length + changedSince.length > 0) return `**Plan:** ${planCounts(plan)}`
  if (cannotCompare.length + deferred.length > 0) return `**No visible changes** · ${uncomparedCounts(plan)}`
  return removalsUnknown === null ? '**No changes**' : '**No visible changes**'
}

/** `1 to remove · 2 to update · 3 unchanged`; what there is none of is left out. */
function planCounts(plan: Plan): string {
  return joined(' · ', [
    countsOf(plan, { remove: 'to remove', update: 'to update', create: 'to create' }),
    staysWords(plan),
    counted(plan.unchanged.length, 'unchanged'),
    uncomparedCounts(plan),
  ])
}

function uncomparedCounts(plan: Plan): string {
  return joined(' · ', [
    plan.deferred.length === 0 ? '' : deferredWords(plan),
    counted(hiddenValues(plan).length, 'not comparable'),
  ])
}

/** `1 stays`: a webhook that the file managed once, and that Auco has with other content by now. */
export function staysWords({ changedSince: { length } }: Plan): string {
  return counted(length, plural(length, 'stays', 'stay'))
}

/** `1 removed · 2 updated`; empty for an empty plan. */
export function appliedCounts(plan: Plan): string {
  return countsOf(plan, { remove: 'removed', update: 'updated', create: 'created' })
}

function countsOf(plan: Plan, words: Readonly<Record<Change['action'], string>>): string {
  const actions = ['remove', 'update', 'create'] as const
  return joined(
    ' · ',
    actions.map((action) => counted(idsOf(plan, action).length, words[action])),
  )
}

function counted(number: number, words: string): string {
  return number === 0 ? '' : `${formatNumber(number)} ${words}`
}

/** The status of a plan that wasn't compared with Auco, but with the default branch's file; `null` without either. */
export function limitedPlanStatus(plan: Plan | null): string {
  if (plan === null) return '**The file is valid**'
  return plan.changes.length > 0
    ? `**Plan against the default branch:** ${planCounts(plan)}`
    : '**No changes** against the default branch'
}

export function whyNotCompared(isFork: boolean): string {
  return isFork ? "plans of forks don't use keys." : 'this run has no `public-key`.'
}

/** The note of such a plan; `why` says why there is no comparison with the default branch either, or is empty. */
export function notComparedNote(isFork: boolean, why: string): string {
  return note(`**Not compared with Auco:** ${whyNotCompared(isFork)} ${why}`.trim())
}

export function headNote(): string {
  return note(
    "This plan is of the pull request's head alone: GitHub hasn't merged it with the base yet, or they conflict. What the base got since is missing here.",
  )
}

/** The note of a plan that lacks the default branch's file: `why`. */
export function unknownBranchNote(why: string): string {
  return note(`This plan can't say which secrets go to a new host, or which variables are new. ${why}`)
}

/** The note of a plan that changes what Auco has, from a file that the default branch doesn't have. */
export function noFileYetNote(): string {
  return note('The default branch has no file at this path, so every variable counts as new.')
}

/** The note of a plan that can't tell which webhooks at Auco the file managed: `why`. */
export function removalsUnknownNote({ unmanaged }: Plan, why: string): string {
  return note(
    `This plan can't tell whether the apply removes ${idList(unmanaged)}: the earlier versions of the file are unknown. ${why}`,
  )
}

export function otherBaseEffect(base: string, defaultBranch: string): string {
  return `nothing at Auco yet: ${codeSpan(base)} is not the default branch, and \`dry-run: auto\` applies only from ${codeSpan(defaultBranch)}.`
}

/** The error of `fail-on-changes` without the public key. It must not be green: a misspelled secret could go unnoticed for years. */
export function driftUnknownError(): UserError {
  return new UserError(
    'missing-key',
    '`fail-on-changes` needs `public-key`, which this run does not have: whether Auco differs from the file is unknown.',
    'Pass the secret to the step (does the job name its `environment:`?), or remove `fail-on-changes`.',
  )
}

export function driftError({ changes, changedSince }: Plan): UserError {
  return new UserError(
    'changes-found',
    `Auco differs from the file: ${idList([...changes.map(({ id }) => id), ...changedSince])}.`,
    'Nothing was written. Bring the file up to date in a pull request, or apply it to undo the change.',
  )
}

const ACTION = { remove: 'Remove', update: 'Update', create: 'Create' } as const

export function changeSections({ changes }: Plan): readonly string[] {
  return changes.map(
    (change) => `#### ${ACTION[change.action]} ${idSpan(change.id)}\n\n${diffBlock(changeLines(change))}`,
  )
}

/** What an apply leaves alone, or can't compare: one folded line each. Without changes the status says enough of the unchanged ones. */
export function untouchedLines(plan: Plan): readonly string[] {
  const { changes, unchanged, unmanaged, changedSince, deferred } = plan
  const stays = new Set(changedSince)
  const foreign = unmanaged.filter((id) => !stays.has(id))
  const listed = (fields: readonly UncomparedField[]) => idList([...new Set(fields.map(({ id }) => id))])
  return [
    fold(`${formatNumber(unchanged.length)} unchanged`, changes.length === 0 ? '' : idList(unchanged)),
    fold(
      `${formatNumber(foreign.length)} unmanaged: ${unmanagedWords(plan, foreign.length)}`,
      idList(foreign),
    ),
    fold(deferredWords(plan), listed(deferred)),
    ...[...Map.groupBy(hiddenValues(plan), ({ why }) => why)].map(([why, fields]) =>
      fold(`${formatCount(fields.length, 'header value')} can't be compared: ${why}`, listed(fields)),
    ),
  ].filter((text) => text !== '')
}

/** What becomes of so many unmanaged webhooks. */
export function unmanagedWords({ removalsUnknown }: Plan, number: number): string {
  const [are, them] = number === 1 ? ['it is', 'it'] : ['they are', 'them']
  const fate = removalsUnknown === null ? `left as ${are}` : `unknown whether the apply removes ${them}`
  return `at Auco, not in the file, ${fate}`
}

/** `2 secrets compared when applied` */
export function deferredWords({ deferred }: Plan): string {
  return `${formatCount(deferred.length, 'secret')} compared when applied`
}

/** Values that Auco hides, except those of changed webhooks: their sections say it. */
export function hiddenValues({ changes, cannotCompare }: Plan): Plan['cannotCompare'] {
  const changed = new Set(changes.map(({ id }) => id))
  return cannotCompare.filter(({ id }) => !changed.has(id))
}

/** A change field by field, as lines of a diff: a sign (`+`, `-`, `!` or space), then printable text. */
export function changeLines(change: Change): readonly string[] {
  if (change.action !== 'update') return webhookLines(change.action === 'remove' ? '-' : '+', change.webhook)
  const kept = change.keptHeader
  const value = kept?.value.result === 'unchanged' ? kept.publicValue : undefined
  return [
    ...change.fields.flatMap(fieldLines),
    ...(kept === null ? [] : [headerLine(' ', kept.key, value, `, ${valueWords(kept.value)}`)]),
  ]
}

function webhookLines(
  sign: '+' | '-',
  { description, url, headerKey, publicValue }: ShownWebhook,
): readonly string[] {
  return [
    `${sign} description: ${printable(description)}`,
    `${sign} url: ${printable(url)}`,
    ...(headerKey === null ? [] : [headerLine(sign, headerKey, publicValue, '')]),
  ]
}

function fieldLines(change: FieldChange): readonly string[] {
  if (change.field === 'header') return headerLines(change.header)
  const { field } = change
  const [from, to] = [printable(change.from), printable(change.to)]
  return from === to
    ? [`  ${field}: ${to}`, `! ${field} changed in its secret part (not shown)`]
    : [`- ${field}: ${from}`, `+ ${field}: ${to}`]
}

function headerLines(header: HeaderChange): readonly string[] {
  if (header.kind !== 'changed') {
    const sign = header.kind === 'added' ? '+' : '-'
    return [headerLine(sign, header.key, header.publicValue, ` (header ${header.kind})`)]
  }
  const { fromKey, toKey, fromPublic, toPublic } = header
  const words = `, ${valueWords(header.value)}`
  const isHidden = fromPublic === undefined && toPublic === undefined
  return isHidden && fromKey === toKey
    ? [headerLine('!', toKey, undefined, words)]
    : [headerLine('-', fromKey, fromPublic, isHidden ? '' : words), headerLine('+', toKey, toPublic, words)]
}

/** A header with its value, if that is public, or else with `words` about it. */
function headerLine(
  sign: '+' | '-' | '!' | ' ',
  key: string,
  publicValue: string | undefined,
  words: string,
): string {
  return `${sign} header: ${printable(key)}${publicValue === undefined ? words : `: ${printable(publicValue)}`}`
}

const COMPARED = {
  changed: 'changed',
  unchanged: 'unchanged',
  deferred: 'compared when applied',
  rewritten: 'written differently',
} as const

function valueWords(value: ValueComparison): string {
  return value.result === 'cannot-compare'
    ? `cannot compare: ${value.why}`
    : `secret ${COMPARED[value.result]}`
}

export const SIGN = { remove: '-', update: '~', create: '+' } as const

/** The plan as log lines, for each change as in the report. All ids in them are untrusted: the workflow log escapes them. */
export function planLines(plan: Plan): readonly string[] {
  const { changes, unchanged, unmanaged, deferred, cautions, cannotCompare } = plan
  return [
    ...(isChanged(plan) === 'false' ? ['No changes.'] : []),
    ...changes.flatMap((change) => [
      `${SIGN[change.action]} ${change.action} ${change.id}`,
      ...changeLines(change).map((line) => `    ${line}`),
    ]),
    `${unchanged.length} unchanged`,
    ...(unmanaged.length === 0
      ? []
      : [
          `${unmanaged.length} unmanaged: ${unmanagedWords(plan, unmanaged.length)}: ${unmanaged.join(', ')}`,
        ]),
    ...(deferred.length === 0 ? [] : [deferredWords(plan)]),
    ...cautions.map((caution) => `Caution: ${cautionWords(caution).join(' ')}`),
    ...cannotCompare.map(({ id, why }) => `${id}: cannot compare the header value: ${why}`),
  ]
}
