import { ENVIRONMENTS, type Environment } from '../../core/webhook.ts'
import type { Command } from '../command.ts'
import type { ChoiceOption } from '../option.ts'
import { CANCELLED, ENVIRONMENT, INPUT_FILE } from '../shared-usage.ts'
import type { ValidateFormat } from '../validate-file.ts'

const ONE_ENVIRONMENT: ChoiceOption<Environment> = {
  ...ENVIRONMENT,
  choices: ENVIRONMENTS,
  help: 'stage or production. Default: both',
}
const FORMAT: ChoiceOption<ValidateFormat> = {
  name: 'format',
  value: 'name',
  choices: ['text', 'json', 'github'],
  help: 'text (default), json, or github: annotations for a workflow',
}

export const validate: Command = {
  name: 'validate',
  summary: 'Check the file',
  description: 'Check the file. Sends no request, and needs no key.',
  id: null,
  file: [INPUT_FILE],
  options: [ONE_ENVIRONMENT, FORMAT],
  variables: [],
  exitCodes: [
    ['0', 'The file is valid; there may be warnings'],
    ['1', 'The file has problems, or cannot be read'],
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
        const { validateFile } = await import('../validate-file.ts')
        return await validateFile(options, io)
      },
    }
  },
}
