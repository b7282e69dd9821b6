import { parseSource } from '../config/source.ts'
import { readSource } from '../config/webhooks-file.ts'
import { formatCount } from '../core/format.ts'
import { ENVIRONMENTS, type Environment } from '../core/webhook.ts'
import type { CommandIo } from './command-io.ts'
import { EXIT, type ExitCode } from './exit-codes.ts'
import { fileLabel } from './file-argument.ts'
import { countErrors, distinctProblems, problemsJson, terminalProblems } from './format-problems.ts'
import { ownSecrets } from './key-variables.ts'
import { readExistingFile } from './read-text-file.ts'
import { usedVariables } from './used-variables.ts'

export type ValidateFormat = 'text' | 'json' | 'github'

export interface ValidateOptions {
  readonly file: string
  /** `null`: both. */
  readonly environment: Environment | null
  readonly format: ValidateFormat
}

/** Prints every problem of the file. Throws a `UserError` for a file that cannot be read. */
export async function validateFile(
  { file, environment, format }: ValidateOptions,
  io: CommandIo,
): Promise<ExitCode> {
  const text = await readExistingFile(file, io.stdin)
  const source = parseSource(text)
  const own = ownSecrets(io)
  const { variable, redactor } = usedVariables(io, own)
  const redact = (shown: string) => redactor.redact(shown)
  const results = (environment === null ? ENVIRONMENTS : [environment]).map((one) => ({
    environment: one,
    result: readSource(source, {
      environment: one,
      variable,
      ownSecrets: own,
      unset: 'allowed',
    }),
  }))
  const found = distinctProblems(
    results.flatMap(({ result }) => (result.ok ? result.warnings : result.problems)),
  )
  const problems = found.map((problem) => ({ ...problem, message: redact(problem.message) }))
  const errors = countErrors(problems)
  const counts = results.map(({ environment: one, result }) =>
    result.ok ? `${formatCount(result.webhooks.length, 'webhook')} for ${one}` : '',
  )
  const label = fileLabel(file)
  const verdict =
    errors === 0
      ? `${label} is valid: ${counts.join(', ')}.`
      : `${label} has ${formatCount(errors, 'problem')}.`

  switch (format) {
    case 'text':
      io.stdout.lines([...terminalProblems(label, text, source, problems, redact), verdict])
      break
    case 'json':
      io.stdout.text(problemsJson(label, problems))
      break
    case 'github': {
      const { annotate, logLine } = await import('../system/workflow-commands.ts')
      for (const problem of problems) annotate(problem, label)
      logLine(verdict)
      break
    }
  }
  return errors === 0 ? EXIT.ok : EXIT.error
}
