/**
 * Applies against an Auco whose answers are lost, delayed, cut and forged, beside other writers; that shows no header value,
 * so that a read can't prove the write; or that stores a field in another form, so that it never equals the file.
 */
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { UserError } from '../../src/core/errors.ts'
import { sample } from '../campaign/soak.ts'
import {
  type Company,
  lowerCaseHeaderName,
  maskHeaderValue,
  omitHeaderValue,
  type Quirks,
  seedCompany,
  trimDescription,
  type Webhook,
} from '../fakes/auco.ts'
import { startRecordingServer } from '../fakes/recording-server.ts'
import { desired as declared, entries, fileOf, hookTokens, stored } from '../fakes/webhooks-file.ts'
import { type Fault, fingerprint, type Served, startFaultyAuco } from './faulty-auco.ts'
import { codeOf, startStage } from './in-process.ts'
import { type NamedReply, repliesWith, transportReplies } from './replies.ts'
import { VirtualClock } from './virtual-clock.ts'

const stage = startStage()
const elsewhere = await startRecordingServer(async () => ({ status: 200, body: seedCompany() }))
afterAll(() => elsewhere.close())

const [updated, kept, audit] = declared
const added = { ...audit, url: `${audit.url}/\${AUCO_HOOK_TOKEN}` }
const desired = [updated, kept, added]
const before = fingerprint(seedCompany().webhooks)
const file = fingerprint(desired.map((entry) => stored(entry)))
const rotated = { AUCO_HOOK_TOKEN: 'rotated-default-7Yb3', AUCO_BILLING_HOOK_TOKEN: 'rotated-billing-5Zc8' }

interface Schedule extends Partial<Pick<Quirks, 'shows' | 'stores'>> {
  readonly name: string
  readonly faults: readonly Fault[]
  /** The default are the webhooks of `desired`. */
  readonly listed?: readonly { readonly id: string }[]
  /** The file leaves out `Billing`, and the run has `removals: none`. */
  readonly keeps?: boolean
  /** Only faults that pass, so the run must be green. */
  readonly isTransient?: boolean
  /** Longest pause that one of its answers asks for, in milliseconds. */
  readonly asked?: number
}

const replies = [...repliesWith(elsewhere.url), ...sample(transportReplies, 4)]
const persistences = [
  ['once', 1],
  ['twice', 2],
  ['always', Number.POSITIVE_INFINITY],
] as const

/** A call has time for two waits of a minute. */
const isReadable = ({ meaning, asked = 0 }: NamedReply, times: number) =>
  meaning === 'harmless' || (meaning === 'transient' && times <= 2 && asked * times < 120_000)
const isFinal = ({ meaning }: NamedReply) => meaning === 'final'

/** Which requests a fault affects, and whether the run can get over it. */
const positions: Readonly<
  Record<string, (named: NamedReply, times: number) => readonly [readonly Fault[], boolean]>
> = {
  'a read': (named, times) => [[{ kind: 'read', times, reply: named.reply }], isReadable(named, times)],
  'a write that is lost': (named, times) => [
    [{ kind: 'write', times, reply: named.reply, store: 'never' }],
    !isFinal(named) && times <= 2,
  ],
  'a write that is stored': (named, times) => [
    [{ kind: 'write', times, reply: named.reply }],
    !isFinal(named),
  ],
  'a write that is stored a little later': (named, times) => [
    [{ kind: 'write', times, reply: named.reply, store: { beforeRead: 4 } }],
    !isFinal(named),
  ],
  'a write that is stored after its read-backs': (named, times) => [
    [{ kind: 'write', times, reply: named.reply, store: { beforeRead: 7 } }],
    !isFinal(named),
  ],
  'the first read-back': (named, times) => [
    [{ kind: 'read-back', times, reply: named.reply }],
    isReadable(named, times),
  ],
  'a later read-back': (named, times) => [
    [
      { kind: 'write', times: 1, staleReads: 2 },
      { kind: 'read-back', from: 1, times, reply: named.reply },
    ],
    isReadable(named, times),
  ],
}

/**
 * How often a fault occurs doesn't matter if the first one ends the run: a final answer, or a read without a company. A
 * late write is stored at the second one.
 */
const isOnce = ({ meaning }: NamedReply, position: string) =>
  meaning === 'final' ||
  (meaning === 'unusable' && /read$|read-back$/.test(position)) ||
  /after/.test(position)

const generated = Object.entries(positions).flatMap(([position, at]) =>
  replies.flatMap((named) =>
    persistences.slice(0, isOnce(named, position) ? 1 : 3).map(([often, times]): Schedule => {
      const [faults, isTransient] = at(named, times)
      return {
        name: `${named.name}, ${often}, for ${position}`,
        asked: named.asked ?? 0,
        faults,
        isTransient,
      }
    }),
  ),
)

const drift = ({ webhooks }: Company) => {
  for (const webhook of webhooks) webhook.description = 'Changed by hand'
}
const editHeader =
  (index: number, change: (header: NonNullable<Webhook['header']>) => void) =>
  ({ webhooks }: Company) => {
    const header = webhooks[index]?.header
    if (header) change(header)
  }
const set = (value: string) => (header: NonNullable<Webhook['header']>) => Object.assign(header, { value })
/** Changes of header values, by another writer or by Auco itself. */
const valueEdits: Readonly<Record<string, (company: Company) => void>> = {
  'empties a header value': editHeader(1, set('')),
  'empties every header value': ({ webhooks }) => {
    for (const { header } of webhooks) if (header) header.value = ''
  },
  'puts a mask in the place of a header value': editHeader(1, set('********')),
  'cuts off a header value': editHeader(0, set('Bearer live...')),
  'changes a header value': editHeader(0, (header) => set(`${header.value}x`)(header)),
  'changes the case of a header value': editHeader(0, (header) =>
    set(`${header.value?.toUpperCase()}`)(header),
  ),
  'drops a header value': editHeader(1, (header) => delete header.value),
  'drops a header': ({ webhooks }) => delete webhooks[1]?.header,
}
const reversal = (company: Company) => Object.assign(company, seedCompany())
const lost = { kind: 'write', times: 1, store: 'never', reply: { status: 503, body: '' } } as const
const lies: readonly Schedule[] = [
  ...persistences.flatMap(([often, times]): Schedule[] => [
    {
      name: `OK and nothing stored, ${often}`,
      faults: [{ kind: 'write', times, store: 'never' }],
      isTransient: times <= 2,
    },
    { name: `OK and one webhook dropped, ${often}`, faults: [{ kind: 'write', times, dropsLast: true }] },
  ]),
  ...[1, 2, 3, 4, 5, 6, 9, 10, 14, 100].map(
    (staleReads): Schedule => ({
      name: `a write that ${staleReads} reads do not show`,
      faults: [{ kind: 'write', times: 1, staleReads }],
      isTransient: staleReads < 100,
    }),
  ),
  ...(['read', 'write', 'read-back'] as const).flatMap((kind) =>
    ['editBefore', 'editAfter'].flatMap((when) =>
      [0, 1, 4].flatMap((staleReads) =>
        [0, 1, 2].map(
          (from): Schedule => ({
            name: `another writer, ${when} ${kind} ${from}, the write hidden for ${staleReads} reads`,
            faults: [
              { kind, from, times: 1, [when]: drift, ...(kind === 'write' && { staleReads }) },
              { kind: 'write', times: 1, staleReads },
            ],
          }),
        ),
      ),
    ),
  ),
  ...Object.entries(valueEdits).flatMap(([what, edit]): Schedule[] => [
    { name: `the write ${what}`, faults: [{ kind: 'write', times: 1, editAfter: edit }] },
    {
      name: `the write ${what}, and two reads do not show it`,
      faults: [{ kind: 'write', times: 1, staleReads: 2, editAfter: edit }],
    },
    {
      name: `another writer ${what} before the read`,
      faults: [{ kind: 'read', times: 1, editBefore: edit }],
    },
    {
      name: `a write is lost, and another writer ${what} before the second read-back`,
      faults: [lost, { kind: 'read-back', from: 1, times: 1, editBefore: edit }],
    },
  ]),
  ...[0, 1, 2, 3, 4].map(
    (from): Schedule => ({
      name: `another writer takes it all back before read-back ${from}`,
      faults: [
        { kind: 'write', times: 1, staleReads: from },
        { kind: 'read-back', from, times: 1, editBefore: reversal },
      ],
    }),
  ),
  ...[1, 2, 3].map(
    (from): Schedule => ({
      name: `a write is lost, another writer comes before read-back ${from}, and goes`,
      faults: [lost, { kind: 'read-back', from, times: 1, editBefore: drift, editAfter: reversal }],
    }),
  ),
]

/** Random faults of all three kinds of requests at once; the seed is fixed. */
const drawn = fc
  .sample(
    fc.record({
      read: fc.option(fc.constantFrom(...replies)),
      write: fc.constantFrom(...replies),
      readBack: fc.constantFrom(...replies),
      times: fc.tuple(fc.nat(2), fc.nat(2), fc.nat(3)),
      from: fc.nat(8),
      store: fc.constantFrom<Fault['store'][]>(undefined, 'never', { beforeRead: 2 }, { beforeRead: 6 }),
      edit: fc.option(fc.nat(8)),
    }),
    { numRuns: 100, seed: 20_261_123 },
  )
  .map(({ read, write, readBack, times, from, store, edit }): Schedule => {
    const [reads, writes, readBacks] = [times[0] + 1, times[1] + 1, times[2] + 1]
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

/** Auco shows no header value, in one of these ways. */
const maskWith =
  (mask: (value: string) => string) =>
  ({ header, ...webhook }: Webhook): Webhook => ({
    ...webhook,
    ...(header && { header: { ...header, value: mask(header.value ?? '') } }),
  })
const masks: Readonly<Record<string, (webhook: Webhook) => Webhook>> = {
  stars: maskHeaderValue,
  'no value': omitHeaderValue,
  'four characters': maskWith((value) => `****${value.slice(-4)}`),
  words: maskWith(() => '[REDACTED]'),
}
const everyReply = [...repliesWith(elsewhere.url), ...transportReplies]
const fates: readonly (readonly [string, Pick<Fault, 'store'>])[] = [
  ['stored', {}],
  ['lost', { store: 'never' }],
]
const hidden = Object.entries(masks).flatMap(([mask, shows]) =>
  everyReply.flatMap((named) =>
    persistences.flatMap(([often, times]) =>
      fates.map(
        ([fate, store]): Schedule => ({
          name: `${mask}: ${named.name}, ${often}, for a write that is ${fate}`,
          listed: [entries.default, entries.billing],
          shows,
          faults: [{ kind: 'write', times, reply: named.reply, ...store }],
          isTransient: named.meaning === 'transient' && times <= 2,
        }),
      ),
    ),
  ),
)
const described = (description: string) => [{ ...entries.default, description }, entries.billing] as const
const forms = (
  [
    ['trims a description', described('Every event of today '), trimDescription],
    ['writes header names in lower case', described('Every event of today'), lowerCaseHeaderName],
  ] as const
).flatMap(([what, listed, stores]) =>
  everyReply
    .filter(({ meaning }) => meaning === 'transient')
    .flatMap((named) =>
      fates.map(
        ([fate, store]): Schedule => ({
          name: `Auco ${what}: ${named.name} for a write that is ${fate}`,
          listed,
          stores,
          faults: [{ kind: 'write', times: 1, reply: named.reply, ...store }],
        }),
      ),
    ),
)

/** The same faults, with a webhook that is kept; but Auco takes no header without a value back. */
const keeping = [
  ...sample(generated, 8),
  ...lies,
  ...sample(drawn, 4),
  ...sample(hidden, 48),
  ...forms.slice(0, 4),
]
  .filter(({ name }) => name !== 'another writer drops a header value before the read')
  .map((schedule): Schedule => ({ ...schedule, name: `none: ${schedule.name}`, keeps: true }))

const schedules = [...generated, ...lies, ...drawn, ...sample(hidden, 12), ...sample(forms, 6), ...keeping]

async function perform(
  { faults, keeps = false, listed = desired, shows, stores }: Schedule,
  between?: Between,
) {
  const clock = new VirtualClock()
  const auco = await startFaultyAuco(clock, faults, { shows, stores })
  between?.(clock, auco)
  const run = await stage.perform({
    url: auco.url,
    account: auco,
    clock,
    file: fileOf(...listed.filter(({ id }) => !keeps || id !== kept.id)),
    env: { ...(shows !== undefined && rotated), ...(keeps && { INPUT_REMOVALS: 'none' }) },
  })
  const [now, visible] = [auco.stored(), auco.visible()]
  await auco.settle()
  await auco.close()
  expect(auco.failures).toEqual([])
  const { served, publicKey, privateKey } = auco
  return {
    ...run,
    served,
    clock,
    stored: now,
    visible,
    settled: auco.stored(),
    keys: [publicKey, privateKey],
  }
}
type Between = (clock: VirtualClock, auco: Awaited<ReturnType<typeof startFaultyAuco>>) => void
type Performed = Awaited<ReturnType<typeof perform>>

/** What the run has to make live: the file, and what is kept as the last read before a write showed it. */
function targetOf({ keeps = false }: Schedule, served: readonly Served[]): string {
  if (!keeps) return file
  const firstWrite = served.findIndex(({ kind }) => kind === 'write')
  const seen = served.slice(0, firstWrite === -1 ? undefined : firstWrite)
  const read = seen.findLast(({ shown }) => shown !== null)?.shown ?? before
  const [listed, found]: readonly (readonly unknown[])[][] = [JSON.parse(file), JSON.parse(read)]
  const unlisted = found?.find(([id]) => id === kept.id)
  return JSON.stringify(listed?.map((entry) => (entry[0] === kept.id ? unlisted : entry)))
}

describe.concurrent('a run', () => {
  it.each(schedules.map((schedule) => [schedule.name, schedule] as const))('%s', async (_, schedule) => {
    const run = await perform(schedule)
    const told = run.stdout.replaceAll(/^::add-mask::.*$/gm, '') + run.summary
    const target = targetOf(schedule, run.served)
    const isPlain = schedule.shows === undefined && schedule.stores === undefined
    expect([
      ...wrongInAnyCase(run, told),
      ...(isPlain
        ? [
            ...wrongColour(schedule, run, target),
            ...wrongWrites(schedule, run, target),
            ...wrongEfforts(schedule, run),
            ...wrongClaims(schedule, run, target),
          ]
        : wrongWithHiddenOrOther(schedule, run, told)),
    ]).toEqual([])
  })
})

function wrongInAnyCase({ ending, served, keys, stdout, summary }: Performed, told: string) {
  const secrets = [...keys, ...Object.values(hookTokens), ...Object.values(rotated)]
  const library =
    /undici|UND_ERR_(?!SOCKET)|Exception|TypeError|other side|terminated|aborted|^\s+at /im.exec(told)
  const annotations = stdout.match(/^::(?:error|warning)/gm)?.length ?? 0
  return [
    ...secrets.filter((secret) => told.includes(secret)).map((secret) => `leaks ${secret.slice(0, 9)}…`),
    ...(library === null ? [] : [`shows a library's message: ${library[0]}`]),
    ...(annotations === (ending.ok ? 0 : 1) ? [] : [`annotates ${annotations} times`]),
    ...(ending.ok || ending.error instanceof UserError ? [] : [codeOf(ending)]),
    ...(ending.ok || summary.split('❌ **').length === 2
      ? []
      : ['the summary does not report the failure once']),
    ...(served.filter(({ kind }) => kind === 'write').length <= 3 ? [] : ['more than three writes']),
  ]
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

function wrongColour({ isTransient = false, faults }: Schedule, run: Performed, target: string) {
  const code = codeOf(run.ending)
  if (!run.ending.ok) {
    const isExplained = run.visible !== target || code === 'unknown-outcome' || FINAL.includes(code)
    return [
      ...(isExplained ? [] : [`red as ${code}, but a read shows the file`]),
      ...(isTransient ? [`red as ${code}, but every fault is transient`] : []),
    ]
  }
  const last = run.served.at(-1)
  // What somebody else writes after the verification doesn't count.
  const hasOtherWriter = faults.some(({ editBefore, editAfter }) => editBefore ?? editAfter)
  const isLive = hasOtherWriter || (run.stored === target && run.settled === target)
  return [
    ...(last?.shown === target && last.stored === target
      ? []
      : ['green, but the last read was not of the file']),
    ...(isLive ? [] : ['green, but what is stored is not the file']),
    ...(code === 'applied' ? [] : [`green as ${code}`]),
  ]
}

/** Of what is kept: a value in whose place Auco shows a mask. */
const LOST_VALUE = new RegExp(`"${kept.header.key}","\\*+"`)

function wrongWrites({ keeps = false }: Schedule, { served }: Performed, target: string) {
  const writes = served.flatMap(({ kind }, index) => (kind === 'write' ? [index] : []))
  const [first = served.length] = writes
  const foreign = served.findIndex(
    ({ kind, shown }) => kind === 'read-back' && shown !== null && shown !== target && shown !== before,
  )
  const isEarly = writes.slice(1).some((later, index) => {
    const seen = served.slice(writes[index], later).filter(({ shown }) => shown !== null)
    return seen.length !== 5 || seen.some(({ shown }) => shown !== before)
  })
  const isBlind = writes.length > 0 && served.slice(0, first).every(({ shown }) => shown === null)
  const final = served.findIndex(({ kind, status }) => {
    if (status === null) return false
    if (kind === 'write') return [400, 401, 403, 404, 422].includes(status)
    return status >= 300 && status < 500 && status !== 408 && status !== 429
  })
  return [
    ...(keeps && writes.length > 0 && LOST_VALUE.test(target) ? ['a write of a value that Auco hides'] : []),
    ...(isEarly ? ['a further write before five read-backs showed what was before'] : []),
    ...(final === -1 || final === served.length - 1 ? [] : ['a request after a final answer']),
    ...(isBlind ? ['a write before any read'] : []),
    ...(foreign !== -1 && writes.some((index) => index > foreign) ? ['a write after a foreign state'] : []),
  ]
}

/** The limits: four attempts per read, five read-backs per write, and pauses of 8 seconds or what Auco asks for. */
function wrongEfforts({ asked = 0 }: Schedule, { served, clock }: Performed) {
  const writes = served.filter(({ kind }) => kind === 'write').length
  const retries = served.filter(({ kind, hadFault }) => kind !== 'write' && hadFault).length
  const slept = clock.sleeps.reduce((sum, sleep) => sum + sleep, 0)
  const bound = retries * Math.max(8_000, asked) + writes * (7_500 + asked)
  return [
    ...(served.length <= 4 + writes * (1 + 5 * 4) ? [] : [`${served.length} requests`]),
    ...(slept <= bound ? [] : [`${slept} ms of pauses, where ${bound} would do`]),
  ]
}

/** If the server refuses a write and stores it anyway, no client can know. */
const isStoredRefusal = ({ kind, reply, store }: Fault) =>
  kind === 'write' &&
  store !== 'never' &&
  typeof reply === 'object' &&
  'status' in reply &&
  reply.status < 500

function wrongClaims(
  { faults }: Schedule,
  { ending, served, stored: now, visible }: Performed,
  target: string,
) {
  if (ending.ok || !(ending.error instanceof UserError)) return []
  const { code, message } = ending.error
  const hasWritten = served.some(({ kind }) => kind === 'write')
  const last = served.findLast(({ kind }) => kind !== 'write')
  const claims: Readonly<Record<string, boolean>> = {
    'not-applied': last?.shown === before && visible === before,
    'somebody-else': served.some(({ shown }) => shown !== null && shown !== target && shown !== before),
    'stored-differently': last?.shown !== target && last?.shown?.toLowerCase() === target.toLowerCase(),
    'cannot-keep': !hasWritten && !target.includes(hookTokens.AUCO_BILLING_HOOK_TOKEN),
    'unknown-outcome': last?.kind === 'read-back' && last.shown === null,
  }
  const saysNothing = /Nothing was (?:changed|written)/i.test(message) && !faults.some(isStoredRefusal)
  return [
    ...((claims[code] ?? !/-applied$|-else$/.test(code)) ? [] : [`${code} is not what happened`]),
    ...(saysNothing && hasWritten && now !== before ? ['something was changed'] : []),
  ]
}

function wrongWithHiddenOrOther({ shows, keeps, isTransient }: Schedule, run: Performed, told: string) {
  const code = codeOf(run.ending)
  const writes = run.served.filter(({ kind }) => kind === 'write')
  if (/\*{4}|REDACTED/.test(run.stored)) return ['a mask was written']
  if (shows === undefined) return code === 'stored-differently' ? [] : [`ends as ${code}`]
  if (keeps === true) return code === 'cannot-keep' && writes.length === 0 ? [] : [`ends as ${code}`]
  if (!run.ending.ok) return isTransient === true ? [`red as ${code}`] : []
  return [
    ...(writes.some(({ status }) => status !== null && status < 300)
      ? []
      : ['green without a success of Auco']),
    ...(told.includes("can't be verified") ? [] : ['does not say what is open']),
    ...(/(?<!be )verified/i.test(told) ? ['calls it verified'] : []),
  ]
}

it('no request goes to another server', () => {
  expect(elsewhere.requests).toEqual([])
})

describe('regressions', () => {
  // The 400 refers to the second write. The first was stored, but no read has shown it yet.
  it('a refused write after a stored one does not say that nothing was changed', async () => {
    const run = await perform({
      name: '',
      faults: [
        { kind: 'write', times: 1, reply: { status: 502, body: '' }, staleReads: 5 },
        { kind: 'write', from: 1, times: 1, reply: { status: 400, body: '' }, store: 'never' },
      ],
    })
    expect(run.stored).toBe(file)
    expect(run.ending).not.toMatchObject({
      error: { message: expect.stringMatching(/nothing was changed/i) },
    })
  })

  // The last read must come after the pause that Auco asks for, or a change made meanwhile is overwritten unseen.
  it('an edit in the pause before a further write is not overwritten', async () => {
    const reply = { status: 429, headers: { 'retry-after': '60' }, body: '' }
    const faults: readonly Fault[] = [{ kind: 'write', times: 1, reply, store: 'never' }]
    const run = await perform({ name: '', faults }, (clock, auco) => {
      clock.whileAsleep = async (milliseconds) => {
        if (milliseconds === 60_000) auco.edit(drift)
      }
    })
    expect(run.ending).toMatchObject({ ok: false, error: { code: 'somebody-else' } })
    expect(run.stored).toContain('Changed by hand')
  })
})
