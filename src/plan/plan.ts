import type { Environment, LiveCompany } from '../core/webhook.ts'
import type { EndpointProblem } from './endpoint-findings.ts'

/**
 * The difference between the file and live, as data. It contains no secrets: it goes to outputs and comments. Secrets in
 * its texts, ids too, are replaced by `***`, so whatever depends on an id is decided by the webhooks.
 */
export interface Plan {
  readonly environment: Environment
  /** Removals in the order of live, then updates and creations in the order of the file. */
  readonly changes: readonly Change[]
  /** Ids that were compared, and are equal. */
  readonly unchanged: readonly string[]
  /** Ids of live webhooks that aren't in the file and stay as they are. */
  readonly kept: readonly string[]
  /** URLs and header values that cannot be compared, and why: neither known to differ nor known to be equal. */
  readonly cannotCompare: readonly NotComparable[]
  readonly cautions: readonly Caution[]
}

export interface NotComparable {
  readonly id: string
  readonly field: 'url' | 'header'
  readonly why: string
}

export type Change = { readonly id: string; readonly origin: Origin } & (
  | { readonly action: 'remove'; readonly webhook: ShownWebhook }
  | {
      readonly action: 'update'
      readonly fields: readonly FieldChange[]
      /** The header that stays; `null` if there is none, or if it is in `fields`. */
      readonly keptHeader: KeptHeader | null
    }
  | { readonly action: 'create'; readonly webhook: ShownWebhook }
)

/**
 * Who made the difference: the pull request, someone outside the repository (live differs from the base branch's file),
 * or both. `unknown` without a base branch's file.
 */
export type Origin = 'pull-request' | 'outside' | 'both' | 'unknown'

/** A webhook as it may be shown: the URL without its secret parts, and the header's value only if it's public. */
export interface ShownWebhook {
  readonly description: string
  readonly url: string
  readonly headerKey: string | null
  readonly publicValue?: string
}

export type FieldChange =
  | { readonly field: 'description'; readonly from: string; readonly to: string }
  | ({ readonly field: 'url' } & UrlDifference)
  | { readonly field: 'header'; readonly header: HeaderChange }

/** How two URLs differ, or two forms of one. */
export interface UrlDifference {
  readonly from: string
  readonly to: string
  /** Whether `from` and `to` show a difference, and whether there is one in a part that is not shown. */
  readonly shownPart: boolean
  readonly hiddenPart: boolean
}

/** A header that an update doesn't change. */
export interface KeptHeader {
  readonly key: string
  readonly publicValue?: string
  readonly value: ValueComparison
}

export type HeaderChange =
  | { readonly kind: 'added'; readonly key: string; readonly publicValue?: string }
  | { readonly kind: 'removed'; readonly key: string; readonly publicValue?: string }
  | {
      readonly kind: 'changed'
      readonly fromKey: string
      readonly toKey: string
      /** The values themselves, those that are public. */
      readonly fromPublic?: string
      readonly toPublic?: string
      readonly value: ValueComparison
    }

/** Whether two header values differ, without the values. */
export type ValueComparison =
  | { readonly result: 'changed' | 'unchanged' }
  | { readonly result: 'cannot-compare'; readonly why: string }

/** What a reviewer should not overlook. */
export type Caution =
  | { readonly kind: 'removal'; readonly ids: readonly string[] }
  /** `valueOnly`: only header values differ, which is also what a rotated repository secret looks like. */
  | { readonly kind: 'outside-change'; readonly ids: readonly string[]; readonly valueOnly: boolean }
  /** The base branch's file lists these webhooks and the file doesn't, but they are kept. */
  | { readonly kind: 'no-longer-listed'; readonly ids: readonly string[] }
  /** To be kept, but a write can't: Auco doesn't return their header values, so the apply is refused. */
  | { readonly kind: 'cannot-keep'; readonly ids: readonly string[] }
  /** The base branch doesn't have the file yet, and the file lists only some of the live webhooks. */
  | { readonly kind: 'partial-first-file'; readonly listed: number; readonly live: number }
  | { readonly kind: 'rename'; readonly from: string; readonly to: string }
  /**
   * `from` and `to` are origins of URLs; `from` is `null` if the webhook did not send the secret before. `secret` says
   * where it is.
   */
  | {
      readonly kind: 'secret-to-new-host'
      readonly id: string
      readonly secret: 'url' | 'header'
      readonly from: string | null
      readonly to: string
    }
  | { readonly kind: 'legacy-webhook' }
  /** An endpoint that may not get what Auco sends. `host` has its port, if that isn't 443. */
  | {
      readonly kind: 'endpoint'
      readonly ids: readonly string[]
      readonly host: string
      readonly problem: EndpointProblem
    }
  /** Two ids, at least one of them live only, that nobody can tell apart by sight. */
  | { readonly kind: 'similar-ids'; readonly ids: readonly [string, string] }
  /** The write drops these fields, which the file can't declare. `ids` are the webhooks that have all of them, and no others. */
  | {
      readonly kind: 'unknown-fields'
      readonly ids: readonly string[]
      readonly fields: readonly string[]
      /** How many more fields there are, whose names aren't shown. */
      readonly unnamed: number
    }

/** Whether an apply writes: if something differs, and if Auco hides a value, because that may be an old one. */
export function needsWrite(
  { changes, cannotCompare }: Pick<Plan, 'changes' | 'cannotCompare'>,
  { webhooks }: LiveCompany,
): boolean {
  const isValueHidden = webhooks.some(({ header }) => header?.value.known === false)
  return changes.length > 0 || (isValueHidden && cannotCompare.length > 0)
}

/** The ids that a plan creates, updates or removes, as they are shown. */
export function idsOf(plan: Plan, action: Change['action']): readonly string[] {
  return plan.changes.filter((change) => change.action === action).map(({ id }) => id)
}
