import fs from 'node:fs'
import path from 'node:path'
import type { Readable } from 'node:stream'
import { decodeUtf8, MAX_FILE_BYTES } from '../config/file-bytes.ts'
import { errorCode, UserError } from '../core/errors.ts'
import { escapeInvisible } from '../core/format.ts'
import { readAtMost } from '../system/read-at-most.ts'

/** As the file: standard input; for `import`, standard output. */
export const STANDARD_STREAM = '-'

export function fileLabel(file: string): string {
  return file === STANDARD_STREAM ? '<stdin>' : escapeInvisible(file)
}

/**
 * The text of a file or of standard input: at most 256 KiB of UTF-8. `null` if there is no such file. Throws a `UserError`,
 * without the message of the file system.
 */
export async function readTextFile(file: string, stdin: () => Readable): Promise<string | null> {
  const label = fileLabel(file)
  let bytes: Buffer | null
  try {
    // A stream, because a device has no size, and perhaps no end.
    bytes = await readAtMost(file === STANDARD_STREAM ? stdin() : fs.createReadStream(file), MAX_FILE_BYTES)
  } catch (error) {
    const code = errorCode(error)
    if (code === 'ENOENT') return null
    throw code === 'EISDIR'
      ? new UserError('not-a-file', `\`${label}\` is not a file.`, 'Give the file with the webhooks.')
      : new UserError('unreadable-file', `\`${label}\` cannot be read.`, "Check the file's permissions.")
  }
  if (bytes !== null) return decodeUtf8(bytes, label)
  throw new UserError(
    'file-too-large',
    `\`${label}\` is larger than ${MAX_FILE_BYTES / 1024} KiB.`,
    'List webhooks only; no company has that many.',
  )
}

export async function readExistingFile(file: string, stdin: () => Readable): Promise<string> {
  const text = await readTextFile(file, stdin)
  if (text !== null) return text
  throw new UserError(
    'no-file',
    `\`${fileLabel(file)}\` does not exist.`,
    'Give the path of the file; `auco-webhooks import` writes one from what is live.',
  )
}

/**
 * Replaces a file's content atomically: writes a temporary file beside it and renames that. Of a symbolic link the target
 * is replaced. `before` is the content that `text` was made from, `null` for a new file: if the file has changed since
 * then, it is left alone. Throws a `UserError`.
 *
 * Synchronous, so that Ctrl-C takes effect before or after, never in between.
 */
export function replaceFile(file: string, before: string | null, text: string): void {
  const label = fileLabel(file)
  const target = before === null ? file : fs.realpathSync(file)
  const temporary = path.join(path.dirname(target), `.${path.basename(target)}.${crypto.randomUUID()}`)
  try {
    // Renaming would replace a read-only file, too: that only takes permission for the folder.
    if (before !== null) fs.accessSync(target, fs.constants.W_OK)
    const mode = before === null ? 0o666 : fs.statSync(target).mode & 0o777
    fs.writeFileSync(temporary, text, { flag: 'wx', mode, flush: true })
    // A broken link exists, too.
    const exists = fs.lstatSync(file, { throwIfNoEntry: false }) !== undefined
    if ((exists ? decodeUtf8(fs.readFileSync(file), label) : null) !== before) {
      throw new UserError(
        'file-changed',
        `\`${label}\` was changed while Auco was read.`,
        'It was left as it is; run the import again.',
      )
    }
    fs.renameSync(temporary, target)
  } catch (error) {
    fs.rmSync(temporary, { force: true })
    // Its own errors have no code of the system.
    if (errorCode(error) === '') throw error
    throw new UserError(
      'unwritable-file',
      `\`${label}\` cannot be written.`,
      'Check that the folder exists and its permissions; nothing was changed.',
    )
  }
}
