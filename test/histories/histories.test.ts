import fc from 'fast-check'
import { it } from 'vitest'
import { tellFigures } from '../campaign/figures.ts'
import { isSoak, runs } from '../campaign/soak.ts'
import { startStage } from '../faults/in-process.ts'
import { closeLane, type Lane, startLane } from './lane.ts'
import { histories } from './steps.ts'
import { World } from './world.ts'

/** Histories at the same time; each has its own Auco and GitHub. */
const LANES = 4
/** The fakes keep every request, so they are started anew after so many histories. */
const HISTORIES_A_LANE = 200

const stage = startStage()
const endings: string[] = []
const state = { histories: 0, keeping: 0, lanes: 0 }

async function newLane(): Promise<Lane> {
  state.lanes += 1
  return startLane(`histories-${state.lanes}`)
}

it.concurrent.each(Array.from({ length: LANES }, (_, index) => index + 1))(
  'what is merged is live or a run is red, and only what was reviewed is removed, or nothing (%i)',
  { timeout: isSoak ? 4 * 3_600_000 : 60_000 },
  async () => {
    let lane = await newLane()
    let used = 0
    await fc.assert(
      fc.asyncProperty(histories, async ({ keeps, steps }) => {
        if (used === HISTORIES_A_LANE) {
          await closeLane(lane)
          lane = await newLane()
          used = 0
        }
        used += 1
        state.histories += 1
        if (keeps) state.keeping += 1
        const world = await World.create(lane, stage, keeps)
        await world.perform(steps)
        endings.push(...world.endings)
        const { violations, story } = world.rules
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
    ['histories', state.histories],
    ['of them with keep', state.keeping],
    ['applies', endings.length],
    ...[...counts]
      .map(([ending, { length }]) => [ending, length] as const)
      .sort(([a], [b]) => a.localeCompare(b)),
  ]
})
