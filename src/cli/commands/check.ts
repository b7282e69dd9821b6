import { ENVIRONMENTS, type Environment } from '../../core/webhook.ts'
import type { CheckFormat } from '../check-file.ts'
import type { Command } from '../command.ts'
import type { ChoiceOption } from '../option.ts'
import { CANCELLED, ENVIRONMENT, INPUT_FILE } from '../shared-usage.ts'

const ONE_ENVIRONMENT: ChoiceOption<Environment> = {
  ...ENVIRONMENT,
  choices: ENVIRONMENTS,
  help: 'stage or production. Default: both',
}
const FORMAT: ChoiceOption<CheckFormat> = {
  name: 'format',
  value: 'name',
  choices: ['text', 'json'],
  help: 'text (default), or json',
}

export const check: Command = {
  name: 'check',
  summary: 'Check that the endpoints of the file can be reached',
  description: `Check that the endpoints of the file can be reached: their DNS, a TLS connection and its certificate. Nothing is
sent, and Auco is not asked.`,
  id: null,
  file: [INPUT_FILE],
  options: [ONE_ENVIRONMENT, FORMAT],
  variables: [],
  exitCodes: [
    ['0', 'Every endpoint answers, with a certificate that verifies'],
    ['1', 'The file has problems, or cannot be read'],
    ['2', 'An endpoint has a problem, or could not be checked'],
    CANCELLED,
  ],
  prepare(given) {
    const options = {
      file: given.file,
      environment: given.choice(ONE_ENVIRONMENT),
      format: given.choice(FORMAT) ?? 'text',
    } as const
    return {
      options,
      run: async (io) => {
        const { checkFile } = await import('../check-file.ts')
        return await checkFile(options, io)
      },
    }
  },
}
