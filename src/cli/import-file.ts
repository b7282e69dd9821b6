import { UserError } from '../core/errors.ts'
import { formatCount } from '../core/format.ts'
import type { Environment } from '../core/webhook.ts'
import { type ImportResult, importLive } from '../import/import-live.ts'
import type { CommandIo } from './command-io.ts'
import { EXIT, type ExitCode } from './exit-codes.ts'
import { fileLabel, STANDARD_STREAM } from './file-argument.ts'
import { ownSecrets } from './key-variables.ts'
import { type Access, checkAccess, readLiveCompany } from './read-live-company.ts'
import { readTextFile } from './read-text-file.ts'
import { replaceFile } from './replace-file.ts'
import { type StoredSecret, storeSecrets, storingLines } from './store-secrets.ts'
import { type Line, styled } from './terminal.ts'
import { usageError } from './usage-error.ts'

export interface ImportOptions {
  readonly file: string
  readonly environments: readonly Environment[]
  /** As in `LiveOptions`. */
  readonly apiUrl: string | null
  /** The GitHub environment that the printed commands store the secrets in; `null` for `auco-<environment>`. */
  readonly githubEnvironment: string | null
  /** As in `ImportSource`. */
  readonly listedOnly: boolean
  readonly prunes: boolean
  /** Whether the secrets are stored at GitHub, and whether the command line already says yes to that. */
  readonly setsSecrets: boolean
  readonly isConfirmed: boolean
}

/**
 * Writes the file from what Auco has, or merges that into it, one environment after the other; then stores the secrets of
 * its new variables at GitHub, or prints how. Throws a `UserError` for a file that would not be right, and leaves it as it
 * was.
 */
export async function importFile(options: ImportOptions, io: CommandIo): Promise<ExitCode> {
  const { file, environments, apiUrl, githubEnvironment, setsSecrets, isConfirmed } = options
  const isToStdout = file === STANDARD_STREAM
  const existing = isToStdout ? null : await readTextFile(file, io.stdin)
  const access: Access[] = []
  // One after the other: each may ask for its key.
  for (const environment of environments) {
    access.push(await checkAccess({ environment, apiUrl }, io, environments.length === 1))
  }
  const [first, second] = access
  if (second !== undefined && first?.publicKey.key.equals(second.publicKey.key) === true) {
    throw usageError(
      `\`${first.publicKey.name}\` and \`${second.publicKey.name}\` hold the same key, so one company would be read twice.`,
      'Give each environment its own key.',
      'import',
    )
  }
  const sources = await Promise.all(
    access.map(async (one) => ({ ...one, live: await readLiveCompany(one, [], io) })),
  )
  const keys = [...ownSecrets(io), ...access.map(({ publicKey }) => publicKey.key)]
  const label = fileLabel(file)
  const outcomes: string[] = []
  const remarks = new Set<string>()
  const secrets: StoredSecret[] = []
  let text = existing
  for (const { environment, baseUrl, publicKey, live } of sources) {
    const isFirstOfTwo = sources.length > outcomes.length + 1
    const result = importLive({
      ...options,
      environment,
      live,
      existing: text,
      ownSecrets: keys,
      isFirstOfTwo,
    })
    if (!result.ok) throw notImported(result, label, io)
    text = result.text
    const all = live.webhooks.length
    outcomes.push(
      result.webhooks === all
        ? `the ${formatCount(all, 'webhook')} of ${environment}`
        : `${result.webhooks} of the ${formatCount(all, 'webhook')} of ${environment}`,
    )
    for (const remark of result.remarks) remarks.add(remark)
    const store = githubEnvironment ?? `auco-${environment}`
    for (const secret of result.secrets.filter(({ isNew }) => isNew)) {
      secrets.push({ ...secret, environment, store, baseUrl, keyVariable: publicKey.name })
    }
  }
  if (text === null) throw new Error('Nothing was imported.')
  // First: a file that is written has nothing new, so a repeated command would store nothing.
  if (setsSecrets) await storeSecrets(secrets, isConfirmed, io)
  const isUnchanged = text === existing
  if (isToStdout) io.stdout.text(text)
  else if (!isUnchanged) replaceFile(file, existing, text)

  const has = isUnchanged ? 'already has' : 'has'
  const output = isToStdout ? io.stderr : io.stdout
  output.lines([
    ...(isToStdout
      ? []
      : [`${label} ${has} ${outcomes.join(' and ')}${isUnchanged ? '; nothing was written' : ''}.`]),
    ...[...remarks].map((remark): Line => [styled('yellow', 'Note'), `: ${remark}`]),
    ...storingLines(
      setsSecrets ? secrets.filter(({ isHidden, value }) => isHidden || value === null) : secrets,
    ),
    ...environmentLines(secrets),
  ])
  return EXIT.ok
}

/** Prints the problems of a file that can't be merged into. */
function notImported(
  { problems, reason }: Extract<ImportResult, { ok: false }>,
  label: string,
  { stderr }: CommandIo,
): UserError {
  stderr.lines(
    problems.map(
      ({ message, place }): Line => [
        styled('bold', `${label}:${place.line}:${place.column} `),
        styled('red', 'error'),
        `: ${message}`,
      ],
    ),
  )
  return problems.length === 0
    ? new UserError('not-imported', reason, 'Nothing was written.')
    : new UserError(
        'invalid-file',
        `${label} has ${formatCount(problems.length, 'problem')}.`,
        'Correct it first.',
      )
}

/** The `env:` of the action's step. */
function environmentLines(secrets: readonly StoredSecret[]): readonly string[] {
  if (secrets.length === 0) return []
  return [
    '',
    "Pass the secrets to the action's step in the apply job; these lines replace its `env:`, or add to it:",
    '',
    '        env:',
    ...[...new Set(secrets.map(({ name }) => name))].map(
      (name) => `          ${name}: \${{ secrets.${name} }}`,
    ),
  ]
}
