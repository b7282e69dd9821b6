import { UserError } from '../core/errors.ts'

/*
 * Not in source.ts: for those that only decode, the bundler would split the YAML library off, which is 6 KB more.
 */

/** Maximum size of the configuration file, in bytes. About 100 times what the largest plausible company needs. */
export const MAX_FILE_BYTES = 256 * 1024

/**
 * The text of a file's bytes, without a byte order mark. `name` is what messages call the file. Throws a `UserError` for
 * bytes that aren't UTF-8.
 */
export function decodeUtf8(bytes: Uint8Array, name: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    // The decoder fails for one reason only.
    throw notUtf8(name)
  }
}

export function notUtf8(name: string): UserError {
  return new UserError('not-utf-8', `\`${name}\` is not UTF-8.`, 'Save the file as UTF-8 in your editor.')
}
