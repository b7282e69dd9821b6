import type { Problem } from '../core/errors.ts'
import { quoteId, replaceInvisible } from '../core/format.ts'
import { suggest } from '../core/suggest.ts'
import { DEFAULT_ID, ENVIRONMENTS } from '../core/webhook.ts'
import type { Entry } from './entries.ts'
import { errorAt, startOf, warningAt } from './problems.ts'
import type { SourceNode, TextNode } from './source-tree.ts'

/**
 * Problems between webhooks: duplicate or similar ids, and `default`, which has to exist in every environment. Messages
 * quote ids after `redact`.
 */
export function idProblems(
  entries: readonly Entry[],
  webhooks: SourceNode | null,
  redact: Redact,
): readonly Problem[] {
  const problems: Problem[] = []
  const exact = new Map<string, Entry[]>()
  const alike = new Map<string, TextNode>()
  for (const entry of entries) {
    if (entry.id === null || entry.id.text === '') continue
    const { text: id, node } = entry.id
    const same = exact.get(id) ?? []
    const duplicate = same.find(({ environments }) =>
      environments.some((one) => entry.environments.includes(one)),
    )
    const appearance = appearanceOf(id).toLowerCase()
    const similar = alike.get(appearance)
    if (duplicate?.id != null) {
      const lines = `lines ${duplicate.id.node.place.line} and ${node.place.line}`
      const message = `Duplicate id ${quoteId(shownId(id, redact))} (${lines}). Remove or rename one, or give each its own \`environments\`.`
      problems.push(errorAt(node.place, 'repeated-id', message))
    } else if (similar !== undefined && similar.text !== id) {
      problems.push(warningAt(node.place, 'similar-id', similarIds(similar, entry.id, redact)))
    }
    exact.set(id, [...same, entry])
    if (similar === undefined) alike.set(appearance, entry.id)
  }
  const defaults = exact.get(DEFAULT_ID)
  if (defaults !== undefined) problems.push(...missingDefaults(defaults))
  else if (webhooks !== null && entries.length > 0) problems.push(noDefault(entries, webhooks, redact))
  return problems
}

type Redact = (id: string) => string

/** The id without secrets. One that holds a secret only in its appearance isn't shown: it can't be cut out. */
function shownId(id: string, redact: Redact): string {
  const redacted = redact(id)
  const appearance = appearanceOf(redacted)
  return redact(appearance) === appearance ? redacted : '***'
}

function similarIds(first: TextNode, second: TextNode, redact: Redact): string {
  const [one, other] = [first, second].map(
    ({ text, node }) => `${quoteId(shownId(text, redact))} (line ${node.place.line})`,
  )
  return `The ids ${one} and ${other} look alike, but to Auco they are two webhooks. Check that documents name the right one.`
}

/** How an id looks: without invisible characters, and as Unicode composes its letters (UAX #15). */
function appearanceOf(id: string): string {
  const visible = replaceInvisible(id.normalize('NFKC'), () => '')
  // An invisible character can have kept two others from being composed.
  return visible.normalize('NFKC')
}

/** At the id that was probably meant to be `default`, if there is one. */
function noDefault(entries: readonly Entry[], webhooks: SourceNode, redact: Redact): Problem {
  const cause = 'No webhook has the id `default`: Auco answers 400 to a list without it.'
  const meant = entries.find(({ id }) => id !== null && suggest(appearanceOf(id.text), [DEFAULT_ID]) !== null)
  if (meant?.id == null) {
    const fix = 'Add it: it receives every event that names no other webhook.'
    return errorAt(startOf(webhooks.place), 'no-default', `${cause} ${fix}`)
  }
  const { text, node } = meant.id
  const fix = `Did you mean \`default\` instead of ${quoteId(shownId(text, redact))}?`
  return errorAt(startOf(node.place), 'no-default', `${cause} ${fix}`)
}

/** Environments without a `default`, told at its first `environments`. */
function missingDefaults(defaults: readonly Entry[]): readonly Problem[] {
  const missing = ENVIRONMENTS.filter(
    (one) => !defaults.some(({ environments }) => environments.includes(one)),
  )
  const node = defaults.find(({ environmentsNode }) => environmentsNode !== null)?.environmentsNode
  if (missing.length === 0 || node == null) return []
  const message = `\`default\` is missing for ${missing.join(', ')}: Auco answers 400 to a list without it. Remove its \`environments\`, or add a second \`default\`.`
  return [errorAt(startOf(node.place), 'no-default', message)]
}
