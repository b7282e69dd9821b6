import type { Caution, Change, FieldChange, HeaderChange, Plan } from '../plan/plan.ts'
import { valueWords } from './change-lines.ts'
import { problemWords } from './endpoint-words.ts'
import { deferredWords } from './plan-sections.ts'
import { withUnnamed } from './unnamed-fields.ts'

/** The plan as log lines, one for each change. Ids, keys and URLs in them are untrusted: the workflow log escapes them. */
export function planLines(plan: Plan): readonly string[] {
  const lines = plan.changes.map(changeLine)
  const unchanged = `${plan.unchanged.length} unchanged`
  return [
    ...(lines.length === 0 ? ['No changes.'] : lines),
    unchanged,
    ...(plan.unmanaged.length === 0
      ? []
      : [
          `${plan.unmanaged.length} at Auco and not in the file, left as they are: ${plan.unmanaged.join(', ')}`,
        ]),
    ...(plan.deferred.length === 0 ? [] : [deferredWords(plan)]),
    ...plan.cautions.flatMap(cautionLines),
    ...plan.cannotCompare.map(({ id, why }) => `${id}: cannot compare the header value: ${why}`),
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

function changeLine(change: Change): string {
  switch (change.action) {
    case 'remove':
      return `- remove ${change.id} (${change.webhook.url})`
    case 'create':
      return `+ create ${change.id} (${change.webhook.url})`
    case 'update':
      return `~ update ${change.id}: ${change.fields.map(fieldWords).join('; ')}`
  }
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
  switch (header.kind) {
    case 'added':
      return `header ${header.key} added`
    case 'removed':
      return `header ${header.key} removed`
    case 'changed': {
      const { fromPublic, toPublic } = header
      const value =
        fromPublic === undefined || toPublic === undefined
          ? valueWords(header.value)
          : `${fromPublic} → ${toPublic}`
      return header.fromKey === header.toKey
        ? `header ${header.toKey}: ${value}`
        : `header ${header.fromKey} → ${header.toKey}: ${value}`
    }
  }
}
