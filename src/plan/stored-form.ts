import type { Header, LiveWebhook, Webhook } from '../core/webhook.ts'
import type { WebhookUrl } from '../core/webhook-url.ts'
import { isValueLost } from './compare-webhooks.ts'
import { urlDifference } from './field-changes.ts'

/** A field that is stored in another form than it was sent. Never holds a header value or a hidden part of a URL. */
export type StoredForm = { readonly id: string } & (
  | { readonly field: 'id' | 'description' | 'header.key'; readonly sent: string; readonly stored: string }
  | {
      readonly field: 'url'
      readonly sent: string
      readonly stored: string
      /** Whether `sent` and `stored` show a difference, and whether there is one in a part that is not shown. */
      readonly shownPart: boolean
      readonly hiddenPart: boolean
    }
  | { readonly field: 'header.value' }
)

/**
 * The fields in which what is stored differs from what was sent only by its form: by case, surrounding or repeated space,
 * Unicode normalization, or in a URL the escapes and the last slash. `null` if anything else differs, too.
 * `isReadable` as in `differingIds`.
 */
export function storedForms(
  sent: readonly Webhook[],
  stored: readonly LiveWebhook[],
  isReadable: (id: string) => boolean,
): readonly StoredForm[] | null {
  if (sent.length !== stored.length) return null
  const sentIds = new Set(sent.map(({ id }) => id))
  const byId = new Map(stored.map((webhook) => [webhook.id, webhook]))
  const renamed = new Map(
    stored.filter(({ id }) => !sentIds.has(id)).map((webhook) => [normalText(webhook.id), webhook]),
  )
  const forms: StoredForm[] = []
  const found = new Set<LiveWebhook>()
  for (const webhook of sent) {
    const { id } = webhook
    const counterpart = byId.get(id) ?? renamed.get(normalText(id))
    const differing = counterpart === undefined ? null : formsOf(webhook, counterpart, isReadable(id))
    if (counterpart === undefined || differing === null || found.has(counterpart)) return null
    found.add(counterpart)
    forms.push(...differing)
  }
  return forms
}

function formsOf(sent: Webhook, stored: LiveWebhook, isReadable: boolean): readonly StoredForm[] | null {
  const { id } = sent
  const texts = [
    ['id', id, stored.id],
    ['description', sent.description, stored.description],
    ['header.key', sent.header?.key.reveal() ?? '', stored.header?.key.reveal() ?? ''],
  ] as const
  if (texts.some(([, one, other]) => normalText(one) !== normalText(other))) return null
  // What was sent is always known.
  if (!sent.url.known || normalUrl(sent.url) !== normalUrl(stored.url)) return null
  const value = isSameValue(sent.header, stored.header, isReadable)
  if (value === 'no') return null
  return [
    ...texts.flatMap(([field, one, other]) =>
      one === other
        ? []
        : [{ id, field, sent: one, stored: field === 'header.key' ? shownKey(stored) : other } as const],
    ),
    ...urlForms(id, sent.url, stored.url),
    ...(value === 'in another form' ? [{ id, field: 'header.value' } as const] : []),
  ]
}

function urlForms(id: string, sent: WebhookUrl, stored: WebhookUrl): readonly StoredForm[] {
  // Another form of a URL that the file writes out tells no more than the file.
  const seen = sent.shown === sent.reveal() ? stored.writtenAs(stored.reveal()) : stored
  const difference = urlDifference(seen, sent)
  if (difference === null) return []
  const { from, to, shownPart, hiddenPart } = difference
  return [{ id, field: 'url', sent: to, stored: from, shownPart, hiddenPart }]
}

function shownKey({ header }: Webhook): string {
  return header?.key.shown ?? ''
}

function isSameValue(
  sent: Header | null,
  stored: Header | null,
  isReadable: boolean,
): 'yes' | 'no' | 'in another form' {
  if (sent === null || stored === null) return sent === stored ? 'yes' : 'no'
  if (isReadable && isValueLost(sent, stored)) return 'no'
  if (!sent.value.known || !stored.value.known || sent.value.secret.equals(stored.value.secret)) return 'yes'
  const [one, other] = [sent.value.secret.reveal(), stored.value.secret.reveal()]
  return normalText(one) === normalText(other) ? 'in another form' : 'no'
}

function normalText(text: string): string {
  return text.normalize('NFKC').trim().replaceAll(/\s+/g, ' ').toLowerCase()
}

function normalUrl(url: WebhookUrl): string {
  const decoded = url
    .serialized()
    .replaceAll(/(?:%[0-9a-f]{2})+/gi, (run) => Buffer.from(run.replaceAll('%', ''), 'hex').toString('utf8'))
  return normalText(decoded).replace(/\/(?=$|[?#])/, '')
}
