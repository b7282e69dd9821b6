import fc from 'fast-check'
import { it } from 'vitest'
import { tellFigures } from '../campaign/figures.ts'
import { isSoak, runs } from '../campaign/soak.ts'
import { startStage } from '../faults/in-process.ts'
import { startLane } from './lane.ts'
import { histories } from './steps.ts'
import { World } from './world.ts'

/** Histories at the same time; each has its own Auco and GitHub. */
const LANES = ['A', 'B', 'C', 'D']

const stage = startStage()
const endings: string[] = []
let started = 0

it.concurrent.each(LANES)(
  'whatever was merged becomes live or turns a run red, and nothing else changes (%s)',
  { timeout: isSoak ? 4 * 3_600_000 : 60_000 },
  async (name) => {
    await fc.assert(
      fc.asyncProperty(histories, async ({ setup, steps }) => {
        started += 1
        const lane = await startLane(name)
        const world = await World.begin(lane, stage, setup)
        await world.perform(steps)
        await lane.close()
        endings.push(...world.endings)
        const { violations, story } = world.judge
        if (violations.length > 0) throw new Error([...new Set(violations), '', ...story].join('\n'))
      }),
      runs(8, 5_000),
    )
  },
)

tellFigures('Random histories', () => {
  const counts = Map.groupBy(endings, (ending) => ending)
  return [
    ['histories', started],
    ['applies', endings.length],
    ...[...counts]
      .map(([ending, { length }]) => [ending, length] as const)
      .sort(([a], [b]) => a.localeCompare(b)),
  ]
})
