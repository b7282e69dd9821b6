import { UserError } from '../core/errors.ts'
import { formatCount } from '../core/format.ts'
import { importLive } from '../import/import-live.ts'
import type { NeededSecret } from '../import/merge.ts'
import { type Invocation, STANDARD_STREAM } from './arguments.ts'
import { EXIT, type ExitCode, type Shell } from './command-io.ts'
import { checkAccess, ownSecrets, readLive } from './read-live-company.ts'
import { nameOf, readText, replaceFile } from './replace-file.ts'
import { type Line, styled } from './terminal.ts'

/** Writes the file from what is live, or merges live into it; then says which secrets to store. */
export async function importCommand(
  invocation: Extract<Invocation, { command: 'import' }>,
  shell: Shell,
): Promise<ExitCode> {
  const { file, environment, githubEnvironment } = invocation
  const isToStdout = file === STANDARD_STREAM
  const access = checkAccess(invocation, shell)
  const existing = isToStdout ? null : await readText(file, shell.stdin)
  const live = await readLive(invocation, access, shell, [])
  const result = importLive({ environment, live, existing, ownSecrets: ownSecrets(shell) })
  if (!result.ok) {
    shell.stderr.lines(
      result.refusals.map(({ message, place }): Line => {
        const where = place === null ? '' : `${nameOf(file)}:${place.line}:${place.column} `
        return [styled('bold', where), styled('red', 'error'), `: ${message}`]
      }),
    )
    throw new UserError(
      'not-imported',
      'What is live cannot be put into the file.',
      existing === null ? 'Nothing was written.' : `\`${nameOf(file)}\` is as it was.`,
    )
  }
  const isUnchanged = result.text === existing
  if (isToStdout) shell.stdout.text(result.text)
  else if (!isUnchanged) replaceFile(file, existing, result.text)

  const told = isToStdout ? shell.stderr : shell.stdout
  const number = `${formatCount(live.webhooks.length, 'webhook')} of ${environment}`
  const done = isUnchanged ? `already has the ${number}; nothing was written` : `has the ${number}`
  told.lines([
    ...(isToStdout ? [] : [`${nameOf(file)} ${done}.`]),
    ...result.remarks.map((remark): Line => [styled('yellow', 'Note'), `: ${remark}`]),
    ...secretLines(result.secrets, githubEnvironment),
  ])
  return EXIT.ok
}

/** What to store where, and how it gets to the action. The commands have names only, and ask for the value at a prompt. */
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
      const what = isPart ? 'what the variable stands for in the header' : 'the whole value of the header'
      const from = isHidden ? '; Auco does not show it, so take it from the receiver' : ''
      return `  ${name}: ${what} ${headerKey} of ${id}${from}`
    }),
  ]
}
