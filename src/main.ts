import { runAction } from './action/run-action.ts'
import { systemClock } from './system/clock.ts'

const toolkit = async () => {
  const { context } = await import(/* webpackMode: "eager" */ '@actions/github')
  return context
}

runAction({ env: process.env, toolkit, clock: systemClock, process }).catch((error: unknown) => {
  // A bug, which the run's handler of unhandled rejections reports.
  throw error
})
