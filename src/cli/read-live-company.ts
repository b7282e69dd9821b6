import { BASE_URL, readBaseUrl } from '../auco/base-url.ts'
import type { Secret } from '../core/secret.ts'
import { VERSION } from '../core/version.ts'
import type { Environment, LiveCompany } from '../core/webhook.ts'
import { systemClock } from '../system/clock.ts'
import { checkProxies } from '../system/proxy.ts'
import type { CommandIo } from './command-io.ts'
import { PUBLIC_KEY_VARIABLE, readPublicKey } from './key-variables.ts'

/** The options that say where live webhooks are. */
export interface LiveOptions {
  readonly environment: Environment
  /** From the command line; `null` for Auco's own URL of the environment. */
  readonly apiUrl: string | null
}

/** Everything that reading live webhooks takes, checked. */
export interface Access {
  readonly environment: Environment
  readonly baseUrl: string
  readonly publicKey: Secret
  readonly proxyPasswords: readonly Secret[]
}

/** Checks key, URL and proxies without connecting. Throws a `UserError` for each that is missing or invalid. */
export function checkAccess({ environment, apiUrl }: LiveOptions, io: CommandIo): Access {
  return {
    environment,
    publicKey: readPublicKey(environment, io),
    baseUrl: apiUrl === null ? BASE_URL[environment] : readBaseUrl(apiUrl, 'The value of `--api-url`'),
    proxyPasswords: checkProxies(io.variable),
  }
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
    userAgent: `auco-webhooks-action/${VERSION}`,
    clock: systemClock,
    // Ctrl-C ends the process itself.
    cancelled: new AbortController().signal,
    onRetry: (message) => io.stderr.lines([message]),
  })
  try {
    return await readCompany(http, publicKey, {
      environment,
      keyInput: PUBLIC_KEY_VARIABLE,
      secrets: () => [publicKey, ...proxyPasswords, ...secrets],
    })
  } finally {
    await http.close()
  }
}
