import type * as z from 'zod/mini'
import type { Place, Problem, ProblemCode } from '../core/errors.ts'
import { escapeInvisible } from '../core/escape-invisible.ts'
import { suggest } from '../core/suggest.ts'
import { ENVIRONMENTS } from '../core/webhook.ts'
import { Header, UrlByEnvironment, Webhook, type WebhooksFile, WebhooksList } from './fields.ts'
import type { SourceNode } from './source.ts'

type Issue = z.core.$ZodIssue
type Path = readonly PropertyKey[]

export type ShapeResult =
  | { readonly ok: true; readonly file: WebhooksFile }
  | { readonly ok: false; readonly problems: readonly Problem[] }

/**
 * Checks the tree against the schema, and says every difference in our own words, at its place. Entries are checked one
 * by one: zod passes all issues of a value as arguments, and a hundred thousand of them overflow the stack.
 */
export function checkShape(root: SourceNode): ShapeResult {
  const list = WebhooksList.safeParse(plain(root))
  if (!list.success) {
    const entries = nodeAt(root, ['webhooks'])
    const isList = !entries.missing && entries.node.kind === 'list'
    const inside = isList ? checkEntries(plain(entries.node), root).problems : []
    return { ok: false, problems: [...describeAll(list.error.issues, [], root), ...inside] }
  }
  const { webhooks, problems } = checkEntries(list.data.webhooks, root)
  return problems.length > 0 ? { ok: false, problems } : { ok: true, file: { webhooks } }
}

function checkEntries(
  entries: unknown,
  root: SourceNode,
): { webhooks: Webhook[]; problems: readonly Problem[] } {
  const results = Array.isArray(entries) ? entries.map((entry) => Webhook.safeParse(entry)) : []
  return {
    webhooks: results.flatMap((result) => (result.success ? [result.data] : [])),
    problems: results.flatMap((result, index) =>
      result.success ? [] : describeAll(result.error.issues, ['webhooks', index], root),
    ),
  }
}

function describeAll(issues: readonly Issue[], parent: Path, root: SourceNode): readonly Problem[] {
  return issues.flatMap((issue) => describe(issue, parent, root))
}

/**
 * The largest file has room for 6,700 of the shortest valid webhooks. A longer list is refused without a look at its
 * entries: to tell what is wrong with each of 60,000 takes longer than a file may take.
 */
export const MAX_WEBHOOKS = 7_000

/** That the list is longer than any valid one; `null` if it is not. */
export function tooManyWebhooks(root: SourceNode): Problem | null {
  const { node, missing } = nodeAt(root, ['webhooks'])
  if (missing || node.kind !== 'list' || node.items.length <= MAX_WEBHOOKS) return null
  return {
    code: 'many-webhooks',
    severity: 'error',
    message: `\`webhooks\` has more than ${MAX_WEBHOOKS} entries. List webhooks only; remove what is not one.`,
    place: start(node.place),
  }
}

/** The node at a path; where the path leads to nothing, the innermost node that holds it. */
export function nodeAt(
  root: SourceNode,
  path: Path,
): { readonly node: SourceNode; readonly missing: boolean } {
  let node = root
  for (const step of path) {
    const next =
      node.kind === 'map'
        ? node.entries.get(String(step))?.node
        : node.kind === 'list'
          ? node.items[Number(step)]
          : undefined
    if (next === undefined) return { node, missing: true }
    node = next
  }
  return { node, missing: false }
}

/** Where a collection starts: an annotation on all its lines would hide the one that matters. */
export function start(place: Place): Place {
  return place.line === place.endLine
    ? place
    : { line: place.line, column: place.column, endLine: place.line, endColumn: place.column + 1 }
}

function describe(issue: Issue, parent: Path, root: SourceNode): readonly Problem[] {
  const path = [...parent, ...issue.path]
  const { node, missing } = nodeAt(root, path)
  const name = path.findLast((step) => typeof step === 'string') ?? 'webhooks'
  const one = (code: ProblemCode, message: string, place = node.place): readonly Problem[] => [
    { code, severity: 'error', message, place: start(place) },
  ]

  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => {
        const entry = node.kind === 'map' ? node.entries.get(key) : undefined
        const message = unknownKey(key, path, entry?.isBare !== false)
        const place = start(entry?.keyPlace ?? node.place)
        return { code: 'unknown-key', severity: 'error', message, place }
      })
    case 'invalid_union': {
      // `url` is the only union: a map is judged by its own schema, anything else as the text it should be.
      const inner = issue.errors[node.kind === 'map' ? 1 : 0] ?? []
      return inner.flatMap((nested) => describe(nested, path, root))
    }
    case 'invalid_type':
      if (missing && isMisspelt(String(path.at(-1)), node, path.slice(0, -1))) return []
      if (missing) return one('missing', missingKey(String(path.at(-1))))
      return one('wrong-type', wrongType(issue.expected, node, path, String(name)))
    case 'invalid_value':
      return one(
        'unknown-environment',
        '`environments` knows `stage` and `production` only. Correct the name.',
      )
    default:
      // Rules of single values have their own words in the schema.
      return one(FIELD_CODES[String(name)] ?? 'invalid-value', issue.message)
  }
}

/** What a value is called that breaks a rule of its field. */
const FIELD_CODES: Readonly<Record<string, ProblemCode>> = {
  webhooks: 'invalid-webhooks',
  id: 'invalid-id',
  description: 'invalid-description',
  environments: 'invalid-environments',
  key: 'invalid-key',
}

/** Keys that people and attackers write, and that are certainly no piece of a value. */
const NO_SECRETS = ['__proto__', 'constructor', 'prototype', '<<']

/**
 * A piece of a value without quotes can stand where a key does: behind a comma of a flow map, where it has no colon behind
 * it, and in `header` in other ways too. There a key is shown only if a known one is near to it.
 */
function unknownKey(key: string, path: Path, isBare: boolean): string {
  const known = Object.keys(schemaAt(path).def.shape)
  const suggestion = suggest(key, known)
  const isName =
    /^[\w.<$ -]{1,64}$/.test(key) &&
    ((path.at(-1) !== 'header' && !isBare) || suggestion !== null || NO_SECRETS.includes(key))
  const subject = isName
    ? `The key \`${escapeInvisible(key)}\``
    : 'A key (not shown: it may be a piece of a value)'
  const fix =
    suggestion === null
      ? `Known here: ${known.map((word) => `\`${word}\``).join(', ')}.`
      : `Did you mean \`${suggestion}\`?`
  return `${subject} is unknown. ${fix}`
}

/** Whether the missing key stands there under a name that is taken for it: that is one mistake, and told once. */
function isMisspelt(missing: string, node: SourceNode, path: Path): boolean {
  if (node.kind !== 'map') return false
  const known = Object.keys(schemaAt(path).def.shape)
  return [...node.entries.keys()].some((key) => !known.includes(key) && suggest(key, known) === missing)
}

function schemaAt(path: Path): { readonly def: { readonly shape: object } } {
  const last = path.at(-1)
  if (last === 'header') return Header
  if (last === 'url') return UrlByEnvironment
  return typeof last === 'number' ? Webhook : WebhooksList
}

const MISSING: Readonly<Record<string, string>> = {
  webhooks: '`webhooks` is missing. Write the list of webhooks under `webhooks:`.',
  id: '`id` is missing. Add the name that documents refer to, such as `default` or `Billing`.',
  description: '`description` is missing. Say in a few words what the webhook is for.',
  url: '`url` is missing. Add the address that Auco sends the notifications to.',
  key: '`header` has no `key`. Add the header name, such as `key: Authorization`, or remove `header`.',
  value:
    '`header` has no `value`. Add it with a variable, such as `value: Bearer ${NAME}`, or remove `header`.',
}

function missingKey(key: string): string {
  return MISSING[key] ?? `\`${key}\` is missing. Add it.`
}

function wrongType(expected: string, node: SourceNode, path: Path, name: string): string {
  const subject =
    typeof path.at(-1) === 'number'
      ? `An entry of \`${name}\``
      : path.length === 0
        ? 'The file'
        : `\`${name}\``
  switch (expected) {
    case 'string':
      if (node.kind === 'scalar' && node.value === null) return `${subject} has no value. Write a text.`
      return node.kind === 'scalar'
        ? `${subject} must be text: put it in quotes.`
        : `${subject} must be text, not a ${node.kind}. Write one value.`
    case 'boolean':
      return `${subject} must be \`true\` or \`false\`, without quotes.`
    case 'array':
      return name === 'environments'
        ? `${subject} must be a list, such as \`[${ENVIRONMENTS.join(', ')}]\`.`
        : `${subject} must be a list. Start each webhook with \`- id:\`.`
    default:
      if (path.length === 0)
        return `${subject} must be a map with the key \`webhooks\`. Write \`webhooks:\` and the list under it.`
      return name === 'header'
        ? `${subject} must be a map with \`key\` and \`value\`.`
        : `${subject} must be a map with \`id\`, \`description\` and \`url\`.`
  }
}

/** The tree as plain values, with own properties whatever their names: `__proto__` is a key like any other. */
function plain(node: SourceNode): unknown {
  if (node.kind === 'scalar') return node.value
  if (node.kind === 'list') return node.items.map(plain)
  const object = {}
  for (const [key, entry] of node.entries) {
    Object.defineProperty(object, key, {
      value: plain(entry.node),
      enumerable: true,
      configurable: true,
      writable: true,
    })
  }
  return object
}
