import { inFileOrder } from '../config/problems.ts'
import { parseSource } from '../config/source.ts'
import { readSource } from '../config/webhooks-file.ts'
import { secretValues } from '../core/declared.ts'
import { type Problem, UserError } from '../core/errors.ts'
import { formatCount, stringifyEscaped } from '../core/format.ts'
import { Secret } from '../core/secret.ts'
import { SecretRedactor } from '../core/secret-redactor.ts'
import { ENVIRONMENTS, type Environment } from '../core/webhook.ts'
import { type CommandIo, EXIT, type ExitCode } from './command.ts'
import { ownSecrets } from './live-company.ts'
import type { GivenTo } from './options.ts'
import { type Line, styled } from './terminal.ts'
import { fileLabel, readExistingFile } from './text-file.ts'

export type CheckedFile = ReturnType<typeof checkText>

/** Prints every problem of the file. Throws a `UserError` for a file that cannot be read. */
export async function validateFile(
  { file, environment, format }: GivenTo<'validate'>,
  io: CommandIo,
): Promise<ExitCode> {
  const environments = environment === null ? ENVIRONMENTS : [environment]
  const checked = checkText(file, await readExistingFile(file, io.stdin), environments, io)
  const { label, problems, errors, verdict } = checked
  switch (format) {
    case 'text':
      io.stdout.lines([...problemLines(checked), verdict])
      break
    case 'json': {
      // docs/cli.md documents the fields.
      const list = problems.map(({ code, severity, message, place }) => {
        return { severity, code, message, ...place }
      })
      io.stdout.text(`${stringifyEscaped({ file: label, valid: errors === 0, problems: list }, 2)}\n`)
      break
    }
    case 'github': {
      const { annotate, logLine } = await import('../system/workflow-commands.ts')
      for (const problem of problems) annotate(problem, label)
      logLine(verdict)
      break
    }
  }
  return errors === 0 ? EXIT.ok : EXIT.error
}

/** A file that has to exist, for these environments. Throws a `UserError` as `checkValid` does. */
export async function readValidFile(
  file: string,
  environments: readonly Environment[],
  io: CommandIo,
): Promise<CheckedFile> {
  return checkValid(file, await readExistingFile(file, io.stdin), environments, io)
}

/** Reads the text of a file. If it has errors, prints its problems, and throws a `UserError`. */
export function checkValid(
  file: string,
  text: string,
  environments: readonly Environment[],
  io: CommandIo,
): CheckedFile {
  const checked = checkText(file, text, environments, io)
  if (checked.errors === 0) return checked
  io.stderr.lines(problemLines(checked))
  throw new UserError('invalid-file', checked.verdict, 'Auco was not asked.')
}

/** The webhooks of a text, by environment, and all that is wrong with it, without secrets. With errors, it has no webhooks. */
function checkText(file: string, text: string, environments: readonly Environment[], io: CommandIo) {
  const own = ownSecrets(io)
  // The values of the variables that it uses.
  const secrets: Secret[] = []
  // Knows these, Auco's keys, and the header values of the file.
  const redactor = new SecretRedactor()
  for (const key of own) redactor.add(key)
  const variable = (name: string) => {
    const value = io.variable(name)
    if (value === undefined) return value
    const secret = new Secret(value)
    secrets.push(secret)
    redactor.add(secret)
    return value
  }
  const source = parseSource(text)
  const found: Problem[] = []
  const read = environments.map((environment) => {
    const result = readSource(source, { environment, variable, ownSecrets: own, unset: 'allowed' })
    found.push(...(result.ok ? result.warnings : result.problems))
    const { webhooks, elsewhere } = result.ok ? result : { webhooks: [], elsewhere: [] }
    return { environment, webhooks, elsewhere }
  })
  // Most problems are found for both environments.
  const distinct = new Map(found.map((problem) => [JSON.stringify(problem), problem]))
  const problems = inFileOrder([...distinct.values()]).map((problem) => {
    return { ...problem, message: redactor.redact(problem.message) }
  })
  const errors = problems.filter(({ severity }) => severity === 'error').length
  for (const secret of secretValues(read.flatMap(({ webhooks }) => webhooks))) redactor.add(secret)
  const label = fileLabel(file)
  const counts = read.map(
    ({ environment, webhooks }) => `${formatCount(webhooks.length, 'webhook')} for ${environment}`,
  )
  const verdict =
    errors === 0
      ? `${label} is valid: ${counts.join(', ')}.`
      : `${label} has ${formatCount(errors, 'problem')}.`
  return { label, environments: read, secrets, redactor, problems, errors, verdict }
}

/** `file:line:column` and the message. The line itself could contain a secret. */
export function problemLines({ label, problems }: CheckedFile): readonly Line[] {
  return problems.map(({ place, severity, message }) => [
    styled('bold', `${label}:${place.line}:${place.column}`),
    ' ',
    styled(severity === 'error' ? 'red' : 'yellow', severity),
    `: ${message}`,
  ])
}
