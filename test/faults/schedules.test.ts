import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { UserError } from '../../src/core/errors.ts'
import { tellFigures } from '../campaign/figures.ts'
import { sample } from '../campaign/soak.ts'
import { type Company, seedCompany } from '../fakes/auco.ts'
import { startRecordingServer } from '../fakes/recording-server.ts'
import { desired as entries, fileOf, hookTokens, stored } from '../fakes/webhooks-file.ts'
import { type Fault, type FaultyAuco, fingerprint, type Served, startFaultyAuco } from './faulty-auco.ts'
import { figuresOfRuns } from './figures.ts'
import { codeOf, type InProcessRun, startStage } from './in-process.ts'
import { type NamedReply, repliesWith, transportReplies } from './replies.ts'
import { VirtualClock } from './virtual-clock.ts'

/** Concurrent runs; each has its own Auco. */
const LANES = 12

const stage = startStage()
const servers = await Promise.all(Array.from({ length: LANES }, startFaultyAuco))
const elsewhere = await startRecordingServer(async () => ({ status: 200, body: seedCompany() }))
afterAll(() => Promise.all([...servers, elsewhere].map((server) => server.close())))

const [updated, kept, audit] = entries
const added = { ...audit, url: `${audit.url}/\${AUCO_HOOK_TOKEN}` }
const desired = [updated, kept, added]
const desiredFile = fileOf(...desired)
const before = fingerprint(seedCompany().webhooks)
const file = fingerprint(desired.map((entry) => stored(entry)))

interface Schedule {
  readonly name: string
  readonly faults: readonly Fault[]
  /** The file leaves out `Billing`, and the run has `removals: none`. */
  readonly keeps?: boolean
  /** Only transient faults, so the run must be green. */
  readonly isTransient?: boolean
  /** Longest pause that one of its answers asks for, in milliseconds. */
  readonly asked: number
}

const replies = [...repliesWith(elsewhere.url), ...sample(transportReplies, 4)]
const persistences = [
  ['once', 1],
  ['twice', 2],
  ['always', Number.POSITIVE_INFINITY],
] as const

/** Which requests a fault affects, and whether the run can get over it. */
const positions: Readonly<
  Record<string, (named: NamedReply, times: number) => { faults: readonly Fault[]; isTransient: boolean }>
> = {
  'a read': (named, times) => ({
    faults: [{ kind: 'read', times, reply: named.reply }],
    isTransient: isReadable(named, times),
  }),
  'a write that is lost': (named, times) => ({
    faults: [{ kind: 'write', times, reply: named.reply, store: 'never' }],
    isTransient: named.meaning !== 'final' && times <= 2,
  }),
  'a write that is stored': (named, times) => ({
    faults: [{ kind: 'write', times, reply: named.reply }],
    isTransient: named.meaning !== 'final',
  }),
  'a write that is stored a little later': (named, times) => ({
    faults: [{ kind: 'write', times, reply: named.reply, store: { beforeRead: 4 } }],
    isTransient: named.meaning !== 'final',
  }),
  'a write that is stored after its read-backs': (named, times) => ({
    faults: [{ kind: 'write', times, reply: named.reply, store: { beforeRead: 7 } }],
    isTransient: named.meaning !== 'final',
  }),
  'the first read-back': (named, times) => ({
    faults: [{ kind: 'read-back', times, reply: named.reply }],
    isTransient: isReadable(named, times),
  }),
  'a later read-back': (named, times) => ({
    faults: [
      { kind: 'write', times: 1, staleReads: 2 },
      { kind: 'read-back', from: 1, times, reply: named.reply },
    ],
    isTransient: isReadable(named, times),
  }),
}

function isReadable({ meaning, asked = 0 }: NamedReply, times: number): boolean {
  if (meaning === 'harmless') return true
  // A call has time for two waits of a minute.
  return meaning === 'transient' && times <= 2 && asked * times < 120_000
}

/**
 * How often a fault occurs doesn't matter if the first one ends the run: a final answer, or a read without a company. A
 * late write is stored at the second one.
 */
const persistencesOf = ({ meaning }: NamedReply, position: string) =>
  meaning === 'final' ||
  (meaning === 'unusable' && /read$|read-back$/.test(position)) ||
  /after/.test(position)
    ? persistences.slice(0, 1)
    : persistences

const generated = Object.entries(positions).flatMap(([position, at]) =>
  replies.flatMap((named) =>
    persistencesOf(named, position).map(
      ([often, times]): Schedule => ({
        name: `${named.name}, ${often}, for ${position}`,
        asked: named.asked ?? 0,
        ...at(named, times),
      }),
    ),
  ),
)

const drift = ({ webhooks }: Company) => {
  for (const webhook of webhooks) webhook.description = 'Changed by hand'
}
/** Changes of header values, by another writer or by Auco itself. */
const valueEdits: Readonly<Record<string, (company: Company) => void>> = {
  'empties a header value': ({ webhooks }) => {
    for (const { header } of webhooks.slice(1, 2)) if (header) header.value = ''
  },
  'empties every header value': ({ webhooks }) => {
    for (const { header } of webhooks) if (header) header.value = ''
  },
  'puts a mask in the place of a header value': ({ webhooks }) => {
    for (const { header } of webhooks.slice(1, 2)) if (header) header.value = '********'
  },
  'cuts off a header value': ({ webhooks }) => {
    for (const { header } of webhooks.slice(0, 1)) if (header) header.value = 'Bearer live...'
  },
  'changes a header value': ({ webhooks }) => {
    for (const { header } of webhooks.slice(0, 1)) if (header) header.value += 'x'
  },
  'changes the case of a header value': ({ webhooks }) => {
    for (const { header } of webhooks.slice(0, 1))
      if (header) header.value = header.value?.toUpperCase() ?? ''
  },
  'drops a header value': ({ webhooks }) => {
    for (const { header } of webhooks.slice(1, 2)) delete header?.value
  },
  'drops a header': ({ webhooks }) => {
    for (const webhook of webhooks.slice(1, 2)) delete webhook.header
  },
}
const reversal = (company: Company) => Object.assign(company, seedCompany())
const lies: readonly Schedule[] = [
  ...persistences.map(([often, times]) => ({
    name: `OK and nothing stored, ${often}`,
    faults: [{ kind: 'write', times, store: 'never' } as const],
    isTransient: times <= 2,
    asked: 0,
  })),
  ...persistences.map(([often, times]) => ({
    name: `OK and one webhook dropped, ${often}`,
    faults: [{ kind: 'write', times, dropsLast: true } as const],
    asked: 0,
  })),
  ...[1, 2, 3, 4, 5, 6, 9, 10, 14, 100].map((staleReads) => ({
    name: `a write that ${staleReads} reads do not show`,
    faults: [{ kind: 'write', times: 1, staleReads } as const],
    isTransient: staleReads < 100,
    asked: 0,
  })),
  ...(['read', 'write', 'read-back'] as const).flatMap((kind) =>
    ['editBefore', 'editAfter'].flatMap((when) =>
      [0, 1, 4].flatMap((staleReads) =>
        [0, 1, 2].map((from) => ({
          name: `another writer, ${when} ${kind} ${from}, the write hidden for ${staleReads} reads`,
          faults: [
            { kind, from, times: 1, [when]: drift, ...(kind === 'write' && { staleReads }) },
            { kind: 'write', times: 1, staleReads } as const,
          ],
          asked: 0,
        })),
      ),
    ),
  ),
  ...Object.entries(valueEdits).flatMap(([what, edit]) => [
    {
      name: `the write ${what}`,
      faults: [{ kind: 'write', times: 1, editAfter: edit } as const],
      asked: 0,
    },
    {
      name: `the write ${what}, and two reads do not show it`,
      faults: [{ kind: 'write', times: 1, staleReads: 2, editAfter: edit } as const],
      asked: 0,
    },
    {
      name: `another writer ${what} before the read`,
      faults: [{ kind: 'read', times: 1, editBefore: edit } as const],
      asked: 0,
    },
    {
      name: `a write is lost, and another writer ${what} before the second read-back`,
      faults: [
        { kind: 'write', times: 1, store: 'never', reply: { status: 503, body: '' } } as const,
        { kind: 'read-back', from: 1, times: 1, editBefore: edit } as const,
      ],
      asked: 0,
    },
  ]),
  ...[0, 1, 2, 3, 4].map((from) => ({
    name: `another writer takes it all back before read-back ${from}`,
    faults: [
      { kind: 'write', times: 1, staleReads: from } as const,
      { kind: 'read-back', from, times: 1, editBefore: reversal } as const,
    ],
    asked: 0,
  })),
  ...[1, 2, 3].map((from) => ({
    name: `a write is lost, another writer comes before read-back ${from}, and goes`,
    faults: [
      { kind: 'write', times: 1, store: 'never', reply: { status: 503, body: '' } } as const,
      { kind: 'read-back', from, times: 1, editBefore: drift, editAfter: reversal } as const,
    ],
    asked: 0,
  })),
]

/** Random faults of all three kinds of requests at once; the seed is fixed. */
const drawn = fc
  .sample(
    fc.record({
      read: fc.option(fc.constantFrom(...replies)),
      write: fc.constantFrom(...replies),
      readBack: fc.constantFrom(...replies),
      reads: fc.integer({ min: 1, max: 3 }),
      writes: fc.integer({ min: 1, max: 3 }),
      readBacks: fc.integer({ min: 1, max: 4 }),
      from: fc.integer({ min: 0, max: 8 }),
      store: fc.constantFrom<Fault['store'][]>(undefined, 'never', { beforeRead: 2 }, { beforeRead: 6 }),
      edit: fc.option(fc.integer({ min: 0, max: 8 })),
    }),
    { numRuns: 100, seed: 20_261_123 },
  )
  .map(({ read, write, readBack, reads, writes, readBacks, from, store, edit }): Schedule => {
    const faults: readonly Fault[] = [
      ...(read === null ? [] : [{ kind: 'read', times: reads, reply: read.reply } as const]),
      { kind: 'write', times: writes, reply: write.reply, ...(store !== undefined && { store }) },
      ...(edit === null || edit === from
        ? []
        : [{ kind: 'read-back', from: edit, times: 1, editBefore: drift } as const]),
      { kind: 'read-back', from, times: readBacks, reply: readBack.reply },
    ]
    const words = [
      ...(read === null ? [] : [`${read.name} for ${reads} reads`]),
      `${write.name} for ${writes} writes, stored ${JSON.stringify(store ?? 'now')}`,
      `${readBack.name} for ${readBacks} read-backs from ${from}`,
      ...(edit === null ? [] : [`another writer at read-back ${edit}`]),
    ]
    const asked = Math.max(...[read, write, readBack].map((named) => named?.asked ?? 0))
    return { name: words.join('; '), faults, asked }
  })

/** The same faults, with a webhook that is kept; but Auco takes no header without a value back. */
const keeping = [...sample(generated, 8), ...lies, ...sample(drawn, 4)]
  .filter(({ name }) => name !== 'another writer drops a header value before the read')
  .map((schedule): Schedule => ({ ...schedule, name: `none: ${schedule.name}`, keeps: true }))

const schedules: readonly Schedule[] = [...generated, ...lies, ...drawn, ...keeping]

const keepingFile = fileOf(updated, added)

/** What the run has to make live: the file, and what is kept as the last read before a write showed it. */
function targetOf({ keeps = false }: Schedule, served: readonly Served[]): string {
  const firstWrite = served.findIndex(({ kind }) => kind === 'write')
  const seen = served.slice(0, firstWrite === -1 ? undefined : firstWrite)
  const read = seen.findLast(({ shown }) => shown !== null)?.shown ?? before
  if (!keeps) return file
  const [listed, found]: readonly (readonly unknown[])[][] = [JSON.parse(file), JSON.parse(read)]
  const unlisted = found?.find(([id]) => id === kept.id)
  return JSON.stringify(listed?.map((entry) => (entry[0] === kept.id ? unlisted : entry)))
}

interface Performed extends InProcessRun {
  /** What a green run has made live. */
  readonly target: string
  readonly served: readonly Served[]
  readonly clock: VirtualClock
  /** What was stored at the end of the run, and what a read would have shown. */
  readonly stored: string
  readonly visible: string
  /** What was stored after the last late write. */
  readonly settled: string
  readonly keys: readonly string[]
}

const performed = new Map<Schedule, Performed>()

beforeAll(async () => {
  const waiting = [...schedules]
  const lane = async (server: FaultyAuco) => {
    for (let schedule = waiting.shift(); schedule !== undefined; schedule = waiting.shift()) {
      performed.set(schedule, await perform(schedule, server))
    }
  }
  await Promise.all(servers.map(lane))
}, 60_000)

async function perform(schedule: Schedule, server: FaultyAuco): Promise<Performed> {
  const { faults, keeps = false } = schedule
  const clock = new VirtualClock()
  const scene = server.stage({ clock, faults })
  const run = await stage.perform({
    url: server.url,
    account: server,
    clock,
    file: keeps ? keepingFile : desiredFile,
    ...(keeps && { env: { INPUT_REMOVALS: 'none' } }),
    // Short only without an answer, so that a busy machine doesn't look like a fault.
    ...(faults.some(({ reply }) => reply === 'silence') && { headersTimeout: 60 }),
  })
  const [now, visible] = [scene.stored(), scene.visible()]
  await scene.settle()
  return {
    ...run,
    served: [...scene.served],
    target: targetOf(schedule, scene.served),
    clock,
    stored: now,
    visible,
    settled: scene.stored(),
    keys: [server.publicKey, server.privateKey],
  }
}

/** Errors of answers that are final. */
const FINAL = [
  'auco-invalid',
  'auco-unauthorized',
  'auco-forbidden',
  'auco-not-found',
  'auco-redirect',
  'auco-unexpected-status',
]
const CODES = [
  ...FINAL,
  'auco-rate-limit',
  'auco-unavailable',
  'auco-no-answer',
  'auco-wrong-shape',
  'auco-not-json',
  'cannot-keep',
  'not-applied',
  'somebody-else',
  'stored-differently',
  'unknown-outcome',
]

describe.each(schedules.map((schedule) => [schedule.name, schedule] as const))('%s', (_, schedule) => {
  const of = () => {
    const found = performed.get(schedule)
    if (found === undefined) throw new Error('The schedule was not performed')
    return found
  }

  it('ends as designed', () => {
    const run = of()
    expect(violations(schedule, run)).toEqual([])
  })
})

function violations(schedule: Schedule, run: Performed): readonly string[] {
  return [
    ...wrongColour(schedule, run),
    ...wrongWrites(schedule, run),
    ...wrongEfforts(schedule, run),
    ...wrongWords(schedule, run),
  ]
}

function wrongColour({ isTransient = false, faults }: Schedule, run: Performed): readonly string[] {
  const { target } = run
  const code = codeOf(run.ending)
  const hasOtherWriter = faults.some(({ editBefore, editAfter }) => editBefore ?? editAfter)
  if (run.ending.ok) {
    return [
      ...(run.served.at(-1)?.shown === target ? [] : ['green, but the last read did not show the file']),
      ...(run.served.at(-1)?.stored === target ? [] : ['green, but what was stored was not the file']),
      // What somebody else writes after the verification doesn't count.
      ...(hasOtherWriter || run.stored === target ? [] : ['green, but what is stored is not the file']),
      ...(hasOtherWriter || run.settled === target ? [] : ['green, but a late write changed what is stored']),
      ...(run.ending.result === 'applied' ? [] : [`green as ${code}`]),
    ]
  }
  const isExplained = run.visible !== target || code === 'unknown-outcome' || FINAL.includes(code)
  return [
    ...(isExplained ? [] : [`red as ${code}, but a read shows the file`]),
    ...(isTransient ? [`red as ${code}, but every fault is transient`] : []),
  ]
}

/** Of what is kept: a value in whose place Auco shows a mask. */
const LOST_VALUE = new RegExp(`"${kept.header.key}","\\*+"`)

function wrongWrites({ keeps = false }: Schedule, { served, target }: Performed): readonly string[] {
  const writes = served.filter(({ kind }) => kind === 'write')
  const foreign = served.findIndex(
    ({ kind, shown }) => kind === 'read-back' && shown !== null && shown !== target && shown !== before,
  )
  const isBlind = served.some(
    ({ kind }, index) => kind === 'write' && served.slice(0, index).every(({ shown }) => shown === null),
  )
  const indexes = served.flatMap(({ kind }, index) => (kind === 'write' ? [index] : []))
  const isEarly = indexes.slice(1).some((later, index) => {
    const seen = served.slice(indexes[index], later).filter(({ shown }) => shown !== null)
    return seen.length !== 5 || seen.some(({ shown }) => shown !== before)
  })
  const final = served.findIndex(
    ({ kind, status }) =>
      status !== null &&
      (kind === 'write'
        ? [400, 401, 403, 404, 422].includes(status)
        : status >= 300 && status < 500 && status !== 408 && status !== 429),
  )
  return [
    ...(keeps && writes.length > 0 && LOST_VALUE.test(target) ? ['a write of a value that Auco hides'] : []),
    ...(isEarly ? ['a further write before five read-backs showed what was before'] : []),
    ...(final === -1 || final === served.length - 1 ? [] : ['a request after a final answer']),
    ...(writes.length <= 3 ? [] : [`${writes.length} writes`]),
    ...(isBlind ? ['a write before any read'] : []),
    ...(foreign !== -1 && served.slice(foreign).some(({ kind }) => kind === 'write')
      ? ['a write after a foreign state was seen']
      : []),
  ]
}

/** The limits: four attempts per read, five read-backs per write, and pauses of 8 seconds or what Auco asks for. */
function wrongEfforts({ asked }: Schedule, { served, clock }: Performed): readonly string[] {
  const writes = served.filter(({ kind }) => kind === 'write').length
  const retries = served.filter(({ kind, hadFault }) => kind !== 'write' && hadFault).length
  const longest = Math.max(8_000, asked)
  const slept = clock.sleeps.reduce((sum, sleep) => sum + sleep, 0)
  const bound = retries * longest + writes * (7_500 + asked)
  return [
    ...(served.length <= 4 + writes * (1 + 5 * 4) ? [] : [`${served.length} requests`]),
    ...(slept <= bound ? [] : [`${slept} ms of pauses, where ${bound} would do`]),
  ]
}

function isStoredRefusal({ kind, reply, store }: Fault): boolean {
  return (
    kind === 'write' &&
    store !== 'never' &&
    typeof reply === 'object' &&
    'status' in reply &&
    [400, 422].includes(reply.status)
  )
}

function wrongWords(
  { faults }: Schedule,
  { ending, stdout, summary, served, target, keys, stored: now, visible }: Performed,
): readonly string[] {
  const told = stdout.replaceAll(/^::add-mask::.*$/gm, '') + summary
  const secrets = [...keys, ...Object.values(hookTokens)].filter((secret) => told.includes(secret))
  const library =
    /undici|UND_ERR_(?!SOCKET)|Exception|TypeError|other side|terminated|aborted|^\s+at /im.exec(told)
  const annotations = stdout.match(/^::(?:error|warning)/gm)?.length ?? 0
  const common = [
    ...secrets.map((secret) => `leaks the secret ${secret.slice(0, 9)}…`),
    ...(library === null ? [] : [`shows a library's message: ${library[0]}`]),
    ...(annotations === (ending.ok ? 0 : 1) ? [] : [`annotates ${annotations} times`]),
  ]
  if (ending.ok) return common
  const { error } = ending
  if (!(error instanceof UserError))
    return [...common, `a bug: ${error instanceof Error ? error.stack : error}`]
  // If the server refuses a write and stores it anyway, no client can know.
  const saysNothingChanged =
    /Nothing was (?:changed|written)/i.test(error.message) && !faults.some(isStoredRefusal)
  const hasWritten = served.some(({ kind }) => kind === 'write')
  const lastRead = served.findLast(({ kind }) => kind !== 'write')
  const claims = {
    'not-applied': lastRead?.shown === before && visible === before,
    'somebody-else': served.some(({ shown }) => shown !== null && shown !== target && shown !== before),
    'stored-differently':
      lastRead?.shown !== target && lastRead?.shown?.toLowerCase() === target.toLowerCase() && now !== target,
    'cannot-keep': !hasWritten && !target.includes(hookTokens.AUCO_BILLING_HOOK_TOKEN),
    'unknown-outcome': lastRead?.kind === 'read-back' && lastRead.shown === null,
  }
  const isTrue = Object.entries(claims).every(([code, holds]) => error.code !== code || holds)
  return [
    ...common,
    ...(CODES.includes(error.code) ? [] : [`an unknown code: ${error.code}`]),
    ...(isTrue ? [] : [`${error.code} is not what happened`]),
    ...(saysNothingChanged && hasWritten && now !== before ? ['something was changed'] : []),
    ...(summary.split('❌ **').length === 2 ? [] : ['the summary does not report the failure once']),
  ]
}

it('makes no request to another server', () => {
  expect(elsewhere.requests).toEqual([])
  expect(servers.flatMap(({ strays }) => strays)).toEqual([])
})

describe('regressions', () => {
  const only = servers.slice(0, 1)
  const performOne = async (schedule: Omit<Schedule, 'name'>) => {
    const [server] = only
    if (server === undefined) throw new Error('There is no server')
    return perform({ name: '', ...schedule }, server)
  }

  // The 400 refers to the second write. The first was stored, but no read has shown it yet.
  it('a refused write after a stored one does not say that nothing was changed', async () => {
    const run = await performOne({
      faults: [
        { kind: 'write', times: 1, reply: { status: 502, body: '' }, staleReads: 5 },
        { kind: 'write', from: 1, times: 1, reply: { status: 400, body: '' }, store: 'never' },
      ],
      asked: 0,
    })
    expect(run.stored).toBe(file)
    expect(run.ending).not.toMatchObject({
      error: { message: expect.stringMatching(/nothing was changed/i) },
    })
  })

  // Auco answers at once; two waits of a minute use up the 120 seconds of the call.
  it('a lasting rate limit is reported as a rate limit', async () => {
    const reply = { status: 429, headers: { 'retry-after': '60' }, body: '' }
    const run = await performOne({
      faults: [{ kind: 'read', times: Number.POSITIVE_INFINITY, reply }],
      asked: 60_000,
    })
    expect(run.ending).toMatchObject({ error: { code: 'auco-rate-limit' } })
    expect(run.clock.sleeps.reduce((sum, sleep) => sum + sleep, 0)).toBe(120_000)
  })
})

tellFigures('Schedules of faults', () => {
  const runs = [...performed.values()].map((run) => ({
    served: run.served,
    green: run.ending.ok,
    ended: codeOf(run.ending),
  }))
  return figuresOfRuns(runs, { schedules: schedules.length })
})
