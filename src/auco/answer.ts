/** A complete response of Auco. `body` is text of at most `MAX_RESPONSE_BYTES`. */
export interface HttpAnswer {
  readonly status: number
  readonly contentType: string
  readonly body: string
  /** The wait that `Retry-After` asks for, in milliseconds; `null` without one. */
  readonly retryAfter: number | null
}

/**
 * There was no complete response. `reason` is a sentence of our own that contains at most a library's error code;
 * `retryable` says whether another attempt can help.
 */
export class NoAnswerError extends Error {
  readonly reason: string
  readonly retryable: boolean
  readonly code: 'auco-no-answer' | 'proxy-authentication'

  constructor(reason: string, retryable: boolean, code: NoAnswerError['code'] = 'auco-no-answer') {
    super(reason)
    this.name = 'NoAnswerError'
    this.reason = reason
    this.retryable = retryable
    this.code = code
  }
}

/** Whether a status is worth retrying. */
export function isTransientStatus(status: number): boolean {
  return status === 408 || status === 429 || status >= 500
}
