import type { Plan } from '../plan/plan.ts'
import { planJson } from './plan-json.ts'
import { firstThatFit } from './shorten.ts'

/**
 * Longest list of ids and longest plan that an output gets, in bytes. GitHub takes 1 MB of outputs per job, counted in
 * UTF-16 (GitHub: Passing information between jobs), and Linux an environment variable of 128 KiB (execve(2)). Four lists
 * and a plan have at most 720 kB in UTF-16 together.
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

/**
 * The plan as JSON. If it is too long, each list has its first entries only, and `truncated` counts those left out, there
 * and in the other outputs.
 */
export function limitedPlanJson(plan: Plan, against: 'live' | 'base', omittedIds: Omitted): string {
  const render = (most: number) => {
    const shown = firstOfEach(plan, most)
    const omitted = { ...omittedIds, ...omittedFrom(plan, shown) }
    const truncated = Object.fromEntries(Object.entries(omitted).filter(([, number]) => number > 0))
    return planJson(shown, against, Object.keys(truncated).length === 0 ? null : truncated)
  }
  let most = Math.max(...Object.values(lengthsOf(plan)))
  let json = render(most)
  while (Buffer.byteLength(json) > MAX_PLAN_BYTES && most > 0) {
    most = Math.floor(most / 2)
    json = render(most)
  }
  return json
}

function firstOfEach(plan: Plan, most: number): Plan {
  const first = <T>(list: readonly T[]) => list.slice(0, most)
  return {
    environment: plan.environment,
    changes: first(plan.changes),
    unchanged: first(plan.unchanged),
    kept: first(plan.kept),
    cannotCompare: first(plan.cannotCompare),
    cautions: first(plan.cautions).map((caution) =>
      'ids' in caution && caution.kind !== 'similar-ids' ? { ...caution, ids: first(caution.ids) } : caution,
    ),
  }
}

/** The length of each list. That of `cautions` is the number of their ids; one without a list of ids counts as one. */
function lengthsOf({ changes, unchanged, kept, cannotCompare, cautions }: Plan) {
  return {
    changes: changes.length,
    unchanged: unchanged.length,
    kept: kept.length,
    cannotCompare: cannotCompare.length,
    cautions: cautions.reduce((sum, caution) => sum + ('ids' in caution ? caution.ids.length : 1), 0),
  }
}

function omittedFrom(plan: Plan, shown: Plan): Omitted {
  const left: Omitted = lengthsOf(shown)
  return Object.fromEntries(
    Object.entries(lengthsOf(plan)).map(([name, number]) => [name, number - (left[name] ?? 0)]),
  )
}
