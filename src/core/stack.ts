/** The calls of an error's stack. The message before them can hold anything, even lines that look like calls. */
export function callsOf({ name, message, stack = '' }: Error): readonly string[] {
  const head = message === '' ? name : `${name}: ${message}`
  return stack.startsWith(head) ? stack.slice(head.length).split('\n').slice(1) : []
}
