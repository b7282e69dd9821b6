import { runAction } from './action/run-action.ts'
import { loadToolkit } from './github/client.ts'
import { systemClock } from './system/clock.ts'

runAction({ env: process.env, toolkit: loadToolkit, clock: systemClock, process }).catch((error: unknown) => {
  // A bug, which the run's handler of unhandled rejections reports.
  throw error
})
