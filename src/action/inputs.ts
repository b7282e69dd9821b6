import path from 'node:path'
import { BASE_URL, checkKeyCharacters, checkPrivateKey, checkPublicKey, readBaseUrl } from '../auco/access.ts'
import { UserError } from '../core/errors.ts'
import { Secret } from '../core/secret.ts'
import { suggest } from '../core/suggest.ts'
import { ENVIRONMENTS, type Environment } from '../core/webhook.ts'

const DRY_RUN = ['auto', 'true', 'false'] as const
const REMOVALS = ['managed', 'all', 'none'] as const
const ENDPOINTS = ['auto', 'warn', 'fail', 'off'] as const
const COMMENT = ['always', 'changes', 'never'] as const
const DEFAULT_TITLE = 'Auco webhooks'
const BOOLEAN = ['true', 'false'] as const

export type DryRun = (typeof DRY_RUN)[number]
export type Removals = (typeof REMOVALS)[number]
export type EndpointsMode = (typeof ENDPOINTS)[number]
export type CommentMode = (typeof COMMENT)[number]

/** The action's inputs, validated. A key that isn't set is `null`. */
export interface Inputs {
  readonly config: string
  readonly environment: Environment
  /** Base URL of Auco's company API, without a trailing slash. */
  readonly apiUrl: string
  readonly publicKey: Secret | null
  readonly privateKey: Secret | null
  readonly dryRun: DryRun
  readonly removals: Removals
  readonly endpoints: EndpointsMode
  readonly deliver: 'off' | 'changed' | 'all'
  readonly comment: CommentMode
  readonly title: string
  readonly failOnChanges: boolean
  readonly githubToken: Secret | null
}

/**
 * Reads and validates the inputs, which the runner passes as `INPUT_…` (GitHub: Metadata syntax, inputs). `mask` is called
 * with each secret before anything else sees it. Throws a `UserError` that names the input but never contains its value.
 */
export function readInputs(env: NodeJS.ProcessEnv, mask: (secret: Secret) => void): Inputs {
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
  checkKeys(publicKey, privateKey)

  const environment = oneOf('environment', ENVIRONMENTS, 'stage')
  const apiUrl = input('api-url')
  return {
    config: repositoryPath(input('config') || 'webhooks.yaml', path.sep),
    environment,
    apiUrl: apiUrl === '' ? BASE_URL[environment] : readBaseUrl(apiUrl, 'The input `api-url`'),
    publicKey,
    privateKey,
    dryRun: oneOf('dry-run', DRY_RUN, 'auto'),
    removals: oneOf('removals', REMOVALS, 'managed'),
    endpoints: oneOf('endpoints', ENDPOINTS, 'auto'),
    deliver: oneOf('deliver', ['off', 'changed', 'all'], 'off'),
    comment: oneOf('comment', COMMENT, 'always'),
    title: input('title') || DEFAULT_TITLE,
    failOnChanges: oneOf('fail-on-changes', BOOLEAN, 'false') === 'true',
    githubToken,
  }
}

/** The path as on every system, because it's part of the comment's identity and of links. */
export function repositoryPath(config: string, separator: string): string {
  return path.posix.normalize(config.replaceAll(separator, '/'))
}

/** The title of a report without inputs: one of them is wrong. */
export function titleIn(env: NodeJS.ProcessEnv): string {
  return (env['INPUT_TITLE'] ?? '').trim() || DEFAULT_TITLE
}

function checkChoice<Value extends string>(name: string, given: string, allowed: readonly Value[]): Value {
  const value = allowed.find((candidate) => candidate === given)
  if (value !== undefined) return value
  const list = allowed.map((candidate) => `\`${candidate}\``).join(', ')
  const suggestion = suggest(given, allowed)
  throw new UserError(
    'invalid-input',
    `The input \`${name}\` has a value that is not one of ${list}.`,
    suggestion === null ? 'Set one of them.' : `Did you mean \`${suggestion}\`?`,
  )
}

/** Reports mixed-up keys before any request is made, the most likely mistake first. */
function checkKeys(publicKey: Secret | null, privateKey: Secret | null): void {
  if (publicKey?.reveal().startsWith('prk_') === true && privateKey?.reveal().startsWith('puk_') === true) {
    throw new UserError(
      'swapped-keys',
      '`public-key` and `private-key` are swapped.',
      'Exchange the two secrets in the workflow.',
    )
  }
  const given = (name: string, key: Secret | null) =>
    key === null ? null : { name, key, keptIn: 'the secret' }
  const [forReads, forWrites] = [given('public-key', publicKey), given('private-key', privateKey)]
  if (forReads !== null) checkPublicKey(forReads)
  if (forWrites !== null) checkPrivateKey(forWrites)
  for (const key of [forReads, forWrites]) if (key !== null) checkKeyCharacters(key)
}
