import { readFile, realpath, stat } from 'node:fs/promises'
import path from 'node:path'
import { MAX_FILE_BYTES } from './config/source.ts'
import { UserError } from './errors.ts'

/**
 * The text of the configuration file: inside the workspace even through symbolic links, at most 256 KiB, UTF-8.
 * Throws a `UserError`; the texts of file system errors are not shown.
 */
export async function readConfigFile(workspace: string, config: string): Promise<string> {
  const root = await realpath(workspace).catch(() => null)
  if (root === null) {
    throw new UserError(
      'no-workspace',
      'The workspace does not exist.',
      'Run `actions/checkout` before this step.',
    )
  }
  const file = await realpath(path.resolve(root, config)).catch(() => null)
  if (file === null) {
    throw new UserError(
      'no-file',
      `The file \`${config}\` does not exist in the workspace.`,
      'Run `actions/checkout` before this step, or set the input `config`.',
    )
  }
  const relative = path.relative(root, file)
  if (
    relative === '' ||
    relative === '..' ||
    relative.startsWith(`..${path.sep}`) ||
    path.isAbsolute(relative)
  ) {
    throw new UserError(
      'outside-workspace',
      `The input \`config\` leads out of the workspace, by its path or by a symbolic link.`,
      'Keep the file in the repository.',
    )
  }
  const { size, isFile } = await stat(file).then((found) => ({ size: found.size, isFile: found.isFile() }))
  if (!isFile) {
    throw new UserError(
      'not-a-file',
      `\`${config}\` is not a file.`,
      'Set the input `config` to the file with the webhooks.',
    )
  }
  if (size > MAX_FILE_BYTES) {
    throw new UserError(
      'file-too-large',
      `\`${config}\` is larger than ${MAX_FILE_BYTES / 1024} KiB.`,
      'List webhooks only; no company has that many.',
    )
  }
  const bytes = await readFile(file).catch(() => null)
  if (bytes === null) {
    throw new UserError('unreadable-file', `\`${config}\` cannot be read.`, "Check the file's permissions.")
  }
  return decodeUtf8(bytes, config)
}

/** Throws a `UserError` for bytes that are no UTF-8; `config` is what a person calls the file. */
export function decodeUtf8(bytes: Uint8Array, config: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new UserError('not-utf-8', `\`${config}\` is not UTF-8.`, 'Save the file as UTF-8 in your editor.')
  }
}
