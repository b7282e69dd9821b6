import { inFileOrder } from '../config/problems.ts'
import { parseSource } from '../config/source.ts'
import { readSource } from '../config/webhooks-file.ts'
import { secretValues } from '../core/declared.ts'
import { type Problem, UserError } from '../core/errors.ts'
import { formatCount } from '../core/format.ts'
import { Secret } from '../core/secret.ts'
import { SecretRedactor } from '../core/secret-redactor.ts'
import type { DesiredWebhook, Environment } from '../core/webhook.ts'
import type { CommandIo } from './command.ts'
import { type Line, styled } from './terminal.ts'
import { fileLabel } from './text-file.ts'

export interface FileText {
  /** Its path. */
  readonly file: string
  readonly text: string
  /** Auco's keys: no webhook may contain one. */
  readonly own: readonly Secret[]
  /** The environments to read it for. */
  readonly environments: readonly Environment[]
}

/** The variables that a file uses, and a redactor that knows their values and Auco's keys. */
export interface UsedVariables {
  readonly variable: (name: string) => string | undefined
  readonly values: readonly Secret[]
  readonly redactor: SecretRedactor
}

/** A file without errors. */
export interface ValidFile {
  /** What messages call it. */
  readonly label: string
  /** Its webhooks, by environment. */
  readonly environments: readonly {
    readonly environment: Environment
    readonly webhooks: readonly DesiredWebhook[]
    /** As in `FileResult`. */
    readonly elsewhere: readonly DesiredWebhook[]
  }[]
  readonly used: UsedVariables
}

/** A file, and all that is wrong with it, each problem once and without secrets. With errors, it has no webhooks. */
export interface CheckedFile extends ValidFile {
  readonly problems: readonly Problem[]
  readonly errors: number
  /** For people: what the file has, or how many errors. */
  readonly verdict: string
}

/** Reads the text of a file for each environment. */
export function checkText({ file, text, own, environments }: FileText, { variable }: CommandIo): CheckedFile {
  const values: Secret[] = []
  const redactor = new SecretRedactor()
  for (const key of own) redactor.add(key)
  const used = {
    values,
    redactor,
    variable: (name: string) => {
      const value = variable(name)
      if (value === undefined) return value
      const secret = new Secret(value)
      values.push(secret)
      redactor.add(secret)
      return value
    },
  }
  const source = parseSource(text)
  const results = environments.map((environment) => {
    const options = { environment, variable: used.variable, ownSecrets: own, unset: 'allowed' } as const
    return { environment, result: readSource(source, options) }
  })
  // Most problems are found for both environments.
  const found = results.flatMap(({ result }) => (result.ok ? result.warnings : result.problems))
  const distinct = new Map(found.map((problem) => [JSON.stringify(problem), problem]))
  const problems = inFileOrder([...distinct.values()]).map((problem) => ({
    ...problem,
    message: redactor.redact(problem.message),
  }))
  const errors = problems.filter(({ severity }) => severity === 'error').length
  const read = results.map(({ environment, result }) => ({
    environment,
    webhooks: result.ok ? result.webhooks : [],
    elsewhere: result.ok ? result.elsewhere : [],
  }))
  for (const secret of secretValues(read.flatMap(({ webhooks }) => webhooks))) redactor.add(secret)
  const label = fileLabel(file)
  const counts = read.map(
    ({ environment, webhooks }) => `${formatCount(webhooks.length, 'webhook')} for ${environment}`,
  )
  const verdict =
    errors === 0
      ? `${label} is valid: ${counts.join(', ')}.`
      : `${label} has ${formatCount(errors, 'problem')}.`
  return { label, environments: read, used, problems, errors, verdict }
}

/** Reads the text of a file, and prints its problems. Throws a `UserError` if it has errors. */
export function readValidFile(
  { warnings, ...file }: FileText & { readonly warnings: 'shown' | 'hidden' },
  io: CommandIo,
): ValidFile {
  const checked = checkText(file, io)
  if (checked.errors > 0 || warnings === 'shown') io.stderr.lines(terminalProblems(checked))
  if (checked.errors === 0) return checked
  throw new UserError('invalid-file', checked.verdict, 'Auco was not asked.')
}

/** Problems for a terminal: `file:line:column` and the message. The line itself could contain a secret. */
export function terminalProblems({ label, problems }: CheckedFile): readonly Line[] {
  return problems.map(({ place, severity, message }) => [
    styled('bold', `${label}:${place.line}:${place.column}`),
    ' ',
    styled(severity === 'error' ? 'red' : 'yellow', severity),
    `: ${message}`,
  ])
}
