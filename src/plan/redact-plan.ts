import type { Caution, Change, FieldChange, HeaderChange, Plan, ShownWebhook } from './plan.ts'

/** Replaces the secrets in a text that somebody wrote into the file or into Auco. */
export type Redact = (text: string) => string

/** The plan with every text that may hold a secret redacted: ids, descriptions, header names and URLs. */
export function redactPlan(plan: Plan, redact: Redact): Plan {
  return {
    environment: plan.environment,
    changes: plan.changes.map((change) => redactChange(change, redact)),
    unchanged: plan.unchanged.map(redact),
    kept: plan.kept.map(redact),
    cannotCompare: plan.cannotCompare.map((one) => ({ ...one, id: redact(one.id) })),
    cautions: plan.cautions.map((caution) => redactCaution(caution, redact)),
  }
}

function redactChange(change: Change, redact: Redact): Change {
  const common = { id: redact(change.id), origin: change.origin }
  switch (change.action) {
    case 'remove':
    case 'create':
      return { action: change.action, ...common, webhook: redactWebhook(change.webhook, redact) }
    case 'update': {
      const { action, fields, keptHeader } = change
      return {
        action,
        ...common,
        fields: fields.map((field) => redactField(field, redact)),
        keptHeader: keptHeader === null ? null : redactKey(keptHeader, redact),
      }
    }
  }
}

function redactWebhook(webhook: ShownWebhook, redact: Redact): ShownWebhook {
  const { description, url, headerKey } = webhook
  return {
    description: redact(description),
    url: redact(url),
    headerKey: headerKey === null ? null : redact(headerKey),
    ...redactValue(webhook, redact),
  }
}

/** A value that is public in one place can be a secret in another, and is one then. */
function redactValue({ publicValue }: { readonly publicValue?: string }, redact: Redact) {
  return publicValue === undefined ? {} : { publicValue: redact(publicValue) }
}

function redactKey<H extends { readonly key: string; readonly publicValue?: string }>(
  header: H,
  redact: Redact,
): H {
  return { ...header, key: redact(header.key), ...redactValue(header, redact) }
}

function redactField(change: FieldChange, redact: Redact): FieldChange {
  if (change.field === 'header') return { field: 'header', header: redactHeader(change.header, redact) }
  return { ...change, from: redact(change.from), to: redact(change.to) }
}

function redactHeader(header: HeaderChange, redact: Redact): HeaderChange {
  if (header.kind !== 'changed') return redactKey(header, redact)
  const { fromKey, toKey, fromPublic, toPublic } = header
  return {
    ...header,
    fromKey: redact(fromKey),
    toKey: redact(toKey),
    ...(fromPublic !== undefined && { fromPublic: redact(fromPublic) }),
    ...(toPublic !== undefined && { toPublic: redact(toPublic) }),
  }
}

export function redactCaution(caution: Caution, redact: Redact): Caution {
  switch (caution.kind) {
    case 'removal':
    case 'outside-change':
    case 'no-longer-listed':
    case 'cannot-keep':
      return { ...caution, ids: caution.ids.map(redact) }
    case 'rename':
      return { ...caution, from: redact(caution.from), to: redact(caution.to) }
    case 'secret-to-new-host':
      return {
        ...caution,
        id: redact(caution.id),
        from: caution.from === null ? null : redact(caution.from),
        to: redact(caution.to),
      }
    case 'unknown-fields':
      return { ...caution, ids: caution.ids.map(redact), fields: caution.fields.map(redact) }
    case 'similar-ids':
      return { ...caution, ids: [redact(caution.ids[0]), redact(caution.ids[1])] }
    case 'endpoint':
      return { ...caution, ids: caution.ids.map(redact), host: redact(caution.host) }
    case 'partial-first-file':
    case 'legacy-webhook':
      return caution
  }
}
