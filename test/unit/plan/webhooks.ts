import { Secret } from '../../../src/core/secret.ts'
import type { DesiredWebhook, HeaderValue, LiveCompany, LiveWebhook } from '../../../src/core/webhook.ts'
import { HeaderName } from '../../../src/core/webhook.ts'
import { WebhookUrl } from '../../../src/core/webhook-url.ts'
import { unlistedWebhooks } from '../../../src/plan/managed.ts'
import type { Plan, Unlisted } from '../../../src/plan/plan.ts'
import { planChanges } from '../../../src/plan/plan-changes.ts'

export const KEY = 'Authorization'
export const TOKEN = [KEY, 'Bearer tok-4f9a8b7c6d'] as const
export const OTHER = [KEY, 'Bearer tok-0000000000'] as const
/** A value whose variable the run doesn't have. */
export const UNSET = { why: '`AUCO_TOKEN` is not set', canBe: (): boolean => true }
export const MASKED = { why: "Auco doesn't return the value" } as const
export const MAIN = { id: 'default', header: TOKEN } as const

type Unknown = Omit<Extract<HeaderValue, { known: false }>, 'known'>

/** A short form of a webhook. What is left out gets a default. */
export interface Sketch {
  readonly id: string
  readonly description?: string
  readonly url?: string
  /** The URL as the file writes it, if it has variables there; `url` is what they make of it if they are set. */
  readonly writtenUrl?: {
    readonly text: string
    readonly variables: readonly string[]
    readonly isSet: boolean
  }
  /** Key and value; an unknown value is given as `{ why }`, of a variable with `canBe`. */
  readonly header?: readonly [key: string, value: string | Unknown] | null
  /** The header's value as the file writes it. */
  readonly written?: string
  readonly variables?: readonly string[]
}

/** Redacts nothing. */
export const asIs = (text: string): string => text

export function live(...sketches: readonly Sketch[]): LiveCompany {
  return { webhooks: sketches.map(liveWebhook), hasLegacyWebhook: false, unknownFields: [] }
}

export function liveWebhook({ id, description = 'Main', url, header = null }: Sketch): LiveWebhook {
  return {
    id,
    description,
    url: new WebhookUrl(url ?? 'https://hooks.example.com/auco'),
    header: header === null ? null : { key: new HeaderName(header[0], false), value: headerValue(header[1]) },
  }
}

export function desired(...sketches: readonly Sketch[]): readonly DesiredWebhook[] {
  return sketches.map(desiredWebhook)
}

export function desiredWebhook(sketch: Sketch): DesiredWebhook {
  const { header, ...webhook } = liveWebhook(sketch)
  const { written = 'Bearer ${AUCO_TOKEN}', variables = ['AUCO_TOKEN'] } = sketch
  return {
    ...webhook,
    ...desiredUrlOf(sketch, webhook.url.reveal()),
    header:
      header === null
        ? null
        : {
            ...header,
            key: new HeaderName(header.key.reveal(), true),
            written: new Secret(written),
            variables,
          },
    line: 1,
  }
}

function desiredUrlOf({ writtenUrl }: Sketch, sent: string): Pick<DesiredWebhook, 'url' | 'urlTemplate'> {
  const { text, variables, isSet } = writtenUrl ?? { text: sent, variables: [], isSet: true }
  const written = new WebhookUrl(text, text)
  const { shown, origin } = written
  return {
    url: isSet
      ? new WebhookUrl(sent, text)
      : { known: false, shown, origin, why: UNSET.why, canBe: (other) => other.origin === origin },
    urlTemplate: { written, variables },
  }
}

function headerValue(value: string | Unknown): HeaderValue {
  return typeof value === 'string' ? { known: true, secret: new Secret(value) } : { known: false, ...value }
}

/** What a plan is made of. */
export interface PlanSketch {
  readonly file: readonly Sketch[]
  readonly now: readonly Sketch[] | LiveCompany
  /** What becomes of the webhooks that the file doesn't list. */
  readonly unlisted?: Exclude<keyof Unlisted, 'unknown'> | 'unmanaged'
  /** The default branch's file, `null` if it has none; left out, the branch is unknown. */
  readonly base?: readonly Sketch[] | null | undefined
  /** The default branch's file for the other environment. */
  readonly elsewhere?: readonly Sketch[]
}

export function planOf(sketch: PlanSketch, redact = asIs): Plan {
  const { file, now, unlisted = 'removed', base, elsewhere = [] } = sketch
  const company = 'webhooks' in now ? now : live(...now)
  const webhooks = desired(...file)
  const none: Unlisted = { removed: [], changedSince: [], unknown: null }
  const others = unlistedWebhooks(webhooks, company.webhooks)
  const baseFile = base && { webhooks: desired(...base), elsewhere: desired(...elsewhere) }
  return planChanges(
    {
      environment: 'stage',
      desired: webhooks,
      live: company,
      unlisted: unlisted === 'unmanaged' ? none : { ...none, [unlisted]: others },
      defaultBranch: baseFile === undefined ? null : { name: 'main', file: baseFile },
    },
    redact,
  )
}

/** A plan that has nothing. */
export const emptyPlan: Plan = {
  environment: 'stage',
  changes: [],
  unchanged: [],
  unmanaged: [],
  changedSince: [],
  removalsUnknown: null,
  deferred: [],
  cannotCompare: [],
  cautions: [],
}
