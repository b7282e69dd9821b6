import type { UserError } from '../core/errors.ts'
import { cancelledRun, type WriteState } from '../report/apply-errors.ts'
import type { KnownEnding } from './run-context.ts'

/** Cancels a run, and keeps what is known by then about its write and its end. */
export class Cancellation {
  readonly #controller = new AbortController()
  #write: WriteState = 'not-sent'
  #ending: KnownEnding | null = null

  /** Aborted when the run is cancelled. */
  get signal(): AbortSignal {
    return this.#controller.signal
  }

  get write(): WriteState {
    return this.#write
  }

  get ending(): KnownEnding | null {
    return this.#ending
  }

  readonly onWriteState = (write: WriteState): void => {
    this.#write = write
  }

  readonly onEnding = (ending: KnownEnding): void => {
    this.#ending = ending
  }

  cancel(): void {
    this.#controller.abort(this.error())
  }

  /** The error of a run that is cancelled now: its own, if it had failed before that. */
  error(): UserError {
    return this.#ending?.failure ?? cancelledRun(this.#write)
  }
}
