import { readFileSync } from 'node:fs'
import path from 'node:path'
import { eventFiles, receiverSchema } from '../schema/receiver.ts'
import { webhooksSchema } from '../schema/schema.ts'
import { withHelp } from './cli-help.ts'
import { withSpanishTables, withTables } from './readme-tables.ts'

export const root = path.resolve(import.meta.dirname, '../..')
const read = (name: string) => readFileSync(path.join(root, name), 'utf8')

/** Each file that is generated, or has a part that is, and its text. */
export const GENERATED: Readonly<Record<string, () => string>> = {
  'webhooks.schema.json': () => `${JSON.stringify(webhooksSchema(), null, 2)}\n`,
  'receiver.schema.json': () => `${JSON.stringify(receiverSchema(), null, 2)}\n`,
  ...Object.fromEntries(eventFiles().map(([name, text]) => [`docs/events/${name}`, () => text])),
  'README.md': () => withTables(read('README.md'), read('action.yml')),
  'README.es.md': () => withSpanishTables(read('README.es.md'), read('action.yml')),
  'docs/cli.md': () => withHelp(read('docs/cli.md')),
}
