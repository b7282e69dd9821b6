import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { tellFigures } from '../campaign/figures.ts'
import { sample } from '../campaign/soak.ts'
import { type Company, seedCompany } from '../fakes/auco.ts'
import { desired, desiredFile, entries, fileOf, stored } from '../fakes/webhooks-file.ts'
import { type Fault, type FaultyAuco, fingerprint, type Served, startFaultyAuco } from './faulty-auco.ts'
import { figuresOfRuns } from './figures.ts'
import { codeOf, type InProcessRun, startStage } from './in-process.ts'
import { VirtualClock } from './virtual-clock.ts'

/** Two runs, and an editor who changes live by hand. */
type Actor = 'A' | 'B' | 'E'
type Order = readonly Actor[]

/** Concurrent stories; each has its own Auco. */
const LANES = 8

const stage = startStage()
const servers = await Promise.all(Array.from({ length: LANES }, startFaultyAuco))
afterAll(() => Promise.all(servers.map((server) => server.close())))

const ofB = [{ ...entries.default, url: 'https://other.notaria.example/auco' }, entries.billing] as const
const listed = { A: desired, B: ofB }
/** With `removals: none` both files leave out `Billing`, and B's leaves out what A adds. */
const listedWhenKeeping = { A: [desired[0], desired[2]], B: ofB.slice(0, 1) }

const change = ({ webhooks }: Company) => {
  for (const webhook of webhooks.slice(0, 1)) webhook.description = 'Changed by hand'
}
const changeKept = ({ webhooks }: Company) => {
  for (const webhook of webhooks) if (webhook.id === 'Billing') webhook.description = 'Changed by hand'
}
const edits = {
  'changes a description': change,
  'changes what is kept': changeKept,
  'puts everything back': (company: Company) => {
    Object.assign(company, seedCompany())
  },
} as const

interface Story {
  readonly name: string
  readonly order: Order
  readonly edit: (company: Company) => void
  readonly faults: readonly Fault[]
  readonly keeps: boolean
}

/** All permutations of so many steps of each actor. */
function ordersOf(letters: Readonly<Record<Actor, number>>): readonly Order[] {
  const left = (['A', 'B', 'E'] as const).filter((actor) => letters[actor] > 0)
  if (left.length === 0) return [[]]
  return left.flatMap((actor) =>
    ordersOf({ ...letters, [actor]: letters[actor] - 1 }).map((rest): Order => [actor, ...rest]),
  )
}

const lost: Fault = { kind: 'write', times: 1, store: 'never', reply: 'reset' }
/** A run without faults makes three requests: read, write, read-back. Further requests come after the order. */
const stories: readonly Story[] = [
  ...ordersOf({ A: 3, B: 3, E: 1 }).map((order) => story(order, 'changes a description', [])),
  ...ordersOf({ A: 3, B: 0, E: 1 }).map((order) => story(order, 'puts everything back', [])),
  // A's first write is lost: read, write, five read-backs, write, read-back.
  ...(['changes a description', 'puts everything back'] as const).flatMap((edit) =>
    ordersOf({ A: 9, B: 0, E: 1 }).map((order) => story(order, edit, [lost])),
  ),
  ...(['changes a description', 'changes what is kept'] as const).flatMap((edit) => [
    ...sample(ordersOf({ A: 3, B: 3, E: 1 }), 4).map((order) => story(order, edit, [], true)),
    ...ordersOf({ A: 9, B: 0, E: 1 }).map((order) => story(order, edit, [lost], true)),
  ]),
]

function story(
  order: Order,
  edit: keyof typeof edits,
  faults: readonly Fault[],
  keeps: boolean = false,
): Story {
  const fault = faults.length === 0 ? '' : ", A's first write is lost"
  const name = `${keeps ? 'none: ' : ''}${order.join('')}${fault}, E ${edit}`
  return { name, order, edit: edits[edit], faults, keeps }
}

/** What a run has to make live: its file, and what it keeps as its last read before a write showed it. */
function wantedBy(events: readonly Served[], actor: 'A' | 'B', keeps: boolean): string {
  if (!keeps) return fingerprint(listed[actor].map((entry) => stored(entry)))
  const own = events.filter((event) => event.actor === actor)
  const read = own.find(({ kind, shown }) => kind === 'read' && shown !== null)?.shown ?? '[]'
  const found: readonly (readonly unknown[])[] = JSON.parse(read)
  const file = listedWhenKeeping[actor].map((entry) => stored(entry))
  const ids = file.map(({ id }) => id)
  const kept = found.filter(([id]) => !ids.includes(String(id)))
  const entries: readonly (readonly unknown[])[] = JSON.parse(fingerprint(file))
  return JSON.stringify(
    [...entries, ...kept].sort((one, other) => String(one[0]).localeCompare(String(other[0]))),
  )
}

interface ActorRun extends InProcessRun {
  readonly actor: 'A' | 'B'
}

interface Performed {
  readonly keeps: boolean
  /** All requests and edits, in order. */
  readonly events: readonly Served[]
  readonly runs: readonly ActorRun[]
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

/** Lets through one request at a time, in the order of the story. */
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

  /** Lets through the actor's next request and waits for its answer; returns at once if the actor is done. */
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

async function perform({ order, edit, faults, keeps }: Story, server: FaultyAuco): Promise<Performed> {
  const conductor = new Conductor()
  const clock = new VirtualClock()
  const scene = server.stage({ clock, faults, gate: conductor.gate })
  const actors = (['A', 'B'] as const).filter((actor) => order.includes(actor))
  const running = actors.map(async (actor): Promise<ActorRun> => {
    const { url } = server
    const run = await stage.perform({
      url,
      account: server,
      clock,
      file: fileOf(...(keeps ? listedWhenKeeping : listed)[actor]),
      userAgent: actor,
      ...(keeps && { env: { INPUT_REMOVALS: 'none' } }),
    })
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
  return { keeps, events: scene.served, runs, stored: scene.stored() }
}

/** What one run did and saw, by the positions of the events. */
function traceOf({ events, keeps }: Pick<Performed, 'events' | 'keeps'>, actor: 'A' | 'B') {
  const wanted = wantedBy(events, actor, keeps)
  const own = events.flatMap((event, index) => (event.actor === actor ? [{ ...event, index }] : []))
  const readBacks = own.filter(({ kind }) => kind === 'read-back')
  const found = own.find(({ kind }) => kind === 'read')?.shown ?? null
  const isForeign = ({ shown }: Served) => shown !== null && shown !== wanted && shown !== found
  const writes = own.filter(({ kind }) => kind === 'write')
  /** What others stored between this run's last read and its write. */
  const overwritten = writes.flatMap(({ index, stored: now }) => {
    const lastRead = own.findLast((event) => event.shown !== null && event.index < index)
    if (lastRead === undefined || now !== wanted) return []
    return events
      .slice(lastRead.index + 1, index)
      .filter((event) => event.shown === null && event.stored !== lastRead.shown)
  })
  return {
    wanted,
    own,
    writes,
    readBacks,
    firstForeign: readBacks.find(isForeign)?.index ?? null,
    overwritten,
  }
}

function violations({ keeps, events, runs, stored: now }: Performed): readonly string[] {
  const greens = runs.filter(({ ending }) => ending.ok)
  const last = events.findLast(({ kind }) => kind === 'write' || kind === 'edit')
  return [
    ...runs.flatMap(({ actor, ending }) => {
      const { wanted, writes, readBacks, firstForeign } = traceOf({ keeps, events }, actor)
      const isProven = readBacks.some(({ shown }) => shown === wanted)
      const isLost = readBacks.every(({ stored: then }) => then !== wanted)
      const code = codeOf(ending)
      return [
        ...(ending.ok && isLost
          ? [`${actor} is green, but no read-back was made while its file was stored`]
          : []),
        ...(!ending.ok && isProven ? [`${actor} is red, but a read-back showed its file`] : []),
        ...(ending.ok || /^(?:somebody-else|not-applied)$/.test(code) ? [] : [`${actor} ends with ${code}`]),
        ...(writes.length <= 3 ? [] : [`${actor} writes ${writes.length} times`]),
        ...(firstForeign !== null && writes.some(({ index }) => index > firstForeign)
          ? [`${actor} writes after it saw somebody else's change`]
          : []),
        ...((code === 'somebody-else') === (firstForeign !== null) || ending.ok
          ? []
          : [`${actor} ends with ${code}, which is not what it saw`]),
      ]
    }),
    // If a run was the last to write and any run is green, the file of a green run is live.
    ...(last?.kind === 'edit' ||
    greens.length === 0 ||
    greens.some(({ actor }) => wantedBy(events, actor, keeps) === now)
      ? []
      : ['a run is green, but no green run has its file live']),
  ]
}

describe.each(stories.map((story) => [story.name, story] as const))('%s', (_, story) => {
  it('a lost update that a read-back shows is red', () => {
    const found = performed.get(story)
    expect(found && violations(found)).toEqual([])
  })
})

describe('regressions', () => {
  // The last read must come after the pause that Auco asks for, or a change made meanwhile is overwritten and the run is
  // green.
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
    const run = await stage.perform({ url: server.url, account: server, clock, file: desiredFile })
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
  const unseen = all.filter(({ keeps, events, runs: of }) =>
    of.some(({ actor, ending }) => ending.ok && traceOf({ keeps, events }, actor).overwritten.length > 0),
  )
  return figuresOfRuns(runs, {
    orders: stories.length,
    'orders with an update that a green run overwrote unseen': unseen.length,
  })
})
