import { runAction } from './action/run-action.ts'
import { systemClock } from './system/clock.ts'

runAction({ env: process.env, clock: systemClock, process }).catch((error: unknown) => {
  // A bug, which the run's handler of unhandled rejections reports.
  throw error
})
