/**
 * Code of other projects inside of bundled packages, which have no notice of it: a text that is in the bundle only with that
 * code, and the file with the notice (from nodejs/llhttp and nodejs/node, `LICENSE`).
 */
export const COPIED = [
  // undici's parser is llhttp, as WebAssembly.
  { trace: 'llhttp_execute', notice: 'llhttp.txt' },
  // undici's queue says where it comes from.
  { trace: 'Extracted from node/lib/internal/fixed_queue.js', notice: 'node.txt' },
] as const
