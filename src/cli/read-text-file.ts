import { closeSync, openSync, readSync } from 'node:fs'
import type { Readable } from 'node:stream'
import { decodeUtf8, MAX_FILE_BYTES } from '../config/file-bytes.ts'
import { UserError } from '../core/errors.ts'
import { fileLabel, STANDARD_STREAM } from './file-argument.ts'

/**
 * The text of a file or of standard input: at most 256 KiB of UTF-8. `null` if there is no such file. Throws a `UserError`,
 * without the message of the file system.
 */
export async function readTextFile(file: string, stdin: () => Readable): Promise<string | null> {
  const label = fileLabel(file)
  try {
    const bytes = file === STANDARD_STREAM ? await readStream(stdin()) : readBytes(file)
    if (bytes !== null) return decodeUtf8(bytes, label)
  } catch (error) {
    if (error instanceof UserError) throw error
    switch (systemErrorCode(error)) {
      case 'ENOENT':
        return null
      case 'EISDIR':
        throw new UserError('not-a-file', `\`${label}\` is not a file.`, 'Give the file with the webhooks.')
      default:
        throw new UserError(
          'unreadable-file',
          `\`${label}\` cannot be read.`,
          "Check the file's permissions.",
        )
    }
  }
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

/** The code of an error of the operating system, such as `ENOENT`; `null` for every other error. */
export function systemErrorCode(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null
}

/** `null` above the limit. Reads instead of asking for the size, which devices do not report. */
function readBytes(file: string): Buffer | null {
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

/** `null` above the limit. */
async function readStream(stream: Readable): Promise<Buffer | null> {
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
