/*
 * The code of everything that can be wrong, each with its section in docs/troubleshooting.md. The lists are closed, so
 * that no error can be raised that isn't documented.
 */

/** Codes of a `Problem`: something about a place in the configuration file. */
export const PROBLEM_CODES = [
  'yaml-bad-dq-escape',
  'yaml-bad-indent',
  'yaml-bad-scalar-start',
  'yaml-bare-variable',
  'yaml-block-as-implicit-key',
  'yaml-missing-char',
  'yaml-multiline-implicit-key',
  'yaml-non-string-key',
  'yaml-not-well-formed',
  'yaml-tab-as-indent',
  'yaml-tag-resolve-failed',
  'yaml-unexpected-token',
  'yaml-version',
  'empty-file',
  'several-documents',
  'conflict-marker',
  'unprintable',
  'repeated-key',
  'unknown-alias',
  'many-aliases',
  'many-entries',
  'too-deep',
  'missing',
  'unknown-key',
  'wrong-type',
  'invalid-webhooks',
  'invalid-id',
  'repeated-id',
  'similar-id',
  'no-default',
  'default-not-everywhere',
  'invalid-description',
  'invalid-url',
  'no-url',
  'invalid-environments',
  'unknown-environment',
  'invalid-key',
  'invalid-value',
  'illegal-value',
  'literal-secret',
  'malformed-variable',
  'foreign-variable',
  'misplaced-variable',
  'unset-variable',
  'own-secret',
] as const

/** Codes of a `UserError`, which ends a run. */
export const USER_ERROR_CODES = [
  'invalid-file',
  'no-file',
  'outside-workspace',
  'not-a-file',
  'file-too-large',
  'unreadable-file',
  'not-utf-8',
  'invalid-input',
  'invalid-api-url',
  'invalid-proxy',
  'proxy-authentication',
  'missing-key',
  'missing-variable',
  'illegal-variable',
  'not-a-key',
  'private-as-public',
  'public-as-private',
  'swapped-keys',
  'invalid-event',
  'head-unknown',
  'runs-unknown',
  'run-outdated',
  'history-unknown',
  'cannot-keep',
  'changes-found',
  'endpoint-problems',
  'not-delivered',
  'auco-invalid',
  'auco-unauthorized',
  'auco-forbidden',
  'auco-not-found',
  'auco-rate-limit',
  'auco-redirect',
  'auco-unavailable',
  'auco-unexpected-status',
  'auco-no-answer',
  'auco-not-json',
  'auco-wrong-shape',
  'auco-invalid-webhook',
  'not-applied',
  'somebody-else',
  'stored-differently',
  'unknown-outcome',
  'cancelled',
  'usage',
  'no-key',
  'not-imported',
  'not-stored',
  'file-changed',
  'unknown-id',
  'not-sendable',
  'not-confirmed',
  'unwritable-file',
] as const

export type ProblemCode = (typeof PROBLEM_CODES)[number]
export type UserErrorCode = (typeof USER_ERROR_CODES)[number]

/** A place in the configuration file. Lines and columns start at 1; the end is exclusive. */
export interface Place {
  readonly line: number
  readonly column: number
  readonly endLine: number
  readonly endColumn: number
}

/** An error or a warning about a place in the configuration file. */
export interface Problem {
  readonly code: ProblemCode
  readonly severity: 'error' | 'warning'
  /** Cause, then fix. Never contains a piece of the file that could be a secret. */
  readonly message: string
  readonly place: Place
}

/**
 * A failure that the user can fix, with its cause and the fix. Never built from a library's message, a response or a line
 * of the file. Anything else that is thrown is a bug.
 */
export class UserError extends Error {
  readonly code: UserErrorCode
  readonly reason: string
  readonly fix: string
  /** Auco's own message, checked for secrets. It is foreign text, so reports put it into a code span. */
  readonly quote: string | null

  constructor(code: UserErrorCode, reason: string, fix: string, quote: string | null = null) {
    super([reason, ...(quote === null ? [] : [`Auco says: "${quote}".`]), fix].join(' '))
    this.name = 'UserError'
    this.code = code
    this.reason = reason
    this.fix = fix
    this.quote = quote
  }
}

/** The file is invalid. Carries all problems, in file order. */
export class InvalidFileError extends UserError {
  readonly problems: readonly Problem[]

  constructor(path: string, problems: readonly Problem[]) {
    const errors = problems.filter((problem) => problem.severity === 'error').length
    super(
      'invalid-file',
      `${path} has ${errors === 1 ? 'one problem' : `${errors} problems`}.`,
      'Correct the lines that the annotations name. Nothing was read from Auco, and nothing was written.',
    )
    this.problems = problems
  }
}

/** The frames of an error's stack, without the message before them: it can hold anything, even lines that look like frames. */
export function stackFrames({ name, message, stack = '' }: Error): readonly string[] {
  const head = message === '' ? name : `${name}: ${message}`
  return stack.startsWith(head) ? stack.slice(head.length).split('\n').slice(1) : []
}
