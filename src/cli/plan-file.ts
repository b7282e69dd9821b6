import { parseSource } from '../config/source.ts'
import { readSource } from '../config/webhooks-file.ts'
import { UserError } from '../core/errors.ts'
import { formatCount } from '../core/format.ts'
import { Secret } from '../core/secret.ts'
import { planChanges } from '../plan/plan-changes.ts'
import { planJson } from '../report/plan-json.ts'
import type { Invocation } from './arguments.ts'
import { EXIT, type ExitCode, type Shell } from './command-io.ts'
import { planText } from './format-plan.ts'
import { problemLines } from './format-problems.ts'
import { checkAccess, ownSecrets, readLive } from './read-live-company.ts'
import { nameOf, readText } from './replace-file.ts'
import { noFile } from './validate-file.ts'

/** Shows the difference between the file and what is live; what the action shows without a pull request. */
export async function plan(
  invocation: Extract<Invocation, { command: 'plan' }>,
  shell: Shell,
): Promise<ExitCode> {
  const { file, environment, format, detailedExitCode } = invocation
  const access = checkAccess(invocation, shell)
  const text = await readText(file, shell.stdin)
  if (text === null) throw noFile(file)
  const used: Secret[] = []
  const source = parseSource(text)
  const read = readSource(source, {
    environment,
    variable: (name) => {
      const value = shell.variable(name)
      if (value !== undefined) used.push(new Secret(value))
      return value
    },
    ownSecrets: ownSecrets(shell),
    unset: 'warning',
  })
  const name = nameOf(file)
  shell.stderr.lines(problemLines(name, text, source, read.ok ? read.warnings : read.problems))
  if (!read.ok) {
    const errors = read.problems.filter(({ severity }) => severity === 'error').length
    throw new UserError(
      'invalid-file',
      `${name} has ${formatCount(errors, 'problem')}.`,
      'Auco was not asked.',
    )
  }
  const urls = read.webhooks.flatMap(({ url }) => url.hiddenSecrets())
  const live = await readLive(invocation, access, shell, [...used, ...urls])
  const made = planChanges(environment, read.webhooks, live, null)
  if (format === 'json') shell.stdout.text(`${planJson(made, 'live')}\n`)
  else shell.stdout.lines([`${name} against what is live at ${environment}:`, '', ...planText(made)])
  return detailedExitCode && made.changes.length > 0 ? EXIT.changes : EXIT.ok
}
