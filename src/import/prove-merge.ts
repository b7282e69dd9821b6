import { Lexer } from 'yaml'
import { parseSource } from '../config/source.ts'
import { readWebhooksFile } from '../config/webhooks-file.ts'
import { quoteId } from '../core/format.ts'
import type { Secret } from '../core/secret.ts'
import { type Environment, type LiveCompany, otherThan } from '../core/webhook.ts'
import { asWritten, byId, differingIds } from '../plan/compare-webhooks.ts'
import { fieldChanges } from '../plan/field-changes.ts'
import type { FileBefore, Merged } from './merge.ts'

/** What a merge is verified against. */
export interface Claim {
  readonly environment: Environment
  readonly live: LiveCompany
  readonly existing: string | null
  readonly ownSecrets: readonly Secret[]
  /** For the ids in failures. */
  readonly redact: (text: string) => string
}

/**
 * Why a merged file is wrong: it is not valid, it differs from live, it declares something else for the other environment
 * than before, or a comment is lost. Empty for a right one. Independent of how the merge was made.
 */
export function proofFailures(claim: Claim, before: FileBefore, merged: Merged): readonly string[] {
  const { environment, live, existing, ownSecrets, redact } = claim
  // Redacted before it is cut to its longest length.
  const quoted = (id: string) => quoteId(redact(id))
  const file = readWebhooksFile(merged.text, {
    environment,
    variable: (name) => merged.values.get(name)?.reveal(),
    ownSecrets,
    unset: 'allowed',
  })
  if (!file.ok) {
    return file.problems
      .filter(({ severity }) => severity === 'error')
      .map(({ message, place }) => {
        const id = idOn(merged.text, place.line)
        return `${id === null ? 'A webhook' : quoted(id)} cannot be in the file as it is live. ${message}`
      })
  }
  const [inFile, inLive] = [byId(file.webhooks), byId(live.webhooks)]
  // What one file can't say of two environments: exactly that differs, and everywhere it was said to.
  const isKept = (id: string) => {
    const [to, from] = [inFile.get(id), inLive.get(id)]
    const fields = to === undefined || from === undefined ? [] : fieldChanges(from, to)
    return fields.map(({ field }) => field).join() === 'description'
  }
  const differing = new Set([
    ...differingIds(file.webhooks, live.webhooks).filter(
      (id) => !merged.keptDescriptions.has(id) || !isKept(id),
    ),
    ...[...merged.keptDescriptions].filter((id) => !isKept(id)),
  ])
  if (differing.size > 0) {
    return [`The file can't declare what is live for ${[...differing].map(quoted).join(', ')}. ${BY_HAND}`]
  }
  if (existing === null) return []
  const other = otherThan(environment)
  const after = readWebhooksFile(merged.text, {
    environment: other,
    variable: () => undefined,
    ownSecrets: [],
    unset: 'allowed',
  })
  const changed = after.ok ? differingIds(asWritten(before[other]), asWritten(after.webhooks)) : null
  if (changed === null || changed.length > 0) {
    return [
      `Importing this would also change ${changed === null ? 'the file' : changed.map(quoted).join(', ')} for ${other}. ${BY_HAND}`,
    ]
  }
  const [kept, had] = [commentsOf(merged.text), commentsOf(existing)]
  return had.every((comment) => count(kept, comment) >= count(had, comment))
    ? []
    : [`A comment of the file would be lost. ${BY_HAND}`]
}

const BY_HAND = 'Merge it by hand.'

/** The id of the webhook on a line of the text; `null` if it has none. */
function idOn(text: string, line: number): string | null {
  const source = parseSource(text)
  const list = source.ok && source.root.kind === 'map' ? source.root.entries.get('webhooks')?.node : undefined
  const entry =
    list?.kind === 'list'
      ? // The range of a block includes the first line of the next one: take the last match.
        list.items.findLast(({ place }) => place.line <= line && line <= place.endLine)
      : undefined
  const id = entry?.kind === 'map' ? entry.entries.get('id')?.node : undefined
  return id?.kind === 'scalar' && typeof id.value === 'string' ? id.value : null
}

/** All comments of a YAML text. No other lexeme starts with `#`: quoted scalars start with a quote, blocks with a space. */
function commentsOf(text: string): readonly string[] {
  const lexemes = [...new Lexer().lex(text)]
  return lexemes.filter((lexeme) => lexeme.startsWith('#')).map((comment) => comment.trimEnd())
}

function count(list: readonly string[], wanted: string): number {
  return list.filter((one) => one === wanted).length
}
