import { UserError } from '../core/errors.ts'
import type { WriteState } from './run-context.ts'

/** Cancels a run, and says what is known about its write by then. */
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
    switch (this.#write) {
      case 'not-sent':
        return new UserError(
          'cancelled',
          'The run was cancelled. The write was not sent.',
          'Nothing changed at Auco; run the job again when you want it.',
        )
      case 'unknown':
        return new UserError(
          'cancelled',
          'The run was cancelled. The write was sent, and whether it is live is unknown.',
          'Run the job again: it reads first, and writes only what differs.',
        )
      case 'confirmed':
        return new UserError(
          'cancelled',
          'The run was cancelled. The write was confirmed by a read-back.',
          'Live equals the file; only the report may be missing.',
        )
    }
  }
}
