import { BASE_URL, readBaseUrl } from '../auco/access.ts'
import type { Secret } from '../core/secret.ts'
import type { Environment, LiveCompany } from '../core/webhook.ts'
import { systemClock } from '../system/clock.ts'
import { checkProxies } from '../system/proxy.ts'
import type { CommandIo } from './command.ts'
import { type PublicKey, readPublicKey } from './key-variables.ts'

/** The options that say where live webhooks are. */
export interface LiveOptions {
  readonly environment: Environment
  /** `null`: Auco's own URL of the environment. */
  readonly 'api-url': string | null
}

/** Everything that reading live webhooks takes, checked. */
export interface Access {
  readonly environment: Environment
  readonly baseUrl: string
  readonly publicKey: PublicKey
  readonly proxyPasswords: readonly Secret[]
}

/**
 * Checks key, URL and proxies without connecting; asks for a key that isn't set. `isOnlyOne` as in `readPublicKey`. Throws
 * a `UserError` for each that is missing or invalid.
 */
export async function checkAccess(
  { environment, 'api-url': apiUrl }: LiveOptions,
  io: CommandIo,
  isOnlyOne: boolean = true,
): Promise<Access> {
  const baseUrl = apiUrl === null ? BASE_URL[environment] : readBaseUrl(apiUrl, 'The value of `--api-url`')
  const proxyPasswords = checkProxies(io.variable)
  const publicKey = await readPublicKey(environment, isOnlyOne, io)
  return { environment, publicKey, baseUrl, proxyPasswords }
}

/** Reads the live webhooks. Auco's messages are shown only if they repeat none of `secrets`. Throws a `UserError`. */
export async function readLiveCompany(
  { environment, baseUrl, publicKey, proxyPasswords }: Access,
  secrets: readonly Secret[],
  io: CommandIo,
): Promise<LiveCompany> {
  const [{ Http }, { readCompany }] = await Promise.all([
    import('../auco/http.ts'),
    import('../auco/read-company.ts'),
  ])
  const http = new Http({
    baseUrl,
    clock: systemClock,
    // Ctrl-C ends the process itself.
    cancelled: new AbortController().signal,
    onRetry: (message) => io.stderr.lines([message]),
  })
  try {
    return await readCompany(http, publicKey.key, {
      environment,
      keyInput: publicKey.name,
      secrets: () => [publicKey.key, ...proxyPasswords, ...secrets],
    })
  } finally {
    await http.close()
  }
}
