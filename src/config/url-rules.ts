import type { Problem } from '../core/errors.ts'
import { ENVIRONMENTS } from '../core/webhook.ts'
import { isNonPublicAddress } from './addresses.ts'
import type { Entry } from './entries.ts'
import { errorAt } from './problems.ts'
import type { SourceNode } from './source-node.ts'
import { startOf } from './source-positions.ts'

/** Problems of a webhook's URLs: those that Auco can't or shouldn't deliver to, and environments without one. */
export function urlProblems({ url, environments }: Entry): readonly Problem[] {
  if (url?.kind !== 'map') return url === null ? [] : invalidUrl(url)
  return [
    ...ENVIRONMENTS.flatMap((environment) => {
      const entry = url.entries.get(environment)
      return entry === undefined ? [] : invalidUrl(entry.node)
    }),
    ...environments
      .filter((environment) => !url.entries.has(environment))
      .map((environment) =>
        errorAt(
          startOf(url.place),
          'no-url',
          `\`url\` has no \`${environment}\`. Add it, or say with \`environments\` where this webhook belongs.`,
        ),
      ),
  ]
}

function invalidUrl(node: SourceNode): readonly Problem[] {
  if (node.kind !== 'scalar' || typeof node.value !== 'string') return []
  const message = urlMessage(node.value)
  return message === null ? [] : [errorAt(node.place, 'invalid-url', message)]
}

/**
 * The message for a URL that Auco can't or shouldn't deliver to, without the URL; `null` if it is fine. Host names are
 * checked by their form only: nothing is looked up.
 */
function urlMessage(text: string): string | null {
  if (!/^https:\/\//i.test(text)) {
    return /^http:\/\//i.test(text)
      ? 'The URL is not encrypted (`http:`). Use `https:`: the header would travel in clear.'
      : 'The URL is not absolute. Write it in full, starting with `https://`.'
  }
  // The URL standard drops tabs and line breaks, and reads a backslash as a slash; Auco may not.
  if (/[\s\p{Cc}\\]/u.test(text)) {
    return 'The URL holds a space, a control character or a backslash. Remove it, or percent-encode it.'
  }
  const url = URL.parse(text)
  if (url === null) return 'The URL cannot be parsed. Check its host name and port.'
  if (url.username !== '' || url.password !== '') {
    return 'The URL holds a user or a password. Remove them and send the secret in `header`.'
  }
  const host = url.hostname.replace(/\.$/, '')
  if (host.split('.').includes('')) return 'The URL cannot be parsed. Check its host name and port.'
  if (host === 'localhost' || host.endsWith('.localhost')) {
    return 'The URL points to `localhost`, which Auco cannot reach. Use a public host name.'
  }
  if (isNonPublicAddress(host)) {
    return 'The URL points to a private, loopback, link-local or reserved address, which Auco cannot reach. Use a public host name.'
  }
  if (!host.startsWith('[') && !host.includes('.')) {
    return 'The URL has a bare host name, which Auco cannot resolve. Write the full domain name.'
  }
  if (/\.(?:local|internal)$/.test(host)) {
    return 'The URL has a host name that exists in a private network only. Use a public host name.'
  }
  return null
}
