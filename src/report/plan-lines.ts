import { formatCount, formatNumber } from '../core/format.ts'
import type {
  Caution,
  Change,
  FieldChange,
  HeaderChange,
  Plan,
  ShownWebhook,
  UncomparedField,
  ValueComparison,
} from '../plan/plan.ts'
import { withUnnamed } from './cautions.ts'
import { problemWords } from './endpoint-words.ts'
import { diffBlock, fold, idList, idSpan, plural, printable } from './markdown.ts'

const ACTION = { remove: 'Remove', update: 'Update', create: 'Create' } as const

/** A section for each change, in the order of the plan. */
export function changeSections({ changes }: Plan): readonly string[] {
  return changes.map(
    (change) => `#### ${ACTION[change.action]} ${idSpan(change.id)}\n\n${diffBlock(changeLines(change))}`,
  )
}

/** What an apply leaves alone, or can't compare: one folded line each. Without changes the status says enough of the unchanged ones. */
export function untouchedLines(plan: Plan): readonly string[] {
  const { changes, unchanged, unmanaged, changedSince, deferred } = plan
  const stays = new Set(changedSince)
  const foreign = unmanaged.filter((id) => !stays.has(id))
  const left = plural(foreign.length, 'it is', 'they are')
  const idsOf = (fields: readonly UncomparedField[]) => idList([...new Set(fields.map(({ id }) => id))])
  return [
    fold(`${formatNumber(unchanged.length)} unchanged`, changes.length === 0 ? '' : idList(unchanged)),
    fold(
      `${formatNumber(foreign.length)} unmanaged: at Auco, not in the file, left as ${left}`,
      idList(foreign),
    ),
    fold(deferredWords(plan), idsOf(deferred)),
    ...[...Map.groupBy(hiddenValues(plan), ({ why }) => why)].map(([why, fields]) =>
      fold(`${formatCount(fields.length, 'header value')} can't be compared: ${why}`, idsOf(fields)),
    ),
  ].filter((text) => text !== '')
}

/** `2 secrets compared when applied` */
export function deferredWords({ deferred }: Plan): string {
  return `${formatCount(deferred.length, 'secret')} compared when applied`
}

/** Values that Auco hides, except those of changed webhooks: their sections say it. */
export function hiddenValues({ changes, cannotCompare }: Plan): Plan['cannotCompare'] {
  const changed = new Set(changes.map(({ id }) => id))
  return cannotCompare.filter(({ id }) => !changed.has(id))
}

/** A change field by field, as lines of a diff: a sign (`+`, `-`, `!` or space), then printable text. */
export function changeLines(change: Change): readonly string[] {
  if (change.action !== 'update') return webhookLines(change.action === 'remove' ? '-' : '+', change.webhook)
  const kept = change.keptHeader
  const value = kept?.value.result === 'unchanged' ? kept.publicValue : undefined
  return [
    ...change.fields.flatMap(fieldLines),
    ...(kept === null ? [] : [headerLine(' ', kept.key, value, `, ${valueWords(kept.value)}`)]),
  ]
}

function webhookLines(
  sign: '+' | '-',
  { description, url, headerKey, publicValue }: ShownWebhook,
): readonly string[] {
  return [
    `${sign} description: ${printable(description)}`,
    `${sign} url: ${printable(url)}`,
    ...(headerKey === null ? [] : [headerLine(sign, headerKey, publicValue, '')]),
  ]
}

function fieldLines(change: FieldChange): readonly string[] {
  if (change.field === 'header') return headerLines(change.header)
  const { field } = change
  const [from, to] = [printable(change.from), printable(change.to)]
  if (field === 'description') return [`- description: ${from}`, `+ description: ${to}`]
  return [
    ...(change.shownPart ? [`- url: ${from}`, `+ url: ${to}`] : [`  url: ${to}`]),
    ...(change.hiddenPart ? ['! URL changed in its secret part (not shown)'] : []),
  ]
}

function headerLines(header: HeaderChange): readonly string[] {
  if (header.kind !== 'changed') {
    const sign = header.kind === 'added' ? '+' : '-'
    return [headerLine(sign, header.key, header.publicValue, ` (header ${header.kind})`)]
  }
  const { fromKey, toKey, fromPublic, toPublic } = header
  const words = `, ${valueWords(header.value)}`
  const isHidden = fromPublic === undefined && toPublic === undefined
  return isHidden && fromKey === toKey
    ? [headerLine('!', toKey, undefined, words)]
    : [headerLine('-', fromKey, fromPublic, isHidden ? '' : words), headerLine('+', toKey, toPublic, words)]
}

/** A header with its value, if that is public, or else with `words` about it. */
function headerLine(
  sign: '+' | '-' | '!' | ' ',
  key: string,
  publicValue: string | undefined,
  words: string,
): string {
  return `${sign} header: ${printable(key)}${publicValue === undefined ? words : `: ${printable(publicValue)}`}`
}

const COMPARED = { deferred: 'compared when applied', rewritten: 'written differently' } as const

function valueWords(value: ValueComparison): string {
  if (value.result === 'cannot-compare') return `cannot compare: ${value.why}`
  const { result } = value
  return `secret ${result === 'changed' || result === 'unchanged' ? result : COMPARED[result]}`
}

/** The plan as log lines, one for each change. Ids, keys and URLs in them are untrusted: the workflow log escapes them. */
export function planLines(plan: Plan): readonly string[] {
  const { changes, unchanged, unmanaged, deferred, cautions, cannotCompare } = plan
  return [
    ...(changes.length === 0 ? ['No changes.'] : changes.map(logLine)),
    `${unchanged.length} unchanged`,
    ...(unmanaged.length === 0
      ? []
      : [`${unmanaged.length} at Auco and not in the file, left as they are: ${unmanaged.join(', ')}`]),
    ...(deferred.length === 0 ? [] : [deferredWords(plan)]),
    ...cautions.flatMap(cautionLines),
    ...cannotCompare.map(({ id, why }) => `${id}: cannot compare the header value: ${why}`),
  ]
}

/** Most cautions are seen in the changes. */
function cautionLines(caution: Caution): readonly string[] {
  switch (caution.kind) {
    case 'unknown-fields': {
      const fields = withUnnamed(caution.fields.join(', '), caution.unnamed)
      return [`! ${caution.ids.join(', ')}: the write drops ${fields}, which the file can't declare`]
    }
    case 'changed-since':
      return [`! ${caution.ids.join(', ')}: changed at Auco since the file declared it, so it stays`]
    case 'endpoint':
      return [`! ${caution.host} ${problemWords(caution.problem)}: ${caution.ids.join(', ')}`]
    default:
      return []
  }
}

function logLine(change: Change): string {
  const { action, id } = change
  if (action === 'update') return `~ update ${id}: ${change.fields.map(fieldWords).join('; ')}`
  return `${action === 'remove' ? '-' : '+'} ${action} ${id} (${change.webhook.url})`
}

function fieldWords(field: FieldChange): string {
  switch (field.field) {
    case 'description':
      return 'description'
    case 'url':
      return field.shownPart
        ? `url ${field.from} → ${field.to}`
        : `url ${field.to}: changed in its secret part (not shown)`
    case 'header':
      return headerWords(field.header)
  }
}

function headerWords(header: HeaderChange): string {
  if (header.kind !== 'changed') return `header ${header.key} ${header.kind}`
  const { fromKey, toKey, fromPublic, toPublic } = header
  const areShown = fromPublic !== undefined && toPublic !== undefined
  const value = areShown ? `${fromPublic} → ${toPublic}` : valueWords(header.value)
  return `header ${fromKey === toKey ? toKey : `${fromKey} → ${toKey}`}: ${value}`
}
