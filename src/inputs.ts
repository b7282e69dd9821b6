import path from 'node:path'
import { getInput } from '@actions/core'
import { nearest } from './config/suggest.ts'
import { UserError } from './errors.ts'
import { Secret } from './secret.ts'
import { ENVIRONMENTS, type Environment } from './webhook.ts'

const DRY_RUN = ['auto', 'true', 'false'] as const
const REMOVALS = ['reviewed', 'allow', 'deny'] as const
const COMMENT = ['always', 'changes', 'never'] as const
const BOOLEAN = ['true', 'false'] as const

export type DryRun = (typeof DRY_RUN)[number]
export type Removals = (typeof REMOVALS)[number]
export type CommentMode = (typeof COMMENT)[number]

/** The action's inputs, checked. A key that was not given is `null`. */
export interface Inputs {
  readonly config: string
  readonly environment: Environment
  /** Base URL of Auco's company API, without a slash at its end. */
  readonly apiUrl: string
  readonly publicKey: Secret | null
  readonly privateKey: Secret | null
  readonly dryRun: DryRun
  readonly removals: Removals
  readonly comment: CommentMode
  readonly title: string
  readonly failOnChanges: boolean
  readonly githubToken: Secret | null
}

/** Auco's base URLs (Auco: Environments and authentication). */
const BASE_URL: Readonly<Record<Environment, string>> = {
  stage: 'https://dev.auco.ai/v1.5/ext',
  production: 'https://api.auco.ai/v1.5/ext',
}

/**
 * Reads and checks every input. `register` is called with each secret before anything else is done with it.
 * Throws a `UserError` that names the input and never its value.
 */
export function readInputs(register: (secret: Secret) => void): Inputs {
  const secret = (name: string): Secret | null => {
    const value = getInput(name)
    if (value === '') return null
    const found = new Secret(value)
    register(found)
    return found
  }
  const publicKey = secret('public-key')
  const privateKey = secret('private-key')
  const githubToken = secret('github-token')
  checkKeys(publicKey, privateKey)

  const environment = oneOf('environment', ENVIRONMENTS, 'stage')
  return {
    // One spelling of the path on every system: it is part of the comment's identity and of links.
    config: path.posix.normalize((getInput('config') || 'webhooks.yaml').replaceAll(path.sep, '/')),
    environment,
    apiUrl: apiUrl(getInput('api-url')) ?? BASE_URL[environment],
    publicKey,
    privateKey,
    dryRun: oneOf('dry-run', DRY_RUN, 'auto'),
    removals: oneOf('removals', REMOVALS, 'reviewed'),
    comment: oneOf('comment', COMMENT, 'always'),
    title: getInput('title') || `Auco webhooks · ${environment}`,
    failOnChanges: oneOf('fail-on-changes', BOOLEAN, 'false') === 'true',
    githubToken,
  }
}

function oneOf<const Value extends string>(name: string, allowed: readonly Value[], fallback: Value): Value {
  const given = getInput(name)
  const value = given === '' ? fallback : allowed.find((candidate) => candidate === given)
  if (value !== undefined) return value
  const list = allowed.map((candidate) => `\`${candidate}\``).join(', ')
  const suggestion = nearest(given, allowed)
  throw new UserError(
    'invalid-input',
    `The input \`${name}\` has a value that is not one of ${list}.`,
    suggestion === null ? 'Set one of them.' : `Did you mean \`${suggestion}\`?`,
  )
}

/** Auco's keys are told apart by their prefix (Auco: Environments and authentication). */
function checkKeys(publicKey: Secret | null, privateKey: Secret | null): void {
  const isPublic = publicKey?.reveal().startsWith('puk_') ?? true
  const isPrivate = privateKey?.reveal().startsWith('prk_') ?? true
  if (publicKey?.reveal().startsWith('prk_') === true && privateKey?.reveal().startsWith('puk_') === true) {
    throw new UserError(
      'swapped-keys',
      '`public-key` and `private-key` are swapped.',
      'Exchange the two secrets in the workflow.',
    )
  }
  if (publicKey?.reveal().startsWith('prk_') === true) {
    throw new UserError(
      'private-as-public',
      '`public-key` holds a private key (`prk_…`).',
      'Pass the key that starts with `puk_`; give the private key to the apply job only, as `private-key`.',
    )
  }
  if (privateKey?.reveal().startsWith('puk_') === true) {
    throw new UserError(
      'public-as-private',
      '`private-key` holds a public key (`puk_…`).',
      'Pass the key that starts with `prk_`.',
    )
  }
  const wrong = isPublic ? (isPrivate ? null : 'private-key') : 'public-key'
  const given = [publicKey, privateKey].flatMap((key) => (key === null ? [] : [key.reveal()]))
  if (wrong !== null) {
    throw new UserError(
      'not-a-key',
      `\`${wrong}\` does not start with \`${wrong === 'public-key' ? 'puk_' : 'prk_'}\`, as Auco's keys do.`,
      'Copy the key again from Auco into the secret.',
    )
  }
  if (given.some((key) => !/^[\x21-\x7e]+$/.test(key))) {
    throw new UserError(
      'not-a-key',
      'A key holds a space, a line break or a character that no key has.',
      'Copy the key again from Auco into the secret, without quotes.',
    )
  }
}

function apiUrl(text: string): string | null {
  if (text === '') return null
  const url = URL.parse(text)
  const isLoopback = url !== null && /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(url.hostname)
  const isAllowed = url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback)
  if (url === null || !isAllowed) {
    throw new UserError(
      'invalid-api-url',
      'The input `api-url` is not an absolute `https:` URL.',
      'Write it in full; `http:` is for loopback addresses only, because the keys travel with every request.',
    )
  }
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    throw new UserError(
      'invalid-api-url',
      'The input `api-url` holds a user, a password, a query or a fragment.',
      'Write the base URL only, such as `https://proxy.example.com/v1.5/ext`.',
    )
  }
  return url.href.replace(/\/+$/, '')
}
