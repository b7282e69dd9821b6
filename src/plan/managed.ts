import { type DesiredWebhook, type LiveWebhook, looksMasked, type Webhook } from '../core/webhook.ts'
import { byId, fieldChanges } from './compare-webhooks.ts'
import type { Unlisted } from './plan.ts'

/** The webhooks that Auco has and the file hasn't, in Auco's order. */
export function unlistedWebhooks<W extends Webhook>(
  desired: readonly Webhook[],
  live: readonly W[],
): readonly W[] {
  const listed = byId(desired)
  return live.filter(({ id }) => !listed.has(id))
}

/** Sorts unlisted webhooks by earlier versions of the file, as far as it has to read them. */
export async function sortByVersions(
  unlisted: readonly LiveWebhook[],
  versions: AsyncIterable<readonly DesiredWebhook[]>,
): Promise<Omit<Unlisted, 'unknown'>> {
  const open = new Set(unlisted)
  const managed = new Set<LiveWebhook>()
  const declared = new Set<string>()
  for await (const version of versions) {
    const inVersion = byId(version)
    for (const webhook of open) {
      const earlier = inVersion.get(webhook.id)
      if (earlier === undefined) continue
      declared.add(webhook.id)
      if (!isDeclaredBy(earlier, webhook)) continue
      managed.add(webhook)
      open.delete(webhook)
    }
    if (open.size === 0) break
  }
  return {
    removed: unlisted.filter((webhook) => managed.has(webhook)),
    changedSince: [...open].filter(({ id }) => declared.has(id)),
  }
}

/**
 * Whether a version of the file declared the webhook as Auco has it. Where the version has a variable, or Auco hides the
 * value, any value fits.
 */
function isDeclaredBy(declared: DesiredWebhook, webhook: LiveWebhook): boolean {
  const { header } = declared
  if (header?.value.known !== false) return fieldChanges(webhook, declared).length === 0
  const value = { known: false, why: header.value.why } as const
  return fieldChanges(webhook, { ...declared, header: { ...header, value } }).length === 0
}

/** Whether a write can send this webhook as it was read: a hidden value that is written back replaces the secret for good. */
export function canBeKept({ header }: Webhook): boolean {
  return header === null || (header.value.known && !looksMasked(header.value.secret.reveal()))
}
