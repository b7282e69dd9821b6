import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ASSUMPTIONS } from '../../../scripts/conformance/assumptions.ts'
import { Company } from '../../../scripts/conformance/company.ts'
import { examine } from '../../../scripts/conformance/report.ts'
import { Secret } from '../../../src/core/secret.ts'
import { openConnections } from '../../../src/system/connections.ts'
import {
  addUnknownFields,
  type FakeAuco,
  lowerCaseHeaderName,
  maskHeaderValue,
  omitHeaderValue,
  type Quirks,
  seedCompany,
  serializeUrl,
  startAuco,
  trimDescription,
  type Webhook,
} from '../../fakes/auco.ts'
import type { Answer, Outcome, Respond, SeenRequest } from '../../fakes/recording-server.ts'

let auco: FakeAuco
beforeEach(async () => {
  auco = await startAuco()
})
afterEach(() => auco.close())

const open = () =>
  Company.open({
    url: auco.url,
    connections: openConnections(1_000, 1),
    publicKey: new Secret(auco.publicKey),
    privateKey: new Secret(auco.privateKey),
    sleep: async () => {},
    interrupted: new AbortController().signal,
  })
const examined = async (withRisky = true) => await examine(await open(), withRisky)
const resultsOf = (findings: Awaited<ReturnType<typeof examined>>) =>
  Object.fromEntries(findings.map(({ name, result, detail }) => [name, `${result} ${detail}`.trim()]))

it('all hold for the fake, which has its webhooks as before', async () => {
  expect(resultsOf(await examined())).toEqual(
    Object.fromEntries(ASSUMPTIONS.map(({ name }) => [name, 'held'])),
  )
  expect(auco.company()).toEqual(seedCompany())
})

it('by default, every list has the webhooks of the company', async () => {
  expect((await examined(false)).filter(({ result }) => result !== 'held')).toMatchObject([
    { name: 'a list without `default`, or no list, is answered 400', detail: 'only with `--all`' },
  ])
  const lists = auco.requests.flatMap(({ body }) =>
    typeof body === 'object' && body !== null && 'webhooks' in body ? [body.webhooks] : [],
  )
  expect(lists.length).toBeGreaterThan(20)
  for (const list of lists) expect(list).toEqual(expect.arrayContaining(seedCompany().webhooks))
})

/** Answers the requests that fit, without or after the fake's own work. */
const answering = (fits: (request: SeenRequest) => boolean, given: Answer) => {
  const respond: Respond = (request) => (fits(request) ? given : undefined)
  return { respond }
}
const isWrite = ({ method }: SeenRequest) => method === 'PUT'
const ok = { status: 200, body: { response: 'OK' } }
const withBody = (text: string) => (request: SeenRequest) =>
  isWrite(request) && JSON.stringify(request.body).startsWith(text)
const withKey = (start: string | undefined, method: string) => (request: SeenRequest) =>
  request.method === method && request.headers.authorization?.slice(0, start?.length) === start
const [left = expect.fail()] = seedCompany().webhooks
const own = (company: { webhooks: Webhook[] }) => company.webhooks.splice(2)

/** What Auco does otherwise, by the assumption and by the beginning of what is found. */
const otherwise: Readonly<Record<string, Readonly<Record<string, () => Partial<Quirks>>>>> = {
  'the bare public key reads the company, with every documented field': {
    'no `image`': () => ({
      respond: async ({ method }, answered) => {
        if (method !== 'GET') return undefined
        const { status, body } = await answered()
        return { status, body: { ...Object(body), image: undefined } }
      },
    }),
  },
  'a read with any other key is answered 401': {
    '`Bearer`: 200': () => answering(withKey('Bearer', 'GET'), ok),
  },
  'a list is taken as it was read, and answered `{"response":"OK"}`': {
    'it: 401, another answer': () => answering(isWrite, { status: 401, body: {} }),
    'it is stored in another form': () => ({ stores: (webhook) => ({ ...webhook, header: null }) }),
  },
  'the list replaces the stored one, and no other field changes': {
    'a webhook that is not in it stays': () => {
      const added = new Map<string, Webhook>()
      return {
        onWrite: (company) => {
          for (const webhook of own(company)) added.set(webhook.id, webhook)
          company.webhooks.push(...added.values())
        },
      }
    },
    'another field changed': () => {
      auco.edit((company) => Object.assign(company, { name: '2' }))
      return { onWrite: (company) => Object.assign(company, { name: `${company.webhooks.length}` }) }
    },
    'no read showed the write': () => ({ storesNothing: true }),
  },
  'header values are returned in clear': {
    '2 hidden': () => ({ shows: maskHeaderValue }),
    'the value that was written is hidden': () => {
      auco.edit(({ webhooks }) => webhooks.map((webhook) => delete webhook.header))
      return { shows: omitHeaderValue }
    },
  },
  'a webhook is returned as it was written': {
    'another `url`': () => lowerCased({ stores: serializeUrl }),
    'another `description`': () => lowerCased({ stores: trimDescription }),
    'another `header.key`': () => lowerCased({ stores: lowerCaseHeaderName }),
  },
  'a webhook has no other fields than the documented ones': {
    '`_id`, `createdAt`': () => ({ shows: addUnknownFields }),
  },
  'a webhook needs no header': {
    'one was added': () => ({ stores: (webhook) => ({ header: { key: 'X' }, ...webhook }) }),
  },
  'the order of the list is kept': {
    'another order': () => ({
      onWrite: (company) => {
        company.webhooks.push(...own(company).sort((one, other) => one.id.localeCompare(other.id)))
      },
    }),
  },
  'a write with any other key is answered 401, and changes nothing': {
    'no key: 200': () => answering(withKey(undefined, 'PUT'), ok),
    'the public key: stored': () => losing(withKey('puk_', 'PUT')),
  },
  'a webhook without a description is answered 400': {
    'it: 200, it: stored': () => ({ takesAnyForm: true }),
  },
  'any other invalid webhook is answered 400': {
    'a header without a key: 200, a header without a key: stored, ': () => ({ takesAnyForm: true }),
  },
  'a body that is not a JSON object, or not sent as one, is answered 400': {
    'text/plain: 200': () => answering(({ headers }) => headers['content-type'] === 'text/plain', ok),
  },
  'an error is JSON with a `message`': {
    'only `error`': () =>
      answering(withKey(undefined, 'GET'), { status: 401, body: { error: 'No', 'not a name': 1 } }),
  },
  '`If-Match` is ignored: there is no conditional write': {
    'it: 412': () => answering(({ headers }) => headers['if-match'] !== undefined, { status: 412, body: {} }),
  },
  'a list that does not begin with `default` is answered 400': {
    'it: 200': () => answering(withBody('{"webhooks":[{"id":"auco-webhooks-conformance-'), ok),
  },
  'a body without `webhooks` is answered OK, and changes nothing': {
    'a webhook at the top level: 400': () => answering(withBody('{"id"'), { status: 400, body: {} }),
    // As late as other writes are shown.
    'an empty body changes something': () => ({ ...losing(withBody('{}')), onWrite: lag }),
  },
  'a list without `default`, or no list, is answered 400': {
    'an empty list: 200, an empty list: stored': () => {
      const isEmpty = withBody('{"webhooks":[]')
      const { respond } = answering(isEmpty, ok)
      return {
        respond: (request, stored) => {
          if (isEmpty(request)) auco.edit((company) => Object.assign(company, { webhooks: [] }))
          return respond(request, stored)
        },
      }
    },
  },
  'a read shows a write at once': {
    '1 of 1 writes never showed': () => ({ storesNothing: true }),
    'the slowest of ': () => ({ onWrite: lag }),
  },
}

/** Reads show the next two writes late. */
function lag(): void {
  auco.quirks.staleReads = 2
}

/** A company whose header names an Auco that stores them in small letters would not change. */
function lowerCased(quirks: Partial<Quirks>): Partial<Quirks> {
  auco.edit((company) => Object.assign(company, { webhooks: company.webhooks.map(lowerCaseHeaderName) }))
  return quirks
}

/** A request that fits removes a webhook. */
function losing(fits: (request: SeenRequest) => boolean): Partial<Quirks> {
  return {
    respond: async (request, stored) => {
      if (!fits(request)) return undefined
      await stored()
      auco.edit(({ webhooks }) => webhooks.pop())
      return undefined
    },
  }
}

describe('an Auco for which one does not hold', () => {
  const rows = Object.entries(otherwise).flatMap(([assumption, ways]) =>
    Object.entries(ways).map(([detail, breaks]) => [assumption, detail, breaks] as const),
  )
  it.each(rows)('%s: %s', async (assumption, detail, breaks) => {
    Object.assign(auco.quirks, breaks())
    const before = auco.company().webhooks
    const findings = await examined()
    const found = findings.find(({ name }) => name === assumption)
    expect(found).toMatchObject({ result: 'not held', detail: expect.stringContaining(detail) })
    const isRestored = !findings.some(({ detail: why }) => /restored$|back$/.test(why))
    if (isRestored) expect(auco.company().webhooks).toEqual(before)
  })

  it('is here for each of them', () => {
    expect(Object.keys(otherwise)).toEqual(ASSUMPTIONS.map(({ name }) => name))
  })
})

it.each<[string, Outcome]>([
  ['Auco limits the rate (429)', { status: 429, body: {} }],
  ['Auco did not answer', 'reset'],
])('%s: from then on nothing is written', async (why, outcome) => {
  auco.quirks.respond = () => (auco.requests.length > 20 ? outcome : undefined)
  const findings = (await examined()).filter(({ result }) => result === 'not seen')
  expect(findings.length).toBeGreaterThan(5)
  expect(new Set(findings.map(({ detail }) => detail))).toEqual(new Set([why]))
})

it('a valid list that is stored, but answered 502, is undone before the next check', async () => {
  auco.quirks.respond = async ({ body }, stored) => {
    if (!/(?:conformance-\d+.*){3}/.test(JSON.stringify(body))) return undefined
    await stored()
    return { status: 502, body: {} }
  }
  expect((await examined()).filter(({ result }) => result !== 'held')).toMatchObject([
    { name: 'the order of the list is kept', result: 'not held', detail: 'a valid list is answered 502' },
  ])
})

it('a late read is no proof that a refused write restored the webhooks', async () => {
  const company = await open()
  auco.quirks.staleReads = 2
  await company.put({ webhooks: company.listWith(company.webhook()) })
  Object.assign(auco.quirks, answering(isWrite, { status: 500, body: {} }))
  expect(await company.restore()).toBe(false)
  auco.quirks.respond = undefined
  expect(await company.restore()).toBe(true)
  expect(auco.company()).toEqual(seedCompany())
})

it.each<[string, () => Partial<Quirks>]>([
  ['a hidden header value could not be restored', () => ({ shows: maskHeaderValue })],
  [
    'a write would drop fields that Auco does not document',
    () => ({ shows: (webhook) => ({ ...webhook, retries: 3 }) }),
  ],
  [
    'an empty list could not be restored',
    () => {
      auco.edit((company) => Object.assign(company, { webhooks: [] }))
      return {}
    },
  ],
])('nothing is written: %s', async (why, breaks) => {
  Object.assign(auco.quirks, breaks())
  expect((await examined()).filter(({ detail }) => detail === why).length).toBeGreaterThan(10)
  expect(auco.requests.filter(isWrite)).toEqual([])
})

it.each<[string, Outcome]>([
  ['Auco answers 401 to the public key.', { status: 401, body: {} }],
  ["Auco's answer is not a company.", ok],
  ['Auco did not answer.', 'reset'],
  [
    'The company has webhooks of an earlier run',
    { status: 200, body: { ...seedCompany(), webhooks: [{ ...left, id: 'auco-webhooks-conformance-1' }] } },
  ],
])('the suite does not start: %s', async (why, outcome) => {
  auco.quirks.respond = () => outcome
  await expect(examined()).rejects.toThrow(why)
})
