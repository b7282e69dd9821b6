import { publicValue } from '../core/declared.ts'
import type { DesiredWebhook, Header, Webhook } from '../core/webhook.ts'
import type { UrlValue } from '../core/webhook-url.ts'
import type { FieldChange, HeaderChange, KeptHeader, Plan, UrlDifference, ValueComparison } from './plan.ts'

/** What a plan says of a webhook that is on both sides. */
export interface WebhookComparison extends Pick<Plan, 'deferred' | 'cannotCompare'> {
  readonly fields: readonly FieldChange[]
  readonly keptHeader: KeptHeader | null
}

/**
 * Compares what Auco has with the file, whose variables this run may not have. Then what the default branch's file writes
 * differently is a difference, too: `before` is what it writes, if it has the webhook.
 */
export function compareWebhook(
  from: Webhook,
  to: DesiredWebhook,
  before: DesiredWebhook | undefined,
): WebhookComparison {
  const { id, url, header } = to
  const isRewritten =
    before !== undefined && header !== null && before.header?.written.equals(header.written) !== true
  const fields = changesOf(from, to, rewrittenUrl(to, before), isRewritten)
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

/** The fields in which two webhooks visibly differ. A header value or a URL that cannot be compared is no difference. */
export function fieldChanges(from: Webhook, to: Webhook): readonly FieldChange[] {
  return changesOf(from, to, null, false)
}

function changesOf(
  from: Webhook,
  to: Webhook,
  rewritten: UrlDifference | null,
  isHeaderRewritten: boolean,
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
): UrlDifference | null {
  const earlier = before?.urlTemplate.written
  if (url.known || earlier === undefined || earlier.equals(written)) return null
  return { from: earlier.shown, to: written.shown, shownPart: true, hiddenPart: false }
}

/** How two URLs differ; `null` if they don't, or if that cannot be told. Origins can always be compared. */
export function urlDifference(from: UrlValue, to: UrlValue): UrlDifference | null {
  const areKnown = from.known && to.known
  const fits = areKnown
    ? from.equals(to)
    : from.known && !to.known
      ? to.canBe(from)
      : from.origin === to.origin
  if (fits) return null
  const shownPart = areKnown ? from.showsDifferenceTo(to) : from.shown !== to.shown
  return { from: from.shown, to: to.shown, shownPart, hiddenPart: !shownPart }
}

/** `isRewritten`: a value whose variable is missing counts as changed. */
function headerChange(from: Header | null, to: Header | null, isRewritten: boolean): HeaderChange | null {
  if (from === null) return to === null ? null : { kind: 'added', key: to.key.shown, ...shownValue(to) }
  if (to === null) return { kind: 'removed', key: from.key.shown, ...shownValue(from) }
  const compared = compareValues(from, to)
  const value: ValueComparison =
    isRewritten && compared.result === 'deferred' ? { result: 'rewritten' } : compared
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

/** The value of a header, if it is public. */
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
