import { inFileOrder, parseSource } from '../config/source.ts'
import { readSource } from '../config/webhooks-file.ts'
import { type Problem, UserError } from '../core/errors.ts'
import { formatCount } from '../core/format.ts'
import { ENVIRONMENTS } from '../core/webhook.ts'
import type { Invocation } from './arguments.ts'
import { EXIT, type ExitCode, type Shell } from './command-io.ts'
import { problemLines, problemsJson } from './format-problems.ts'
import { ownSecrets } from './read-live-company.ts'
import { nameOf, readText } from './replace-file.ts'

/** Tells every problem of the file; asks nobody. */
export async function validate(
  { file, environment, format }: Extract<Invocation, { command: 'validate' }>,
  shell: Shell,
): Promise<ExitCode> {
  const { stdin, stdout, variable } = shell
  const text = await readText(file, stdin)
  if (text === null) throw noFile(file)
  const name = nameOf(file)
  const source = parseSource(text)
  const results = (environment === null ? ENVIRONMENTS : [environment]).map((one) => ({
    environment: one,
    result: readSource(source, {
      environment: one,
      variable,
      ownSecrets: ownSecrets(shell),
      unset: 'warning',
    }),
  }))
  const problems = distinct(results.flatMap(({ result }) => (result.ok ? result.warnings : result.problems)))
  const errors = problems.filter(({ severity }) => severity === 'error').length
  const numbers = results.map(({ environment: one, result }) =>
    result.ok ? `${formatCount(result.webhooks.length, 'webhook')} for ${one}` : '',
  )
  const verdict =
    errors === 0
      ? `${name} is valid: ${numbers.join(', ')}.`
      : `${name} has ${formatCount(errors, 'problem')}.`

  switch (format) {
    case 'text':
      stdout.lines([...problemLines(name, text, source, problems), verdict])
      break
    case 'json':
      stdout.text(problemsJson(name, problems))
      break
    case 'github': {
      const { annotate, logLine } = await import('../system/workflow-commands.ts')
      for (const problem of problems) annotate(problem, name)
      logLine(verdict)
      break
    }
  }
  return errors === 0 ? EXIT.ok : EXIT.error
}

/** A file that has to be there. */
export function noFile(file: string): UserError {
  return new UserError(
    'no-file',
    `\`${nameOf(file)}\` does not exist.`,
    'Give the path of the file; `auco-webhooks import` writes one from what is live.',
  )
}

/** Most problems are the same for both environments. */
function distinct(problems: readonly Problem[]): readonly Problem[] {
  const byContent = new Map(problems.map((problem) => [JSON.stringify(problem), problem]))
  return inFileOrder([...byContent.values()])
}
