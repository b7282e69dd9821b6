import { publicValue } from '../core/declared.ts'
import type { DesiredWebhook, Header, Webhook } from '../core/webhook.ts'
import type { UrlValue } from '../core/webhook-url.ts'
import type {
  FieldChange,
  HeaderChange,
  KeptHeader,
  Plan,
  UncomparedField,
  UrlDifference,
  ValueComparison,
} from './plan.ts'

/** The fields in which two webhooks visibly differ. A header value or a URL that cannot be compared is no difference. */
export function fieldChanges(from: Webhook, to: Webhook): readonly FieldChange[] {
  const fields: FieldChange[] = []
  if (from.description !== to.description) {
    fields.push({ field: 'description', from: from.description, to: to.description })
  }
  const url = urlDifference(from.url, to.url)
  if (url !== null) fields.push({ field: 'url', ...url })
  const header = headerChange(from.header, to.header, compareValues)
  if (header !== null) fields.push({ field: 'header', header })
  return fields
}

/**
 * The same for a webhook of the file whose variables this run may not have. Then what the default branch's file writes
 * differently is a difference: `before` is what it writes, if it has the webhook.
 */
export function plannedChanges(
  from: Webhook,
  to: DesiredWebhook,
  before: DesiredWebhook | undefined,
): readonly FieldChange[] {
  const changes = fieldChanges(from, to)
  if (before === undefined) return changes
  const { urlTemplate, header } = to
  const isUrlRewritten =
    !to.url.known &&
    !changes.some(({ field }) => field === 'url') &&
    !before.urlTemplate.written.equals(urlTemplate.written)
  const rewritten =
    header !== null && before.header?.written.equals(header.written) !== true
      ? headerChange(from.header, header, (a, b) => {
          const value = compareValues(a, b)
          return value.result === 'deferred' ? { result: 'rewritten' } : value
        })
      : null
  return [
    ...changes.filter(({ field }) => field !== 'header' || rewritten === null),
    ...(isUrlRewritten
      ? [
          {
            field: 'url',
            from: before.urlTemplate.written.shown,
            to: urlTemplate.written.shown,
            shownPart: true,
            hiddenPart: false,
          } as const,
        ]
      : []),
    ...(rewritten === null ? [] : [{ field: 'header', header: rewritten } as const]),
  ]
}

/** How two URLs differ; `null` if they don't, or if that cannot be told. Origins can always be compared. */
export function urlDifference(from: UrlValue, to: UrlValue): UrlDifference | null {
  const shown = { from: from.shown, to: to.shown }
  if (from.known && to.known) {
    if (from.equals(to)) return null
    const shownPart = from.showsDifferenceTo(to)
    return { ...shown, shownPart, hiddenPart: !shownPart }
  }
  const fits = from.known && !to.known ? to.canBe(from) : from.origin === to.origin
  if (fits) return null
  const shownPart = from.shown !== to.shown
  return { ...shown, shownPart, hiddenPart: !shownPart }
}

function headerChange(
  from: Header | null,
  to: Header | null,
  compare: (from: Header, to: Header) => ValueComparison,
): HeaderChange | null {
  if (from === null) return to === null ? null : { kind: 'added', key: to.key.shown, ...shownValue(to) }
  if (to === null) return { kind: 'removed', key: from.key.shown, ...shownValue(from) }
  const value = compare(from, to)
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

/** The header of an update that does not change it; `null` if it does, or if either side has none. */
export function keptHeader(
  from: Header | null,
  to: Header | null,
  changes: readonly FieldChange[],
): KeptHeader | null {
  if (from === null || to === null || changes.some(({ field }) => field === 'header')) return null
  return { key: to.key.shown, ...shownValue(to), value: compareValues(from, to) }
}

/** The value of a header, if it is public. */
export function shownValue(header: Header | null): { readonly publicValue?: string } {
  const value = publicValue(header)
  return value === null ? {} : { publicValue: value }
}

/** Compares two header values. A value that Auco hides stays hidden from the apply; a variable doesn't. */
export function compareValues({ value: from }: Header, { value: to }: Header): ValueComparison {
  if (!from.known) return { result: 'cannot-compare', why: from.why }
  if (to.known) return { result: from.secret.equals(to.secret) ? 'unchanged' : 'changed' }
  if (to.canBe === undefined) return { result: 'cannot-compare', why: to.why }
  return { result: to.canBe(from.secret) ? 'deferred' : 'changed' }
}

/** What of two webhooks was not compared, beside the fields that differ. A header that only one of them has can be. */
export function uncompared(
  id: string,
  from: Webhook,
  to: Webhook,
  changes: readonly FieldChange[],
): Pick<Plan, 'deferred' | 'cannotCompare'> {
  const isSame = (field: UncomparedField['field']) => !changes.some((change) => change.field === field)
  const value = from.header === null || to.header === null ? null : compareValues(from.header, to.header)
  return {
    deferred: [
      ...(!to.url.known && isSame('url') ? [{ id, field: 'url' } as const] : []),
      ...(value?.result === 'deferred' && isSame('header') ? [{ id, field: 'header' } as const] : []),
    ],
    cannotCompare:
      value?.result === 'cannot-compare' ? [{ id, field: 'header', why: value.why } as const] : [],
  }
}
