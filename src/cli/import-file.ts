import { UserError } from '../core/errors.ts'
import { formatCount } from '../core/format.ts'
import { importLive } from '../import/import-live.ts'
import type { NeededSecret } from '../import/merge.ts'
import type { CommandIo } from './command-io.ts'
import { EXIT, type ExitCode } from './exit-codes.ts'
import { fileLabel, STANDARD_STREAM } from './file-argument.ts'
import { ownSecrets } from './key-variables.ts'
import { checkAccess, type LiveOptions, readLiveCompany } from './read-live-company.ts'
import { readTextFile } from './read-text-file.ts'
import { replaceFile } from './replace-file.ts'
import { type Line, styled } from './terminal.ts'

export interface ImportOptions extends LiveOptions {
  readonly file: string
  /** The GitHub environment that the printed commands store the secrets in. */
  readonly githubEnvironment: string
}

/**
 * Writes the file from what is live, or merges live into it; then prints which secrets to store. Throws a `UserError` for
 * a file that would not be right, and leaves it as it was.
 */
export async function importFile(options: ImportOptions, io: CommandIo): Promise<ExitCode> {
  const { file, environment, githubEnvironment } = options
  const isToStdout = file === STANDARD_STREAM
  const existing = isToStdout ? null : await readTextFile(file, io.stdin)
  const access = await checkAccess(options, io)
  const live = await readLiveCompany(access, [], io)
  const result = importLive({
    environment,
    live,
    existing,
    ownSecrets: [...ownSecrets(io), access.publicKey.key],
  })
  const label = fileLabel(file)
  if (!result.ok) {
    io.stderr.lines(
      result.refusals.map(({ message, place }): Line => {
        const where = place === null ? '' : `${label}:${place.line}:${place.column} `
        return [styled('bold', where), styled('red', 'error'), `: ${message}`]
      }),
    )
    throw new UserError(
      'not-imported',
      'What is live cannot be put into the file.',
      existing === null ? 'Nothing was written.' : `\`${label}\` is as it was.`,
    )
  }
  const isUnchanged = result.text === existing
  if (isToStdout) io.stdout.text(result.text)
  else if (!isUnchanged) replaceFile(file, existing, result.text)

  const webhooks = `${formatCount(live.webhooks.length, 'webhook')} of ${environment}`
  const outcome = isUnchanged ? `already has the ${webhooks}; nothing was written` : `has the ${webhooks}`
  const output = isToStdout ? io.stderr : io.stdout
  output.lines([
    ...(isToStdout ? [] : [`${label} ${outcome}.`]),
    ...result.remarks.map((remark): Line => [styled('yellow', 'Note'), `: ${remark}`]),
    ...secretLines(result.secrets, githubEnvironment),
  ])
  return EXIT.ok
}

/** The `gh` commands that store the secrets, without values: `gh` prompts for them. Then the `env:` of the step. */
function secretLines(secrets: readonly NeededSecret[], githubEnvironment: string): readonly Line[] {
  if (secrets.length === 0) return []
  return [
    '',
    `The header values are secrets, and were not written. Store each in the apply job's environment at GitHub`,
    '(--github-environment names another one; a plan compares only values that its environment has, too).',
    'gh asks for the value:',
    '',
    ...secrets.map(({ name }) => `  gh secret set ${name} --env ${githubEnvironment}`),
    '',
    'Pass them to the step of the action:',
    '',
    '  env:',
    ...secrets.map(({ name }) => `    ${name}: \${{ secrets.${name} }}`),
    '',
    'What they are:',
    '',
    ...secrets.map(({ name, id, headerKey, isHidden, isPart }) => {
      const from = isHidden ? '; Auco does not show it, so take it from the receiver' : ''
      return `  ${name}: ${whatItIs(headerKey, isPart)} of ${id}${from}`
    }),
  ]
}

function whatItIs(headerKey: string | null, isPart: boolean): string {
  if (headerKey === null) return 'what the variable stands for in the URL'
  return `${isPart ? 'what the variable stands for in the header' : 'the whole value of the header'} ${headerKey}`
}
