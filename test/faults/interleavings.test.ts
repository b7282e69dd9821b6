import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { tellFigures } from '../campaign/figures.ts'
import { type Company, seedCompany } from '../fakes/auco.ts'
import { desired, desiredFile, entries, fileOf, stored } from '../fakes/company.ts'
import { type Fault, type FaultyAuco, fingerprint, type Served, startFaultyAuco } from './faulty-auco.ts'
import { figuresOfRuns } from './figures.ts'
import { codeOf, type InProcessRun, startStage } from './in-process.ts'
import { VirtualClock } from './virtual-clock.ts'

/** Two runs, and somebody at Auco's console. */
type Actor = 'A' | 'B' | 'E'
type Order = readonly Actor[]

/** Orders side by side; each has an Auco of its own. */
const LANES = 8

const stage = startStage()
const servers = await Promise.all(Array.from({ length: LANES }, startFaultyAuco))
afterAll(() => Promise.all(servers.map((server) => server.close())))

const ofB = [{ ...entries.default, url: 'https://other.notaria.example/auco' }, entries.billing] as const
const files = { A: desiredFile, B: fileOf(...ofB) }
const wanted = {
  A: fingerprint(desired.map((entry) => stored(entry))),
  B: fingerprint(ofB.map((entry) => stored(entry))),
}

const change = ({ webhooks }: Company) => {
  for (const webhook of webhooks.slice(0, 1)) webhook.description = 'Changed by hand'
}
const edits = {
  'changes a description': change,
  'puts everything back': (company: Company) => {
    Object.assign(company, seedCompany())
  },
} as const

interface Story {
  readonly name: string
  readonly order: Order
  readonly edit: (company: Company) => void
  readonly faults: readonly Fault[]
}

/** Every order in which the letters can come. */
function ordersOf(letters: Readonly<Record<Actor, number>>): readonly Order[] {
  const left = (['A', 'B', 'E'] as const).filter((actor) => letters[actor] > 0)
  if (left.length === 0) return [[]]
  return left.flatMap((actor) =>
    ordersOf({ ...letters, [actor]: letters[actor] - 1 }).map((rest): Order => [actor, ...rest]),
  )
}

const lost: Fault = { kind: 'write', times: 1, store: 'never', reply: 'reset' }
/** A run without faults makes three requests: read, write, read-back. What it needs beyond them comes after the order. */
const stories: readonly Story[] = [
  ...ordersOf({ A: 3, B: 3, E: 1 }).map((order) => story(order, 'changes a description', [])),
  ...ordersOf({ A: 3, B: 0, E: 1 }).map((order) => story(order, 'puts everything back', [])),
  // A's first write is lost: read, write, five read-backs, write, read-back.
  ...(['changes a description', 'puts everything back'] as const).flatMap((edit) =>
    ordersOf({ A: 9, B: 0, E: 1 }).map((order) => story(order, edit, [lost])),
  ),
]

function story(order: Order, edit: keyof typeof edits, faults: readonly Fault[]): Story {
  const name = `${order.join('')}${faults.length === 0 ? '' : ", A's first write is lost"}, E ${edit}`
  return { name, order, edit: edits[edit], faults }
}

interface Told extends InProcessRun {
  readonly actor: 'A' | 'B'
}

interface Performed {
  /** Every request and edit, in order. */
  readonly events: readonly Served[]
  readonly runs: readonly Told[]
  readonly stored: string
}

const performed = new Map<Story, Performed>()

beforeAll(async () => {
  const waiting = [...stories]
  const lane = async (server: FaultyAuco) => {
    for (let story = waiting.shift(); story !== undefined; story = waiting.shift()) {
      performed.set(story, await perform(story, server))
    }
  }
  await Promise.all(servers.map(lane))
}, 60_000)

/** Lets one request through at a time, in the order of the story. */
class Conductor {
  readonly #waiting = new Map<string, { let: () => void; done: Promise<void> }>()
  readonly #over = new Set<string>()
  #wake = Promise.withResolvers<void>()

  /** Holds a request back until its turn. */
  readonly gate = async (actor: string): Promise<() => void> => {
    const turn = Promise.withResolvers<void>()
    const done = Promise.withResolvers<void>()
    this.#waiting.set(actor, { let: turn.resolve, done: done.promise })
    this.#wake.resolve()
    await turn.promise
    return done.resolve
  }

  isOver(actor: string): boolean {
    return this.#over.has(actor)
  }

  over(actor: string): void {
    this.#over.add(actor)
    this.#wake.resolve()
  }

  /** The actor's next request, from its coming to its answer; nothing if the actor makes none any more. */
  async next(actor: string): Promise<void> {
    while (!this.#waiting.has(actor) && !this.#over.has(actor)) {
      await this.#wake.promise
      this.#wake = Promise.withResolvers()
    }
    const request = this.#waiting.get(actor)
    this.#waiting.delete(actor)
    request?.let()
    await request?.done
  }
}

async function perform({ order, edit, faults }: Story, server: FaultyAuco): Promise<Performed> {
  const conductor = new Conductor()
  const clock = new VirtualClock()
  const scene = server.stage({ clock, faults, gate: conductor.gate })
  const actors = (['A', 'B'] as const).filter((actor) => order.includes(actor))
  const running = actors.map(async (actor): Promise<Told> => {
    const { url } = server
    const run = await stage.perform({ url, account: server, clock, file: files[actor], userAgent: actor })
    conductor.over(actor)
    return { ...run, actor }
  })

  for (const actor of order) {
    if (actor === 'E') scene.edit(edit)
    else await conductor.next(actor)
  }
  while (actors.some((actor) => !conductor.isOver(actor))) {
    for (const actor of actors) await conductor.next(actor)
  }
  const runs = await Promise.all(running)
  return { events: scene.served, runs, stored: scene.stored() }
}

/** What one run did, and what the others did to it, by the positions of the events. */
function traceOf(events: readonly Served[], actor: 'A' | 'B') {
  const own = events.flatMap((event, index) => (event.actor === actor ? [{ ...event, index }] : []))
  const readBacks = own.filter(({ kind }) => kind === 'read-back')
  const found = own.find(({ kind }) => kind === 'read')?.shown ?? null
  const isForeign = ({ shown }: Served) => shown !== null && shown !== wanted[actor] && shown !== found
  const writes = own.filter(({ kind }) => kind === 'write')
  /** What others stored between this run's last look and its write, which nobody saw. */
  const overwritten = writes.flatMap(({ index, stored: now }) => {
    const look = own.findLast((event) => event.shown !== null && event.index < index)
    if (look === undefined || now !== wanted[actor]) return []
    return events
      .slice(look.index + 1, index)
      .filter((event) => event.shown === null && event.stored !== look.shown)
  })
  return { own, writes, readBacks, firstForeign: readBacks.find(isForeign)?.index ?? null, overwritten }
}

function violations({ events, runs, stored: now }: Performed): readonly string[] {
  const greens = runs.filter(({ ending }) => ending.ok)
  const last = events.findLast(({ kind }) => kind === 'write' || kind === 'edit')
  return [
    ...runs.flatMap(({ actor, ending }) => {
      const { writes, readBacks, firstForeign } = traceOf(events, actor)
      const isProven = readBacks.some(({ shown }) => shown === wanted[actor])
      const isLost = readBacks.every(({ stored: then }) => then !== wanted[actor])
      const code = codeOf(ending)
      return [
        ...(ending.ok && isLost ? [`${actor} is green, and its update was lost in its sight`] : []),
        ...(!ending.ok && isProven ? [`${actor} is red, and a read-back showed its file`] : []),
        ...(ending.ok || /^(?:somebody-else|not-applied)$/.test(code) ? [] : [`${actor} ends with ${code}`]),
        ...(writes.length <= 3 ? [] : [`${actor} writes ${writes.length} times`]),
        ...(firstForeign !== null && writes.some(({ index }) => index > firstForeign)
          ? [`${actor} writes after it saw that somebody else does`]
          : []),
        ...((code === 'somebody-else') === (firstForeign !== null) || ending.ok
          ? []
          : [`${actor} ends with ${code}, whatever it saw`]),
      ]
    }),
    // The last word belongs to a green run, or to somebody who is no run, or every run is red.
    ...(last?.kind === 'edit' || greens.length === 0 || greens.some(({ actor }) => wanted[actor] === now)
      ? []
      : ['somebody is green, and nobody who is has his file live']),
  ]
}

describe.each(stories.map((story) => [story.name, story] as const))('%s', (_, story) => {
  it('an update lost in sight of a read-back is red', () => {
    const told = performed.get(story)
    expect(told && violations(told)).toEqual([])
  })
})

describe('what was once overwritten or misnamed', () => {
  // "Re-read right before the write" (auco-api.md): the last reading is from before the pause that Auco asks for, so
  // that what somebody changes in it is overwritten, and the run is green.
  it('an edit in the pause before a further write is not overwritten', async () => {
    const [server] = servers
    if (server === undefined) throw new Error('There is no server')
    const clock = new VirtualClock()
    const reply = { status: 429, headers: { 'retry-after': '60' }, body: '' }
    const faults: readonly Fault[] = [{ kind: 'write', times: 1, reply, store: 'never' }]
    const scene = server.stage({ clock, faults })
    clock.whileAsleep = async (milliseconds) => {
      if (milliseconds === 60_000) scene.edit(change)
    }
    const run = await stage.perform({ url: server.url, account: server, clock, file: files.A })
    const edited = scene.served.find(({ kind }) => kind === 'edit')
    expect({ green: run.ending.ok, stored: scene.stored() }).toEqual({
      green: false,
      stored: edited?.stored,
    })
  })
})

tellFigures('Interleavings of two runs and an edit', () => {
  const all = [...performed.values()]
  const runs = all.flatMap(({ events, runs: of }) =>
    of.map(({ actor, ending }) => ({
      served: events.filter((event) => event.actor === actor),
      green: ending.ok,
      ended: codeOf(ending),
    })),
  )
  const unseen = all.filter(({ events, runs: of }) =>
    of.some(({ actor, ending }) => ending.ok && traceOf(events, actor).overwritten.length > 0),
  )
  return figuresOfRuns(runs, {
    orders: stories.length,
    'orders with an update that a green run overwrote unseen': unseen.length,
  })
})
