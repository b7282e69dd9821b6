import {
  accessSync,
  closeSync,
  constants,
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
import { decodeUtf8 } from '../config/file-bytes.ts'
import { UserError } from '../core/errors.ts'
import { fileLabel } from './file-argument.ts'
import { systemErrorCode } from './read-text-file.ts'

/**
 * Replaces a file's content atomically: writes a temporary file beside it and renames that. Of a symbolic link the target
 * is replaced; a byte order mark stays. `before` is the content that `text` was made from, `null` for a new file: if the
 * file has changed since then, it is left alone. Throws a `UserError`.
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
    const mode = before === null ? 0o666 : statSync(target).mode & 0o777
    const mark =
      before === null || !readFileSync(target).subarray(0, 3).equals(BYTE_ORDER_MARK) ? '' : '\ufeff'
    const descriptor = openSync(temporary, 'wx', mode)
    try {
      writeFileSync(descriptor, mark + text)
      fsyncSync(descriptor)
    } finally {
      closeSync(descriptor)
    }
    if (currentText(file) !== before) {
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

/** Some editors on Windows write one. */
const BYTE_ORDER_MARK = Buffer.from('\ufeff')

/** `null` if nothing exists at the path, not even a broken link. */
function currentText(file: string): string | null {
  const exists = lstatSync(file, { throwIfNoEntry: false }) !== undefined
  return exists ? decodeUtf8(readFileSync(file), fileLabel(file)) : null
}
