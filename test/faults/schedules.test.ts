/** Applies against an Auco whose answers are lost, delayed, cut and forged, beside other writers. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { UserError } from '../../src/core/errors.ts'
import { sample } from '../campaign/soak.ts'
import { type Company, seedCompany, type Webhook } from '../fakes/auco.ts'
import { scheduleEvent } from '../fakes/github-events.ts'
import { codeOf, runAction } from '../fakes/run-action.ts'
import { desired as declared, fileOf, hookTokens, stored } from '../fakes/webhooks-file.ts'
import { type Fault, fingerprint, startFaultyAuco } from './faulty-auco.ts'
import { type NamedReply, replies } from './replies.ts'
import { VirtualClock } from './virtual-clock.ts'

const [updated, kept, audit] = declared
const desired = [updated, kept, { ...audit, url: `${audit.url}/\${AUCO_HOOK_TOKEN}` }]
const before = fingerprint(seedCompany().webhooks)
const file = fingerprint(desired.map((entry) => stored(entry)))

interface Schedule {
  readonly name: string
  readonly faults: readonly Fault[]
  /** Only faults that pass, so the run must be green. */
  readonly isTransient?: boolean
  /** Longest pause that one of its answers asks for, in milliseconds. */
  readonly asked?: number
}

const NEVER = Number.POSITIVE_INFINITY
const TIMES = [1, 2, NEVER]

type Passes = (named: NamedReply, times: number) => boolean
/** A call has time for two waits of a minute. */
const isReadable: Passes = ({ meaning, asked }, times) =>
  meaning === 'harmless' || (meaning === 'transient' && times <= 2 && asked * times < 120_000)
const isRepeatable: Passes = ({ meaning }, times) => meaning !== 'final' && times <= 2
const isNotFinal: Passes = ({ meaning }) => meaning !== 'final'

/** The requests that a reply affects, and whether the run can get over it. */
const positions: readonly (readonly [Omit<Fault, 'times' | 'reply'>, Passes])[] = [
  [{ kind: 'read' }, isReadable],
  [{ kind: 'write', storedAt: NEVER }, isRepeatable],
  [{ kind: 'write' }, isNotFinal],
  [{ kind: 'write', storedAt: 4 }, isNotFinal],
  [{ kind: 'write', storedAt: 7 }, isNotFinal],
  [{ kind: 'read-back' }, isReadable],
  [{ kind: 'read-back', from: 1 }, isReadable],
]
const answered = positions.flatMap(([fault, passes]) =>
  replies.flatMap((named) =>
    TIMES.map((times): Schedule => {
      const { name, reply, asked } = named
      const isLater: readonly Fault[] =
        fault.from === undefined ? [] : [{ kind: 'write', times: 1, staleReads: 2 }]
      return {
        name: `${name}, ${times} times, for ${nameOf(fault)}`,
        faults: [...isLater, { ...fault, times, reply }],
        isTransient: passes(named, times),
        asked,
      }
    }),
  ),
)

function nameOf({ kind, from = 0, storedAt = 0 }: Omit<Fault, 'times'>): string {
  return `${kind} ${from}${storedAt > 0 ? ` stored before read-back ${storedAt}` : ''}`
}

type Edit = (company: Company) => void
const editHeader =
  (index: number, change: (header: NonNullable<Webhook['header']>) => void): Edit =>
  ({ webhooks }) => {
    const header = webhooks[index]?.header
    if (header) change(header)
  }
const drift: Edit = ({ webhooks }) => {
  for (const webhook of webhooks) webhook.description = 'Changed by hand'
}
const reversal: Edit = (company) => Object.assign(company, seedCompany())
/** What another writer, or Auco itself, does to the company. */
const edits: Readonly<Record<string, Edit>> = {
  'changes every description': drift,
  'drops the last webhook': ({ webhooks }) => webhooks.pop(),
  'empties a header value': editHeader(1, (header) => Object.assign(header, { value: '' })),
  'empties every header value': ({ webhooks }) => {
    for (const { header } of webhooks) if (header) header.value = ''
  },
  'puts a mask in the place of a header value': editHeader(1, (header) =>
    Object.assign(header, { value: '********' }),
  ),
  'changes the case of a header value': editHeader(0, (header) =>
    Object.assign(header, { value: header.value?.toUpperCase() }),
  ),
  'drops a header value': editHeader(1, (header) => delete header.value),
  'drops a header': ({ webhooks }) => delete webhooks[1]?.header,
}
const lost: Fault = { kind: 'write', times: 1, storedAt: NEVER, reply: { status: 503, body: '' } }

const edited = (['read', 'write', 'read-back'] as const).flatMap((kind) =>
  ['editBefore', 'editAfter'].flatMap((when) =>
    [0, 1, 4].flatMap((staleReads) =>
      [0, 1, 2].flatMap((from) =>
        Object.entries(edits).map(
          ([what, edit]): Schedule => ({
            name: `another writer ${what}, ${when} ${kind} ${from}, the write hidden for ${staleReads} reads`,
            faults: [
              { kind, from, times: 1, [when]: edit, ...(kind === 'write' && { staleReads }) },
              { kind: 'write', times: 1, staleReads },
            ],
          }),
        ),
      ),
    ),
  ),
)

const others: readonly Schedule[] = [
  ...[1, 2, 3, 4, 5, 6, 9, 10, 14, 100].map(
    (staleReads): Schedule => ({
      name: `a write that ${staleReads} reads do not show`,
      faults: [{ kind: 'write', times: 1, staleReads }],
      isTransient: staleReads < 100,
    }),
  ),
  ...Object.entries(edits).map(
    ([what, editBefore]): Schedule => ({
      name: `a write is lost, and another writer ${what} before the second read-back`,
      faults: [lost, { kind: 'read-back', from: 1, times: 1, editBefore }],
    }),
  ),
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
  // The 400 refers to the second write. The first was stored, but no read has shown it yet.
  {
    name: 'a refused write after a stored one',
    faults: [
      { kind: 'write', times: 1, reply: { status: 502, body: '' }, staleReads: 5 },
      { kind: 'write', from: 1, times: 1, reply: { status: 400, body: '' }, storedAt: NEVER },
    ],
  },
]

/** Random faults of all kinds of requests at once; the seed is fixed. */
const fault = fc.record({
  kind: fc.constantFrom('read', 'write', 'read-back'),
  from: fc.nat(4),
  times: fc.integer({ min: 1, max: 4 }),
  named: fc.constantFrom(...replies),
  storedAt: fc.constantFrom(undefined, 2, 6, NEVER),
  editBefore: fc.constantFrom(undefined, undefined, drift),
})
const drawn = fc
  .sample(fc.array(fault, { minLength: 2, maxLength: 4 }), { numRuns: 100, seed: 20_261_123 })
  .map((parts): Schedule => {
    const names = parts.map(
      ({ named, times, ...rest }) => `${named.name}, ${times} times, for ${nameOf(rest)}`,
    )
    return {
      name: names.join('; '),
      faults: parts.map(({ named, ...rest }) => ({ ...rest, reply: named.reply })),
      asked: Math.max(...parts.map(({ named }) => named.asked)),
    }
  })

/** An apply of a tag asks GitHub nothing. */
const ofTag = {
  ...scheduleEvent({ owner: 'acme', name: 'webhooks', headSha: 'f'.repeat(40) }),
  ref: 'refs/tags/v1',
}

async function perform(faults: readonly Fault[], between?: (clock: VirtualClock, auco: FaultyAuco) => void) {
  const clock = new VirtualClock()
  const auco = await startFaultyAuco(clock, faults)
  between?.(clock, auco)
  const { served, url, publicKey, privateKey } = auco
  const keys = { 'public-key': publicKey, 'private-key': privateKey }
  const run = await runAction({
    inProcess: true,
    clock,
    workspace: { 'webhooks.yaml': fileOf(...desired) },
    inputs: { 'api-url': url, ...keys, removals: 'all', 'dry-run': 'false', 'github-token': '' },
    env: hookTokens,
    event: ofTag,
  })
  const now = auco.now()
  const settled = await auco.settle()
  await auco.close()
  return { ...run, ...now, settled, served, clock, keys: [publicKey, privateKey] }
}
type FaultyAuco = Awaited<ReturnType<typeof startFaultyAuco>>
type Performed = Awaited<ReturnType<typeof perform>>

const schedules = [...sample(answered, 2), ...sample(edited), ...others, ...drawn]
describe('a run', () => {
  it.each(schedules.map((schedule) => [schedule.name, schedule] as const))('%s', async (_, schedule) => {
    const run = await perform(schedule.faults)
    expect([...wrongWords(run), ...wrongEnd(schedule, run), ...wrongRequests(schedule, run)]).toEqual([])
  })
})

function* wrongWords({ exitCode, keys, stdout, summary }: Performed): Generator<string> {
  const told = stdout.replaceAll(/^::add-mask::.*$/gm, '') + summary
  for (const secret of [...keys, ...Object.values(hookTokens)])
    if (told.includes(secret)) yield `leaks ${secret.slice(0, 9)}…`
  const library =
    /undici|UND_ERR_(?!SOCKET)|Exception|TypeError|other side|terminated|aborted|^\s+at /im.exec(told)
  if (library !== null) yield `shows a library's message: ${library[0]}`
  const annotations = stdout.match(/^::(?:error|warning)/gm)?.length ?? 0
  if (annotations !== exitCode) yield `annotates ${annotations} times`
  if (exitCode === 1 && summary.split('❌ **').length !== 2)
    yield 'the summary does not report the failure once'
}

/** Errors of answers that are final. */
const FINAL = [
  'auco-invalid',
  'auco-unauthorized',
  'auco-forbidden',
  'auco-not-found',
  'auco-unexpected-status',
]
/** If the server refuses a write and stores it later, no client can know. */
const isStoredRefusal = ({ kind, reply, storedAt }: Fault) =>
  kind === 'write' && storedAt !== NEVER && typeof reply === 'object' && reply.status < 500

function* wrongEnd({ faults, isTransient = false }: Schedule, run: Performed): Generator<string> {
  const { ending, served, settled, visible } = run
  const code = codeOf(run)
  const last = served.at(-1)
  if (ending?.ok) {
    if (code !== 'applied') yield `green as ${code}`
    if (last?.shown !== file || last.stored !== file) yield 'green, but the last read was not of the file'
    // What somebody else writes after the verification doesn't count.
    const hasOtherWriter = faults.some(({ editBefore, editAfter }) => editBefore ?? editAfter)
    if (!hasOtherWriter && (run.stored !== file || settled !== file))
      yield 'green, but what is stored is not the file'
    return
  }
  if (!(ending?.error instanceof UserError)) return yield code
  if (isTransient) yield `red as ${code}, but every fault is transient`
  if (visible === file && code !== 'unknown-outcome' && !FINAL.includes(code))
    yield `red as ${code}, but a read shows the file`
  const seen = served.findLast(({ kind }) => kind !== 'write')
  const claims: Readonly<Record<string, boolean>> = {
    'not-applied': seen?.shown === before && visible === before,
    'stored-differently': served.some(({ shown }) => shown !== null && shown !== file && shown !== before),
    'unknown-outcome': seen?.kind === 'read-back' && seen.shown === null,
  }
  if (!(claims[code] ?? code.startsWith('auco-'))) yield `${code} is not what happened`
  const saysNothing = /Nothing was (?:changed|written)/i.test(ending.error.message)
  const hasWritten = served.some(({ kind }) => kind === 'write')
  if (saysNothing && hasWritten && run.stored !== before && !faults.some(isStoredRefusal))
    yield 'something was changed'
}

/** The limits: four attempts per read, three reads before a write and five after it, three writes, and pauses of 8 seconds or what Auco asks for. */
function* wrongRequests({ asked = 0 }: Schedule, { served, clock }: Performed): Generator<string> {
  const writes = served.flatMap(({ kind }, index) => (kind === 'write' ? [index] : []))
  const retries = served.filter(({ kind, hadFault }) => kind !== 'write' && hadFault).length
  const slept = clock.sleeps.reduce((sum, sleep) => sum + sleep, 0)
  const bound = retries * Math.max(8_000, asked) + writes.length * (7_500 + asked)
  if (writes.length > 3) yield 'more than three writes'
  if (served.length > 3 * 4 + writes.length * (1 + 5 * 4)) yield `${served.length} requests`
  if (slept > bound) yield `${slept} ms of pauses, where ${bound} would do`

  const isBlind = writes.length > 0 && served.slice(0, writes[0]).every(({ shown }) => shown === null)
  if (isBlind) yield 'a write before any read'
  for (const [index, later] of writes.slice(1).entries()) {
    const seen = served.slice(writes[index], later).filter(({ shown }) => shown !== null)
    if (seen.length !== 5 || seen.some(({ shown }) => shown !== before))
      yield 'a further write before five read-backs showed what was before'
  }
  const foreign = served.findIndex(
    ({ kind, shown }) => kind === 'read-back' && shown !== null && shown !== file && shown !== before,
  )
  if (foreign !== -1 && writes.some((index) => index > foreign)) yield 'a write after a foreign state'
  const final = served.findIndex(({ kind, status }) => {
    if (status === null) return false
    if (kind === 'write') return [400, 401, 403, 404, 422].includes(status)
    return status >= 300 && status < 500 && status !== 408 && status !== 429
  })
  // After that to a write, one read-back decides, with its retries.
  const allowed = served[final]?.kind === 'write' ? 4 : 0
  if (final !== -1 && served.length - 1 - final > allowed) yield 'more requests after a final answer'
  if (final !== -1 && writes.some((index) => index > final)) yield 'a write after a final answer'
}

// The last read must come after the pause that Auco asks for, or a change made meanwhile is overwritten unseen.
it('an edit in the pause before a further write is not overwritten', async () => {
  const reply = { status: 429, headers: { 'retry-after': '60' }, body: '' }
  const run = await perform([{ kind: 'write', times: 1, reply, storedAt: NEVER }], (clock, auco) => {
    clock.whileAsleep = async (milliseconds) => {
      if (milliseconds === 60_000) auco.edit(drift)
    }
  })
  expect(run.ending).toMatchObject({ ok: false, error: { code: 'stored-differently' } })
  expect(run.stored).toContain('Changed by hand')
})

it('after a refusal, an edit by somebody else is shown, not the refusal alone', async () => {
  const reply = { status: 403, body: { message: 'No' } }
  const run = await perform([{ kind: 'write', times: 1, reply, storedAt: NEVER, editAfter: drift }])
  expect(run.ending).toMatchObject({ ok: false, error: { code: 'stored-differently' } })
  expect(run.served.filter(({ kind }) => kind === 'write')).toHaveLength(1)
})
