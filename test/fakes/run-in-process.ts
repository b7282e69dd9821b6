import { runAction } from '../../src/action/run-action.ts'
import { type Clock, systemClock } from '../../src/system/clock.ts'
import { toolkitOf } from './toolkit.ts'

let last: Promise<unknown> = Promise.resolve()

/**
 * Runs the action's source in this process, with this environment: a tenth of the time of a process. One run after the other,
 * because they share the environment and the output. The default clock takes a two-hundredth of the time, like
 * `fast-clock.mjs`; `waits` has every wait that it was asked for, in milliseconds.
 */
export function runInProcess(env: NodeJS.ProcessEnv, clock?: Clock): ReturnType<typeof runNow> {
  const run = last.then(() => runNow(env, clock))
  last = run.catch(() => {})
  return run
}

async function runNow(env: NodeJS.ProcessEnv, ownClock?: Clock) {
  const { env: original, exitCode } = process
  const write = process.stdout.write
  const waits: number[] = []
  let stdout = ''
  process.env = { ...env }
  process.exitCode = 0
  process.stdout.write = (chunk: string | Uint8Array) => {
    stdout += typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString()
    return true
  }
  const start = Date.now()
  const clock: Clock = ownClock ?? {
    ...systemClock,
    // A slow machine makes no answer old.
    now: () => start + Math.round((Date.now() - start) / 200),
    sleep: (milliseconds, signal) => {
      waits.push(milliseconds)
      return systemClock.sleep(milliseconds >= 200 ? milliseconds / 200 : milliseconds, signal)
    },
  }
  try {
    const ending = await runAction({ env: process.env, toolkit: () => toolkitOf(env), clock, process: null })
    return { ending, exitCode: Number(process.exitCode), signal: null, stdout, stderr: '', waits }
  } finally {
    process.stdout.write = write
    process.env = original
    process.exitCode = exitCode
  }
}
