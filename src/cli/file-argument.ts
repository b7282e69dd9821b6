import { escapeInvisible } from '../core/format.ts'

/** As the file: standard input; for `import`, standard output. */
export const STANDARD_STREAM = '-'

export const DEFAULT_FILE = 'webhooks.yaml'

/** What messages call the file. */
export function fileLabel(file: string): string {
  return file === STANDARD_STREAM ? '<stdin>' : escapeInvisible(file)
}
