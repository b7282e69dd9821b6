/** GitHub: Skipping workflow runs. */
const INSTRUCTIONS = ['[skip ci]', '[ci skip]', '[no ci]', '[skip actions]', '[actions skip]']
const TRAILER = /^skip-checks: ?true$/i

/** True if a push whose newest commit has this message starts no workflow. */
export function skipsWorkflows(message: string): boolean {
  const text = message.toLowerCase()
  const lastLine = text.trimEnd().split('\n').at(-1) ?? ''
  return INSTRUCTIONS.some((instruction) => text.includes(instruction)) || TRAILER.test(lastLine.trim())
}
