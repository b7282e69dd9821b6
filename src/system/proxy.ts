import { UserError } from '../core/errors.ts'
import { Secret } from '../core/secret.ts'

/** The variables that name a proxy; undici's `EnvHttpProxyAgent` prefers lower case. */
const NAMES = [
  ['http_proxy', 'HTTP_PROXY'],
  ['https_proxy', 'HTTPS_PROXY'],
] as const
/** undici knows SOCKS, but calls its support experimental. */
const PROTOCOLS = ['http:', 'https:']

export function hasProxy(variable: (name: string) => string | undefined): boolean {
  return NAMES.flat().some((name) => (variable(name) ?? '') !== '')
}

/**
 * Checks the proxies of the environment before anything connects, and returns their passwords, which must be masked.
 * Throws a `UserError` for an invalid URL: the library's own error would contain it, password included.
 */
export function checkProxies(variable: (name: string) => string | undefined): readonly Secret[] {
  return NAMES.flatMap((spellings) => {
    const name = spellings.find((spelling) => variable(spelling) !== undefined) ?? spellings[0]
    const text = variable(name) ?? ''
    if (text === '') return []
    const url = URL.parse(text)
    const passwords = url === null ? null : passwordsOf(url)
    if (url === null || passwords === null || !PROTOCOLS.includes(url.protocol)) {
      throw new UserError(
        'invalid-proxy',
        `The variable \`${name}\` is not the URL of an HTTP proxy.`,
        'Write it in full, such as `http://proxy.example.com:3128`; percent-encode special characters in the user and password (`/` as `%2F`).',
      )
    }
    return passwords.map((password) => new Secret(password))
  })
}

/** The password of a URL, or the user without one, which is a token then: as written and decoded; `null` if it can't be. */
function passwordsOf({ username, password }: URL): readonly string[] | null {
  const secret = password || username
  try {
    // undici decodes both.
    decodeURIComponent(`${username}:${password}`)
    return [...new Set([secret, decodeURIComponent(secret)])].filter((text) => text !== '')
  } catch {
    return null
  }
}
