import type { Change, FieldChange, HeaderChange, ShownWebhook, ValueComparison } from '../plan/plan.ts'
import { printable } from './markdown.ts'

/** A change field by field, as lines of a diff: a sign (`+`, `-`, `!` or space), then printable text. */
export function changeLines(change: Change): readonly string[] {
  switch (change.action) {
    case 'remove':
      return webhookLines('-', change.webhook)
    case 'create':
      return webhookLines('+', change.webhook)
    case 'update':
      return [...change.fields.flatMap(fieldLines), ...keptHeaderLines(change.keptHeader)]
  }
}

/** How two header values compare, in words. */
export function valueWords(value: ValueComparison): string {
  return value.result === 'cannot-compare' ? `cannot compare: ${value.why}` : `secret ${value.result}`
}

function webhookLines(sign: '+' | '-', { description, url, headerKey }: ShownWebhook): readonly string[] {
  return [
    `${sign} description: ${printable(description)}`,
    `${sign} url: ${printable(url)}`,
    ...(headerKey === null ? [] : [`${sign} header: ${printable(headerKey)}`]),
  ]
}

function fieldLines(change: FieldChange): readonly string[] {
  switch (change.field) {
    case 'description':
      return [`- description: ${printable(change.from)}`, `+ description: ${printable(change.to)}`]
    case 'url':
      return [
        ...(change.shownPart
          ? [`- url: ${printable(change.from)}`, `+ url: ${printable(change.to)}`]
          : [`  url: ${printable(change.to)}`]),
        ...(change.hiddenPart ? ['! URL changed in its secret part (not shown)'] : []),
      ]
    case 'header':
      return headerLines(change.header)
  }
}

function headerLines(header: HeaderChange): readonly string[] {
  switch (header.kind) {
    case 'added':
      return [`+ header: ${printable(header.key)} (header added)`]
    case 'removed':
      return [`- header: ${printable(header.key)} (header removed)`]
    case 'changed': {
      const value = valueWords(header.value)
      return header.fromKey === header.toKey
        ? [`! header: ${printable(header.toKey)}, ${value}`]
        : [`- header: ${printable(header.fromKey)}`, `+ header: ${printable(header.toKey)}, ${value}`]
    }
  }
}

function keptHeaderLines(kept: Extract<Change, { action: 'update' }>['keptHeader']): readonly string[] {
  return kept === null ? [] : [`  header: ${printable(kept.key)}, ${valueWords(kept.value)}`]
}
