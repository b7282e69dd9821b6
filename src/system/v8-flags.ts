import { setFlagsFromString } from 'node:v8'

/**
 * Set before undici's HTTP parser, which is WebAssembly, is loaded. A few answers are enough for V8 to begin optimising it
 * in the background, and a process does not end before that is done: 30 to 50 ms, for a run that reads a handful of
 * answers (docs/performance.md). With this budget, in bytes executed, it stays with the code of the first compiler.
 */
setFlagsFromString('--wasm-tiering-budget=1000000000')
