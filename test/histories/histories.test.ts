import fc from 'fast-check'
import { it } from 'vitest'
import { tellFigures } from '../campaign/figures.ts'
import { isSoak, runs } from '../campaign/soak.ts'
import { startLane } from './lane.ts'
import { histories } from './steps.ts'
import { World } from './world.ts'

const endings: string[] = []
let started = 0

it('whatever was merged becomes live or turns a run red, and nothing else changes', {
  timeout: isSoak ? 4 * 3_600_000 : 120_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(histories, async ({ setup, steps }) => {
      started += 1
      const lane = await startLane()
      const world = await World.begin(lane, setup)
      await world.perform(steps)
      await lane.close()
      endings.push(...world.endings)
      const { violations, story } = world.judge
      if (violations.length > 0) throw new Error([...new Set(violations), '', ...story].join('\n'))
    }),
    runs(32, 20_000),
  )
})

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
