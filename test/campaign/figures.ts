import { afterAll } from 'vitest'
import { isSoak } from './soak.ts'

/** What was counted, and how often. */
type Figures = readonly (readonly [what: string, figure: number | string])[]

/** Prints the figures of a test file's campaign after its tests, in the soak. */
export function tellFigures(campaign: string, count: () => Figures): void {
  afterAll(() => {
    if (!isSoak) return
    const rows = count().map(([what, figure]) => `${what}: ${figure.toLocaleString('en')}`)
    process.stdout.write(`\n${[campaign, ...rows].join('\n  ')}\n`)
  })
}
