import type { Environment } from '../../core/webhook.ts'
import type { Command } from '../command.ts'
import type { Option } from '../option.ts'
import { API_URL, ENVIRONMENT, PUBLIC_KEY } from '../shared-usage.ts'
import { usageError } from '../usage-error.ts'

const GITHUB_ENVIRONMENT: Option = {
  name: 'github-environment',
  value: 'name',
  help: 'Where the commands store the secrets. Default: auco-<environment>-apply',
}

export const importCommand: Command = {
  name: 'import',
  summary: 'Write the file from what is live at Auco',
  description: `Write the file from what is live at Auco, or merge another environment into it. Header values are never written:
each becomes a variable, and the commands are shown that store it as a secret at GitHub.`,
  id: null,
  file: [
    'The file; - is standard output. Default: webhooks.yaml',
    'An existing file is merged by id and keeps its comments',
  ],
  options: [ENVIRONMENT, API_URL, GITHUB_ENVIRONMENT],
  variables: [PUBLIC_KEY],
  exitCodes: [
    ['0', 'The file says what is live'],
    ['1', 'Auco cannot be read, or the file cannot say or merge what is live; it is as it was'],
    ['130', 'Cancelled (143 by SIGTERM); the file is as it was'],
  ],
  prepare(given) {
    const environment = given.choice(ENVIRONMENT) ?? 'stage'
    const options = {
      file: given.file,
      environment,
      apiUrl: given.text(API_URL),
      githubEnvironment: githubEnvironment(given.text(GITHUB_ENVIRONMENT), environment),
    }
    return {
      options,
      run: async (io) => {
        const { importFile } = await import('../import-file.ts')
        return await importFile(options, io)
      },
    }
  },
}

/** The name is printed as part of a shell command, so it may not contain anything that a shell interprets. */
function githubEnvironment(given: string | null, environment: Environment): string {
  const name = given ?? `auco-${environment}-apply`
  if (/^[\w.][\w.-]*$/.test(name)) return name
  throw usageError(
    '`--github-environment` holds more than letters, digits, `.`, `_` and `-`.',
    'Give the name of the environment that the apply job has.',
    'import',
  )
}
