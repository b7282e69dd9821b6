import {
  accessSync,
  closeSync,
  constants,
  createReadStream,
  fsyncSync,
  lstatSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import type { Readable } from 'node:stream'
import { decodeUtf8, MAX_FILE_BYTES } from '../config/file-bytes.ts'
import { UserError } from '../core/errors.ts'
import { escapeInvisible } from '../core/format.ts'
import { readAtMost } from '../system/read-at-most.ts'

/** As the file: standard input; for `import`, standard output. */
export const STANDARD_STREAM = '-'

/** What messages call the file. */
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
    bytes = await readAtMost(file === STANDARD_STREAM ? stdin() : createReadStream(file), MAX_FILE_BYTES)
  } catch (error) {
    const code = systemErrorCode(error)
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

/** The same for a file that has to exist. */
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
  const target = before === null ? file : realpathSync(file)
  const temporary = path.join(
    path.dirname(target),
    // Doesn't have to be unguessable: opening it fails if it exists.
    `.${path.basename(target)}.${Date.now().toString(36)}${Math.random().toString(36).slice(2, 10)}`,
  )
  try {
    // Renaming would replace a read-only file, too: that only takes permission for the folder.
    if (before !== null) accessSync(target, constants.W_OK)
    const descriptor = openSync(temporary, 'wx', before === null ? 0o666 : statSync(target).mode & 0o777)
    try {
      writeFileSync(descriptor, text)
      fsyncSync(descriptor)
    } finally {
      closeSync(descriptor)
    }
    // A broken link exists, too.
    const exists = lstatSync(file, { throwIfNoEntry: false }) !== undefined
    if ((exists ? decodeUtf8(readFileSync(file), fileLabel(file)) : null) !== before) {
      throw new UserError(
        'file-changed',
        `\`${fileLabel(file)}\` was changed while Auco was read.`,
        'It was left as it is; run the import again.',
      )
    }
    renameSync(temporary, target)
  } catch (error) {
    rmSync(temporary, { force: true })
    if (error instanceof UserError || systemErrorCode(error) === null) throw error
    throw new UserError(
      'unwritable-file',
      `\`${fileLabel(file)}\` cannot be written.`,
      'Check that the folder exists and its permissions; nothing was changed.',
    )
  }
}

/** The code of an error of the operating system, such as `ENOENT`; `null` for every other error. */
function systemErrorCode(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null
}
