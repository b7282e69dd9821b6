import { readFileSync } from 'node:fs'
import path from 'node:path'

/** How a secret is written into a file, by what stands for it there. */
const WRITTEN: Readonly<Record<string, (secret: string) => string>> = {
  secret: (secret) => secret,
  escaped: (secret) => JSON.stringify(secret).slice(1, -1),
  encoded: (secret) => encodeURIComponent(secret.toWellFormed()),
  'single-quoted': (secret) => secret.replaceAll("'", "''"),
  indented: (secret) => secret.replaceAll('\n', '\n        '),
  'on one line': (secret) => secret.replaceAll(/\s/g, ' '),
  BEL: () => '\u0007',
}

/** Invalid files with a secret in each place that can hold a value. Whatever else is wrong, no message may repeat it. */
export const wrongFiles = readFileSync(path.join(import.meta.dirname, 'wrong-files.yaml'), 'utf8')
  .split(/^### /m)
  .slice(1)
  .map((written) => {
    const end = written.indexOf('\n')
    const text = (secret: string) =>
      written.slice(end + 1).replaceAll(/<([\w -]+)>/g, (mark, name) => WRITTEN[name]?.(secret) ?? mark)
    return { name: written.slice(0, end), text }
  })
