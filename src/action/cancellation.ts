import type { UserError } from '../core/errors.ts'
import { cancelledRun, type WriteState } from '../report/apply-errors.ts'

/** Cancels a run, and keeps what is known by then about its write. */
export class Cancellation {
  readonly #controller = new AbortController()
  #write: WriteState = 'not-sent'

  readonly signal = this.#controller.signal

  readonly onWriteState = (write: WriteState): void => {
    this.#write = write
  }

  readonly error = (): UserError => cancelledRun(this.#write)

  readonly cancel = (): void => this.#controller.abort(this.error())
}

/**
 * When the process of a cancelled run exits by itself, in milliseconds. The runner sends SIGINT, SIGTERM after 7.5 seconds,
 * and kills it after ten.
 */
const GRACE_PERIOD = 5_000

/** The part of Node's `process` that a run listens to. */
export interface ProcessEvents {
  on(
    event: 'SIGINT' | 'SIGTERM' | 'unhandledRejection' | 'uncaughtException',
    listener: (error: unknown) => void,
  ): unknown
  exit(): void
}

/**
 * Cancels the run on a signal, and on an error that nobody handles. It then has a few seconds to say so in the log;
 * the next signal ends it at once. `fail` reports a failure.
 */
export function handleProcessEvents(
  process: ProcessEvents,
  cancellation: Cancellation,
  fail: (error: unknown) => void,
): void {
  const end = () => {
    fail(cancellation.error())
    process.exit()
  }
  const cancel = () => {
    cancellation.cancel()
    // What is still pending by then can't be stopped, and the message must not wait for it.
    setTimeout(end, GRACE_PERIOD).unref()
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => (cancellation.signal.aborted ? end() : cancel()))
  }
  // An unhandled rejection is a bug, and Node would print the error itself, which can contain a secret.
  for (const event of ['unhandledRejection', 'uncaughtException'] as const) {
    process.on(event, (error: unknown) => {
      // One bug can surface more than once, and what fails after a cancellation may fail because of it.
      if (cancellation.signal.aborted) return
      fail(error)
      cancel()
    })
  }
}
