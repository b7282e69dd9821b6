import { setTimeout as wait } from 'node:timers/promises'

/** Time and chance, passed in so that what depends on them can be tested without waiting. */
export interface Clock {
  /** Resolves after `milliseconds`; rejects with the signal's reason when it is aborted first. */
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>
  /** A signal that is aborted after `milliseconds`. */
  deadline(milliseconds: number): AbortSignal
  /** Milliseconds since the epoch: for `Retry-After` as a date. */
  now(): number
  /** A number from 0 up to, not including, 1. */
  random(): number
}

export const systemClock: Clock = {
  sleep: async (milliseconds, signal) => {
    await wait(milliseconds, undefined, { signal })
  },
  deadline: (milliseconds) => AbortSignal.timeout(milliseconds),
  now: () => Date.now(),
  random: () => Math.random(),
}
