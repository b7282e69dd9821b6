import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs'
import path from 'node:path'
import { decodeUtf8, MAX_FILE_BYTES } from '../config/file-bytes.ts'
import { UserError } from '../core/errors.ts'
import { readRepositoryFile } from '../github/repository-file.ts'
import type { Run } from './run-context.ts'

/**
 * The text of the configuration file. It comes from the workspace, where a checkout or an earlier step has put it. Without a
 * checkout it's read from GitHub, at the run's commit. On `pull_request_target` it always is, because whatever is in the
 * workspace could have been prepared by a stranger. Throws a `UserError`.
 */
export async function readConfigFile(run: Run): Promise<string> {
  const { context, inputs } = run
  const { eventName, pullRequest, sha, commit, workspace } = context
  if (eventName === 'pull_request_target') {
    // Without a test merge there are conflicts.
    const merge = pullRequest === null ? [] : [`refs/pull/${pullRequest.number}/merge`]
    return readFromGitHub(run, [...merge, sha])
  }
  const isMissing = !existsSync(path.resolve(workspace, inputs.config))
  if (isMissing && !existsSync(path.resolve(workspace, '.git'))) return readFromGitHub(run, [commit])
  return readFromWorkspace(workspace, inputs.config)
}

async function readFromGitHub({ askGitHub, inputs }: Run, revisions: readonly string[]): Promise<string> {
  const { config } = inputs
  const isOutside = config.startsWith('../') || path.posix.isAbsolute(config) || path.isAbsolute(config)
  if (isOutside) throw outsideError()
  if (askGitHub === null) {
    throw new UserError(
      'no-file',
      `The file \`${config}\` is not in the workspace, and without \`github-token\` it cannot be read from GitHub.`,
      'Pass `github-token`, or run `actions/checkout` before this step.',
    )
  }
  const file = await askGitHub((github) => readRepositoryFile(github, config, revisions))
  if (!file.ok) {
    throw new UserError(
      'unreadable-file',
      `\`${config}\` cannot be read from GitHub. ${file.reason}`,
      'Run the job again.',
    )
  }
  if (file.value === null) {
    throw new UserError(
      'no-file',
      `The repository has no file \`${config}\` at the commit of this run.`,
      'Commit the file, or set the input `config`. If a step of the job writes it, let it write into the workspace.',
    )
  }
  const { size, text } = file.value
  if (size > MAX_FILE_BYTES) throw tooLargeError(config)
  // GitHub takes a file for binary by its first bytes.
  if (text === null) return decodeUtf8(Uint8Array.of(0xff), config)
  return text.startsWith('\ufeff') ? text.slice(1) : text
}

/**
 * The file in the workspace. It must be inside, also after resolving symbolic links, at most 256 KiB, and UTF-8. Never
 * shows the text of a file system error. Synchronous, because nothing else could be done meanwhile, and loading
 * `node:fs/promises` takes longer than reading the file.
 */
function readFromWorkspace(workspace: string, config: string): string {
  const root = orNull(() => realpathSync(workspace))
  const file = root === null ? null : orNull(() => realpathSync(path.resolve(root, config)))
  if (root === null || file === null) {
    throw new UserError(
      'no-file',
      `The file \`${config}\` does not exist in the workspace.`,
      'Check out the branch that has it, or set the input `config`.',
    )
  }
  const relative = path.relative(root, file)
  if (
    relative === '' ||
    relative === '..' ||
    relative.startsWith(`..${path.sep}`) ||
    path.isAbsolute(relative)
  ) {
    throw outsideError()
  }
  const found = statSync(file)
  if (!found.isFile()) {
    throw new UserError(
      'not-a-file',
      `\`${config}\` is not a file.`,
      'Set the input `config` to the file with the webhooks.',
    )
  }
  if (found.size > MAX_FILE_BYTES) throw tooLargeError(config)
  const bytes = orNull(() => readFileSync(file))
  if (bytes === null) {
    throw new UserError('unreadable-file', `\`${config}\` cannot be read.`, "Check the file's permissions.")
  }
  return decodeUtf8(bytes, config)
}

function outsideError(): UserError {
  return new UserError(
    'outside-workspace',
    'The input `config` leads out of the workspace, by its path or by a symbolic link.',
    'Keep the file in the repository.',
  )
}

function tooLargeError(config: string): UserError {
  return new UserError(
    'file-too-large',
    `\`${config}\` is larger than ${MAX_FILE_BYTES / 1024} KiB.`,
    'List webhooks only; no company has that many.',
  )
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
