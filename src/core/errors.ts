/*
 * The code of everything that can be wrong, by kind. Each kind is the anchor of its section in docs/troubleshooting.md. The
 * lists are closed, so that no error can be raised that isn't documented.
 */

/** Codes of a `Problem`: something about a place in the configuration file. */
export const PROBLEM_CODES = {
  'yaml-syntax': ['yaml-syntax'],
  'too-large': ['too-large'],
  'keys-and-values': [
    'empty-file',
    'missing',
    'unknown-key',
    'wrong-type',
    'invalid-description',
    'invalid-environments',
    'unknown-environment',
  ],
  ids: ['invalid-webhooks', 'invalid-id', 'repeated-id', 'no-default'],
  urls: ['invalid-url', 'no-url'],
  headers: ['invalid-key', 'invalid-value'],
  'literal-secrets': ['literal-secret'],
  variables: ['malformed-variable', 'foreign-variable', 'misplaced-variable'],
  'values-of-variables': ['unset-variable', 'illegal-value', 'own-secret'],
} as const

/** Codes of a `UserError`, which ends a run. */
export const USER_ERROR_CODES = {
  'invalid-file': ['invalid-file'],
  'too-large': ['file-too-large'],
  'values-of-variables': ['missing-variable', 'illegal-variable'],
  'file-not-read': ['no-file', 'outside-workspace', 'not-a-file', 'unreadable-file', 'not-utf-8'],
  'invalid-input': ['invalid-input', 'invalid-api-url', 'invalid-event'],
  proxy: ['invalid-proxy', 'proxy-authentication'],
  'auco-keys': ['missing-key', 'no-key', 'not-a-key', 'auco-unauthorized'],
  'outdated-run': ['run-outdated'],
  'no-answer-from-github': ['head-unknown', 'runs-unknown', 'history-unknown'],
  'hidden-header-values': ['cannot-keep'],
  'changes-found': ['changes-found'],
  'endpoint-problems': ['endpoint-problems'],
  'not-delivered': ['not-delivered'],
  'unexpected-answer': ['auco-forbidden', 'auco-not-found', 'auco-unexpected-status', 'auco-wrong-shape'],
  'no-answer-from-auco': ['auco-unavailable', 'auco-no-answer'],
  'webhooks-refused': ['auco-invalid'],
  'invalid-webhook-at-auco': ['auco-invalid-webhook', 'not-imported'],
  'not-applied': ['not-applied'],
  'stored-differently': ['stored-differently'],
  'unknown-outcome': ['unknown-outcome', 'cancelled'],
  'local-commands': ['usage', 'unknown-id', 'not-sendable', 'not-confirmed'],
  'file-not-written': ['not-stored', 'file-changed', 'unwritable-file'],
} as const

export type ProblemCode = (typeof PROBLEM_CODES)[keyof typeof PROBLEM_CODES][number]
export type UserErrorCode = (typeof USER_ERROR_CODES)[keyof typeof USER_ERROR_CODES][number]

/** Every kind with its codes. A kind is there twice if the file as well as the run can be at fault. */
export const KINDS: readonly (readonly [kind: string, codes: readonly string[]])[] = [
  ...Object.entries(PROBLEM_CODES),
  ...Object.entries(USER_ERROR_CODES),
]

/** A place in the configuration file. Lines and columns start at 1; the end is exclusive. */
export interface Place {
  readonly line: number
  readonly column: number
  readonly endLine: number
  readonly endColumn: number
}

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

/** The code that Node.js or undici gave an error, or its cause; empty without one. */
export function errorCode(error: unknown): string {
  if (!(error instanceof Error)) return ''
  if ('code' in error && typeof error.code === 'string' && /^[A-Z0-9_]+$/.test(error.code)) return error.code
  return errorCode(error.cause)
}

/** The frames of an error's stack, without the message before them: it can hold anything, even lines that look like frames. */
export function stackFrames({ name, message, stack = '' }: Error): readonly string[] {
  const head = message === '' ? name : `${name}: ${message}`
  return stack.startsWith(head) ? stack.slice(head.length).split('\n').slice(1) : []
}
