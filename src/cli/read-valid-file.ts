import { parseSource } from '../config/source.ts'
import { readSource } from '../config/webhooks-file.ts'
import { secretValues } from '../core/declared.ts'
import { UserError } from '../core/errors.ts'
import { formatCount } from '../core/format.ts'
import type { Secret } from '../core/secret.ts'
import type { DesiredWebhook, Environment } from '../core/webhook.ts'
import type { CommandIo } from './command-io.ts'
import { fileLabel } from './file-argument.ts'
import { countErrors, distinctProblems, terminalProblems } from './format-problems.ts'
import { type UsedVariables, usedVariables } from './used-variables.ts'

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

export interface FileText {
  /** Its path. */
  readonly file: string
  readonly text: string
  /** Auco's keys: no webhook may contain one. */
  readonly own: readonly Secret[]
  /** The environments to read it for. */
  readonly environments: readonly Environment[]
  readonly warnings: 'shown' | 'hidden'
}

/** Reads the text of a file, and prints its problems. Throws a `UserError` if it has errors. */
export function readValidFile(
  { file, text, own, environments, warnings }: FileText,
  io: CommandIo,
): ValidFile {
  const used = usedVariables(io, own)
  const { redactor, variable } = used
  const source = parseSource(text)
  const results = environments.map((environment) => ({
    environment,
    result: readSource(source, { environment, variable, ownSecrets: own, unset: 'allowed' }),
  }))
  const label = fileLabel(file)
  const found = distinctProblems(
    results.flatMap(({ result }) => (result.ok ? result.warnings : result.problems)),
  )
  const errors = countErrors(found)
  if (errors > 0 || warnings === 'shown') {
    io.stderr.lines(terminalProblems(label, text, source, found, (shown) => redactor.redact(shown)))
  }
  if (errors > 0) {
    throw new UserError(
      'invalid-file',
      `${label} has ${formatCount(errors, 'problem')}.`,
      'Auco was not asked.',
    )
  }
  const read = results.map(({ environment, result }) => ({
    environment,
    webhooks: result.ok ? result.webhooks : [],
    elsewhere: result.ok ? result.elsewhere : [],
  }))
  for (const secret of secretValues(read.flatMap(({ webhooks }) => webhooks))) redactor.add(secret)
  return { label, environments: read, used }
}
