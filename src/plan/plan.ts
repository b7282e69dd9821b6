import {
  DEFAULT_ID,
  type DesiredWebhook,
  type Environment,
  type Header,
  type LiveCompany,
  looksMasked,
  type Webhook,
} from '../core/webhook.ts'

/** How a header differs. It says that a value differs, never the value. */
export type HeaderChange =
  | { readonly kind: 'added'; readonly key: string }
  | { readonly kind: 'removed'; readonly key: string }
  | {
      readonly kind: 'changed'
      readonly fromKey: string
      readonly toKey: string
      readonly value: ValueComparison
    }

export type ValueComparison =
  | { readonly result: 'changed' | 'unchanged' }
  | { readonly result: 'cannot-compare'; readonly why: string }

export type FieldChange =
  | { readonly field: 'description'; readonly from: string; readonly to: string }
  /** `hiddenPart`: the difference is (also) in a part of the URL that is not shown. */
  | { readonly field: 'url'; readonly from: string; readonly to: string; readonly hiddenPart: boolean }
  | { readonly field: 'header'; readonly header: HeaderChange }

/** A webhook as it may be shown: the URL without its secret parts, of the header only the name. */
export interface ShownWebhook {
  readonly description: string
  readonly url: string
  readonly headerKey: string | null
}

/**
 * Who made the difference: the pull request, somebody outside of the repository (live is not what the base branch's file
 * says), or both. `unknown` where there is no base branch to compare with.
 */
export type Origin = 'pull-request' | 'outside' | 'both' | 'unknown'

interface CommonChange {
  readonly id: string
  readonly origin: Origin
}

export type Change =
  | (CommonChange & { readonly action: 'remove'; readonly webhook: ShownWebhook })
  | (CommonChange & {
      readonly action: 'update'
      readonly fields: readonly FieldChange[]
      /** The header that stays, for a reader who wonders whether it does; `null` without one, or if it is in `fields`. */
      readonly keptHeader: { readonly key: string; readonly value: ValueComparison } | null
    })
  | (CommonChange & { readonly action: 'create'; readonly webhook: ShownWebhook })

/** What a reviewer should not overlook, beside the changes themselves. */
export type Caution =
  | { readonly kind: 'removal'; readonly ids: readonly string[] }
  /** `valueOnly`: only header values differ, which a secret that was rotated in the repository's settings does too. */
  | { readonly kind: 'outside-change'; readonly ids: readonly string[]; readonly valueOnly: boolean }
  | { readonly kind: 'rename'; readonly from: string; readonly to: string }
  | { readonly kind: 'secret-to-new-host'; readonly id: string; readonly from: string; readonly to: string }
  | { readonly kind: 'legacy-webhook' }

/**
 * The difference between the file and what is live, as data. Nothing in it is secret: it goes to outputs and comments.
 */
export interface Plan {
  readonly environment: Environment
  /** In the order of importance: removals, updates, creations; each in the order of live or of the file. */
  readonly changes: readonly Change[]
  /** Ids without a difference that could be seen. */
  readonly unchanged: readonly string[]
  /** Webhooks whose header values could not be compared, and why: neither changed nor proven equal. */
  readonly cannotCompare: readonly { readonly id: string; readonly why: string }[]
  readonly cautions: readonly Caution[]
}

/**
 * (file, live, base) → Plan. Webhooks are matched by `id`; their order does not matter. `base` is the file of the base
 * branch, `null` where there is none to tell a pull request's changes from others by.
 */
export function planChanges(
  environment: Environment,
  desired: readonly DesiredWebhook[],
  live: LiveCompany,
  base: readonly DesiredWebhook[] | null,
): Plan {
  const liveById = byId(live.webhooks)
  const desiredById = byId(desired)
  const originOf = originsFrom(base, desired, live.webhooks)

  const removed = live.webhooks.filter(({ id }) => !desiredById.has(id))
  const created = desired.filter(({ id }) => !liveById.has(id))
  const kept = desired.flatMap((to) => {
    const from = liveById.get(to.id)
    return from === undefined ? [] : [{ id: to.id, from, to, fields: fieldChanges(from, to) }]
  })
  const updated = kept.filter(({ fields }) => fields.length > 0)
  const changes: readonly Change[] = [
    ...removed.map(
      (from) => ({ action: 'remove', id: from.id, origin: originOf(from.id), webhook: shown(from) }) as const,
    ),
    ...updated.map(
      ({ id, from, to, fields }) =>
        ({
          action: 'update',
          id,
          origin: originOf(id),
          fields,
          keptHeader: keptHeader(from.header, to.header),
        }) as const,
    ),
    ...created.map(
      (to) => ({ action: 'create', id: to.id, origin: originOf(to.id), webhook: shown(to) }) as const,
    ),
  ]

  return {
    environment,
    changes,
    unchanged: kept.filter(({ fields }) => fields.length === 0).map(({ id }) => id),
    cannotCompare: kept.flatMap(({ id, from, to }) => {
      const why = whyNotComparable(from.header, to.header)
      return why === null ? [] : [{ id, why }]
    }),
    cautions: [
      ...(removed.length > 0 ? [{ kind: 'removal', ids: removed.map(({ id }) => id) } as const] : []),
      ...renames(removed, created),
      ...outsideChanges(changes),
      ...secretsToNewHosts(kept, base),
      ...(live.hasLegacyWebhook && live.webhooks.length === 0 ? [{ kind: 'legacy-webhook' } as const] : []),
    ],
  }
}

/** Two states of the file are compared by what is written in them: a variable equals itself, whatever its value. */
export function asWritten(webhooks: readonly DesiredWebhook[]): readonly DesiredWebhook[] {
  return webhooks.map((webhook) =>
    webhook.header === null
      ? webhook
      : { ...webhook, header: { ...webhook.header, value: { known: true, secret: webhook.header.written } } },
  )
}

/** The ids of a plan's changes of one kind. */
export function idsOf(plan: Plan, action: Change['action']): readonly string[] {
  return plan.changes.filter((change) => change.action === action).map(({ id }) => id)
}

/**
 * The ids in which two sets of webhooks differ, in whatever way; none means that they are equal as far as can be seen.
 * `isShown` tells of an id whether the giver of `b` shows its header value: then one that is not seen is not equal.
 */
export function differingIds(
  a: readonly Webhook[],
  b: readonly Webhook[],
  isShown: (id: string) => boolean = () => false,
): readonly string[] {
  const inA = byId(a)
  const inB = byId(b)
  const changed = a.filter((webhook) => {
    const other = inB.get(webhook.id)
    return (
      other === undefined ||
      fieldChanges(webhook, other).length > 0 ||
      (isShown(webhook.id) && isLost(webhook.header, other.header))
    )
  })
  return [...changed.map(({ id }) => id), ...b.filter(({ id }) => !inA.has(id)).map(({ id }) => id)]
}

/** The ids whose header value is known in one set and hidden in the other. */
export function hiddenIds(known: readonly Webhook[], seen: readonly Webhook[]): readonly string[] {
  const inSeen = byId(seen)
  return known
    .filter(({ id, header }) => header?.value.known === true && inSeen.get(id)?.header?.value.known === false)
    .map(({ id }) => id)
}

/** A value is known, and in its place stands none or a mask. One that looks like a mask itself cannot be told from one. */
function isLost(known: Header | null, seen: Header | null): boolean {
  return (
    known?.value.known === true && seen?.value.known === false && !looksMasked(known.value.secret.reveal())
  )
}

/** `default` first, as Auco wants it, then the file's order (Auco: Company / Update). */
export function inOrderOfSending<W extends Webhook>(webhooks: readonly W[]): readonly W[] {
  return [
    ...webhooks.filter(({ id }) => id === DEFAULT_ID),
    ...webhooks.filter(({ id }) => id !== DEFAULT_ID),
  ]
}

function fieldChanges(from: Webhook, to: Webhook): readonly FieldChange[] {
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
  if (from === null) return to === null ? null : { kind: 'added', key: to.key }
  if (to === null) return { kind: 'removed', key: from.key }
  const value = compareValues(from, to)
  if (from.key === to.key && value.result !== 'changed') return null
  return { kind: 'changed', fromKey: from.key, toKey: to.key, value }
}

function keptHeader(from: Header | null, to: Header | null): { key: string; value: ValueComparison } | null {
  if (from === null || to === null || headerChange(from, to) !== null) return null
  return { key: to.key, value: compareValues(from, to) }
}

function compareValues(from: Header, to: Header): ValueComparison {
  if (!to.value.known) return { result: 'cannot-compare', why: to.value.why }
  if (!from.value.known) return { result: 'cannot-compare', why: from.value.why }
  return { result: from.value.secret.equals(to.value.secret) ? 'unchanged' : 'changed' }
}

function whyNotComparable(from: Header | null, to: Header | null): string | null {
  if (from === null || to === null) return null
  const value = compareValues(from, to)
  return value.result === 'cannot-compare' ? value.why : null
}

/** A removed id whose URL and header name come back under a new id: to Auco's processes, a removal. */
function renames(removed: readonly Webhook[], created: readonly Webhook[]): readonly Caution[] {
  const place = (webhook: Webhook) =>
    JSON.stringify([webhook.url.reveal(), webhook.header?.key.toLowerCase() ?? null])
  const createdByPlace = Map.groupBy(created, place)
  return removed.flatMap((from) => {
    const to = createdByPlace.get(place(from))?.shift()
    return to === undefined ? [] : [{ kind: 'rename', from: from.id, to: to.id } as const]
  })
}

/** Tells by the base branch's file who made a difference. */
function originsFrom(
  base: readonly DesiredWebhook[] | null,
  desired: readonly DesiredWebhook[],
  live: readonly Webhook[],
): (id: string) => Origin {
  if (base === null) return () => 'unknown'
  const touched = new Set(differingIds(asWritten(base), asWritten(desired)))
  const outside = new Set(differingIds(base, live))
  return (id) => (outside.has(id) ? (touched.has(id) ? 'both' : 'outside') : 'pull-request')
}

function outsideChanges(changes: readonly Change[]): readonly Caution[] {
  const outside = changes.filter(({ origin }) => origin === 'outside' || origin === 'both')
  const isValueOnly = (change: Change) => change.action === 'update' && change.fields.every(isOnlyAValue)
  const groups = [
    { valueOnly: false, ids: outside.filter((change) => !isValueOnly(change)).map(({ id }) => id) },
    { valueOnly: true, ids: outside.filter(isValueOnly).map(({ id }) => id) },
  ] as const
  return groups
    .filter(({ ids }) => ids.length > 0)
    .map((group) => ({ kind: 'outside-change', ...group }) as const)
}

function isOnlyAValue(change: FieldChange): boolean {
  return (
    change.field === 'header' &&
    change.header.kind === 'changed' &&
    change.header.fromKey === change.header.toKey
  )
}

/**
 * A URL goes to another origin while the header keeps its variables: the secret is told to a new receiver. Without a base
 * the variables of before are unknown; then a value that is not seen to change is taken for the same.
 */
function secretsToNewHosts(
  kept: readonly { readonly id: string; readonly from: Webhook; readonly to: DesiredWebhook }[],
  base: readonly DesiredWebhook[] | null,
): readonly Caution[] {
  const baseById = base === null ? null : byId(base)
  const shownOrigin = (webhook: Webhook) => webhook.url.origin ?? '(not a URL)'
  return kept.flatMap(({ id, from, to }) => {
    if (from.header === null || to.header === null || to.variables.length === 0) return []
    const before = baseById?.get(id)
    const moves = (before ?? from).url.origin !== to.url.origin && from.url.origin !== to.url.origin
    const keepsSecret =
      before === undefined
        ? compareValues(from.header, to.header).result !== 'changed'
        : before.variables.some((name) => to.variables.includes(name))
    if (!moves || !keepsSecret) return []
    return [{ kind: 'secret-to-new-host', id, from: shownOrigin(from), to: shownOrigin(to) } as const]
  })
}

function byId<W extends Webhook>(webhooks: readonly W[]): ReadonlyMap<string, W> {
  return new Map(webhooks.map((webhook) => [webhook.id, webhook]))
}

function shown(webhook: Webhook): ShownWebhook {
  return { description: webhook.description, url: webhook.url.shown, headerKey: webhook.header?.key ?? null }
}
