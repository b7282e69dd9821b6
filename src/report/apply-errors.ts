import { UserError, type UserErrorCode } from '../core/errors.ts'
import { formatCount, formatNumber } from '../core/format.ts'
import type { Environment } from '../core/webhook.ts'
import type { Redact } from '../plan/redact-plan.ts'
import type { StoredForm } from '../plan/stored-form.ts'
import { idList, idSpan } from './id-list.ts'
import { codeSpan } from './markdown.ts'

/** The ways in which a write fails. */
export type WriteFailure =
  | {
      readonly kind: 'not-applied'
      readonly writes: number
      readonly lastOutcome: string
      /** If nothing but these header values can differ from the file: their ids. Auco doesn't return them. */
      readonly hidden: readonly string[]
    }
  | { readonly kind: 'stored-differently'; readonly forms: readonly StoredForm[] }
  | { readonly kind: 'somebody-else'; readonly ids: readonly string[] }
  | { readonly kind: 'unknown'; readonly cause: UserError }

/** The failure with the ids and texts in it redacted, before any is shortened. */
export function redactFailure(failure: WriteFailure, redact: Redact): WriteFailure {
  switch (failure.kind) {
    case 'not-applied':
      return { ...failure, hidden: failure.hidden.map(redact) }
    case 'stored-differently':
      return { ...failure, forms: failure.forms.map((form) => redactForm(form, redact)) }
    case 'somebody-else':
      return { ...failure, ids: failure.ids.map(redact) }
    case 'unknown':
      return failure
  }
}

function redactForm(form: StoredForm, redact: Redact): StoredForm {
  const id = redact(form.id)
  return form.field === 'header.value'
    ? { ...form, id }
    : { ...form, id, sent: redact(form.sent), stored: redact(form.stored) }
}

export function writeError(failure: WriteFailure): UserError {
  switch (failure.kind) {
    case 'not-applied':
      return new UserError(
        'not-applied',
        `${whatIsSeen(failure.writes, failure.hidden)}. The last time, ${lowerFirst(failure.lastOutcome)}`,
        "Run the job again; if live stays as it is, check Auco's status.",
      )
    case 'stored-differently':
      return new UserError('stored-differently', storedReason(failure.forms), storedFix(failure.forms))
    case 'somebody-else':
      return new UserError(
        'somebody-else',
        `Somebody else is writing: live equals neither the file nor its earlier state. These ids differ from the file: ${idList(failure.ids)}.`,
        'No further write was made. See what changed with a plan, and run one job at a time (`concurrency`).',
      )
    case 'unknown':
      return new UserError(
        'unknown-outcome',
        `The write could not be read back, so whether it is live is unknown. ${failure.cause.reason}`,
        'Run the job again: it reads first, and writes only what differs.',
        failure.cause.quote,
      )
  }
}

function whatIsSeen(writes: number, hidden: readonly string[]): string {
  const number = formatCount(writes, 'write')
  if (hidden.length === 0) {
    return `${number} ${writes === 1 ? 'was' : 'were'} not applied: live is still what it was before`
  }
  const counts = writes === 1 ? 'counts' : 'count'
  return `${number} ${counts} as not applied: the header ${hidden.length === 1 ? 'value' : 'values'} of ${idList(hidden)} can't be verified, Auco doesn't return ${hidden.length === 1 ? 'it' : 'them'}`
}

/** Fields that an error names; the others are counted. */
const MAX_FORMS = 3

function storedReason(forms: readonly StoredForm[]): string {
  const shown = forms.slice(0, MAX_FORMS).map((form) => `${idSpan(form.id)}: ${storedWords(form)}`)
  const more = forms.length - shown.length
  const others = more === 0 ? '' : `; and ${formatCount(more, 'more field')}`
  return `Auco stores ${formatCount(forms.length, 'field')} in another form than it was sent. ${shown.join('; ')}${others}.`
}

function storedWords(form: StoredForm): string {
  if (form.field === 'header.value') {
    return 'the header value is stored in another form, such as without a space or in other case'
  }
  if (form.field === 'url' && !form.shownPart) return '`url` is stored with another secret part'
  const [sent, stored] = quotedPair(form.sent, form.stored)
  return `\`${form.field}\` was sent as ${sent} and is stored as ${stored}`
}

function storedFix(forms: readonly StoredForm[]): string {
  const kept = forms.find(({ field }) => field !== 'header.value')
  const isSecret = kept === undefined || !('stored' in kept) || (kept.field === 'url' && kept.hiddenPart)
  const example = isSecret
    ? 'Store the secret in the form that Auco keeps.'
    : `Write it in the file as Auco stores it: \`${kept.field.replace('header.', '')}:\` ${quotedPair(kept.sent, kept.stored)[1]}.`
  return `${example} No further write was made.`
}

/** Characters of a text that are shown, and how many of them may come before the first difference. */
const MAX_QUOTED = 120
const MAX_SAME = 40

/**
 * Two texts that differ in form, as YAML strings in code spans, around the first difference. What differs only in the
 * Unicode form looks alike, so there everything beyond ASCII is an escape.
 */
function quotedPair(sent: string, stored: string): readonly [string, string] {
  const one = [...sent]
  const other = [...stored]
  const first = one.findIndex((character, index) => character !== other[index])
  const from = first > MAX_SAME ? first - MAX_SAME : 0
  const looksAlike = sent.normalize('NFKC') === stored.normalize('NFKC')
  const quoted = (characters: readonly string[]) => {
    const part = characters.slice(from, from + MAX_QUOTED).join('')
    const text = `${from > 0 ? '…' : ''}${part}${characters.length > from + MAX_QUOTED ? '…' : ''}`
    return codeSpan(looksAlike ? escapeNonAscii(JSON.stringify(text)) : JSON.stringify(text))
  }
  return [quoted(one), quoted(other)]
}

function escapeNonAscii(json: string): string {
  return json.replaceAll(/[^\x20-\x7e…]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

const WRITE_FAILURES: ReadonlySet<UserErrorCode> = new Set([
  'not-applied',
  'somebody-else',
  'stored-differently',
  'unknown-outcome',
])

/** Whether an error means that live may differ from what an earlier run left there. */
export function isAfterWrite({ code }: UserError): boolean {
  return WRITE_FAILURES.has(code)
}

/** What is known about the write of a run that ends early. */
export type WriteState = 'not-sent' | 'unknown' | 'confirmed'

/** What ends a run early. */
export type Interruption = 'cancellation' | 'bug'

/** What happened to the run, as it follows "the run". No error's own text: that of a bug can be anything. */
export const INTERRUPTIONS: Readonly<Record<Interruption, string>> = {
  cancellation: 'was cancelled',
  bug: 'failed because of a bug in auco-webhooks-action; its log says how to report it',
}

/** What is known about a write, and what to do. */
export const WRITE_STATES: Readonly<Record<WriteState, { readonly is: string; readonly fix: string }>> = {
  'not-sent': {
    is: 'The write was not sent.',
    fix: 'Run the job again when you want it.',
  },
  unknown: {
    is: 'The write was sent, and whether it is live is unknown.',
    fix: 'Run the job again: it reads first, and writes only what differs.',
  },
  confirmed: {
    is: 'The write was confirmed by a read-back.',
    fix: 'Live equals the file; only the report may be missing.',
  },
}

/** The error of a run that was cancelled. */
export function cancelledRun(write: WriteState): UserError {
  const { is, fix } = WRITE_STATES[write]
  return new UserError('cancelled', `The run ${INTERRUPTIONS.cancellation}. ${is}`, fix)
}

/** The error of an apply without one of its keys, or without both. */
export function missingKeys(missing: readonly string[], environment: Environment): UserError {
  return new UserError(
    'missing-key',
    `An apply needs ${missing.map((name) => `\`${name}\``).join(' and ')}, which this run does not have.`,
    `Pass the secrets of ${environment} to the step (does the job name its \`environment:\`?), or plan with \`dry-run: true\`.`,
  )
}

/** A variable of the file that an apply doesn't have, and the webhooks that need it. */
export interface MissingVariable {
  readonly name: string
  readonly ids: readonly string[]
}

/** Variables that an error names; the others are counted. */
const MAX_VARIABLES = 5

/** The error of an apply whose workflow doesn't pass every variable of the file. The file itself is right. */
export function missingVariables(missing: readonly MissingVariable[]): UserError {
  const shown = missing.slice(0, MAX_VARIABLES).map(({ name, ids }) => `\`${name}\` (for ${idList(ids)})`)
  const more = missing.length - shown.length
  const isOne = missing.length === 1
  const names = `${shown.join(', ')}${more === 0 ? '' : ` and ${formatNumber(more)} more`}`
  const first = missing[0]?.name ?? 'AUCO_NAME'
  return new UserError(
    'missing-variable',
    `The workflow doesn't pass ${isOne ? 'a variable' : 'some variables'} of the file, or passes ${isOne ? 'it' : 'them'} empty: ${names}.`,
    `Nothing was written. Add ${isOne ? 'it' : 'them'} to the step's \`env:\`, such as \`${first}: \${{ secrets.${first} }}\`. A secret of an environment reaches only a job that names the environment.`,
  )
}

/** The error of a plan or an apply that removes webhooks with `removals: deny`. */
export function removalsDenied(removed: readonly string[]): UserError {
  return new UserError(
    'removals-denied',
    `The plan removes ${idList(removed)}, and \`removals\` is \`deny\`.`,
    'Nothing was written. Put the webhooks back into the file, or set `removals` to `reviewed`.',
  )
}

/** The error of an apply with `removals: keep` that can't write these webhooks as they are live. */
export function cannotKeep(ids: readonly string[]): UserError {
  const [value, looks, it, them, secret] =
    ids.length === 1
      ? ['value', 'it is missing, or looks masked', 'it', 'the webhook', 'a secret']
      : ['values', 'they are missing, or look masked', 'them', 'the webhooks', 'secrets']
  return new UserError(
    'cannot-keep',
    `\`removals\` is \`keep\`, and Auco doesn't return the header ${value} of ${idList(ids)} in clear (${looks}), so a write would lose ${it}.`,
    `Nothing was written. Add ${them} to the file, with the ${value} as ${secret}.`,
  )
}

/** What an apply knows of the plans that were reviewed. */
export interface ReviewFacts {
  /** Why the plan comments could not be read; `null` if they could. */
  readonly unavailable: string | null
  /** Whether there is a plan comment for what was merged, by another author. */
  readonly hasForeignPlan: boolean
  readonly hasPlan: boolean
  /** Whether the newest plan was applied before. */
  readonly isApplied: boolean
}

/** The error of an apply that removes what no reviewed plan announced. */
export function removalsUnreviewed(unreviewed: readonly string[], review: ReviewFacts): UserError {
  return new UserError(
    'unreviewed-removals',
    `Nobody reviewed the removal of ${idList(unreviewed)}. ${whyUnreviewed(review)}`,
    'Nothing was written. Put the webhooks into the file, or open a pull request whose plan announces the removal; `removals: allow` removes them in one run without a review.',
  )
}

function whyUnreviewed({ unavailable, hasForeignPlan, hasPlan, isApplied }: ReviewFacts): string {
  if (unavailable !== null) return `The plan comment could not be read. ${unavailable}`
  if (hasForeignPlan) {
    return 'The plan comment was written by another account: plan and apply have to use the same `github-token`.'
  }
  if (!hasPlan) return 'No merged pull request with a plan comment belongs to this commit.'
  return isApplied
    ? 'The plan of the merged pull request was applied before, and what came back since then was in no plan.'
    : 'No plan comment of a merged pull request announces it as it is live now.'
}

function lowerFirst(text: string): string {
  // `Auco answered 500.` starts with a name.
  return text.startsWith('Auco') ? text : text.charAt(0).toLowerCase() + text.slice(1)
}
