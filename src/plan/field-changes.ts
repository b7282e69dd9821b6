import type { Header, Webhook } from '../core/webhook.ts'
import type { FieldChange, HeaderChange, ValueComparison } from './plan.ts'

/** The fields in which two webhooks visibly differ. A header value that cannot be compared is no difference. */
export function fieldChanges(from: Webhook, to: Webhook): readonly FieldChange[] {
  const fields: FieldChange[] = []
  if (from.description !== to.description) {
    fields.push({ field: 'description', from: from.description, to: to.description })
  }
  if (!from.url.equals(to.url)) {
    const hiddenPart = from.url.hidesDifferenceTo(to.url)
    fields.push({ field: 'url', from: from.url.shown, to: to.url.shown, hiddenPart })
  }
  const header = headerChange(from.header, to.header)
  if (header !== null) fields.push({ field: 'header', header })
  return fields
}

function headerChange(from: Header | null, to: Header | null): HeaderChange | null {
  if (from === null) return to === null ? null : { kind: 'added', key: to.key.shown }
  if (to === null) return { kind: 'removed', key: from.key.shown }
  const value = compareValues(from, to)
  if (from.key.equals(to.key) && value.result !== 'changed') return null
  return { kind: 'changed', fromKey: from.key.shown, toKey: to.key.shown, value }
}

/** The header of an update that does not change it; `null` if it does, or if either side has none. */
export function keptHeader(
  from: Header | null,
  to: Header | null,
): { readonly key: string; readonly value: ValueComparison } | null {
  if (from === null || to === null || headerChange(from, to) !== null) return null
  return { key: to.key.shown, value: compareValues(from, to) }
}

/** Compares two header values. If neither is known, the reason is that of `to`, the one a person can change. */
export function compareValues(from: Header, to: Header): ValueComparison {
  if (!to.value.known) return { result: 'cannot-compare', why: to.value.why }
  if (!from.value.known) return { result: 'cannot-compare', why: from.value.why }
  return { result: from.value.secret.equals(to.value.secret) ? 'unchanged' : 'changed' }
}

/** Why two header values cannot be compared; `null` if they can, or if either side has no header. */
export function whyNotComparable(from: Header | null, to: Header | null): string | null {
  if (from === null || to === null) return null
  const value = compareValues(from, to)
  return value.result === 'cannot-compare' ? value.why : null
}
