import type { DesiredWebhook } from '../core/webhook.ts'
import { WebhookUrl } from '../core/webhook-url.ts'
import type { UrlNode } from './entries.ts'
import { expand, hasLiterals, literalsOf, variableNames, whyUnknown } from './expand.ts'
import type { ReadOptions } from './read-options.ts'
import type { Template, Variable } from './template.ts'

/** Scheme and authority. What follows is the path, the query or the fragment (RFC 3986, section 3). */
const UP_TO_AUTHORITY = /^[a-z][a-z\d+.-]*:\/\/[^/?#]*/i

/** The first `${` that isn't in the path or the query; `null` if all are. `text`: the URL as the file writes it. */
export function misplacedVariable(
  text: string,
  { variables, foreign, malformed }: Template,
): Pick<Variable, 'from' | 'length'> | null {
  const first = text.indexOf('${')
  const authority = UP_TO_AUTHORITY.exec(text)?.[0].length
  // Without a scheme the whole URL is wrong, unless a variable should have been the scheme.
  const isBeforePath = authority === undefined ? first === 0 : first !== -1 && first < authority
  if (isBeforePath) return { from: first, length: 2 }
  const fragment = text.indexOf('#')
  const all = [...variables, ...foreign, ...malformed]
  return all.find(({ from }) => fragment !== -1 && from > fragment) ?? null
}

/** The URL with a harmless letter in the place of each variable, to check all that the file itself writes. */
export function withoutVariables(template: Template): string {
  return withVariablesAs(template, 'x')
}

/** What a path and a query can hold (RFC 3986, sections 3.3 and 3.4). */
const LEGAL = /^(?:[A-Za-z0-9\-._~!$&'()*+,;=:@/?]|%[0-9A-Fa-f]{2})*$/

/** What makes a variable's value illegal in a URL, and the fix, without the value; `null` if nothing does. */
export function illegalInUrl(value: string): string | null {
  if (/^[^\r\n]*\r?\n$/.test(value)) {
    return "ends with a line break, which a URL can't contain. Store the secret again without it (`printf %s` instead of `echo`)."
  }
  if (/^https?:\/\//i.test(value)) {
    return 'contains a whole URL, but replaces only a part of one. Store only that part.'
  }
  return LEGAL.test(value)
    ? null
    : "contains a character that a path or query can't have (RFC 3986), such as a space, `#`, a quote, or a `%` without two digits. Percent-encode it and store the secret again."
}

/** Whether a variable in a path or a query can hold the value, and leaves the path as it's written. */
export function fitsInUrl(value: string): boolean {
  return illegalInUrl(value) === null && dotSegments(`/${value}`) === 0
}

/**
 * What variables make of a URL that the file doesn't say: another path by `..`; `null` if nothing. Each value by itself is
 * legal, so neither the origin nor what the file writes before a variable can change otherwise.
 */
export function expandedFlaw(template: Template, expanded: string): string | null {
  if (dotSegments(expanded) <= dotSegments(withoutVariables(template))) return null
  const names = variableNames(template)
  const [variable, puts] = names.length === 1 ? ['variable', 'puts'] : ['variables', 'put']
  return `The ${variable} ${names.map((name) => `\`${name}\``).join(', ')} ${puts} a \`.\` or \`..\` into the path, which changes where the URL leads. Store the secret without it.`
}

/** The number of segments that the URL standard resolves instead of sending them. */
function dotSegments(url: string): number {
  const path = url.replace(UP_TO_AUTHORITY, '').replace(/[?#].*$/s, '')
  return path.split('/').filter((segment) => /^(?:\.|%2e){1,2}$/i.test(segment)).length
}

/** Whether a URL can be what the template makes, whatever its variables stand for. */
function canBeMade(template: Template, { origin }: WebhookUrl, url: WebhookUrl): boolean {
  if (url.origin !== origin) return false
  if (hasLiterals(url.reveal(), literalsOf(template))) return true
  // Auco may have stored it in the form of the URL standard.
  const written = withVariablesAs(template, '')
  // No start of a mark is also its end, so marks can't overlap with the text around them.
  let mark = 'v0w'
  for (let number = 1; written.includes(mark); number += 1) mark = `v${number}w`
  const afterOrigin = (one: WebhookUrl) => one.serialized().slice(origin?.length)
  const literals = afterOrigin(new WebhookUrl(withVariablesAs(template, mark))).split(mark)
  return hasLiterals(afterOrigin(url), literals)
}

function withVariablesAs({ parts }: Template, replacement: string): string {
  return parts.map((part) => ('literal' in part ? part.literal : replacement)).join('')
}

/** A URL of the file as it's written, and expanded as far as this run knows its variables. */
export function desiredUrl(
  { text, template }: Pick<UrlNode, 'text' | 'template'>,
  options: Pick<ReadOptions, 'variable'>,
): Pick<DesiredWebhook, 'url' | 'urlTemplate'> {
  const variables = variableNames(template)
  const expanded = expand(template, options.variable)
  const written = new WebhookUrl(text, text)
  const { shown, origin } = written
  const canBe = (url: WebhookUrl) => canBeMade(template, written, url)
  const url =
    expanded === null
      ? ({ known: false, shown, origin, why: whyUnknown(template, options), canBe } as const)
      : new WebhookUrl(expanded, text)
  return { url, urlTemplate: { written, variables } }
}
