import type { ProblemCode, UserErrorCode } from './codes.ts'

/** Where in the configuration file something is; lines and columns count from 1. */
export interface Place {
  readonly line: number
  readonly column: number
  readonly endLine: number
  readonly endColumn: number
}

/** Something about the configuration file that a person has to know, with the place it is about. */
export interface Problem {
  readonly code: ProblemCode
  readonly severity: 'error' | 'warning'
  /** Cause, then fix; never a piece of the file that could be a secret. */
  readonly message: string
  readonly place: Place
}

/**
 * A failure that a person can do something about: cause, then fix, in our own words. Never built from a library's
 * message, a response or a line of the file. Everything that is thrown and is not one of these is a bug.
 */
export class UserError extends Error {
  readonly code: UserErrorCode
  readonly reason: string
  readonly fix: string
  /** What Auco itself says, checked to repeat no secret; foreign text, so reports put it into a code span. */
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

/** The file is wrong. Carries every problem at once, in file order. */
export class InvalidFileError extends UserError {
  readonly problems: readonly Problem[]

  constructor(path: string, problems: readonly Problem[]) {
    const errors = problems.filter((problem) => problem.severity === 'error').length
    super(
      'invalid-file',
      `${path} has ${errors === 1 ? 'one problem' : `${errors} problems`}.`,
      'Nothing was read from Auco and nothing was written; correct the lines named in the annotations.',
    )
    this.problems = problems
  }
}
