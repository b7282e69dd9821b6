import { domainToUnicode } from 'node:url'
import { isNonPublicAddress } from '../core/addresses.ts'
import type { Problem } from '../core/errors.ts'
import { escapeInvisible } from '../core/format.ts'
import { isSecretUrl } from '../core/looks-secret.ts'
import { DEFAULT_ID, type Environment } from '../core/webhook.ts'
import type { Entry, UrlNode } from './entries.ts'
import { errorAt, warningAt } from './problems.ts'
import { placeInside, type SourceNode } from './source-node.ts'
import { startOf } from './source-positions.ts'
import { expandedFlaw, illegalInUrl, misplacedVariable, withoutVariables } from './url-value.ts'
import {
  MAX_EXPANDED_LENGTH,
  MAX_LENGTH_TEXT,
  type VariableField,
  type VariableRules,
} from './variable-rules.ts'

/**
 * Problems of a webhook's URLs: those that Auco can't or shouldn't deliver to, their variables, and environments without a
 * URL.
 */
export function urlProblems(
  { id, url, urls, environments }: Entry,
  variables: VariableRules,
  environment: Environment,
): readonly Problem[] {
  return [
    ...urls.flatMap((one) => {
      const isNeeded = environments.includes(environment) && one.environments.includes(environment)
      return problemsOf(one, isNeeded, variables)
    }),
    ...(url?.kind === 'map' ? withoutUrl(url, environments, id?.text === DEFAULT_ID) : []),
  ]
}

function withoutUrl(
  { place, entries }: Extract<SourceNode, { kind: 'map' }>,
  environments: readonly Environment[],
  isDefault: boolean,
): readonly Problem[] {
  const fix = isDefault
    ? 'Add it: every environment needs the webhook `default`.'
    : 'Add it, or limit this webhook with `environments`.'
  return environments
    .filter((environment) => !entries.has(environment))
    .map((environment) => errorAt(startOf(place), 'no-url', `\`url\` has no \`${environment}\`. ${fix}`))
}

const URL_FIELD: VariableField = {
  name: 'url',
  illegal: illegalInUrl,
}

function problemsOf(url: UrlNode, isNeeded: boolean, variables: VariableRules): readonly Problem[] {
  const { node, text, template } = url
  const misplaced = misplacedVariable(text, template)
  if (misplaced !== null) {
    const message =
      'In a `url`, variables work only in the path and query. Write out the scheme, host, port, and fragment; `url` can have one URL for `stage` and one for `production`.'
    return [errorAt(placeInside(node, misplaced.from, misplaced.length), 'misplaced-variable', message)]
  }
  const ofVariables = variables.problemsOf(url, isNeeded, URL_FIELD)
  const message = urlMessage(withoutVariables(template))
  if (message !== null) return [...ofVariables, errorAt(node.place, 'invalid-url', message)]
  const parsed = template.variables.length > 0 ? null : URL.parse(text)
  if (parsed !== null && isSecretUrl(parsed)) {
    const literal =
      'This URL is a secret of its receiver, and everybody who can read the repository can read it. Store its secret part as a secret, and write `${AUCO_NAME}` in its place.'
    return [...ofVariables, warningAt(node.place, 'literal-secret', literal)]
  }
  const expanded = isNeeded && ofVariables.length === 0 ? variables.expanded(url) : null
  const flaw = expanded === null ? null : expandedFlaw(template, expanded)
  return flaw === null ? ofVariables : [errorAt(node.place, 'illegal-value', flaw)]
}

/**
 * The message for a URL that Auco can't or shouldn't deliver to, without the URL; `null` if it is fine. Host names are
 * checked by their form only: nothing is looked up.
 */
function urlMessage(text: string): string | null {
  if (text.length > MAX_EXPANDED_LENGTH) {
    return `The URL is longer than ${MAX_LENGTH_TEXT} characters. Shorten it.`
  }
  if (!/^https:\/\//i.test(text)) {
    return /^http:\/\//i.test(text)
      ? "The URL is not encrypted (`http:`). Use `https:`, or the header's secret is sent in plain text."
      : 'The URL is not absolute. Write it in full, starting with `https://`.'
  }
  // The URL standard drops tabs and line breaks, and reads a backslash as a slash; Auco may not.
  if (/[\s\p{Cc}\\]/u.test(text)) {
    return 'The URL contains a space, a control character, or a backslash. Remove it, or percent-encode it.'
  }
  const authority = /^https:\/\/([^/?#]*)/i.exec(text)?.[1] ?? ''
  if (authority.includes('@')) {
    return 'The URL contains a user or a password. Remove them, and send the secret in `header`.'
  }
  // The URL standard would take the first part of the path for the host.
  if (authority === '') return 'The URL has no host. Write the host right after `https://`.'
  const written = authority.replace(/:[^:\]]*$/, '')
  if (escapeInvisible(written) !== written) {
    return "The URL's host contains an invisible character, so it isn't the host that it looks like. Type it again."
  }
  const url = URL.parse(text)
  if (url === null) return "The URL can't be parsed. Check its host name and port."
  return hostMessage(url.hostname.replace(/\.$/, '')) ?? spellingMessage(written, url.hostname)
}

/** Hosts longer than DNS allows (RFC 1035, section 2.3.4), in characters, without the root dot. */
const MAX_HOST = 253
const MAX_LABEL = 63

/**
 * Top-level domains that no public DNS answers for: RFC 6761, 6762, 7686, 8375 and 9476, those that ICANN doesn't delegate,
 * and what routers make up. The names for documentation and tests stay allowed: examples have to use something.
 */
export const PRIVATE_DOMAINS = [
  'alt',
  'corp',
  'home',
  'home.arpa',
  'in-addr.arpa',
  'internal',
  'intranet',
  'invalid',
  'ip6.arpa',
  'lan',
  'local',
  'localdomain',
  'onion',
  'private',
] as const

/** The message for a host, as the URL standard serialises it, that Auco can't reach. */
function hostMessage(host: string): string | null {
  const labels = host.split('.')
  if (labels.includes('')) return "The URL can't be parsed. Check its host name and port."
  if (labels.at(-1) === 'localhost') {
    return "The URL points to `localhost`, which Auco can't reach. Use a public host name."
  }
  if (isNonPublicAddress(host)) {
    return "The URL points to a private, loopback, link-local or reserved address, which Auco can't reach. Use a public host name."
  }
  if (host.startsWith('[')) return null
  if (host.length > MAX_HOST || labels.some((label) => label.length > MAX_LABEL)) {
    return `The URL's host name is too long for DNS: at most ${MAX_HOST} characters, and ${MAX_LABEL} between two dots. Shorten it.`
  }
  if (labels.length === 1) {
    return "The URL has a bare host name, which Auco can't resolve. Write the full domain name."
  }
  if (PRIVATE_DOMAINS.some((domain) => host.endsWith(`.${domain}`))) {
    return "The URL's host name exists only in private networks. Use a public host name."
  }
  return null
}

/**
 * The message for a host that is written otherwise than it is sent: percent-encoded, in full-width characters, as one
 * number. Case, international names and the forms of an IPv6 address mislead nobody.
 */
function spellingMessage(written: string, sent: string): string | null {
  if (sent.startsWith('[')) return null
  const lower = written.toLowerCase()
  return lower === sent || lower.normalize() === domainToUnicode(sent)
    ? null
    : "The URL's host isn't sent as it is written: it is percent-encoded, a number, or has unusual characters. Write a plain host name."
}
