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

/** Throws a `UserError` unless this is a public or a private key (Auco: Environments and authentication), as a header can have it. */
export function checkKey({ name, key, keptIn }: GivenKey, kind: 'public' | 'private'): void {
  const prefix = kind === 'public' ? 'puk_' : 'prk_'
  if (key.reveal().startsWith(prefix) && /^[\x21-\x7e]+$/.test(key.reveal())) return
  throw new UserError(
    'not-a-key',
    `\`${name}\` is not one of Auco's ${kind} keys: they start with \`${prefix}\`, and have no space, quote or line break.`,
    `Copy the ${kind} key again from Auco into ${keptIn}.`,
  )
}
