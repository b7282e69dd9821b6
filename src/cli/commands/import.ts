import { ENVIRONMENTS, type Environment } from '../../core/webhook.ts'
import type { Command } from '../command.ts'
import type { ChoiceOption, Option } from '../option.ts'
import { API_URL, CANCELLED, ENVIRONMENT, PUBLIC_KEY } from '../shared-usage.ts'
import { usageError } from '../usage-error.ts'

const SOURCE: ChoiceOption<Environment | 'both'> = {
  ...ENVIRONMENT,
  choices: [...ENVIRONMENTS, 'both'],
  help: 'stage (default), production, or both, each with a key of its own',
}
const GITHUB_ENVIRONMENT: Option = {
  name: 'github-environment',
  value: 'name',
  help: 'Where the secrets are stored. Default: auco-<environment>',
}
const PRUNE: Option = {
  name: 'prune',
  value: null,
  help: "Remove webhooks from the file that Auco doesn't have (any more)",
}

const SET_SECRETS: Option = {
  name: 'set-secrets',
  value: null,
  help: 'Store the secrets of new variables at GitHub, through your gh, after asking',
}
const YES: Option = {
  name: 'yes',
  short: 'y',
  value: null,
  help: 'With --set-secrets: do not ask, for scripts',
}
const LISTED_ONLY: Option = {
  name: 'listed-only',
  value: null,
  help: "A file that exists gets no webhooks that it doesn't list",
}

export const importCommand: Command = {
  name: 'import',
  summary: 'Write the file from what Auco has',
  description: `Write the file from what Auco has, or merge another environment into it. Secrets are never written: each header
value that isn't plain words, and each part of a URL that looks like a secret, becomes a variable. What the file can't say
is left out and named. Then store the secrets: with --set-secrets, or with the commands that are shown.`,
  id: null,
  file: [
    'The file; - is standard output. Default: webhooks.yaml',
    'An existing file is merged by id and keeps its comments',
  ],
  options: [SOURCE, API_URL, SET_SECRETS, YES, GITHUB_ENVIRONMENT, LISTED_ONLY, PRUNE],
  variables: [PUBLIC_KEY],
  exitCodes: [
    ['0', 'The file says what Auco has, except for what is named'],
    ['1', 'Auco cannot be read, its default cannot be in the file, or the secrets are not stored'],
    CANCELLED,
  ],
  prepare(given) {
    const source = given.choice(SOURCE) ?? 'stage'
    if (SOURCE.choices.some((name) => name === given.file)) {
      throw usageError(
        `\`${given.file}\` stands where the file does.`,
        `Did you mean \`--environment ${given.file}\`?`,
        'import',
      )
    }
    const options = {
      file: given.file,
      environments: source === 'both' ? ENVIRONMENTS : [source],
      apiUrl: given.text(API_URL),
      githubEnvironment: githubEnvironment(given.text(GITHUB_ENVIRONMENT), source),
      listedOnly: given.has(LISTED_ONLY),
      prunes: given.has(PRUNE),
      setsSecrets: given.has(SET_SECRETS),
      isConfirmed: given.has(YES),
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
function githubEnvironment(given: string | null, source: Environment | 'both'): string | null {
  if (given === null) return null
  if (source === 'both') {
    throw usageError(
      '`--github-environment` names one environment, and `--environment both` reads two.',
      'Leave it out, or import one after the other.',
      'import',
    )
  }
  if (/^[\w.][\w.-]*$/.test(given)) return given
  throw usageError(
    '`--github-environment` holds more than letters, digits, `.`, `_` and `-`.',
    'Give the name of the environment that the apply job has.',
    'import',
  )
}
