/**
 * Faults while Auco shows no header value, or stores a field in another form: where a read can't prove the write, or never
 * equals the file.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { tellFigures } from '../campaign/figures.ts'
import { sample } from '../campaign/soak.ts'
import {
  lowerCaseHeaderName,
  maskHeaderValue,
  omitHeaderValue,
  seedCompany,
  trimDescription,
  type Webhook,
} from '../fakes/auco.ts'
import { entries, fileOf, liveFile } from '../fakes/webhooks-file.ts'
import { type Fault, type FaultyAuco, fingerprint, type Served, startFaultyAuco } from './faulty-auco.ts'
import { figuresOfRuns } from './figures.ts'
import { codeOf, type InProcessRun, startStage } from './in-process.ts'
import { type NamedReply, repliesWith, transportReplies } from './replies.ts'
import { VirtualClock } from './virtual-clock.ts'

/** Concurrent runs; each has its own Auco. */
const LANES = 8

const stage = startStage()
const servers = await Promise.all(Array.from({ length: LANES }, startFaultyAuco))
afterAll(() => Promise.all(servers.map((server) => server.close())))

const rotated = { AUCO_HOOK_TOKEN: 'rotated-default-7Yb3', AUCO_BILLING_HOOK_TOKEN: 'rotated-billing-5Zc8' }
const maskInPart = ({ header, ...webhook }: Webhook): Webhook => ({
  ...webhook,
  ...(header && { header: { ...header, value: `****${header.value?.slice(-4) ?? ''}` } }),
})
const redact = ({ header, ...webhook }: Webhook): Webhook => ({
  ...webhook,
  ...(header && { header: { ...header, value: '[REDACTED]' } }),
})
const masks = {
  stars: maskHeaderValue,
  'no value': omitHeaderValue,
  'four characters': maskInPart,
  words: redact,
}

interface Schedule {
  readonly name: string
  readonly file: string
  readonly env: Readonly<Record<string, string>>
  readonly faults: readonly Fault[]
  readonly shows?: (webhook: Webhook) => Webhook
  readonly stores?: (webhook: Webhook) => Webhook
  /** The file leaves out `Billing`, and the run has `removals: none`. */
  readonly keeps?: boolean
  /** Faults that pass within three writes, so the run must be green. */
  readonly isTransient?: boolean
}

const replies = [...repliesWith('http://127.0.0.1:9'), ...transportReplies]
const often = { once: 1, twice: 2, always: Number.POSITIVE_INFINITY }
const isLost = ({ meaning }: NamedReply) => meaning === 'transient'

const hidden: readonly Schedule[] = Object.entries(masks).flatMap(([mask, shows]) =>
  replies.flatMap((named) =>
    Object.entries(often).flatMap(([word, times]) =>
      (['stored', 'lost'] as const).map(
        (fate): Schedule => ({
          name: `${mask}: ${named.name}, ${word}, for a write that is ${fate}`,
          file: liveFile,
          env: rotated,
          shows,
          faults: [
            { kind: 'write', times, reply: named.reply, ...(fate === 'lost' && { store: 'never' as const }) },
          ],
          isTransient: isLost(named) && times <= 2,
        }),
      ),
    ),
  ),
)

const trimmed = fileOf({ ...entries.default, description: 'Every event of today ' }, entries.billing)
const renamed = fileOf({ ...entries.default, description: 'Every event of today' }, entries.billing)
const forms: readonly Schedule[] = (
  [
    ['trims a description', trimmed, trimDescription],
    ['writes header names in lower case', renamed, lowerCaseHeaderName],
  ] as const
).flatMap(([name, file, stores]) =>
  replies.filter(isLost).flatMap((named) =>
    (['stored', 'lost'] as const).map(
      (fate): Schedule => ({
        name: `Auco ${name}: ${named.name} for a write that is ${fate}`,
        file,
        env: {},
        stores,
        faults: [
          {
            kind: 'write',
            times: 1,
            reply: named.reply,
            ...(fate === 'lost' && { store: 'never' as const }),
          },
        ],
      }),
    ),
  ),
)

/** `Billing` is kept, and its value may be hidden. */
const keeping = [...sample(hidden, 48), ...forms.slice(0, 4)].map(
  (schedule): Schedule => ({ ...schedule, name: `none: ${schedule.name}`, keeps: true }),
)

const schedules = [...sample(hidden, 12), ...sample(forms, 6), ...keeping]

function withoutBilling(file: string): string {
  const { webhooks }: { webhooks: readonly { id: string }[] } = JSON.parse(file)
  return fileOf(...webhooks.filter(({ id }) => id !== entries.billing.id))
}

interface Performed extends InProcessRun {
  readonly served: readonly Served[]
  readonly stored: string
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
}, 300_000)

async function perform(
  { file, env, faults, shows, stores, keeps = false }: Schedule,
  server: FaultyAuco,
): Promise<Performed> {
  const clock = new VirtualClock()
  const scene = server.stage({
    clock,
    faults,
    ...(shows !== undefined && { shows }),
    ...(stores !== undefined && { stores }),
  })
  const run = await stage.perform({
    url: server.url,
    account: server,
    clock,
    file: keeps ? withoutBilling(file) : file,
    env: { ...env, ...(keeps && { INPUT_REMOVALS: 'none' }) },
    ...(faults.some(({ reply }) => reply === 'silence') && { headersTimeout: 60 }),
  })
  return { ...run, served: [...scene.served], stored: scene.stored() }
}

const before = fingerprint(seedCompany().webhooks)

describe.each(schedules.map((schedule) => [schedule.name, schedule] as const))('%s', (_, schedule) => {
  it('ends as designed', () => {
    const run = performed.get(schedule)
    expect(run && violations(schedule, run)).toEqual([])
  })
})

function violations(
  { shows, keeps = false, isTransient = false }: Schedule,
  run: Performed,
): readonly string[] {
  const code = codeOf(run.ending)
  const told = run.stdout.replaceAll(/^::add-mask::.*$/gm, '') + run.summary
  const writes = run.served.filter(({ kind }) => kind === 'write')
  const common = [
    ...(writes.length <= 3 ? [] : [`${writes.length} writes`]),
    ...(code.startsWith('bug') ? [code] : []),
    ...(/\*{4}|REDACTED/.test(run.stored) ? ['a mask was written'] : []),
    ...Object.values(rotated)
      .filter((secret) => told.includes(secret))
      .map((secret) => `leaks ${secret}`),
  ]
  if (shows === undefined) {
    const isTold = told.includes('in another form than it was sent')
    return [...common, ...(code === 'stored-differently' && isTold ? [] : [`ends as ${code}`])]
  }
  if (keeps) {
    return [
      ...common,
      ...(code === 'cannot-keep' ? [] : [`ends as ${code}`]),
      ...(writes.length === 0 ? [] : ['writes although it cannot keep what is hidden']),
    ]
  }
  const isAccepted = writes.some(({ status }) => status !== null && status < 300)
  if (!run.ending.ok) return [...common, ...(isTransient ? [`red as ${code}`] : [])]
  return [
    ...common,
    ...(isAccepted ? [] : ['green without a success of Auco']),
    ...(/can't be verified, Auco doesn't return (?:it|them)/.test(told) ? [] : ['does not say what is open']),
    ...(/(?<!be )verified/i.test(told) ? ['calls it verified'] : []),
  ]
}

it('some of them end red and some green', () => {
  expect(new Set([...performed.values()].map(({ ending }) => ending.ok))).toEqual(new Set([true, false]))
  expect([...performed.values()].some(({ stored }) => stored !== before)).toBe(true)
})

tellFigures('Faults with hidden values and other forms', () =>
  figuresOfRuns(
    [...performed.values()].map((run) => ({
      served: run.served,
      green: run.ending.ok,
      ended: codeOf(run.ending),
    })),
    { schedules: schedules.length },
  ),
)
