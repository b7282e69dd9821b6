import type { Place, Problem } from '../core/errors.ts'
import { quoteId } from '../core/format.ts'
import { DEFAULT_ID, ENVIRONMENTS } from '../core/webhook.ts'
import type { Entry } from './entries.ts'
import { errorAt, warningAt } from './problems.ts'
import type { SourceNode, TextNode } from './source-node.ts'
import { startOf } from './source-positions.ts'

/** Problems between webhooks: duplicate or similar ids, and `default`, which has to exist in every environment. */
export function idProblems(entries: readonly Entry[], webhooks: SourceNode | null): readonly Problem[] {
  const problems: Problem[] = []
  const exact = new Map<string, Place>()
  const folded = new Map<string, TextNode>()
  for (const entry of entries) {
    if (entry.id === null || entry.id.text === '') continue
    const { text: id, node } = entry.id
    const { place } = node
    const first = exact.get(id)
    const similar = folded.get(id.toLowerCase())
    if (first !== undefined) {
      const message = `The id ${quoteId(id)} stands twice: lines ${first.line} and ${place.line}. Keep one of them, or rename one.`
      problems.push(errorAt(place, 'repeated-id', message))
    } else if (similar !== undefined) {
      const message =
        `The ids ${quoteId(similar.text)} (line ${similar.node.place.line}) and ${quoteId(id)} (line ${place.line}) differ only in case. ` +
        'Auco takes them for two webhooks; check that documents name the right one.'
      problems.push(warningAt(place, 'similar-id', message))
    }
    if (first === undefined) exact.set(id, place)
    if (similar === undefined) folded.set(id.toLowerCase(), entry.id)
    if (id === DEFAULT_ID) problems.push(...defaultEnvironments(entry))
  }
  if (webhooks !== null && entries.length > 0 && !exact.has(DEFAULT_ID)) {
    const message =
      'No webhook has the id `default`: Auco answers 400 to a list without it. Add it; it gets every event that names no other webhook.'
    problems.push(errorAt(startOf(webhooks.place), 'no-default', message))
  }
  return problems
}

function defaultEnvironments({ environments, environmentsNode }: Entry): readonly Problem[] {
  if (environmentsNode === null || environments.length === ENVIRONMENTS.length) return []
  const message =
    '`default` must belong to every environment: Auco answers 400 to a list without it. Remove its `environments`.'
  return [errorAt(startOf(environmentsNode.place), 'default-not-everywhere', message)]
}
