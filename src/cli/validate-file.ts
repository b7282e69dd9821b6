import { stringifyEscaped } from '../core/format.ts'
import { ENVIRONMENTS, type Environment } from '../core/webhook.ts'
import { type CommandIo, EXIT, type ExitCode } from './command.ts'
import { ownSecrets } from './key-variables.ts'
import { checkText, terminalProblems } from './read-valid-file.ts'
import { readExistingFile } from './text-file.ts'

export interface ValidateOptions {
  readonly file: string
  /** `null`: both. */
  readonly environment: Environment | null
  readonly format: 'text' | 'json' | 'github'
}

/** Prints every problem of the file. Throws a `UserError` for a file that cannot be read. */
export async function validateFile(
  { file, environment, format }: ValidateOptions,
  io: CommandIo,
): Promise<ExitCode> {
  const text = await readExistingFile(file, io.stdin)
  const environments = environment === null ? ENVIRONMENTS : [environment]
  const checked = checkText({ file, text, own: ownSecrets(io), environments }, io)
  const { label, problems, errors, verdict } = checked
  switch (format) {
    case 'text':
      io.stdout.lines([...terminalProblems(checked), verdict])
      break
    case 'json': {
      // docs/cli.md documents the fields.
      const list = problems.map(({ code, severity, message, place }) => ({
        severity,
        code,
        message,
        ...place,
      }))
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
