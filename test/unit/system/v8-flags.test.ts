import { execFileSync } from 'node:child_process'
import { expect, it } from 'vitest'
import { v8FlagsFor } from '../../../src/system/connections.ts'

it.each([
  ['win32', ['--wasm-tiering-budget=1000000000', '--no-maglev']],
  ['linux', ['--wasm-tiering-budget=1000000000']],
  ['darwin', ['--wasm-tiering-budget=1000000000']],
])('V8 knows the flags of %s', (system, flags) => {
  expect(v8FlagsFor(system)).toEqual(flags)
  // At run time, V8 only prints a line about a flag that it doesn't know. As an option it ends the process.
  execFileSync(process.execPath, [...flags, '-e', '0'])
})
