/** The largest response that is read, in bytes. */
export const MAX_RESPONSE_BYTES = 5 * 1024 * 1024

/** What came back over the wire. `body` is text of at most `MAX_RESPONSE_BYTES`. */
export interface HttpAnswer {
  readonly status: number
  readonly contentType: string
  readonly body: string
  /** How long the server asks to wait, in milliseconds; `null` if it does not. */
  readonly retryAfter: number | null
}

/**
 * No complete answer. `reason` is a sentence in our own words with at most a library's error code in it; `retryable`
 * says whether another attempt can help.
 */
export class NoAnswerError extends Error {
  readonly reason: string
  readonly retryable: boolean

  constructor(reason: string, retryable: boolean) {
    super(reason)
    this.name = 'NoAnswerError'
    this.reason = reason
    this.retryable = retryable
  }
}

/** Statuses that may be gone at the next attempt. */
export function isPassing(status: number): boolean {
  return status === 408 || status === 429 || status >= 500
}
