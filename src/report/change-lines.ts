import type {
  Change,
  FieldChange,
  HeaderChange,
  KeptHeader,
  ShownWebhook,
  ValueComparison,
} from '../plan/plan.ts'
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
  switch (value.result) {
    case 'cannot-compare':
      return `cannot compare: ${value.why}`
    case 'deferred':
      return 'secret compared when applied'
    case 'rewritten':
      return 'secret written differently'
    default:
      return `secret ${value.result}`
  }
}

function webhookLines(
  sign: '+' | '-',
  { description, url, headerKey, publicValue }: ShownWebhook,
): readonly string[] {
  return [
    `${sign} description: ${printable(description)}`,
    `${sign} url: ${printable(url)}`,
    ...(headerKey === null ? [] : [headerLine(sign, headerKey, publicValue)]),
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

/** A header with its value, if that is public, or else with `words` about it. */
function headerLine(
  sign: '+' | '-' | '!' | ' ',
  key: string,
  publicValue: string | undefined,
  words = '',
): string {
  return `${sign} header: ${printable(key)}${publicValue === undefined ? words : `: ${printable(publicValue)}`}`
}

function headerLines(header: HeaderChange): readonly string[] {
  switch (header.kind) {
    case 'added':
      return [headerLine('+', header.key, header.publicValue, ' (header added)')]
    case 'removed':
      return [headerLine('-', header.key, header.publicValue, ' (header removed)')]
    case 'changed':
      return changedHeaderLines(header)
  }
}

function changedHeaderLines({
  fromKey,
  toKey,
  fromPublic,
  toPublic,
  value,
}: Extract<HeaderChange, { kind: 'changed' }>): readonly string[] {
  const words = `, ${valueWords(value)}`
  if (fromPublic === undefined && toPublic === undefined) {
    return fromKey === toKey
      ? [headerLine('!', toKey, undefined, words)]
      : [headerLine('-', fromKey, undefined), headerLine('+', toKey, undefined, words)]
  }
  return [headerLine('-', fromKey, fromPublic, words), headerLine('+', toKey, toPublic, words)]
}

function keptHeaderLines(kept: KeptHeader | null): readonly string[] {
  if (kept === null) return []
  const { key, publicValue, value } = kept
  const shown = value.result === 'unchanged' ? publicValue : undefined
  return [headerLine(' ', key, shown, `, ${valueWords(value)}`)]
}
