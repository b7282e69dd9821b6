import fc from 'fast-check'
import { it } from 'vitest'
import { tellFigures } from '../campaign/figures.ts'
import { isSoak, runs } from '../campaign/soak.ts'
import { startStage } from '../faults/in-process.ts'
import { closeLane, startLane } from './lane.ts'
import { histories } from './steps.ts'
import { World } from './world.ts'

/** Histories at the same time; each has its own Auco and GitHub. */
const LANES = 4
/** The fakes keep every request, so they are started anew after so many histories. */
const HISTORIES_A_LANE = 200

const stage = startStage()
const endings: string[] = []
const started = { histories: 0, lanes: 0 }

const newLane = () => {
  started.lanes += 1
  return startLane(`histories-${started.lanes}`)
}

it.concurrent.each(Array.from({ length: LANES }, (_, index) => index + 1))(
  'whatever was merged becomes live or turns a run red, and nothing else changes (%i)',
  { timeout: isSoak ? 4 * 3_600_000 : 60_000 },
  async () => {
    let lane = await newLane()
    let used = 0
    await fc.assert(
      fc.asyncProperty(histories, async ({ setup, steps }) => {
        if (used === HISTORIES_A_LANE) {
          await closeLane(lane)
          lane = await newLane()
          used = 0
        }
        used += 1
        started.histories += 1
        const world = new World(lane, stage, setup)
        await world.perform(steps)
        endings.push(...world.endings)
        const { violations, story } = world.judge
        if (violations.length > 0) throw new Error([...new Set(violations), '', ...story].join('\n'))
      }),
      runs(8, 5_000),
    )
    await closeLane(lane)
  },
)

tellFigures('Random histories', () => {
  const counts = Map.groupBy(endings, (ending) => ending)
  return [
    ['histories', started.histories],
    ['applies', endings.length],
    ...[...counts]
      .map(([ending, { length }]) => [ending, length] as const)
      .sort(([a], [b]) => a.localeCompare(b)),
  ]
})
