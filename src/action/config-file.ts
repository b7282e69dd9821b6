import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs'
import path from 'node:path'
import { getBuiltinModule } from 'node:process'
import { decodeUtf8, MAX_FILE_BYTES, notUtf8 } from '../config/file-bytes.ts'
import { readWebhooksFile } from '../config/webhooks-file.ts'
import { UserError } from '../core/errors.ts'
import { readRepositoryFile } from '../github/file-history.ts'
import type { Inputs } from './inputs.ts'
import type { Run, ValidRun } from './run-context.ts'

type ConfigFile = Pick<ValidRun, 'isObject' | 'isOfHead'> & { readonly text: string }

/**
 * The configuration file. It comes from the workspace, where a checkout or an earlier step has put it. Without a
 * checkout it's read from GitHub, at the run's commit. On `pull_request_target` it always is, because whatever is in the
 * workspace could have been prepared by a stranger. Throws a `UserError`.
 */
export async function readConfigFile(run: Run): Promise<ConfigFile> {
  const { context, inputs } = run
  const { eventName, workspace } = context
  if (inputs.config.startsWith('../') || path.isAbsolute(inputs.config)) throw otherPathError()
  if (eventName === 'pull_request_target') return readFromGitHub(run)
  const isMissing = !existsSync(path.resolve(workspace, inputs.config))
  if (isMissing && !existsSync(path.resolve(workspace, '.git'))) return readFromGitHub(run)
  return readFromWorkspace(workspace, inputs.config)
}

/** At the run's commit. GitHub's `GITHUB_SHA` of a pull request isn't asked: it can be a merge of another head, or into another base. */
async function readFromGitHub({ askGitHub, context, inputs }: Run): Promise<ConfigFile> {
  const { sha, pullRequest } = context
  const { config } = inputs
  if (askGitHub === null) {
    throw new UserError(
      'no-file',
      `The file \`${config}\` is not in the workspace, and without \`github-token\` it cannot be read from GitHub.`,
      'Pass `github-token`, or run `actions/checkout` before this step.',
    )
  }
  const file = await askGitHub((github) => readRepositoryFile(github, config, sha, pullRequest))
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
  const { size, text, isOfHead } = file.value
  if (size > MAX_FILE_BYTES) throw tooLargeError(config)
  // What GitHub takes for binary.
  if (text === null) throw notUtf8(config)
  return { text: text.replace(/^\ufeff/, ''), isObject: () => true, isOfHead }
}

/**
 * The file in the workspace: at most 256 KiB, and UTF-8. Its path must be the one that git has, because by that path the
 * history, the default branch and the head are asked; git's object of a symbolic link is its text, and not what an apply
 * would read. Never shows the text of a file system error. Synchronous, because nothing else could be done meanwhile, and loading
 * `node:fs/promises` takes longer than reading the file.
 */
function readFromWorkspace(workspace: string, config: string): ConfigFile {
  const found = orNull(() => {
    const file = realpathSync.native(path.resolve(workspace, config))
    return { file, own: path.relative(realpathSync.native(workspace), file), stat: statSync(file) }
  })
  if (found?.stat.isFile() !== true) {
    throw new UserError(
      'no-file',
      `There is no file \`${config}\` in the workspace.`,
      'Check out the branch that has it, or set the input `config`.',
    )
  }
  const { file, own, stat } = found
  if (own.replaceAll(path.sep, '/') !== config) throw otherPathError()
  if (stat.size > MAX_FILE_BYTES) throw tooLargeError(config)
  const bytes = orNull(() => readFileSync(file))
  if (bytes === null) {
    throw new UserError('unreadable-file', `\`${config}\` cannot be read.`, "Check the file's permissions.")
  }
  return {
    text: decodeUtf8(bytes, config),
    isObject: (id) => id !== null && objectIds(bytes).includes(id),
    isOfHead: false,
  }
}

/**
 * A file that another commit has; `null` if it isn't a valid one. By default no variable is looked up: another file must not
 * get to use the step's secrets.
 */
export function readOtherFile(
  text: string | null,
  { environment }: Inputs,
  variable: Run['variable'] = () => undefined,
) {
  if (text === null) return null
  const file = readWebhooksFile(text, { environment, variable, ownSecrets: [], unset: 'allowed' })
  return file.ok ? file : null
}

/** The ids that git has for a file of these bytes: as they are, and without the line ends that it may write on Windows. */
function objectIds(bytes: Buffer): readonly string[] {
  // Loaded here, because a broken file is reported without it.
  const { createHash } = getBuiltinModule('node:crypto')
  const unix = Buffer.from(bytes.toString('latin1').replaceAll('\r\n', '\n'), 'latin1')
  return [bytes, unix].map((content) =>
    createHash('sha1').update(`blob ${content.length}\0`).update(content).digest('hex'),
  )
}

function otherPathError(): UserError {
  return new UserError(
    'outside-workspace',
    'The input `config` is not the path of a file in the repository: it leads out of it, or through a symbolic link.',
    "Write the file's own path, relative to the root of the repository.",
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
    return null
  }
}
