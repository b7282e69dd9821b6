import { BASE_URL, readBaseUrl } from '../auco/base-url.ts'
import { checkKeyCharacters, checkPublicKey } from '../auco/keys.ts'
import { UserError } from '../core/errors.ts'
import { Secret } from '../core/secret.ts'
import { VERSION } from '../core/version.ts'
import type { Environment, LiveCompany } from '../core/webhook.ts'
import { systemClock } from '../system/clock.ts'
import { checkProxies } from '../system/proxy.ts'
import type { Shell } from './command-io.ts'

export interface LiveSource {
  readonly environment: Environment
  /** As given on the command line; `null` for the environment's own. */
  readonly apiUrl: string | null
}

/** Where live is read, and with which key. Checked before anything else is done. */
export interface Access {
  readonly baseUrl: string
  readonly publicKey: Secret
  readonly proxyPasswords: readonly Secret[]
}

/** Throws a `UserError` for a missing or wrong key, a wrong URL, or a wrong proxy. */
export function checkAccess({ environment, apiUrl }: LiveSource, { variable }: Shell): Access {
  const text = variable('AUCO_PUBLIC_KEY')?.trim() ?? ''
  if (text === '') {
    throw new UserError(
      'no-key',
      `The variable AUCO_PUBLIC_KEY is not set, and without it Auco (${environment}) cannot be read.`,
      'Set it without leaving it in the history: `read -rs AUCO_PUBLIC_KEY && export AUCO_PUBLIC_KEY`.',
    )
  }
  const given = { name: 'AUCO_PUBLIC_KEY', key: new Secret(text), keptIn: 'the variable' }
  checkPublicKey(given)
  checkKeyCharacters(given)
  return {
    baseUrl: apiUrl === null ? BASE_URL[environment] : readBaseUrl(apiUrl, 'The value of `--api-url`'),
    publicKey: given.key,
    proxyPasswords: checkProxies(variable),
  }
}

/** The keys that are in the environment: no header may carry one of them. */
export function ownSecrets({ variable }: Shell): readonly Secret[] {
  return ['AUCO_PUBLIC_KEY', 'AUCO_PRIVATE_KEY']
    .map((name) => variable(name)?.trim() ?? '')
    .filter((value) => value !== '')
    .map((value) => new Secret(value))
}

/** Reads what is live. `secrets` are those that no message of Auco may repeat. Throws a `UserError`. */
export async function readLive(
  { environment }: LiveSource,
  { baseUrl, publicKey, proxyPasswords }: Access,
  shell: Shell,
  secrets: readonly Secret[],
): Promise<LiveCompany> {
  const [{ Http, LIMITS }, { AucoReader }] = await Promise.all([
    import('../auco/http.ts'),
    import('../auco/reader.ts'),
  ])
  const http = new Http({
    baseUrl,
    userAgent: `auco-webhooks-action/${VERSION}`,
    clock: systemClock,
    limits: LIMITS,
    // Ctrl-C ends the process itself.
    cancelled: new AbortController().signal,
    onRetry: (message) => shell.stderr.lines([message]),
  })
  try {
    const reader = new AucoReader(http, publicKey, {
      environment,
      keyInput: 'AUCO_PUBLIC_KEY',
      secrets: () => [publicKey, ...proxyPasswords, ...secrets],
    })
    return await reader.read()
  } finally {
    await http.close()
  }
}
