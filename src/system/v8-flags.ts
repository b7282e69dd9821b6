import { setFlagsFromString } from 'node:v8'

/**
 * Has to run before undici's HTTP parser, which is WebAssembly, is loaded. After a few responses V8 starts to optimize it
 * in the background, and the process waits 30 to 50 ms for that at its end (docs/performance.md). This budget, in executed
 * bytes, keeps the code of the first compiler.
 */
setFlagsFromString('--wasm-tiering-budget=1000000000')
