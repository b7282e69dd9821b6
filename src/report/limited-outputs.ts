import type { Delivery } from '../plan/endpoint-findings.ts'
import type { Plan } from '../plan/plan.ts'
import type { Redact } from '../plan/redact-data.ts'
import { planJson } from './plan-json.ts'
import { firstThatFit } from './shorten.ts'

/**
 * Longest list of ids and longest plan that an output gets, in bytes. GitHub takes 1 MB of outputs per job, counted in
 * UTF-16 (GitHub: Passing information between jobs), and Linux an environment variable of 128 KiB (execve(2)). Six lists
 * and a plan have at most 960 kB in UTF-16 together.
 */
export const MAX_IDS_BYTES = 60_000
export const MAX_PLAN_BYTES = 120_000

/** How many entries were left out, by the name of the output or of the plan's list. */
export type Omitted = Readonly<Record<string, number>>

/** The ids as a JSON array, and how many of them at the end did not fit. */
export function limitedIds(ids: readonly string[]): { readonly json: string; readonly omitted: number } {
  const texts = ids.map((id) => JSON.stringify(id))
  const shown = firstThatFit(texts, MAX_IDS_BYTES - '[]'.length, ','.length, Buffer.byteLength)
  return { json: `[${shown.join(',')}]`, omitted: ids.length - shown.length }
}

/** What came of deliveries, by id, as a JSON object with as many as fit. */
export function limitedDelivered(deliveries: readonly Delivery[], redact: Redact): string {
  const texts = deliveries.map(({ webhook: { id }, outcome }) => {
    const value = typeof outcome === 'string' ? outcome : outcome.status
    return `${JSON.stringify(redact(id))}:${JSON.stringify(value)}`
  })
  return `{${firstThatFit(texts, MAX_IDS_BYTES - '{}'.length, ','.length, Buffer.byteLength).join(',')}}`
}

/**
 * The plan as JSON. If it is too long, every list in it has its first entries only, and `truncated` counts those left out,
 * there and in the other outputs.
 */
export function limitedPlanJson(plan: Plan, against: 'live' | 'default-branch', omittedIds: Omitted): string {
  const render = (most: number) => {
    const counted = new Map<string, number>()
    const shown = shortLists(plan, most, (name, number) => {
      counted.set(name, (counted.get(name) ?? 0) + number)
    })
    // An output and a list of the plan can have one name.
    const names = new Set([...Object.keys(omittedIds), ...counted.keys()])
    const truncated = Object.fromEntries(
      [...names]
        .map((name) => [name, Math.max(omittedIds[name] ?? 0, counted.get(name) ?? 0)] as const)
        .filter(([, number]) => number > 0),
    )
    return planJson(shown, against, Object.keys(truncated).length === 0 ? null : truncated)
  }
  let most = Number.POSITIVE_INFINITY
  let json = render(most)
  if (Buffer.byteLength(json) > MAX_PLAN_BYTES) most = longestList(plan)
  while (Buffer.byteLength(json) > MAX_PLAN_BYTES && most > 0) {
    most = Math.floor(most / 2)
    json = render(most)
  }
  return json
}

/** The data with at most so many entries in every list. `onOmitted` gets the name of the outermost list. */
function shortLists<T>(
  data: T,
  most: number,
  onOmitted: (name: string, number: number) => void,
  name?: string,
): T
function shortLists(
  data: unknown,
  most: number,
  onOmitted: (name: string, number: number) => void,
  name = '',
): unknown {
  if (Array.isArray(data)) {
    onOmitted(name, Math.max(0, data.length - most))
    return data.slice(0, most).map((item: unknown) => shortLists(item, most, onOmitted, name))
  }
  if (typeof data !== 'object' || data === null) return data
  return Object.fromEntries(
    Object.entries(data).map(([key, value]) => [key, shortLists(value, most, onOmitted, name || key)]),
  )
}

function longestList(data: unknown): number {
  if (typeof data !== 'object' || data === null) return 0
  const own = Array.isArray(data) ? data.length : 0
  return Math.max(own, ...Object.values(data).map(longestList))
}
