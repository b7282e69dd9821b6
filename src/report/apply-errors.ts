import { UserError } from '../core/errors.ts'
import { formatCount } from '../core/format.ts'
import type { Environment } from '../core/webhook.ts'
import type { StoredDifference } from '../plan/compare-webhooks.ts'
import { CANNOT_KEEP } from './cautions.ts'
import { codeSpan, idList, idSpan, inRow, joined, plural, shortLists } from './markdown.ts'
import { changeLines } from './plan-words.ts'

export type WriteFailure =
  | {
      readonly kind: 'not-applied'
      readonly writes: number
      readonly lastOutcome: string
      /** If nothing but these header values can differ from the file: their ids. Auco doesn't return them. */
      readonly hidden: readonly string[]
    }
  | { readonly kind: 'stored-differently'; readonly differences: readonly StoredDifference[] }
  | { readonly kind: 'unknown'; readonly cause: UserError }

export function writeError(failure: WriteFailure): UserError {
  switch (failure.kind) {
    case 'not-applied':
      return new UserError(
        'not-applied',
        `${whatIsSeen(failure.writes, failure.hidden)}. The last outcome: ${failure.lastOutcome}`,
        'Check that both keys are of the same company, and run the job again. If Auco still has the old webhooks then, check its status.',
      )
    case 'stored-differently':
      return new UserError(
        'stored-differently',
        `Auco has neither the file nor what it had before (\`-\` is stored, \`+\` was sent). ${differenceWords(failure.differences)}.`,
        'No further write was made. If somebody else is writing, run one job at a time (`concurrency`); if Auco stores a field in another form, write it in the file as Auco stores it.',
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
    return `${number} ${plural(writes, 'was', 'were')} not applied: Auco still has what it had before`
  }
  return `${number} ${plural(writes, 'counts', 'count')} as not applied: ${unverifiable(hidden)}`
}

/** Of hidden header values, by their webhooks' ids: a sentence without its period. */
export function unverifiable(ids: readonly string[]): string {
  return `${valuesOf(ids)} can't be verified, Auco doesn't return ${plural(ids.length, 'it', 'them')}`
}

export function valuesOf(ids: readonly string[]): string {
  return `the header ${plural(ids.length, 'value', 'values')} of ${idList(ids)}`
}

/** Webhooks whose differences an error shows, and the characters of a line. */
const MAX_DIFFERENCES = 3
const MAX_LINE = 160

/** What the next plan would show. */
function differenceWords(differences: readonly StoredDifference[]): string {
  const shown = differences.slice(0, MAX_DIFFERENCES).map(({ id, fields }) => {
    const lines = changeLines({ action: 'update', id, fields, keptHeader: null })
    return joined(': ', [idSpan(id), lines.map((line) => codeSpan(line, MAX_LINE)).join(', ')])
  })
  return inRow(shown, differences.length)
}

export type WriteState = 'not-sent' | 'unknown' | 'confirmed'

const WRITE_STATES: Readonly<Record<WriteState, readonly [is: string, fix: string]>> = {
  'not-sent': ['The write was not sent.', 'Run the job again when you want it.'],
  unknown: [
    'The write was sent, and whether Auco has it is unknown.',
    'Run the job again: it reads first, and writes only what differs.',
  ],
  confirmed: [
    'The write was confirmed by a read-back.',
    'Auco has the file; only the report may be missing.',
  ],
}

export function cancelledRun(write: WriteState): UserError {
  const [is, fix] = WRITE_STATES[write]
  return new UserError('cancelled', `The run was cancelled. ${is}`, fix)
}

export function missingKeys(missing: readonly string[], environment: Environment): UserError {
  return new UserError(
    'missing-key',
    `An apply needs ${missing.map((name) => `\`${name}\``).join(' and ')}, which this run does not have.`,
    `Pass the secrets of ${environment} to the step (does the job name its \`environment:\`?), or plan with \`dry-run: true\`.`,
  )
}

export interface MissingVariable {
  readonly name: string
  readonly ids: readonly string[]
}

/** Variables that an error names; the others are counted. */
const MAX_VARIABLES = 5

/** An apply whose workflow doesn't pass every variable of the file. The file itself is right. */
export function missingVariables(missing: readonly MissingVariable[]): UserError {
  const shown = missing.slice(0, MAX_VARIABLES).map(({ name, ids }) => `\`${name}\` (for ${idList(ids)})`)
  const first = missing[0]?.name ?? 'AUCO_NAME'
  return new UserError(
    'missing-variable',
    `The workflow doesn't pass every variable of the file, or passes it empty: ${inRow(shown, missing.length)}.`,
    `Nothing was written. Add each to the step's \`env:\`, such as \`${first}: \${{ secrets.${first} }}\`. A secret of an environment reaches only a job that names the environment.`,
  )
}

/** A run whose only problems are values of variables: `messages` are theirs. The file itself is right. */
export function illegalVariables(messages: readonly string[]): UserError {
  const reason = shortLists([messages], '', MAX_VARIABLES).join(' ')
  return new UserError('illegal-variable', reason, 'The file is fine. Nothing was written.')
}

export function cannotKeep(ids: readonly string[]): UserError {
  const [cause, fix] = CANNOT_KEEP
  return new UserError(
    'cannot-keep',
    `The apply can't keep ${idList(ids)}. ${cause}`,
    `Nothing was written. ${fix}`,
  )
}

export function historyUnknown(ids: readonly string[], why: string): UserError {
  return new UserError(
    'history-unknown',
    `Auco has ${idList(ids)}, which the file doesn't list, and the earlier versions of the file can't be read. ${why}`,
    'Nothing was written. Run the job again, or set `removals` to `none` or `all`.',
  )
}

export function headUnknown(sha: string, why: string): UserError {
  return new UserError(
    'head-unknown',
    `GitHub doesn't say whether ${sha.slice(0, 7)} is still the newest commit of the branch. ${why}`,
    'Nothing was written, because an older run must not overwrite a newer file. Run the job again.',
  )
}

export function runsUnknown(why: string): UserError {
  return new UserError(
    'runs-unknown',
    `The branch has a newer commit, and this run can't see whether a newer run applies it. ${why}`,
    'Nothing was written. Run this workflow by hand on the branch.',
  )
}

/** An outdated run, if no other run applies the head's file. `head`: `null` if the branch is gone. */
export function runOutdated(sha: string, head: string | null, branch: string): UserError {
  const name = codeSpan(branch)
  return new UserError(
    'run-outdated',
    head === null
      ? `The branch ${name} doesn't exist any more, so ${sha.slice(0, 7)} is not applied.`
      : `${name} is now at ${head.slice(0, 7)}, whose file or workflow differs from that of ${sha.slice(0, 7)}.`,
    `Nothing was written. Run this workflow by hand on ${name}.`,
  )
}

/** A run whose test notifications weren't all taken. `what`: a sentence without its period. */
export function notDelivered(what: string): UserError {
  return new UserError(
    'not-delivered',
    `${what}.`,
    'Auco gives up a notification after twelve minutes. Correct the receiver or the secret, then re-run the job: it sends again.',
  )
}
