import { CURRENT_VALUES_URL } from '../core/docs-links.ts'
import { UserError } from '../core/errors.ts'
import { formatCount } from '../core/format.ts'
import type { Environment } from '../core/webhook.ts'
import { type ImportResult, importLive } from '../import/import-live.ts'
import type { NeededSecret } from '../import/merge.ts'
import type { CommandIo } from './command-io.ts'
import { EXIT, type ExitCode } from './exit-codes.ts'
import { fileLabel, STANDARD_STREAM } from './file-argument.ts'
import { ownSecrets } from './key-variables.ts'
import { type Access, checkAccess, readLiveCompany } from './read-live-company.ts'
import { readTextFile } from './read-text-file.ts'
import { replaceFile } from './replace-file.ts'
import { type Line, styled } from './terminal.ts'

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
}

/** What the import of one environment found out. */
interface Imported {
  readonly environment: Environment
  readonly webhooks: number
  readonly secrets: readonly NeededSecret[]
  readonly remarks: readonly string[]
}

/**
 * Writes the file from what is live, or merges live into it, one environment after the other; then prints which secrets to
 * store. Throws a `UserError` for a file that would not be right, and leaves it as it was.
 */
export async function importFile(options: ImportOptions, io: CommandIo): Promise<ExitCode> {
  const { file, environments, apiUrl } = options
  const isToStdout = file === STANDARD_STREAM
  const existing = isToStdout ? null : await readTextFile(file, io.stdin)
  const access: Access[] = []
  // One after the other: each may ask for its key.
  for (const environment of environments) {
    access.push(await checkAccess({ environment, apiUrl }, io, environments.length === 1))
  }
  const sources = await Promise.all(
    access.map(async (one) => ({ environment: one.environment, live: await readLiveCompany(one, [], io) })),
  )
  const keys = [...ownSecrets(io), ...access.map(({ publicKey }) => publicKey.key)]
  let text = existing
  const imported: Imported[] = []
  for (const { environment, live } of sources) {
    const result = importLive({
      environment,
      live,
      existing: text,
      ownSecrets: keys,
      isFirstOfTwo: sources.length > imported.length + 1,
      listedOnly: options.listedOnly,
      prunes: options.prunes,
    })
    if (!result.ok) {
      // A place in a file that is not written yet helps nobody.
      const label = text === existing ? fileLabel(file) : null
      io.stderr.lines(refusalLines(result.refusals, label))
      throw new UserError(
        'not-imported',
        `What is live at ${environment} cannot be put into the file.`,
        existing === null ? 'Nothing was written.' : `\`${fileLabel(file)}\` is as it was.`,
      )
    }
    text = result.text
    imported.push({ environment, ...result })
  }
  if (text === null) throw new Error('Nothing was imported.')
  const isUnchanged = text === existing
  if (isToStdout) io.stdout.text(text)
  else if (!isUnchanged) replaceFile(file, existing, text)

  const webhooks = imported
    .map((one) => `the ${formatCount(one.webhooks, 'webhook')} of ${one.environment}`)
    .join(' and ')
  const outcome = isUnchanged ? `already has ${webhooks}; nothing was written` : `has ${webhooks}`
  const output = isToStdout ? io.stderr : io.stdout
  output.lines([
    ...(isToStdout ? [] : [`${fileLabel(file)} ${outcome}.`]),
    ...imported.flatMap(({ remarks }) =>
      remarks.map((remark): Line => [styled('yellow', 'Note'), `: ${remark}`]),
    ),
    ...secretLines(imported, options.githubEnvironment),
  ])
  return EXIT.ok
}

function refusalLines(
  refusals: Extract<ImportResult, { ok: false }>['refusals'],
  label: string | null,
): readonly Line[] {
  return refusals.map(({ message, place }): Line => {
    const where = place === null || label === null ? '' : `${label}:${place.line}:${place.column} `
    return [styled('bold', where), styled('red', 'error'), `: ${message}`]
  })
}

/** The `gh` commands that store the secrets, without values: `gh` prompts for them. Then the `env:` of the step. */
function secretLines(imported: readonly Imported[], githubEnvironment: string | null): readonly Line[] {
  const secrets = imported.flatMap(({ secrets }) => secrets)
  if (secrets.length === 0) return []
  const names = [...new Set(secrets.map(({ name }) => name))]
  return [
    '',
    'Secrets were not written. Store each at GitHub, where the apply reads it. gh asks for the value:',
    '',
    ...imported.flatMap(({ environment, secrets: needed }) => {
      const store = githubEnvironment ?? `auco-${environment}`
      return needed.map(({ name }) => `  gh secret set ${name} --env ${store}`)
    }),
    '',
    "Auco's GET /company returns the current values to whoever has the public key. This passes one on unseen:",
    `  ${CURRENT_VALUES_URL}`,
    '',
    "Pass them to the action's step in the apply job:",
    '',
    '  env:',
    ...names.map((name) => `    ${name}: \${{ secrets.${name} }}`),
    '',
    'What they are:',
    '',
    ...imported.flatMap(({ environment, secrets: needed }) =>
      needed.map(
        (secret) => `  ${secret.name}${imported.length > 1 ? ` (${environment})` : ''}: ${whatItIs(secret)}`,
      ),
    ),
  ]
}

function whatItIs({ id, headerKey, isHidden, isPart }: NeededSecret): string {
  const where =
    headerKey === null
      ? 'what the variable stands for in the URL'
      : `${isPart ? 'what the variable stands for in the header' : 'the whole value of the header'} ${headerKey}`
  return `${where} of ${id}${isHidden ? '; Auco does not show it, so take it from the receiver' : ''}`
}
