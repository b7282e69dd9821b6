import { publicValue } from '../core/declared-values.ts'
import type { Header, Webhook } from '../core/webhook.ts'
import type { UrlValue } from '../core/webhook-url.ts'
import type {
  FieldChange,
  HeaderChange,
  KeptHeader,
  NotComparable,
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
  const header = headerChange(from.header, to.header)
  if (header !== null) fields.push({ field: 'header', header })
  return fields
}

/** How two URLs differ; `null` if they don't, or if that cannot be told. Origins can always be compared. */
export function urlDifference(from: UrlValue, to: UrlValue): UrlDifference | null {
  const shown = { from: from.shown, to: to.shown }
  if (from.known && to.known) {
    if (from.equals(to)) return null
    return { ...shown, shownPart: from.showsDifferenceTo(to), hiddenPart: from.hidesDifferenceTo(to) }
  }
  return from.origin === to.origin ? null : { ...shown, shownPart: true, hiddenPart: false }
}

function headerChange(from: Header | null, to: Header | null): HeaderChange | null {
  if (from === null) return to === null ? null : { kind: 'added', key: to.key.shown, ...shownValue(to) }
  if (to === null) return { kind: 'removed', key: from.key.shown, ...shownValue(from) }
  const value = compareValues(from, to)
  if (from.key.equals(to.key) && value.result !== 'changed') return null
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
export function keptHeader(from: Header | null, to: Header | null): KeptHeader | null {
  if (from === null || to === null || headerChange(from, to) !== null) return null
  return { key: to.key.shown, ...shownValue(to), value: compareValues(from, to) }
}

/** The value of a header, if it is public. */
export function shownValue(header: Header | null): { readonly publicValue?: string } {
  const value = publicValue(header)
  return value === null ? {} : { publicValue: value }
}

/** Compares two header values. If neither is known, the reason is that of `to`, the one a person can change. */
export function compareValues(from: Header, to: Header): ValueComparison {
  if (!to.value.known) return { result: 'cannot-compare', why: to.value.why }
  if (!from.value.known) return { result: 'cannot-compare', why: from.value.why }
  return { result: from.value.secret.equals(to.value.secret) ? 'unchanged' : 'changed' }
}

/** What of two webhooks cannot be compared, and why. A header that only one of them has can be. */
export function notComparable(from: Webhook, to: Webhook): readonly Omit<NotComparable, 'id'>[] {
  const url = !to.url.known ? to.url : from.url
  const value = from.header === null || to.header === null ? null : compareValues(from.header, to.header)
  return [
    ...(url.known ? [] : [{ field: 'url', why: url.why } as const]),
    ...(value?.result === 'cannot-compare' ? [{ field: 'header', why: value.why } as const] : []),
  ]
}
