import { platform } from 'node:os'
import { setFlagsFromString } from 'node:v8'

/**
 * V8's flags on a system, named as by `os.platform()`.
 *
 * Undici's HTTP parser is WebAssembly. After a few responses V8 starts to optimize it in the background, and the process waits
 * 30 to 50 ms for that at its end (docs/performance.md). The budget, in executed bytes, keeps the code of the first compiler.
 *
 * On Windows, code of the compiler Maglev can crash the process (nodejs/node#62260). Between a write and its read-back,
 * nobody would learn what Auco has.
 */
export function v8FlagsFor(system: string): readonly string[] {
  return ['--wasm-tiering-budget=1000000000', ...(system === 'win32' ? ['--no-maglev'] : [])]
}

// Has to run before undici's parser is loaded.
for (const flag of v8FlagsFor(platform())) setFlagsFromString(flag)
