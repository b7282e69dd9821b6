import type { Place, Problem } from '../core/errors.ts'
import { quoteId } from '../core/format.ts'
import { appearanceOf, tellApart } from '../core/look-alikes.ts'
import { suggest } from '../core/suggest.ts'
import { DEFAULT_ID, ENVIRONMENTS } from '../core/webhook.ts'
import type { Entry } from './entries.ts'
import { errorAt, warningAt } from './problems.ts'
import type { SourceNode, TextNode } from './source-node.ts'
import { startOf } from './source-positions.ts'

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
  const exact = new Map<string, Place>()
  const alike = new Map<string, TextNode>()
  for (const entry of entries) {
    if (entry.id === null || entry.id.text === '') continue
    const { text: id, node } = entry.id
    const { place } = node
    const first = exact.get(id)
    const appearance = appearanceOf(id).toLowerCase()
    const similar = alike.get(appearance)
    if (first !== undefined) {
      const message = `Duplicate id ${quoteId(shownId(id, redact))} (lines ${first.line} and ${place.line}). Remove or rename one.`
      problems.push(errorAt(place, 'repeated-id', message))
    } else if (similar !== undefined) {
      problems.push(warningAt(place, 'similar-id', similarIds(similar, entry.id, redact)))
    }
    if (first === undefined) exact.set(id, place)
    if (similar === undefined) alike.set(appearance, entry.id)
    if (id === DEFAULT_ID) problems.push(...defaultEnvironments(entry))
  }
  if (webhooks !== null && entries.length > 0 && !exact.has(DEFAULT_ID)) {
    problems.push(noDefault(entries, webhooks, redact))
  }
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
  const isCase = first.text.toLowerCase() === second.text.toLowerCase()
  const shown = [shownId(first.text, redact), shownId(second.text, redact)] as const
  const [one, other] = isCase ? shown : tellApart(...shown)
  const difference = isCase ? 'differ only in case' : 'look alike and are not the same'
  return (
    `The ids ${quoteId(one)} (line ${first.node.place.line}) and ${quoteId(other)} (line ${second.node.place.line}) ${difference}. ` +
    'To Auco they are two webhooks. Check that documents name the right one.'
  )
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

function defaultEnvironments({ environments, environmentsNode }: Entry): readonly Problem[] {
  if (environmentsNode === null || environments.length === ENVIRONMENTS.length) return []
  const message =
    '`default` must belong to every environment: Auco answers 400 to a list without it. Remove its `environments`.'
  return [errorAt(startOf(environmentsNode.place), 'default-not-everywhere', message)]
}
