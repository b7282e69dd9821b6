import type { Cancellation } from './cancellation.ts'

/** When the process of a cancelled run exits by itself, in milliseconds: the runner kills it 7.5 seconds after SIGINT. */
const GRACE_PERIOD = 5_000

/** The part of Node's `process` that a run listens to. */
export type ProcessEvents = Pick<NodeJS.Process, 'on' | 'once' | 'exit'>

/** Cancels the run on a signal, and reports errors that nobody handles. `fail` reports a failure. */
export function handleProcessEvents(
  process: ProcessEvents,
  cancellation: Cancellation,
  fail: (error: unknown) => void,
): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      cancellation.cancel()
      // What is still pending by then can't be stopped, and the message must not wait for it.
      setTimeout(() => {
        fail(cancellation.error())
        process.exit()
      }, GRACE_PERIOD).unref()
    })
  }
  // An unhandled rejection is a bug, and Node would print the error itself, which can contain a secret.
  for (const event of ['unhandledRejection', 'uncaughtException'] as const) {
    process.on(event, (error: unknown) => {
      fail(error)
      process.exit()
    })
  }
}
