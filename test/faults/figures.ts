import type { Result } from '../../src/tools.ts'
import type { Served } from './fault-server.ts'

/** What is counted of a run. */
export interface Counted {
  readonly served: readonly Pick<Served, 'kind'>[]
  /** Its result, or the code of its error. */
  readonly ended: Result | string
  readonly green: boolean
}

/** Prints a small table at the end of a suite. */
export function printFigures(
  title: string,
  runs: readonly Counted[],
  others: Readonly<Record<string, number>>,
): void {
  const requests = runs.flatMap(({ served }) => served.filter(({ kind }) => kind !== 'edit'))
  const writes = requests.filter(({ kind }) => kind === 'write').length
  const endings = Map.groupBy(runs, ({ ended, green }) => `${green ? 'green' : 'red'}: ${ended}`)
  const rows: readonly (readonly [string, number])[] = [
    ...Object.entries(others),
    ['runs', runs.length],
    ['requests to Auco', requests.length],
    ['writes', writes],
    ...[...endings]
      .map(([ending, { length }]) => [ending, length] as const)
      .sort(([a], [b]) => a.localeCompare(b)),
  ]
  const width = Math.max(...rows.map(([name]) => name.length))
  const lines = rows.map(([name, figure]) => `  ${name.padEnd(width)}  ${String(figure).padStart(6)}`)
  process.stdout.write(`\n${title}\n${lines.join('\n')}\n`)
}
