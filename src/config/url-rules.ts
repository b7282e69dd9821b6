import { domainToUnicode } from 'node:url'
import { isNonPublicAddress } from '../core/addresses.ts'
import type { Problem } from '../core/errors.ts'
import { escapeInvisible } from '../core/format.ts'
import { isSecretUrl } from '../core/looks-secret.ts'
import { type DesiredWebhook, ENVIRONMENTS, type Environment } from '../core/webhook.ts'
import { WebhookUrl } from '../core/webhook-url.ts'
import type { Entry, UrlNode } from './entries.ts'
import { errorAt, startOf, warningAt } from './problems.ts'
import type { SourceNode } from './source-tree.ts'
import {
  expand,
  hasLiterals,
  literalsOf,
  type Template,
  type VariableOf,
  whyUnknown,
  withVariablesAs,
} from './template.ts'
import { MAX_EXPANDED_LENGTH, MAX_LENGTH_TEXT, type VariableRules } from './variable-rules.ts'

/**
 * Problems of a webhook's URLs: those that Auco can't or shouldn't deliver to, their variables, and environments without a
 * URL.
 */
export function urlProblems(
  { url, urls, environments }: Entry,
  variables: VariableRules,
  environment: Environment,
): readonly Problem[] {
  return [
    ...urls.flatMap((one) => {
      const isNeeded = environments.includes(environment) && one.environments.includes(environment)
      return problemsOf(one, isNeeded, variables)
    }),
    ...(url?.kind === 'map' ? withoutUrl(url, environments) : []),
  ]
}

function withoutUrl(
  { place, entries }: Extract<SourceNode, { kind: 'map' }>,
  environments: readonly Environment[],
): readonly Problem[] {
  const fix = 'Add it, or limit this webhook with `environments`.'
  // An unknown key has an error already, and is probably the missing one.
  if (entries.size > ENVIRONMENTS.filter((one) => entries.has(one)).length) return []
  return environments
    .filter((environment) => !entries.has(environment))
    .map((environment) => errorAt(startOf(place), 'no-url', `\`url\` has no \`${environment}\`. ${fix}`))
}

function problemsOf(url: UrlNode, isNeeded: boolean, variables: VariableRules): readonly Problem[] {
  const { node, text, template } = url
  if (hasMisplacedVariable(text)) {
    const message =
      'In a `url`, variables work only in the path and query. Write out the scheme, host, port, and fragment; `url` can have one URL for `stage` and one for `production`.'
    return [errorAt(node.place, 'misplaced-variable', message)]
  }
  const ofVariables = variables.problemsOf(url, isNeeded, { name: 'url', illegal: illegalInUrl })
  // With a harmless letter in the place of each variable, this checks all that the file itself writes.
  const message = urlMessage(withVariablesAs(template, 'x'))
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
  const sent = URL.parse(text)?.hostname ?? ''
  const host = sent.replace(/\.$/, '')
  if (authority === '' || host.split('.').includes('')) {
    return "The URL can't be parsed. Check its host name and port."
  }
  const written = authority.replace(/:\d*$/, '').toLowerCase()
  if (!isSentAs(written, sent)) {
    return "The URL's host isn't what it looks like: it is encoded, a number, or has invisible or unusual characters. Write a plain host name."
  }
  return isUnreachable(host)
    ? "Auco can't reach the URL's host: it is `localhost`, a private or reserved address, or no public name. Use a public host name, in full."
    : null
}

/**
 * Top-level domains that no public DNS answers for: RFC 6761, 6762, 7686, 8375 and 9476, those that ICANN doesn't delegate,
 * and what routers make up. The names for documentation and tests stay allowed: examples have to use something.
 */
export const PRIVATE_DOMAINS =
  'alt corp home home.arpa in-addr.arpa internal intranet invalid ip6.arpa lan local localdomain localhost onion private'.split(
    ' ',
  )

/** Whether a host is sent as it's written. International names and the forms of an IPv6 address mislead nobody. */
function isSentAs(written: string, sent: string): boolean {
  if (sent.startsWith('[') || written === sent) return true
  return written.normalize() === domainToUnicode(sent) && escapeInvisible(written) === written
}

function isUnreachable(host: string): boolean {
  // Node compiles a long expression for its first `isIP`, and few hosts are addresses.
  if (/^\[|\.\d+$/.test(host)) return isNonPublicAddress(host)
  return !host.includes('.') || PRIVATE_DOMAINS.some((domain) => host.endsWith(`.${domain}`))
}

/** Scheme and authority. What follows is the path, the query or the fragment (RFC 3986, section 3). */
const UP_TO_AUTHORITY = /^[a-z][a-z\d+.-]*:\/\/[^/?#]*/i

/** Whether a `${` isn't in the path or the query of a URL, as the file writes it. */
function hasMisplacedVariable(text: string): boolean {
  const first = text.indexOf('${')
  const authority = UP_TO_AUTHORITY.exec(text)?.[0].length
  // Without a scheme the whole URL is wrong, unless a variable should have been the scheme.
  const isBeforePath = authority === undefined ? first === 0 : first !== -1 && first < authority
  return isBeforePath || /^[^#]*#.*?(?<!\$)\$\{/s.test(text)
}

/** What a path and a query can hold (RFC 3986, sections 3.3 and 3.4). */
const LEGAL = /^(?:[A-Za-z0-9\-._~!$&'()*+,;=:@/?]|%[0-9A-Fa-f]{2})*$/

/** What makes a variable's value illegal in a URL, and the fix, without the value; `null` if nothing does. */
function illegalInUrl(value: string): string | null {
  if (/^https?:\/\//i.test(value)) {
    return 'contains a whole URL, but replaces only a part of one. Store only that part.'
  }
  return LEGAL.test(value)
    ? null
    : "contains a character that a path or query can't have (RFC 3986), such as a line break, a space, `#`, a quote, or a `%` without two digits. Percent-encode it and store the secret again."
}

/** Whether a variable in a path or a query can hold the value, and leaves the path as it's written. */
export function fitsInUrl(value: string): boolean {
  return illegalInUrl(value) === null && dotSegments(`/${value}`) === 0
}

/**
 * What variables make of a URL that the file doesn't say: another path by `..`; `null` if nothing. Each value by itself is
 * legal, so neither the origin nor what the file writes before a variable can change otherwise.
 */
function expandedFlaw(template: Template, expanded: string): string | null {
  if (dotSegments(expanded) <= dotSegments(withVariablesAs(template, 'x'))) return null
  const names = template.variables.map((name) => `\`${name}\``)
  return `With ${names.join(', ')}, the path gets a \`.\` or \`..\`, which changes where the URL leads. Store the secret without it.`
}

/** The number of segments that the URL standard resolves instead of sending them. */
function dotSegments(url: string): number {
  const path = url.replace(UP_TO_AUTHORITY, '').replace(/[?#].*$/s, '')
  return path.split('/').filter((segment) => /^(?:\.|%2e){1,2}$/i.test(segment)).length
}

/** Whether a URL can be what the template makes, whatever its variables stand for. */
function canBeMade(template: Template, { origin }: WebhookUrl, url: WebhookUrl): boolean {
  if (url.origin !== origin) return false
  const [first = '', ...others] = literalsOf(template)
  const afterOrigin = (text: string) => text.replace(UP_TO_AUTHORITY, '')
  if (hasLiterals(afterOrigin(url.reveal()), [afterOrigin(first), ...others])) return true
  // Auco may have stored it in the form of the URL standard. No start of a mark is also its end, so marks can't overlap
  // with the text around them, which is too short for one.
  const mark = `v${'0'.repeat(withVariablesAs(template, '').length)}w`
  const literals = afterOrigin(new WebhookUrl(withVariablesAs(template, mark)).serialized()).split(mark)
  return hasLiterals(afterOrigin(url.serialized()), literals)
}

/** A URL of the file as it's written, and expanded as far as this run knows its variables. */
export function desiredUrl(
  { text, template }: Pick<UrlNode, 'text' | 'template'>,
  variableOf: VariableOf,
): Pick<DesiredWebhook, 'url' | 'urlTemplate'> {
  const expanded = expand(template, variableOf)
  const written = new WebhookUrl(text, text)
  const { shown, origin } = written
  const canBe = (url: WebhookUrl) => canBeMade(template, written, url)
  const url =
    expanded === null
      ? ({ known: false, shown, origin, why: whyUnknown(template, variableOf), canBe } as const)
      : new WebhookUrl(expanded, text)
  return { url, urlTemplate: { written, variables: template.variables } }
}
