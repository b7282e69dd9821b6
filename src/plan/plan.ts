import type { DesiredWebhook, Environment, LiveCompany, LiveWebhook } from '../core/webhook.ts'
import type { BadEndpoint } from './endpoints.ts'

export interface DefaultFile {
  /** For this environment. */
  readonly webhooks: readonly DesiredWebhook[]
  /** For the other one. */
  readonly elsewhere: readonly DesiredWebhook[]
}

/** What a plan of a pull request compares with, beside Auco. */
export interface DefaultBranch {
  readonly name: string
  /** Its file; `null` if it has none yet. */
  readonly file: DefaultFile | null
}

/** What an apply does with the webhooks at Auco that the file doesn't list; those in neither list stay, too. */
export interface Unlisted {
  readonly removed: readonly LiveWebhook[]
  /** An earlier version of the file declared them, but they were changed since then, or created again: they stay. */
  readonly changedSince: readonly LiveWebhook[]
  /** Why the earlier versions are unknown, though they are needed. Then none is removed. */
  readonly unknown: string | null
}

export interface PlanFacts {
  readonly environment: Environment
  readonly desired: readonly DesiredWebhook[]
  readonly live: LiveCompany
  readonly unlisted: Unlisted
  /** `null` if it's unknown, or if the plan isn't one of a pull request. */
  readonly defaultBranch: DefaultBranch | null
}

/**
 * The difference between the file and Auco, as data. It contains no secrets: it goes to outputs and comments. Secrets in
 * its texts, ids too, are replaced by `***`, so whatever depends on an id is decided by the webhooks.
 */
export interface Plan {
  readonly environment: Environment
  /** Removals in Auco's order, then updates and creations in the order of the file. */
  readonly changes: readonly Change[]
  readonly unchanged: readonly string[]
  /** Ids that Auco has and the file hasn't, and that stay as they are. */
  readonly unmanaged: readonly string[]
  /** Those of them that an earlier version of the file declared, but that Auco has with other content by now. */
  readonly changedSince: readonly string[]
  /** Why nobody can tell which of the unmanaged webhooks would be removed; `null` if that is known. */
  readonly removalsUnknown: string | null
  /** What has a variable that this run doesn't have, and looks the same otherwise: the apply compares it. */
  readonly deferred: readonly UncomparedField[]
  /** Header values that Auco hides, and why: neither known to differ nor known to be equal. */
  readonly cannotCompare: readonly (UncomparedField & { readonly why: string })[]
  readonly cautions: readonly Caution[]
}

export interface UncomparedField {
  readonly id: string
  readonly field: 'url' | 'header'
}

export type Change = { readonly id: string } & (
  | { readonly action: 'remove' | 'create'; readonly webhook: ShownWebhook }
  | {
      readonly action: 'update'
      readonly fields: readonly FieldChange[]
      /** The header that stays; `null` if there is none, or if it is in `fields`. */
      readonly keptHeader: KeptHeader | null
    }
)

/** A webhook as it may be shown: the URL without its secret parts, and the header's value only if it's public. */
export interface ShownWebhook {
  readonly description: string
  readonly url: string
  readonly headerKey: string | null
  readonly publicValue?: string
}

export type FieldChange =
  /** If both texts are the same, the difference is in a part that isn't shown. */
  | ({ readonly field: 'description' | 'url' } & TextChange)
  | { readonly field: 'header'; readonly header: HeaderChange }

export interface TextChange {
  readonly from: string
  readonly to: string
}

export interface KeptHeader {
  readonly key: string
  readonly publicValue?: string
  readonly value: ValueComparison
}

export type HeaderChange =
  | { readonly kind: 'added' | 'removed'; readonly key: string; readonly publicValue?: string }
  | {
      readonly kind: 'changed'
      readonly fromKey: string
      readonly toKey: string
      /** The values themselves, those that are public. */
      readonly fromPublic?: string
      readonly toPublic?: string
      readonly value: ValueComparison
    }

/**
 * Whether two header values differ, without the values. `rewritten`: the default branch's file writes it differently.
 * `deferred`: its variable isn't available here.
 */
export type ValueComparison =
  | { readonly result: 'changed' | 'unchanged' | 'rewritten' | 'deferred' }
  | { readonly result: 'cannot-compare'; readonly why: string }

/** What a reviewer should not overlook. */
export type Caution =
  /**
   * `changed-since`: an earlier version of the file declared them, but Auco has them with other content, so they aren't
   * removed. `cannot-keep`: they would have to be written back as they are, but Auco hides their header values, so the apply
   * is refused.
   */
  | { readonly kind: 'removal' | 'changed-since' | 'cannot-keep'; readonly ids: readonly string[] }
  | { readonly kind: 'rename'; readonly from: string; readonly to: string }
  /** Variables that the default branch's file doesn't use in this environment, and the origins that get them. */
  | { readonly kind: 'new-variables'; readonly variables: readonly string[]; readonly to: readonly string[] }
  /** Auco differs from the default branch's file in these webhooks, and the merge overwrites that. */
  | { readonly kind: 'differs-from-branch'; readonly ids: readonly string[]; readonly branch: string }
  /** `to` is the origin of the URL, and `variables` are those that the default branch's file doesn't send there. */
  | {
      readonly kind: 'secret-to-new-host'
      readonly id: string
      readonly variables: readonly string[]
      readonly to: string
    }
  | { readonly kind: 'legacy-webhook' }
  | ({ readonly kind: 'endpoint' } & BadEndpoint)
  /** The write drops these fields, each of which one of the webhooks has. */
  | { readonly kind: 'unknown-fields'; readonly ids: readonly string[]; readonly fields: readonly string[] }

/** Whether an apply writes: if something differs, and if Auco hides a value, because that may be an old one. */
export function needsWrite(
  { changes, cannotCompare }: Pick<Plan, 'changes' | 'cannotCompare'>,
  { webhooks }: LiveCompany,
): boolean {
  const isValueHidden = webhooks.some(({ header }) => header?.value.known === false)
  return changes.length > 0 || (isValueHidden && cannotCompare.length > 0)
}

/** `unknown`: no difference was seen, but something could not be compared. */
export function isChanged(plan: Plan): 'true' | 'false' | 'unknown' {
  const { changes, changedSince, deferred, cannotCompare, removalsUnknown } = plan
  if (changes.length + changedSince.length > 0) return 'true'
  return deferred.length + cannotCompare.length > 0 || removalsUnknown !== null ? 'unknown' : 'false'
}

export function idsOf(plan: Plan, action: Change['action']): readonly string[] {
  return plan.changes.filter((change) => change.action === action).map(({ id }) => id)
}

/** Replaces the secrets in a text that somebody wrote into the file or into Auco. */
export type Redact = (text: string) => string

/** Fields whose words are ours, and that code decides by. */
const OURS = new Set(['action', 'kind', 'field', 'result', 'environment', 'problem', 'lastOutcome'])

/** A copy of plain data with every text in it redacted, except in fields whose words are ours. */
export function redactData<T>(data: T, redact: Redact): T
export function redactData(data: unknown, redact: Redact): unknown {
  if (typeof data === 'string') return redact(data)
  if (Array.isArray(data)) return data.map((item: unknown) => redactData(item, redact))
  // Errors and secrets are not plain data.
  if (typeof data !== 'object' || data === null || Object.getPrototypeOf(data) !== Object.prototype)
    return data
  return Object.fromEntries(
    Object.entries(data).map(([name, value]) => [name, OURS.has(name) ? value : redactData(value, redact)]),
  )
}
