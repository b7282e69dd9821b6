import { publicValue } from '../core/declared.ts'
import {
  DEFAULT_ID,
  type DesiredWebhook,
  type Header,
  type LiveWebhook,
  looksMasked,
  type Webhook,
} from '../core/webhook.ts'
import type { UrlValue } from '../core/webhook-url.ts'
import type { FieldChange, HeaderChange, TextChange, ValueComparison } from './plan.ts'

/**
 * Compares what Auco has with the file, whose variables this run may not have. Then what the default branch's file writes
 * differently is a difference, too: `before` is what it writes, if it has the webhook.
 */
export function compareWebhook(from: Webhook, to: DesiredWebhook, before: DesiredWebhook | undefined) {
  const { id, url, header } = to
  const isRewritten =
    before !== undefined && header !== null && before.header?.written.equals(header.written) !== true
  const fields = fieldChanges(from, to, rewrittenUrl(to, before), isRewritten)
  const isSame = (field: FieldChange['field']) => !fields.some((change) => change.field === field)
  const value = from.header === null || header === null ? null : compareValues(from.header, header)
  const kept = header === null || value === null || !isSame('header') ? null : { header, value }
  return {
    fields,
    keptHeader: kept && { key: kept.header.key.shown, ...shownValue(kept.header), value: kept.value },
    deferred: [
      ...(!url.known && isSame('url') ? [{ id, field: 'url' } as const] : []),
      ...(kept?.value.result === 'deferred' ? [{ id, field: 'header' } as const] : []),
    ],
    cannotCompare:
      value?.result === 'cannot-compare' ? [{ id, field: 'header', why: value.why } as const] : [],
  }
}

/**
 * The fields in which two webhooks visibly differ. A header value or a URL that cannot be compared is no difference, unless
 * it is `rewritten`.
 */
export function fieldChanges(
  from: Webhook,
  to: Webhook,
  rewritten: TextChange | null = null,
  isHeaderRewritten = false,
): readonly FieldChange[] {
  const url = urlDifference(from.url, to.url) ?? rewritten
  const header = headerChange(from.header, to.header, isHeaderRewritten)
  return [
    ...(from.description === to.description
      ? []
      : [{ field: 'description', from: from.description, to: to.description } as const]),
    ...(url === null ? [] : [{ field: 'url', ...url } as const]),
    ...(header === null ? [] : [{ field: 'header', header } as const]),
  ]
}

function rewrittenUrl(
  { url, urlTemplate: { written } }: DesiredWebhook,
  before: DesiredWebhook | undefined,
): TextChange | null {
  const earlier = before?.urlTemplate.written
  if (url.known || earlier === undefined || earlier.equals(written)) return null
  return { from: earlier.shown, to: written.shown }
}

/** How two URLs differ; `null` if they don't, or if that cannot be told. Origins can always be compared. */
export function urlDifference(from: UrlValue, to: UrlValue): TextChange | null {
  const fits =
    from.known && to.known
      ? from.equals(to)
      : from.known && !to.known
        ? to.canBe(from)
        : from.origin === to.origin
  return fits ? null : { from: from.shown, to: to.shown }
}

/** `isRewritten`: a value whose variable is missing counts as changed. */
function headerChange(from: Header | null, to: Header | null, isRewritten: boolean): HeaderChange | null {
  if (from === null) return to === null ? null : { kind: 'added', key: to.key.shown, ...shownValue(to) }
  if (to === null) return { kind: 'removed', key: from.key.shown, ...shownValue(from) }
  const compared = compareValues(from, to)
  const isOpen = compared.result === 'deferred' || compared.result === 'cannot-compare'
  const value: ValueComparison = isRewritten && isOpen ? { result: 'rewritten' } : compared
  if (from.key.equals(to.key) && value.result !== 'changed' && value.result !== 'rewritten') return null
  const [fromPublic, toPublic] = [publicValue(from), publicValue(to)]
  return {
    kind: 'changed',
    fromKey: from.key.shown,
    toKey: to.key.shown,
    ...(fromPublic !== null && { fromPublic }),
    ...(toPublic !== null && { toPublic }),
    value,
  }
}

export function shownValue(header: Header | null): { readonly publicValue?: string } {
  const value = publicValue(header)
  return value === null ? {} : { publicValue: value }
}

/** Compares two header values. A value that Auco hides stays hidden from the apply; a variable doesn't. */
function compareValues({ value: from }: Header, { value: to }: Header): ValueComparison {
  if (!from.known) return { result: 'cannot-compare', why: from.why }
  if (to.known) return { result: from.secret.equals(to.secret) ? 'unchanged' : 'changed' }
  if (to.canBe === undefined) return { result: 'cannot-compare', why: to.why }
  return { result: to.canBe(from.secret) ? 'deferred' : 'changed' }
}

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
  return [...differing, ...b.filter(({ id }) => !inA.has(id))].map(({ id }) => id)
}

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
      header: header && {
        ...header,
        value: { known: true, secret: header.written, isPublic: header.variables.length === 0 },
      },
    }
  })
}

/** The order of a write: `default` first, as Auco requires (Auco: Company / Update), then the order that is given. */
export function defaultFirst<W extends Webhook>(webhooks: readonly W[]): readonly W[] {
  return webhooks.toSorted((a, b) => Number(b.id === DEFAULT_ID) - Number(a.id === DEFAULT_ID))
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

/** A webhook that Auco has otherwise than it was sent, or that only one side has. */
export interface StoredDifference {
  readonly id: string
  /** From what is stored to what was sent, as the next plan has them; none if only one side has the webhook. */
  readonly fields: readonly FieldChange[]
}

/** The webhooks in which Auco differs from what was sent. `isReadable` as in `differingIds`. */
export function storedDifferences(
  sent: readonly Webhook[],
  stored: readonly LiveWebhook[],
  isReadable: (id: string) => boolean,
): readonly StoredDifference[] {
  const [inStored, inSent] = [byId(stored), byId(sent)]
  return differingIds(sent, stored, isReadable).map((id) => {
    const [from, to] = [inStored.get(id), inSent.get(id)]
    return { id, fields: from === undefined || to === undefined ? [] : fieldChanges(from, to) }
  })
}
