import { readFileSync, realpathSync, statSync } from 'node:fs'
import path from 'node:path'
import { decodeUtf8, MAX_FILE_BYTES } from '../config/file-bytes.ts'
import { UserError } from '../core/errors.ts'

/**
 * The text of the configuration file. It must be inside the workspace, also after resolving symbolic links, at most
 * 256 KiB, and UTF-8. Throws a `UserError`, which never contains the text of a file system error. Synchronous, because
 * nothing else could be done meanwhile, and loading `node:fs/promises` takes longer than reading the file.
 */
export function readConfigFile(workspace: string, config: string): string {
  const root = orNull(() => realpathSync(workspace))
  if (root === null) {
    throw new UserError(
      'no-workspace',
      'The workspace does not exist.',
      'Run `actions/checkout` before this step.',
    )
  }
  const file = orNull(() => realpathSync(path.resolve(root, config)))
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
  const found = statSync(file)
  if (!found.isFile()) {
    throw new UserError(
      'not-a-file',
      `\`${config}\` is not a file.`,
      'Set the input `config` to the file with the webhooks.',
    )
  }
  if (found.size > MAX_FILE_BYTES) {
    throw new UserError(
      'file-too-large',
      `\`${config}\` is larger than ${MAX_FILE_BYTES / 1024} KiB.`,
      'List webhooks only; no company has that many.',
    )
  }
  const bytes = orNull(() => readFileSync(file))
  if (bytes === null) {
    throw new UserError('unreadable-file', `\`${config}\` cannot be read.`, "Check the file's permissions.")
  }
  return decodeUtf8(bytes, config)
}

/** The value of a file system call, or `null` if it fails. The error is not shown: it contains paths of the runner. */
function orNull<T>(call: () => T): T | null {
  try {
    return call()
  } catch {
    // Callers have their own words for this.
    return null
  }
}
