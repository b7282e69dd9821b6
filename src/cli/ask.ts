import { createInterface } from 'node:readline'
import { Writable } from 'node:stream'

/**
 * Asks on a terminal. With `hidden`, what is typed or pasted isn't shown, not even its length. `null` if the input ends.
 * `onInterrupt` is called for Ctrl-C, which sends no signal meanwhile.
 */
export async function ask(
  question: string,
  typing: 'shown' | 'hidden',
  input: NodeJS.ReadableStream,
  output: NodeJS.WritableStream,
  onInterrupt: () => void,
): Promise<string | null> {
  const isHidden = typing === 'hidden'
  // It edits the line and echoes it, a hidden one to nowhere.
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() })
  const echo = isHidden ? nowhere : output
  const reader = createInterface({ input, output: echo, terminal: true, historySize: 0, prompt: question })
  const answer = Promise.withResolvers<string | null>()
  reader.once('line', answer.resolve)
  reader.once('close', () => answer.resolve(null))
  reader.once('SIGINT', () => {
    reader.close()
    output.write('\n')
    onInterrupt()
  })
  reader.prompt()
  if (isHidden) output.write(question)
  const text = await answer.promise
  reader.close()
  if (isHidden || text === null) output.write('\n')
  return text
}
