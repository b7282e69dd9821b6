import type { DesiredWebhook, LiveCompany, LiveWebhook } from './webhook.ts'
import type { WebhookUrl } from './webhook-url.ts'

/** What the repository declares, by which live texts may be shown. */
export interface Declared {
  /** The webhooks of the file, and of the base branch's. */
  readonly webhooks: readonly DesiredWebhook[]
  /** What the same files say of the other environment. */
  readonly elsewhere: readonly DesiredWebhook[]
  /** Whether that is all of it. An apply doesn't see the file that declared what is live. */
  readonly isComplete: boolean
  /** Replaces the secrets that the run knows by the time a URL is shown. */
  readonly redact: (text: string) => string
}

/**
 * The live state, with its URLs shown as far as the repository's files allow: of a webhook whose URL has variables in a
 * file, the origin only; a URL that a file writes out, as it is; one that has variables only in the other environment, the
 * origin again; any other without what looks like a token, and beside a receiver whose path has variables without all that
 * no file writes. As long as files are missing, their variables could be anywhere, so then it's the origin only, too.
 */
export function withDeclaredUrls(live: LiveCompany, declared: Declared): LiveCompany {
  const { webhooks: files, elsewhere, isComplete, redact } = declared
  const secretIds = idsWithVariables(files)
  const secretElsewhere = idsWithVariables(elsewhere)
  const all = [...files, ...elsewhere]
  const secretOrigins = new Set(
    all
      .filter(hasVariables)
      .filter(({ urlTemplate }) => urlTemplate.written.hasPathVariables())
      .map(({ urlTemplate }) => urlTemplate.written.origin),
  )
  const writtenOut = new Set(
    files.flatMap((webhook) =>
      webhook.url.known && !secretIds.has(webhook.id) ? [webhook.url.serialized()] : [],
    ),
  )
  // Without the URL of a webhook that now has variables: its secret was in the base branch's file.
  const literals = new Set(
    all
      .filter((webhook) => hasVariables(webhook) || !secretIds.has(webhook.id))
      .flatMap(({ urlTemplate }) => urlTemplate.written.literalSegments()),
  )
  const around = all.filter(hasVariables).flatMap(({ urlTemplate }) => urlTemplate.written.aroundVariables())
  const shown = ({ id, url }: LiveWebhook): WebhookUrl => {
    if (secretIds.has(id)) return url.displayed({ kind: 'origin', literals, around, isSecret: true })
    if (writtenOut.has(url.serialized())) return url.displayed({ kind: 'path' })
    const isSecret = secretElsewhere.has(id)
    if (isSecret || !isComplete) return url.displayed({ kind: 'origin', literals, around, isSecret })
    const onlyLiterals = secretOrigins.has(url.origin)
    return url.displayed({ kind: 'no-tokens', literals, onlyLiterals, redact })
  }
  return { ...live, webhooks: live.webhooks.map((webhook) => ({ ...webhook, url: shown(webhook) })) }
}

function idsWithVariables(webhooks: readonly DesiredWebhook[]): ReadonlySet<string> {
  return new Set(webhooks.filter(hasVariables).map(({ id }) => id))
}

function hasVariables({ urlTemplate }: DesiredWebhook): boolean {
  return urlTemplate.variables.length > 0
}
