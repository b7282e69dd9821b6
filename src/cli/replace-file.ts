import {
  accessSync,
  closeSync,
  constants,
  fsyncSync,
  lstatSync,
  openSync,
  readFileSync,
  readSync,
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
import { escapeInvisible } from '../core/escape-invisible.ts'
import { STANDARD_STREAM } from './arguments.ts'

/** The file's name for messages. */
export function nameOf(file: string): string {
  return file === STANDARD_STREAM ? '<stdin>' : escapeInvisible(file)
}

/**
 * The text of a file or of standard input: at most 256 KiB of UTF-8. `null` if there is no such file. Throws a `UserError`;
 * the texts of file system errors are not shown.
 */
export async function readText(file: string, stdin: () => Readable): Promise<string | null> {
  const name = nameOf(file)
  try {
    const bytes = file === STANDARD_STREAM ? await readLimited(stdin()) : readFileLimited(file)
    if (bytes !== null) return decodeUtf8(bytes, name)
  } catch (error) {
    if (error instanceof UserError) throw error
    switch (codeOf(error)) {
      case 'ENOENT':
        return null
      case 'EISDIR':
        throw new UserError('not-a-file', `\`${name}\` is not a file.`, 'Give the file with the webhooks.')
      default:
        throw new UserError('unreadable-file', `\`${name}\` cannot be read.`, "Check the file's permissions.")
    }
  }
  throw new UserError(
    'file-too-large',
    `\`${name}\` is larger than ${MAX_FILE_BYTES / 1024} KiB.`,
    'List webhooks only; no company has that many.',
  )
}

/** All of a file; `null` if it is more than a file may have: some, such as devices, do not say how much it is. */
function readFileLimited(file: string): Buffer | null {
  const descriptor = openSync(file, 'r')
  try {
    const buffer = Buffer.alloc(MAX_FILE_BYTES + 1)
    let bytes = 0
    for (let read = 1; read > 0 && bytes < buffer.length; bytes += read) {
      read = readSync(descriptor, buffer, bytes, buffer.length - bytes, null)
    }
    return bytes > MAX_FILE_BYTES ? null : buffer.subarray(0, bytes)
  } finally {
    closeSync(descriptor)
  }
}

/** All of a stream; `null` if it is more than a file may have. */
async function readLimited(stream: Readable): Promise<Buffer | null> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of stream) {
    if (!Buffer.isBuffer(chunk)) continue
    chunks.push(chunk)
    bytes += chunk.length
    if (bytes > MAX_FILE_BYTES) return null
  }
  return Buffer.concat(chunks)
}

/**
 * Puts a text into a file as a whole or not at all: into a new file beside it first, which then takes its place. A symbolic
 * link stays one, and what it points to is replaced. `before` is the text that the new one was made of, `null` for no
 * file: a file that somebody changed meanwhile is left alone.
 *
 * All of it in one turn of the event loop, so that a Ctrl-C comes before or after.
 */
export function replaceFile(file: string, before: string | null, text: string): void {
  const target = before === null ? file : realpathSync(file)
  const temporary = path.join(
    path.dirname(target),
    // Only has to be free: it is made by this call, or not at all.
    `.${path.basename(target)}.${Date.now().toString(36)}${Math.random().toString(36).slice(2, 10)}`,
  )
  try {
    // A file that nobody may write to is not replaced either, though its folder would allow it.
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
    if (textOf(file) !== before) {
      throw new UserError(
        'file-changed',
        `\`${nameOf(file)}\` was changed while Auco was read.`,
        'It was left as it is; run the import again.',
      )
    }
    renameSync(temporary, target)
  } catch (error) {
    rmSync(temporary, { force: true })
    if (error instanceof UserError || codeOf(error) === null) throw error
    throw new UserError(
      'unwritable-file',
      `\`${nameOf(file)}\` cannot be written.`,
      'Check that the folder exists and its permissions; nothing was changed.',
    )
  }
}

/** Some editors of Windows write it, and it is no part of the text: a file that has one keeps it. */
const BYTE_ORDER_MARK = Buffer.from('\ufeff')

/** What a path has now; `null` if there is nothing, not even a link to nowhere. */
function textOf(file: string): string | null {
  const isNothing = lstatSync(file, { throwIfNoEntry: false }) === undefined
  return isNothing ? null : decodeUtf8(readFileSync(file), nameOf(file))
}

/** The code of a file system error; `null` for everything else, which is a bug. */
function codeOf(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null
}
