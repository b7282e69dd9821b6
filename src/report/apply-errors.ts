import { UserError } from '../core/errors.ts'
import { formatCount, formatNumber } from '../core/format.ts'
import type { Environment } from '../core/webhook.ts'
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

export function writeError(failure: WriteFailure): UserError {
  switch (failure.kind) {
    case 'not-applied':
      return new UserError(
        'not-applied',
        `${whatIsSeen(failure.writes, failure.hidden)}. The last time, ${lowerFirst(failure.lastOutcome)}`,
        'Run the job again; if Auco still has the old webhooks then, check its status.',
      )
    case 'stored-differently':
      return new UserError('stored-differently', storedReason(failure.forms), storedFix(failure.forms))
    case 'somebody-else':
      return new UserError(
        'somebody-else',
        `Somebody else is writing: Auco has neither what the file says nor what it had before. These webhooks differ from the file: ${idList(failure.ids)}.`,
        'No further write was made. See what changed with a plan, and run one job at a time (`concurrency`).',
      )
    case 'unknown':
      return new UserError(
        'unknown-outcome',
        `The write could not be read back, so whether Auco has it is unknown. ${failure.cause.reason}`,
        'Run the job again: it reads first, and writes only what differs.',
        failure.cause.quote,
      )
  }
}

function whatIsSeen(writes: number, hidden: readonly string[]): string {
  const number = formatCount(writes, 'write')
  if (hidden.length === 0) {
    return `${number} ${writes === 1 ? 'was' : 'were'} not applied: Auco still has what it had before`
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

/** What is known about the write of a run that is cancelled. */
export type WriteState = 'not-sent' | 'unknown' | 'confirmed'

const WRITE_STATES: Readonly<Record<WriteState, readonly [is: string, fix: string]>> = {
  'not-sent': ['The write was not sent.', 'Run the job again when you want it.'],
  unknown: [
    'The write was sent, and whether Auco has it is unknown.',
    'Run the job again: it reads first, and writes only what differs.',
  ],
  confirmed: [
    'The write was confirmed by a read-back.',
    'Auco has what the file says; only the report may be missing.',
  ],
}

/** The error of a run that was cancelled. */
export function cancelledRun(write: WriteState): UserError {
  const [is, fix] = WRITE_STATES[write]
  return new UserError('cancelled', `The run was cancelled. ${is}`, fix)
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

/** The error of a run whose only problems are values of variables: `messages` are theirs. The file itself is right. */
export function illegalVariables(messages: readonly string[]): UserError {
  const shown = messages.slice(0, MAX_VARIABLES)
  const more = messages.length - shown.length
  return new UserError(
    'illegal-variable',
    [...shown, ...(more === 0 ? [] : [`${formatCount(more, 'variable')} more.`])].join(' '),
    'The file is fine. Nothing was written.',
  )
}

/** The error of an apply that can't write webhooks back as they are. */
export function cannotKeep(ids: readonly string[]): UserError {
  const [value, it, them, secret] =
    ids.length === 1
      ? ['value', 'it', 'the webhook', 'a secret']
      : ['values', 'them', 'the webhooks', 'secrets']
  return new UserError(
    'cannot-keep',
    `${idList(ids)} would have to stay as ${ids.length === 1 ? 'it is' : 'they are'}, but Auco doesn't return the header ${value} in clear, so a write would lose ${it}.`,
    `Nothing was written. Add ${them} to the file, with the ${value} as ${secret}.`,
  )
}

/** The error of an apply that can't tell which webhooks it may remove. */
export function historyUnknown(ids: readonly string[], why: string): UserError {
  return new UserError(
    'history-unknown',
    `Auco has ${idList(ids)}, which the file doesn't list, and the earlier versions of the file can't be read. ${why}`,
    'Nothing was written. Run the job again, or set `removals` to `none` or `all`.',
  )
}

/** The error of an apply that can't find out whether its commit is still the branch's head. */
export function headUnknown(sha: string, why: string): UserError {
  return new UserError(
    'head-unknown',
    `GitHub doesn't say whether ${sha.slice(0, 7)} is still the newest commit of the branch. ${why}`,
    'Nothing was written, because an older run must not overwrite a newer file. Run the job again.',
  )
}

/** The error of an apply that can't find out whether a newer run will apply the head's file. */
export function runsUnknown(why: string): UserError {
  return new UserError(
    'runs-unknown',
    `The branch has a newer commit, and this run can't see whether a newer run applies it. ${why}`,
    'Nothing was written. Run this workflow by hand on the branch.',
  )
}

/** The error of an outdated run, if no other run applies the head's file. `head`: `null` if the branch is gone. */
export function runOutdated(sha: string, head: string | null, branch: string): UserError {
  const name = codeSpan(branch)
  return new UserError(
    'run-outdated',
    head === null
      ? `The branch ${name} doesn't exist any more, so ${sha.slice(0, 7)} is not applied.`
      : `${name} is at ${head.slice(0, 7)} by now, with another file or workflow than ${sha.slice(0, 7)}.`,
    `Nothing was written. Run this workflow by hand on ${name}.`,
  )
}

/** The error of a run whose test notifications weren't all taken. `what`: a sentence without its period. */
export function notDelivered(what: string): UserError {
  return new UserError(
    'not-delivered',
    `${what}.`,
    'Auco gives up a notification after twelve minutes. Correct the receiver or the secret, then re-run the job: it sends again.',
  )
}

function lowerFirst(text: string): string {
  // `Auco answered 500.` starts with a name.
  return text.startsWith('Auco') ? text : text.charAt(0).toLowerCase() + text.slice(1)
}
