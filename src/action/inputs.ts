import { posix } from 'node:path'
import { BASE_URL, checkKey, readBaseUrl } from '../auco/access.ts'
import { UserError } from '../core/errors.ts'
import { Secret } from '../core/secret.ts'
import { ENVIRONMENTS } from '../core/webhook.ts'

/** The action's inputs, validated. A key that isn't set is `null`. */
export type Inputs = Readonly<ReturnType<typeof readInputs>>

/**
 * Reads and validates the inputs, which the runner passes as `INPUT_…` (GitHub: Metadata syntax, inputs). `mask` is called
 * with each secret before anything else sees it. Throws a `UserError` that names the input but never contains its value.
 */
export function readInputs(env: NodeJS.ProcessEnv, mask: (secret: Secret) => void) {
  const input = (name: string) => (env[`INPUT_${name.toUpperCase()}`] ?? '').trim()
  const oneOf = <const Value extends string>(name: string, allowed: readonly Value[], fallback: Value) =>
    checkChoice(name, input(name) || fallback, allowed)
  const secret = (name: string): Secret | null => {
    const value = input(name)
    if (value === '') return null
    const found = new Secret(value)
    mask(found)
    return found
  }
  const publicKey = secret('public-key')
  const privateKey = secret('private-key')
  const githubToken = secret('github-token')
  const keptIn = 'the secret'
  if (publicKey !== null) checkKey({ name: 'public-key', key: publicKey, keptIn }, 'public')
  if (privateKey !== null) checkKey({ name: 'private-key', key: privateKey, keptIn }, 'private')

  const environment = oneOf('environment', ENVIRONMENTS, 'stage')
  const apiUrl = input('api-url')
  return {
    config: repositoryPath(input('config') || 'webhooks.yaml'),
    environment,
    /** Base URL of Auco's company API, without a trailing slash. */
    apiUrl: apiUrl === '' ? BASE_URL[environment] : readBaseUrl(apiUrl, 'The input `api-url`'),
    publicKey,
    privateKey,
    dryRun: oneOf('dry-run', ['auto', 'true', 'false'], 'auto'),
    removals: oneOf('removals', ['managed', 'all', 'none'], 'managed'),
    endpoints: oneOf('endpoints', ['auto', 'warn', 'fail', 'off'], 'auto'),
    deliver: oneOf('deliver', ['off', 'changed', 'all'], 'off'),
    comment: oneOf('comment', ['always', 'changes', 'never'], 'always'),
    title: titleIn(env),
    failOnChanges: oneOf('fail-on-changes', ['true', 'false'], 'false') === 'true',
    githubToken,
  }
}

/** The path in one spelling, because it's part of the comment's identity and of links. Throws a `UserError`. */
function repositoryPath(config: string): string {
  if (/[`\p{Cc}]/u.test(config)) {
    throw new UserError(
      'invalid-input',
      'The input `config` contains a line break, another control character, or a backtick.',
      'Rename the file.',
    )
  }
  return posix.normalize(config)
}

/** The title of reports, also of one about inputs that are wrong. */
export function titleIn(env: NodeJS.ProcessEnv): string {
  return (env['INPUT_TITLE'] ?? '').trim() || 'Auco webhooks'
}

function checkChoice<Value extends string>(name: string, given: string, allowed: readonly Value[]): Value {
  const value = allowed.find((candidate) => candidate === given)
  if (value !== undefined) return value
  const list = allowed.map((candidate) => `\`${candidate}\``).join(', ')
  throw new UserError(
    'invalid-input',
    `The input \`${name}\` has a value that is not one of ${list}.`,
    'Set one of them.',
  )
}
