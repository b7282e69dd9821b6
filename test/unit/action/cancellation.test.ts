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

/** `did`: the failures that were reported, and `exit`, in order. */
function start() {
  const cancellation = new Cancellation()
  const did: unknown[] = []
  const process = Object.assign(new EventEmitter(), { exit: () => did.push('exit') })
  handleProcessEvents(process, cancellation, (error) => did.push(error))
  return {
    emit: (event: string) => process.emit(event, event.startsWith('SIG') ? event : bug),
    cancellation,
    did,
  }
}

it.each(['SIGINT', 'SIGTERM'])('%s cancels the run, which has five seconds to end by itself', (signal) => {
  const { emit, cancellation, did } = start()
  emit(signal)
  expect(cancellation.signal).toMatchObject({ aborted: true, reason: cancelled })

  vi.advanceTimersByTime(4_999)
  expect(did).toEqual([])
  vi.advanceTimersByTime(1)
  expect(did).toEqual([cancelled, 'exit'])
})

it.each(['unhandledRejection', 'uncaughtException'])('%s is reported at once, and does the same', (event) => {
  const { emit, cancellation, did } = start()
  emit(event)
  expect(cancellation.signal.aborted).toBe(true)
  expect(did).toEqual([bug])

  vi.advanceTimersByTime(5_000)
  expect(did.at(-1)).toBe('exit')
})

it.each([
  ['SIGINT', 'SIGINT', [cancelled]],
  ['SIGINT', 'SIGTERM', [cancelled]],
  ['SIGTERM', 'SIGTERM', [cancelled]],
  ['uncaughtException', 'SIGINT', [bug, cancelled]],
])('%s, then %s: the run ends at once', (first, second, reported) => {
  const { emit, did } = start()
  emit(first)
  expect(did).not.toContain('exit')
  emit(second)
  expect(did).toEqual([...reported, 'exit'])
})

it.each([
  ['uncaughtException', 'unhandledRejection', [bug]],
  ['SIGTERM', 'unhandledRejection', []],
])('%s, then %s: the run keeps its time, and the second error is not reported', (first, second, reported) => {
  const { emit, did } = start()
  emit(first)
  emit(second)
  expect(did).toEqual(reported)

  vi.advanceTimersByTime(5_000)
  expect(did).toEqual([...reported, cancelled, 'exit'])
})
