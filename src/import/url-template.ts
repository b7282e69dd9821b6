import { fitsInUrl } from '../config/url-value.ts'
import { isSecretSegment } from '../core/looks-secret.ts'
import { Secret } from '../core/secret.ts'
import type { WebhookUrl } from '../core/webhook-url.ts'

/** A live URL, taken apart for the file: what it may show, and the secret part that becomes a variable. */
export interface UrlTemplate {
  readonly start: string
  readonly secret: Secret
  /** A fragment, which can't be in a variable. */
  readonly end: string
  /** What the variable's name ends in. */
  readonly part: 'PATH' | 'QUERY'
}

/** Origin, path, query and fragment of a URL, as it's written (RFC 3986, appendix B). */
const PARTS = /^([a-z]+:\/\/[^/?#]*)([^?#]*)(\?[^#]*)?(#.*)?$/is

/**
 * The URL with its secret part taken out: from the first segment of the path that looks like a token, or is a secret at
 * that receiver, otherwise the query. `null` if there is none, or one that a variable can't hold.
 */
export function urlTemplate(url: WebhookUrl): UrlTemplate | null {
  // Serialized, there are no `..`, and fewer characters that a variable can't hold.
  return takenApart(url.reveal()) ?? takenApart(url.serialized())
}

function takenApart(url: string): UrlTemplate | null {
  const found = PARTS.exec(url)
  if (found === null) return null
  const [, origin = '', path = '', query = '', end = ''] = found
  const host = URL.parse(url)?.hostname ?? ''
  const segments = path.split('/')
  const first = segments.findIndex((segment) => isSecretSegment(host, segment))
  const [start, secret, part] =
    first === -1
      ? [origin + path + beforeValue(query), query.slice(beforeValue(query).length), 'QUERY' as const]
      : [
          origin +
            segments
              .slice(0, first)
              .map((segment) => `${segment}/`)
              .join(''),
          segments.slice(first).join('/') + query,
          'PATH' as const,
        ]
  return secret === '' || !fitsInUrl(secret) ? null : { start, secret: new Secret(secret), end, part }
}

/** `?`, and the name of the parameter if there is only one. */
function beforeValue(query: string): string {
  return /^\?(?:[\w.-]+=(?=[^=&]+$))?/.exec(query)?.[0] ?? ''
}
