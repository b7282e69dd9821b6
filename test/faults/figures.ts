import type { Result } from '../../src/action/run-context.ts'
import type { Figures } from '../campaign/figures.ts'
import type { Served } from './faulty-auco.ts'

/** The part of a run that is counted. */
export interface Counted {
  readonly served: readonly Pick<Served, 'kind'>[]
  /** Its result, or the code of its error. */
  readonly ended: Result | string
  readonly green: boolean
}

/** Totals of a campaign: its runs, their requests and how they ended. */
export function figuresOfRuns(
  runs: readonly Counted[],
  others: Readonly<Record<string, number>>,
): Figures['rows'] {
  const requests = runs.flatMap(({ served }) => served.filter(({ kind }) => kind !== 'edit'))
  const writes = requests.filter(({ kind }) => kind === 'write').length
  const endings = Map.groupBy(runs, ({ ended, green }) => `${green ? 'green' : 'red'}: ${ended}`)
  return [
    ...Object.entries(others),
    ['runs', runs.length],
    ['requests to Auco', requests.length],
    ['writes', writes],
    ...[...endings]
      .map(([ending, { length }]) => [ending, length] as const)
      .sort(([a], [b]) => a.localeCompare(b)),
  ]
}
