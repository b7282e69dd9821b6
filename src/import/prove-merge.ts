import { parseSource } from '../config/source.ts'
import { findText, itemsAt } from '../config/source-tree.ts'
import { readSource } from '../config/webhooks-file.ts'
import type { ProblemCode } from '../core/errors.ts'
import type { Secret } from '../core/secret.ts'
import { type DesiredWebhook, type Environment, type LiveWebhook, otherThan } from '../core/webhook.ts'
import { asWritten, differingIds } from '../plan/compare-webhooks.ts'
import type { NeededSecret } from './merge.ts'

export interface Claim {
  readonly environment: Environment
  /** What Auco has, without what is left out. */
  readonly live: readonly LiveWebhook[]
  /** What the file declared for the other environment before; `null` if there was none. */
  readonly elsewhere: readonly DesiredWebhook[] | null
  readonly ownSecrets: readonly Secret[]
}

/**
 * Why a merged file is wrong, by the id of the webhook: it isn't valid, it differs from Auco, or it declares something else
 * for the other environment than before. Independent of how the merge was made. `null` is the id of what belongs to none.
 */
export function proofFailures(
  { environment, live, elsewhere, ownSecrets }: Claim,
  text: string,
  secrets: ReadonlyMap<string, Pick<NeededSecret, 'value'>>,
): ReadonlyMap<string | null, string> {
  const source = parseSource(text)
  const options = { ownSecrets, unset: 'allowed' } as const
  const variable = (name: string) => secrets.get(name)?.value?.reveal()
  const file = readSource(source, { ...options, environment, variable })
  const other = otherThan(environment)
  const after = readSource(source, { ...options, environment: other, variable: () => undefined })
  const failures = new Map<string | null, string>()
  for (const { severity, code, message, place } of [file, after].flatMap((one) =>
    one.ok ? [] : one.problems,
  )) {
    if (severity !== 'error') continue
    // The range of a block includes the first line of the next one: take the last match.
    const entry = (source.ok ? itemsAt(source.root, ['webhooks']) : []).findLast(
      (item) => item.place.line <= place.line && place.line <= item.place.endLine,
    )
    const id = entry === undefined ? null : (findText(entry, ['id'])?.text ?? null)
    failures.set(id, REASONS[code] ?? message)
  }
  if (!file.ok || !after.ok) return failures
  const inLive = new Set(live.map(({ id }) => id))
  const declared = file.webhooks.filter(({ id }) => inLive.has(id))
  for (const id of differingIds(declared, live)) failures.set(id, 'The file would say something else.')
  const changed = elsewhere === null ? [] : differingIds(asWritten(elsewhere), asWritten(after.webhooks))
  for (const id of changed) failures.set(id, `The file would also change for ${other}.`)
  return failures
}

/** Problems of what Auco has, which the file's messages would blame on a variable. */
const REASONS: Readonly<Partial<Record<ProblemCode, string>>> = {
  'illegal-value':
    "Its header's value can't be sent: it is very long, or has a line break, a control character, a character beyond Latin-1, or a space around it.",
  'own-secret': "It sends one of Auco's keys to its receiver. Give it a secret made for it.",
}
