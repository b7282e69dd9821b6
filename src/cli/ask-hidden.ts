import { createInterface } from 'node:readline'
import { Writable } from 'node:stream'

/**
 * Asks for a secret on a terminal: what is typed or pasted isn't shown, not even its length. `null` if the input ends.
 * `onInterrupt` is called for Ctrl-C, which sends no signal meanwhile.
 */
export async function askHidden(
  question: string,
  input: NodeJS.ReadableStream,
  output: NodeJS.WritableStream,
  onInterrupt: () => void,
): Promise<string | null> {
  // It edits the line and echoes it, here to nowhere.
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() })
  const reader = createInterface({ input, output: nowhere, terminal: true, historySize: 0 })
  const answer = Promise.withResolvers<string | null>()
  reader.once('line', answer.resolve)
  reader.once('close', () => answer.resolve(null))
  reader.once('SIGINT', () => {
    reader.close()
    output.write('\n')
    onInterrupt()
  })
  output.write(question)
  const text = await answer.promise
  reader.close()
  output.write('\n')
  return text
}
