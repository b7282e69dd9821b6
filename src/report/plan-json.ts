import { stringifyEscaped } from '../core/format.ts'
import type { Delivery } from '../plan/endpoints.ts'
import type { Plan, Redact } from '../plan/plan.ts'
import { firstThatFit } from './markdown.ts'

/**
 * Longest list of ids and longest plan that an output gets, in bytes. GitHub takes 1 MB of outputs per job, counted in
 * UTF-16 (GitHub: Passing information between jobs), and Linux an environment variable of 128 KiB (execve(2)). Six lists
 * and a plan have at most 960 kB in UTF-16 together.
 */
export const MAX_IDS_BYTES = 60_000
export const MAX_PLAN_BYTES = 120_000
/** Entries of every list of a plan that is too long: a half is tried after the other. */
const MAX_ENTRIES = 5_000

/** How many entries were left out, by the name of the output or of the plan's list. */
export type Omitted = Readonly<Record<string, number>>

/**
 * The plan as JSON. It contains no header value and no secret part of a URL; invisible characters are escaped.
 * `against`: whether the file was compared with what is live, or with the default branch's file.
 */
export function planJson(plan: Plan, against: 'live' | 'default-branch'): string {
  const { environment, ...rest } = plan
  return stringifyEscaped({ environment, against, ...rest })
}

/**
 * The same with at most `MAX_PLAN_BYTES`: of one that is too long, every list has its first entries only, and `truncated`
 * counts those left out, there and in the other outputs.
 */
export function limitedPlanJson(plan: Plan, against: 'live' | 'default-branch', omittedIds: Omitted): string {
  const { environment, ...rest } = plan
  const render = (most: number) => {
    const truncated = Object.fromEntries(Object.entries(omittedIds).filter(([, number]) => number > 0))
    const parts = Object.entries({ environment, against, ...rest }).map(([name, part]) => {
      const { shown, omitted } = shortened(part, most)
      // An output and a list of the plan can have one name.
      if (omitted > 0) truncated[name] = Math.max(omitted, truncated[name] ?? 0)
      return [name, shown]
    })
    return stringifyEscaped({
      ...Object.fromEntries(parts),
      ...(Object.keys(truncated).length > 0 && { truncated }),
    })
  }
  let json = render(Number.POSITIVE_INFINITY)
  for (let most = MAX_ENTRIES; most >= 0.5 && Buffer.byteLength(json) > MAX_PLAN_BYTES; most /= 2) {
    json = render(Math.floor(most))
  }
  return json
}

function shortened(part: unknown, most: number): { readonly shown: unknown; readonly omitted: number } {
  let omitted = 0
  const json = JSON.stringify(part, (_, item: unknown) => {
    if (!Array.isArray(item)) return item
    omitted += Math.max(0, item.length - most)
    return item.slice(0, most)
  })
  return { shown: JSON.parse(json), omitted }
}

/** The ids as a JSON array, and how many of them at the end did not fit. */
export function limitedIds(ids: readonly string[]): { readonly json: string; readonly omitted: number } {
  const shown = thatFit(ids.map((id) => JSON.stringify(id)))
  return { json: `[${shown.join(',')}]`, omitted: ids.length - shown.length }
}

/** What came of deliveries, by id, as a JSON object with as many as fit. */
export function limitedDelivered(deliveries: readonly Delivery[], redact: Redact): string {
  const texts = deliveries.map(({ webhook: { id }, outcome }) => {
    const value = typeof outcome === 'string' ? outcome : outcome.status
    return `${JSON.stringify(redact(id))}:${JSON.stringify(value)}`
  })
  return `{${thatFit(texts).join(',')}}`
}

function thatFit(texts: readonly string[]): readonly string[] {
  return firstThatFit(texts, MAX_IDS_BYTES - '[]'.length, ','.length)
}
