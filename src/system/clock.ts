import { setTimeout as wait } from 'node:timers/promises'

/** Time and randomness, passed in so that tests don't have to wait. */
export interface Clock {
  /** Resolves after `milliseconds`; rejects if the signal aborts first. */
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>
  /** A signal that aborts after `milliseconds`. */
  deadline(milliseconds: number): AbortSignal
  /** Milliseconds since the epoch. */
  now(): number
  /** A number from 0 up to but not including 1. */
  random(): number
}

export const systemClock: Clock = {
  sleep: (milliseconds, signal) => wait(milliseconds, undefined, { signal }),
  deadline: (milliseconds) => AbortSignal.timeout(milliseconds),
  now: () => Date.now(),
  random: () => Math.random(),
}
