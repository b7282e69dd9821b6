import type { Clock } from '../../src/system/clock.ts'

/** Start time of every virtual clock, in milliseconds since the epoch. */
export const START = Date.UTC(2026, 10, 23, 15)

/** A clock without waiting: a sleep advances it at once, and aborts every deadline on the way. */
export class VirtualClock implements Clock {
  #now = START
  #deadlines: { readonly at: number; readonly controller: AbortController }[] = []
  /** Durations of the sleeps in milliseconds; shorter than requested if a deadline ended one. */
  readonly sleeps: number[] = []
  /** Called at the start of each sleep: what others do meanwhile. */
  whileAsleep: (milliseconds: number) => Promise<void> = async () => {}

  async sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted()
    const from = this.#now
    await this.whileAsleep(milliseconds)
    this.#moveTo(from + milliseconds, signal)
    this.sleeps.push(this.#now - from)
    signal.throwIfAborted()
  }

  deadline(milliseconds: number): AbortSignal {
    const controller = new AbortController()
    this.#deadlines.push({ at: this.#now + milliseconds, controller })
    return controller.signal
  }

  /** Advances the clock by the time that a server takes, in milliseconds. */
  advance(milliseconds: number): void {
    this.#moveTo(this.#now + milliseconds, null)
  }

  now(): number {
    return this.#now
  }

  random(): number {
    return 0.5
  }

  /** Advances to a time, or to the deadline that aborts `until`, whichever comes first. */
  #moveTo(time: number, until: AbortSignal | null): void {
    const passed = this.#deadlines.filter(({ at }) => at <= time).sort((one, other) => one.at - other.at)
    for (const { at, controller } of passed) {
      this.#now = Math.max(this.#now, at)
      this.#deadlines = this.#deadlines.filter((deadline) => deadline.controller !== controller)
      controller.abort(new DOMException('The virtual deadline has passed', 'TimeoutError'))
      if (until?.aborted) return
    }
    this.#now = Math.max(this.#now, time)
  }
}
