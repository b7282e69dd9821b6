import { describe, expect, it } from 'vitest'
import {
  addUnknownFields,
  lowerCaseHeaderName,
  type Quirks,
  seedCompany,
  serializeUrl,
} from '../../fakes/auco.ts'
import { kindOf, read, startCompany, write } from '../../fakes/company.ts'
import type { Outcome, Respond, recordedStatus } from '../../fakes/recording-server.ts'
import {
  addedFile,
  desired,
  desiredFile,
  entries,
  fileOf,
  liveFile,
  stored,
} from '../../fakes/webhooks-file.ts'

// Every order of faults is in test/faults; these runs prove what people see of them.
const company = await startCompany({ inProcess: true })
const { auco } = company
const webhooks = desired.map((entry) => stored(entry))
const onWrites =
  (outcome: Outcome): Respond =>
  ({ method }) =>
    method === 'PUT' ? outcome : undefined
/** So that a request is answered otherwise only once. */
const first = (outcome: Outcome): Respond => {
  const left = [outcome]
  return ({ method }) => (method === 'PUT' ? left.shift() : undefined)
}
const storedBut =
  (outcome: Outcome): Respond =>
  async ({ method }, own) => {
    if (method !== 'PUT') return undefined
    await own()
    return outcome
  }

describe('nothing is written if Auco has the file', () => {
  it.each([
    ['as it is', [entries.default, entries.billing]],
    ['in another order', [entries.billing, entries.default]],
  ])('%s', async (_, listed) => {
    const run = await company.applyFile(fileOf(...listed))
    expect(run).toMatchObject({ exitCode: 0, annotations: [], toAuco: [read()] })
    expect(run.outputs).toEqual({
      result: 'unchanged',
      changed: 'false',
      added: '[]',
      updated: '[]',
      removed: '[]',
      unmanaged: '[]',
      'webhook-ids': JSON.stringify(listed.map(({ id }) => id)),
      plan: expect.any(String),
    })
    expect(run.summary).toContain('✅ **Nothing to do:**')
    expect(auco.company()).toEqual(seedCompany())
  })

  it.each([{}, null, { key: '', value: '' }])('with a header that is %j: none', async (header) => {
    auco.edit(({ webhooks }) => webhooks.push({ ...entries.audit, header }))
    expect(await company.applyFile(addedFile)).toMatchObject({ exitCode: 0, toAuco: [read()] })
  })

  it('with fields that Auco adds, which are not written back either', async () => {
    auco.quirks.shows = addUnknownFields
    expect(await company.applyFile(liveFile)).toMatchObject({ outputs: { result: 'unchanged' } })
    expect(await company.applyFile(desiredFile)).toMatchObject({ exitCode: 0, written: [{ webhooks }] })
  })
})

it('a write sends default first, then the order of the file', async () => {
  const run = await company.applyFile(fileOf(entries.audit, entries.default, entries.billing))
  const sent = [entries.default, entries.audit, entries.billing].map((entry) => stored(entry))
  expect(run).toMatchObject({ exitCode: 0, written: [{ webhooks: sent }] })
})

const reads = (count: number, status?: ReturnType<typeof recordedStatus>) => Array(count).fill(read(status))

describe('green, because the read-back shows the file', () => {
  it.each<[string, Partial<Quirks>, toAuco: readonly unknown[]]>([
    ['500, but stored', { respond: storedBut({ status: 500, body: '' }) }, [read(), write(500), read()]],
    ['a broken connection, but stored', { respond: storedBut('reset') }, [read(), write('reset'), read()]],
    ['no JSON, but stored', { respond: storedBut({ status: 200, body: 'OK' }) }, [read(), write(), read()]],
    [
      '500, repeated',
      { respond: first({ status: 500, body: '' }) },
      [read(), write(500), ...reads(5), write(), read()],
    ],
    [
      'a broken connection, repeated',
      { respond: first('reset') },
      [read(), write('reset'), ...reads(5), write(), read()],
    ],
    [
      '200 with stale reads',
      {
        onWrite: () => {
          auco.quirks.staleReads = 3
        },
      },
      [read(), write(), ...reads(4)],
    ],
  ])('after %s', async (_, quirks, toAuco) => {
    Object.assign(auco.quirks, quirks)
    const run = await company.applyFile(desiredFile)
    expect(run).toMatchObject({ exitCode: 0, annotations: [], outputs: { result: 'applied' } })
    expect(run.toAuco).toEqual(toAuco)
    expect(auco.company().webhooks).toEqual(webhooks)
  })

  it('after 429, repeated after the wait that Auco asks for', async () => {
    auco.quirks.respond = first({ status: 429, headers: { 'retry-after': '17' }, body: '' })
    const run = await company.applyFile(desiredFile)
    expect(run).toMatchObject({ exitCode: 0, written: [{}, {}] })
    expect(run.waits).toContain(17_000)
  })

  it.each(['https://HOOKS.notaria.example', 'https://bücher.notaria.example:443'])(
    'although Auco stores %s as the URL standard writes it',
    async (url) => {
      auco.quirks.stores = serializeUrl
      const file = fileOf({ ...entries.default, url }, entries.billing)
      expect(await company.applyFile(file)).toMatchObject({ exitCode: 0, toAuco: [read(), write(), read()] })
      expect(await company.applyFile(file)).toMatchObject({
        outputs: { result: 'unchanged' },
        toAuco: [read()],
      })
    },
  )
})

/** Auco answers reads otherwise once it has got a write. */
const onReadBacks = (outcome: Outcome): Respond => {
  let isWritten = false
  return ({ method }) => {
    isWritten ||= method === 'PUT'
    return method === 'GET' && isWritten ? outcome : undefined
  }
}
const manual = { id: 'Manual', url: 'https://m.example/' }
const refused = (status: number) => ({
  respond: onWrites({ status, body: { message: 'ids must be unique' } }),
})
const unknown = (outcome: Outcome) => ({ respond: onReadBacks(outcome) })
const [down, denied, none] = [
  { status: 503, body: '' },
  { status: 401, body: '' },
  { status: 200, body: { response: 'OK' } },
]

describe('red', () => {
  it.each<[string, Partial<Quirks>, code: string, words: RegExp, toAuco: readonly unknown[]]>([
    ['400', refused(400), 'auco-invalid', /must be unique/, [read(), write(400)]],
    ['401', refused(401), 'auco-unauthorized', /`private-key` for stage/, [read(), write(401)]],
    ['403', refused(403), 'auco-forbidden', /`private-key`/, [read(), write(403)]],
    ['404', refused(404), 'auco-not-found', /`api-url`/, [read(), write(404)]],
    ['422', refused(422), 'auco-invalid', /must be unique/, [read(), write(422)]],
    ['a read-back of 503', unknown(down), 'unknown-outcome', /unknown/i, [read(), write(), ...reads(4, 503)]],
    ['a read-back of 401', unknown(denied), 'unknown-outcome', /unknown/i, [read(), write(), read(401)]],
    ['a read-back of no company', unknown(none), 'unknown-outcome', /unknown/i, [read(), write(), read()]],
    [
      'a write that drops a webhook',
      { onWrite: ({ webhooks }) => webhooks.pop() },
      'somebody-else',
      /`Audit`/,
      [read(), write(), ...reads(5)],
    ],
    [
      'an edit of a person after it',
      { onWrite: ({ webhooks }) => webhooks.push(manual) },
      'somebody-else',
      /`Manual`/,
      [read(), write(), ...reads(5)],
    ],
    [
      'a header name that Auco stores in lower case',
      { stores: lowerCaseHeaderName },
      'stored-differently',
      /`default`: `- header: authorization`/,
      [read(), write(), ...reads(5)],
    ],
  ])('after %s, with no further write', async (_, quirks, code, words, toAuco) => {
    Object.assign(auco.quirks, quirks)
    const run = await company.applyFile(desiredFile)
    expect(run).toMatchObject({ exitCode: 1, stderr: '', kind: kindOf(code) })
    expect(run.annotations).toMatchObject([{ level: 'error', message: expect.stringMatching(words) }])
    expect(run.outputs).not.toHaveProperty('result')
    expect(run.toAuco).toEqual(toAuco)
  })

  it('after three writes that are accepted and not stored, with a window of read-backs each', async () => {
    auco.quirks.storesNothing = true
    const run = await company.applyFile(desiredFile)
    expect(run).toMatchObject({ exitCode: 1, kind: 'not-applied', annotations: [{ level: 'error' }] })
    expect(run.outputs).not.toHaveProperty('result')
    expect(run.outputs).toMatchObject({ changed: 'true', added: '["Audit"]', updated: '["default"]' })
    expect(run.written).toEqual(Array(3).fill({ webhooks }))
    const window = [write(), ...reads(5)]
    expect(run.toAuco).toEqual([read(), ...window, ...window, ...window])
    expect(run.waits.reduce((sum, wait) => sum + wait, 0)).toBeGreaterThan(3 * 3_000)
    expect(auco.company()).toEqual(seedCompany())
  })
})
