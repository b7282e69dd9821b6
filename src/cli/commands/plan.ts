import type { Command } from '../command.ts'
import type { ChoiceOption, Option } from '../option.ts'
import type { PlanFormat } from '../plan-file.ts'
import { API_URL, CANCELLED, ENVIRONMENT, INPUT_FILE, PUBLIC_KEY, REMOVALS } from '../shared-usage.ts'

const FORMAT: ChoiceOption<PlanFormat> = {
  name: 'format',
  value: 'name',
  choices: ['text', 'json'],
  help: "text (default), or json: the plan as the action's output `plan` has it",
}
const DETAILED_EXIT_CODE: Option = {
  name: 'detailed-exitcode',
  value: null,
  help: 'Exit with 2 if live differs from the file',
}

const DETAILED: Option = {
  name: 'detailed',
  value: null,
  help: 'Check every endpoint of the file, too, as `check` does',
}

export const plan: Command = {
  name: 'plan',
  summary: 'Show what an apply would change at Auco',
  description: 'Show what an apply would change at Auco. Writes nothing, and shows no secret.',
  id: null,
  file: [INPUT_FILE],
  options: [ENVIRONMENT, FORMAT, REMOVALS, DETAILED, DETAILED_EXIT_CODE, API_URL],
  variables: [
    PUBLIC_KEY,
    [
      'those of the file',
      'A header or URL whose variable is not set cannot be compared, and the plan says so',
    ],
  ],
  exitCodes: [
    [
      '0',
      'The plan was made; with --detailed-exitcode: no difference was seen (what could not be compared is listed)',
    ],
    ['1', 'The file has problems, or Auco cannot be read'],
    ['2', 'With --detailed-exitcode: live differs from the file'],
    CANCELLED,
  ],
  prepare(given) {
    const options = {
      file: given.file,
      environment: given.choice(ENVIRONMENT) ?? 'stage',
      apiUrl: given.text(API_URL),
      removals: given.choice(REMOVALS) ?? 'managed',
      format: given.choice(FORMAT) ?? 'text',
      detailedExitCode: given.has(DETAILED_EXIT_CODE),
      isDetailed: given.has(DETAILED),
    } as const
    return {
      options,
      run: async (io) => {
        const { planFile } = await import('../plan-file.ts')
        return await planFile(options, io)
      },
    }
  },
}
