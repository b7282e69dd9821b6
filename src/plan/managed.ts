import { type DesiredWebhook, type LiveWebhook, looksMasked, type Webhook } from '../core/webhook.ts'

/** What an apply does with the webhooks at Auco that the file doesn't list; those in neither list stay, too. */
export interface Unlisted {
  readonly removed: readonly LiveWebhook[]
  /** An earlier version of the file declared them, but they were changed since then, or created again: they stay. */
  readonly changedSince: readonly LiveWebhook[]
  /** Why the earlier versions are unknown, though they are needed. Then none is removed. */
  readonly unknown: string | null
}

/** The webhooks that Auco has and the file hasn't, in Auco's order. */
export function unlistedWebhooks<W extends Webhook>(
  desired: readonly Webhook[],
  live: readonly W[],
): readonly W[] {
  const listed = new Set(desired.map(({ id }) => id))
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
    const inVersion = new Map(version.map((declaring) => [declaring.id, declaring]))
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
  const { description, url, header } = declared
  if (description !== webhook.description) return false
  if (!(url.known ? url.equals(webhook.url) : url.canBe(webhook.url))) return false
  if (header === null || webhook.header === null) return header === webhook.header
  const [one, other] = [header.value, webhook.header.value]
  if (!header.key.equals(webhook.header.key)) return false
  return !one.known || !other.known || one.secret.equals(other.secret)
}

/** Whether a write can send this webhook as it was read: a hidden value that is written back replaces the secret for good. */
export function canBeKept({ header }: Webhook): boolean {
  return header === null || (header.value.known && !looksMasked(header.value.secret.reveal()))
}
