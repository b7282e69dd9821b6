/**
 * A preload for `node --import`: waits with `node:timers/promises` take a two-hundredth of their time, in the
 * same order, and the date goes as slowly, so that a slow machine makes no answer old. Time-outs of connections use other timers and stay as they are.
 */
import { syncBuiltinESMExports } from 'node:module'
import timers from 'node:timers/promises'

const { setTimeout: wait } = timers

timers.setTimeout = (milliseconds = 1, ...rest) =>
  wait(milliseconds >= 200 ? milliseconds / 200 : milliseconds, ...rest)
syncBuiltinESMExports()

const { now } = Date
const start = now()
Date.now = () => start + Math.round((now() - start) / 200)
