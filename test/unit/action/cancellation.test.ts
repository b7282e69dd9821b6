import { EventEmitter } from 'node:events'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { Cancellation, handleProcessEvents } from '../../../src/action/cancellation.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const bug = new TypeError('Bad')
const cancelled = expect.objectContaining({ code: 'cancelled' })

const end = [cancelled, 'exit']

// In order: the failures that are reported, and `exit`; at once, and after the five seconds that a run has to end by itself.
it.each<[events: readonly string[], atOnce: readonly unknown[], later?: readonly unknown[]]>([
  [['SIGINT'], [], end],
  [['SIGTERM'], [], end],
  [['unhandledRejection'], [bug], [bug, ...end]],
  [['uncaughtException'], [bug], [bug, ...end]],
  [['SIGINT', 'SIGINT'], end],
  [['SIGINT', 'SIGTERM'], end],
  [
    ['uncaughtException', 'SIGINT'],
    [bug, ...end],
  ],
  // One bug can surface more than once, and a cancellation can make something fail.
  [['uncaughtException', 'unhandledRejection'], [bug], [bug, ...end]],
  [['SIGTERM', 'unhandledRejection'], [], end],
])('%j', (events, atOnce, later) => {
  const cancellation = new Cancellation()
  const did: unknown[] = []
  const process = Object.assign(new EventEmitter(), { exit: () => did.push('exit') })
  handleProcessEvents(process, cancellation, (error) => did.push(error))
  for (const event of events) process.emit(event, event.startsWith('SIG') ? event : bug)

  expect(cancellation.signal).toMatchObject({ aborted: true, reason: cancelled })
  vi.advanceTimersByTime(4_999)
  expect(did).toEqual(atOnce)
  if (later === undefined) return
  vi.advanceTimersByTime(1)
  expect(did).toEqual(later)
})
