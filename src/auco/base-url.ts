import { isLoopback } from '../core/addresses.ts'
import { UserError } from '../core/errors.ts'
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
  if (url === null || !isAllowed) {
    throw new UserError(
      'invalid-api-url',
      `${source} is not an absolute \`https:\` URL.`,
      'Write it in full; `http:` is for loopback addresses only, because every request carries a key.',
    )
  }
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    throw new UserError(
      'invalid-api-url',
      `${source} holds a user, a password, a query or a fragment.`,
      'Write the base URL only, such as `https://proxy.example.com/v1.5/ext`.',
    )
  }
  return url.href.replace(/\/+$/, '')
}
