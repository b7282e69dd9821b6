import type { UserError } from '../core/errors.ts'
import { cancelledRun, type WriteState } from '../report/apply-errors.ts'

/** Cancels a run, and keeps what is known by then about its write. */
export class Cancellation {
  readonly #controller = new AbortController()
  #write: WriteState = 'not-sent'

  /** Aborted when the run is cancelled. */
  get signal(): AbortSignal {
    return this.#controller.signal
  }

  readonly onWriteState = (write: WriteState): void => {
    this.#write = write
  }

  cancel(): void {
    this.#controller.abort(this.error())
  }

  /** The error of a run that is cancelled now. */
  error(): UserError {
    return cancelledRun(this.#write)
  }
}
