import type { DesiredWebhook, LiveWebhook, Webhook } from '../core/webhook.ts'
import { looksMasked } from '../core/webhook.ts'

/** The webhooks at Auco that the file doesn't list, by what an apply does with them. */
export interface Unlisted {
  readonly removed: readonly LiveWebhook[]
  /** An earlier version of the file declared them, but they were changed since then, or created again: they stay. */
  readonly changedSince: readonly LiveWebhook[]
  /** No version that counts declared them: they stay. */
  readonly foreign: readonly LiveWebhook[]
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

/** What a commit that changed the file declares. */
export interface Version {
  readonly webhooks: readonly DesiredWebhook[]
  /** Whether the branch had it. */
  readonly counts: boolean
  /** For one that doesn't: a commit whose history has what the branch had meanwhile; `null` if this one has, too. */
  readonly before: string | null
}

/**
 * Sorts unlisted webhooks by earlier versions of the file, as far as it has to read them. `versionsOf` gives those of a
 * commit's history, newest first.
 */
export async function sortByVersions(
  unlisted: readonly LiveWebhook[],
  revision: string,
  versionsOf: (revision: string) => AsyncIterable<Version>,
): Promise<Omit<Unlisted, 'unknown'>> {
  const open = new Set(unlisted)
  const managed = new Set<LiveWebhook>()
  const declared = new Set<string>()
  for (let from: string | undefined = revision; from !== undefined && open.size > 0; ) {
    // Only tried on the way, or the branch had it, too, and this history doesn't show that.
    const doubtful = new Map<LiveWebhook, string>()
    for await (const { webhooks, counts, before } of versionsOf(from)) {
      const byId = new Map(webhooks.map((webhook) => [webhook.id, webhook]))
      for (const webhook of open) {
        if (counts && byId.has(webhook.id)) declared.add(webhook.id)
        if (!isDeclaredBy(byId.get(webhook.id), webhook)) continue
        if (!counts) {
          if (before !== null && !doubtful.has(webhook)) doubtful.set(webhook, before)
          continue
        }
        managed.add(webhook)
        open.delete(webhook)
      }
      if (open.size === 0) break
    }
    from = [...doubtful].find(([webhook]) => open.has(webhook))?.[1]
  }
  return {
    removed: unlisted.filter((webhook) => managed.has(webhook)),
    changedSince: [...open].filter(({ id }) => declared.has(id)),
    foreign: [...open].filter(({ id }) => !declared.has(id)),
  }
}

/**
 * Whether a version of the file declared the webhook as Auco has it. Where the version has a variable, or Auco hides the
 * value, any value fits.
 */
function isDeclaredBy(declared: DesiredWebhook | undefined, webhook: LiveWebhook): boolean {
  if (declared === undefined) return false
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
