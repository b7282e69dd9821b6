import { isLoopback } from '../core/addresses.ts'
import { UserError } from '../core/errors.ts'
import type { Secret } from '../core/secret.ts'
import type { Environment } from '../core/webhook.ts'

/** Auco's base URLs, without a trailing slash (Auco: Environments and authentication). */
export const BASE_URL: Readonly<Record<Environment, string>> = {
  stage: 'https://dev.auco.ai/v1.5/ext',
  production: 'https://api.auco.ai/v1.5/ext',
}

/**
 * Checks another base URL of the company API and returns it without a trailing slash. `source` names where it comes from,
 * such as "The input `api-url`". Throws a `UserError`, which never contains the URL.
 */
export function readBaseUrl(text: string, source: string): string {
  const url = URL.parse(text)
  const isAllowed = url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback(url.hostname))
  // Nothing but the path may follow the host, and no user come before it.
  if (isAllowed && url.href === url.origin + url.pathname) return url.href.replace(/\/+$/, '')
  throw new UserError(
    'invalid-api-url',
    `${source} is not an absolute \`https:\` URL without user, password, query and fragment.`,
    'Write the base URL in full, such as `https://proxy.example.com/v1.5/ext`; `http:` is for loopback addresses only, because every request carries a key.',
  )
}

/** A key, the input or variable that it comes from, and where the user keeps it. */
export interface GivenKey {
  readonly name: string
  readonly key: Secret
  readonly keptIn: string
}

/** Throws a `UserError` unless the key has the prefix of public keys (Auco: Environments and authentication). */
export function checkPublicKey(given: GivenKey): void {
  if (given.key.reveal().startsWith('prk_')) {
    throw new UserError(
      'private-as-public',
      `\`${given.name}\` holds a private key (\`prk_…\`).`,
      'Pass the key that starts with `puk_`; the private key belongs to the apply job only, as `private-key`.',
    )
  }
  checkPrefix(given, 'puk_')
}

/** Throws a `UserError` unless the key has the prefix of private keys. */
export function checkPrivateKey(given: GivenKey): void {
  if (given.key.reveal().startsWith('puk_')) {
    throw new UserError(
      'public-as-private',
      `\`${given.name}\` holds a public key (\`puk_…\`).`,
      'Pass the key that starts with `prk_`.',
    )
  }
  checkPrefix(given, 'prk_')
}

/** Throws a `UserError` for a key that can't be sent in a header. */
export function checkKeyCharacters({ key, keptIn }: GivenKey): void {
  if (/^[\x21-\x7e]+$/.test(key.reveal())) return
  throw new UserError(
    'not-a-key',
    'A key contains a space, a line break, or a character that no key has.',
    `Copy the key again from Auco into ${keptIn}, without quotes.`,
  )
}

function checkPrefix({ name, key, keptIn }: GivenKey, prefix: string): void {
  if (key.reveal().startsWith(prefix)) return
  throw new UserError(
    'not-a-key',
    `\`${name}\` does not start with \`${prefix}\`, as Auco's keys do.`,
    `Copy the key again from Auco into ${keptIn}.`,
  )
}
