import {
  DEFAULT_ID,
  type DesiredHeader,
  type DesiredWebhook,
  type Header,
  type HeaderValue,
  type LiveWebhook,
  looksMasked,
  type Webhook,
} from '../core/webhook.ts'
import type { WebhookUrl } from '../core/webhook-url.ts'
import { fieldChanges, urlDifference } from './field-changes.ts'
import type { FieldChange } from './plan.ts'

/**
 * The ids in which two sets of webhooks differ, those of `a` first; none if they are equal as far as can be seen.
 *
 * `isReadable(id)`: true if `b` is known to show the header value of that id. Then a value that is known in `a` and not
 * in `b` is a difference; otherwise it is not.
 */
export function differingIds(
  a: readonly Webhook[],
  b: readonly Webhook[],
  isReadable: (id: string) => boolean = () => false,
): readonly string[] {
  const inA = byId(a)
  const inB = byId(b)
  const differing = a.filter((webhook) => {
    const other = inB.get(webhook.id)
    return (
      other === undefined ||
      fieldChanges(webhook, other).length > 0 ||
      (isReadable(webhook.id) && isValueLost(webhook.header, other.header))
    )
  })
  return [...differing.map(({ id }) => id), ...b.filter(({ id }) => !inA.has(id)).map(({ id }) => id)]
}

/** The ids whose header value is known in the first set and hidden in the second. */
export function hiddenIds(known: readonly Webhook[], seen: readonly Webhook[]): readonly string[] {
  const inSeen = byId(seen)
  return known
    .filter(({ id, header }) => header?.value.known === true && inSeen.get(id)?.header?.value.known === false)
    .map(({ id }) => id)
}

/** The webhooks of the file that `before` has not, or with another URL: those that were created or re-pointed since. */
export function createdOrRepointed(
  desired: readonly DesiredWebhook[],
  before: readonly Webhook[],
): readonly DesiredWebhook[] {
  const known = byId(before)
  return desired.filter(({ id, url }) => {
    const other = known.get(id)
    return other === undefined || urlDifference(other.url, url) !== null
  })
}

/** Webhooks of the file with their values as written, `${NAME}` included: two states of a file compare by these. */
export function asWritten(webhooks: readonly DesiredWebhook[]): readonly (DesiredWebhook & LiveWebhook)[] {
  return webhooks.map((webhook) => {
    const { header, urlTemplate } = webhook
    return {
      ...webhook,
      url: urlTemplate.written,
      header: header === null ? null : { ...header, value: valueAsWritten(header) },
    }
  })
}

function valueAsWritten({ written, variables }: DesiredHeader): HeaderValue {
  return { known: true, secret: written, isPublic: variables.length === 0 }
}

/** The order of a write: `default` first, as Auco requires (Auco: Company / Update), then the order that is given. */
export function defaultFirst<W extends Webhook>(webhooks: readonly W[]): readonly W[] {
  return [
    ...webhooks.filter(({ id }) => id === DEFAULT_ID),
    ...webhooks.filter(({ id }) => id !== DEFAULT_ID),
  ]
}

export function byId<W extends Webhook>(webhooks: readonly W[]): ReadonlyMap<string, W> {
  return new Map(webhooks.map((webhook) => [webhook.id, webhook]))
}

/** True if a known value became a hidden one. A value that itself looks masked cannot be told from a mask. */
function isValueLost(known: Header | null, seen: Header | null): boolean {
  return (
    known?.value.known === true && seen?.value.known === false && !looksMasked(known.value.secret.reveal())
  )
}

/** A webhook of which Auco stores fields in another form than they were sent. */
export interface StoredForm {
  readonly id: string
  /** From what is stored to what was sent, as the next plan has them. */
  readonly fields: readonly FieldChange[]
}

/**
 * The webhooks that are stored in another form than they were sent; `null` if anything differs by more than that. A form is
 * another case, surrounding or repeated space, Unicode normalization, or in a URL the escapes and the last slash.
 * `isReadable` as in `differingIds`.
 */
export function storedForms(
  sent: readonly Webhook[],
  stored: readonly LiveWebhook[],
  isReadable: (id: string) => boolean,
): readonly StoredForm[] | null {
  if (sent.length !== stored.length) return null
  const found = byId(stored)
  const forms: StoredForm[] = []
  for (const webhook of sent) {
    const { id } = webhook
    const other = found.get(id)
    if (other === undefined || !isFormOf(webhook, other, isReadable(id))) return null
    const fields = fieldChanges(shownAs(webhook, other), webhook)
    if (fields.length > 0) forms.push({ id, fields })
  }
  return forms
}

function isFormOf(sent: Webhook, stored: LiveWebhook, isReadable: boolean): boolean {
  const texts = ({ description, header }: Webhook) => [description, header?.key.reveal() ?? '']
  const [one, other] = [sent.header?.value, stored.header?.value]
  if (isReadable && isValueLost(sent.header, stored.header)) return false
  return (
    texts(sent).map(normalText).join('\n') === texts(stored).map(normalText).join('\n') &&
    // What was sent is always known.
    sent.url.known &&
    normalUrl(sent.url) === normalUrl(stored.url) &&
    (one === undefined) === (other === undefined) &&
    (one?.known !== true ||
      other?.known !== true ||
      normalText(one.secret.reveal()) === normalText(other.secret.reveal()))
  )
}

/** Another form of a URL that the file writes out tells no more than the file. */
function shownAs({ url }: Webhook, stored: LiveWebhook): LiveWebhook {
  const isWritten = url.known && url.shown === url.reveal()
  return isWritten ? { ...stored, url: stored.url.writtenAs(stored.url.reveal()) } : stored
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
