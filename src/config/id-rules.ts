import type { Problem } from '../core/errors.ts'
import { quoteId } from '../core/format.ts'
import { DEFAULT_ID, ENVIRONMENTS } from '../core/webhook.ts'
import type { Entry } from './entries.ts'
import { errorAt, startOf } from './problems.ts'
import type { SourceNode } from './source-tree.ts'

/**
 * Problems between webhooks: duplicate ids, and `default`, which has to exist in every environment. Messages quote ids
 * after `redact`.
 */
export function idProblems(
  entries: readonly Entry[],
  webhooks: SourceNode | null,
  redact: (id: string) => string,
): readonly Problem[] {
  const problems: Problem[] = []
  const byId = new Map<string, Entry[]>()
  for (const entry of entries) {
    if (entry.id === null || entry.id.text === '') continue
    const { text: id, node } = entry.id
    const same = byId.get(id) ?? []
    const duplicate = same.find(({ environments }) =>
      environments.some((one) => entry.environments.includes(one)),
    )
    if (duplicate?.id != null) {
      const lines = `lines ${duplicate.id.node.place.line} and ${node.place.line}`
      const message = `Duplicate id ${quoteId(redact(id))} (${lines}). Remove or rename one, or give each its own \`environments\`.`
      problems.push(errorAt(node.place, 'repeated-id', message))
    }
    byId.set(id, [...same, entry])
  }
  if (webhooks === null || entries.length === 0) return problems
  return [...problems, ...missingDefaults(byId.get(DEFAULT_ID) ?? [], webhooks)]
}

/** Environments without a `default`, told at its first `environments`. */
function missingDefaults(defaults: readonly Entry[], webhooks: SourceNode): readonly Problem[] {
  const missing = ENVIRONMENTS.filter(
    (one) => !defaults.some(({ environments }) => environments.includes(one)),
  )
  if (missing.length === 0) return []
  const node = defaults.find(({ environmentsNode }) => environmentsNode !== null)?.environmentsNode
  const fix = node == null ? 'Add it, in lower case.' : 'Add it, or remove its `environments`.'
  const message = `No webhook has the id \`default\` for ${missing.join(' and ')}: Auco answers 400 to a list without it. ${fix}`
  return [errorAt(startOf((node ?? webhooks).place), 'no-default', message)]
}
