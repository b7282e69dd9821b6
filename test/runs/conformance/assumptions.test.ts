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
  seedCompany,
  serializeUrl,
  startAuco,
  trimDescription,
  type Webhook,
} from '../../fakes/auco.ts'
import type { Answer, Outcome, SeenRequest } from '../../fakes/recording-server.ts'

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
const answer = (fits: (request: SeenRequest) => boolean, given: Answer) => {
  auco.quirks.respond = (request) => (fits(request) ? given : undefined)
}
const isWrite = ({ method }: SeenRequest) => method === 'PUT'
const ok = { status: 200, body: { response: 'OK' } }
const withBody = (text: string) => (request: SeenRequest) =>
  isWrite(request) && JSON.stringify(request.body).startsWith(text)
const withKey = (start: string | undefined, method: string) => (request: SeenRequest) =>
  request.method === method && request.headers.authorization?.slice(0, start?.length) === start
const [left = expect.fail()] = seedCompany().webhooks
const own = (company: { webhooks: Webhook[] }) => company.webhooks.splice(2)

const otherwise: readonly (readonly [assumption: string, detail: unknown, breaks: () => void])[] = [
  [
    'the bare public key reads the company, with every documented field',
    'no `image`',
    () => {
      auco.quirks.respond = async ({ method }, answered) => {
        if (method !== 'GET') return undefined
        const { status, body } = await answered()
        return { status, body: { ...Object(body), image: undefined } }
      }
    },
  ],
  ['a read with any other key is answered 401', '`Bearer`: 200', () => answer(withKey('Bearer', 'GET'), ok)],
  [
    'a list is taken as it was read, and answered `{"response":"OK"}`',
    'it: 401, another answer',
    () => answer(isWrite, { status: 401, body: {} }),
  ],
  [
    'a list is taken as it was read, and answered `{"response":"OK"}`',
    'it is stored in another form',
    () => Object.assign(auco.quirks, { stores: (webhook: Webhook) => ({ ...webhook, header: null }) }),
  ],
  [
    'the list replaces the stored one, and no other field changes',
    'a webhook that is not in it stays',
    () => {
      const added = new Map<string, Webhook>()
      auco.quirks.onWrite = (company) => {
        for (const webhook of own(company)) added.set(webhook.id, webhook)
        company.webhooks.push(...added.values())
      }
    },
  ],
  [
    'the list replaces the stored one, and no other field changes',
    'another field changed',
    () => {
      auco.quirks.onWrite = (company) => {
        company.name = `${company.webhooks.length}`
      }
      auco.edit((company) => Object.assign(company, { name: '2' }))
    },
  ],
  [
    'the list replaces the stored one, and no other field changes',
    'no read showed the write',
    () => Object.assign(auco.quirks, { storesNothing: true }),
  ],
  [
    'header values are returned in clear',
    '2 hidden',
    () => Object.assign(auco.quirks, { shows: maskHeaderValue }),
  ],
  [
    'header values are returned in clear',
    'the value that was written is hidden',
    () => {
      auco.edit(({ webhooks }) => {
        for (const webhook of webhooks) delete webhook.header
      })
      auco.quirks.shows = omitHeaderValue
    },
  ],
  ...[
    ['another `url`', serializeUrl] as const,
    ['another `description`', trimDescription] as const,
    ['another `header.key`', lowerCaseHeaderName] as const,
  ].map(
    ([detail, stores]) =>
      [
        'a webhook is returned as it was written',
        detail,
        () => {
          auco.edit((company) => {
            company.webhooks = company.webhooks.map(lowerCaseHeaderName)
          })
          auco.quirks.stores = stores
        },
      ] as const,
  ),
  [
    'a webhook has no other fields than the documented ones',
    '`_id`, `createdAt`',
    () => Object.assign(auco.quirks, { shows: addUnknownFields }),
  ],
  [
    'a webhook needs no header',
    'one was added',
    () =>
      Object.assign(auco.quirks, { stores: (webhook: Webhook) => ({ header: { key: 'X' }, ...webhook }) }),
  ],
  [
    'the order of the list is kept',
    'another order',
    () => {
      auco.quirks.onWrite = (company) => {
        company.webhooks.push(...own(company).sort((one, other) => one.id.localeCompare(other.id)))
      }
    },
  ],
  [
    'a write with any other key is answered 401, and changes nothing',
    'no key: 200',
    () => answer(withKey(undefined, 'PUT'), ok),
  ],
  [
    'a write with any other key is answered 401, and changes nothing',
    'the public key: stored',
    () => {
      auco.quirks.respond = (request) => {
        if (withKey('puk_', 'PUT')(request)) auco.edit(({ webhooks }) => webhooks.pop())
        return undefined
      }
    },
  ],
  [
    'a webhook without a description is answered 400',
    'it: 200, it: stored',
    () => Object.assign(auco.quirks, { takesAnyForm: true }),
  ],
  [
    'any other invalid webhook is answered 400',
    expect.stringMatching(/^a header without a key: 200, a header without a key: stored, /),
    () => Object.assign(auco.quirks, { takesAnyForm: true }),
  ],
  [
    'a body that is not a JSON object, or not sent as one, is answered 400',
    'text/plain: 200',
    () => answer(({ headers }) => headers['content-type'] === 'text/plain', ok),
  ],
  [
    'an error is JSON with a `message`',
    'only `error`',
    () => answer(withKey(undefined, 'GET'), { status: 401, body: { error: 'No', 'not a name': 1 } }),
  ],
  [
    '`If-Match` is ignored: there is no conditional write',
    'it: 412',
    () => answer(({ headers }) => headers['if-match'] !== undefined, { status: 412, body: {} }),
  ],
  [
    'a list that does not begin with `default` is answered 400',
    'it: 200',
    () => answer(withBody('{"webhooks":[{"id":"auco-webhooks-conformance-'), ok),
  ],
  [
    'a body without `webhooks` is answered OK, and changes nothing',
    'a webhook at the top level: 400',
    () => answer(withBody('{"id"'), { status: 400, body: {} }),
  ],
  [
    'a body without `webhooks` is answered OK, and changes nothing',
    'an empty body changes something',
    () => {
      auco.quirks.respond = (request) => {
        if (withBody('{}')(request)) auco.edit(({ webhooks }) => webhooks.pop())
        return undefined
      }
    },
  ],
  [
    'a body without `webhooks` is answered OK, and changes nothing',
    'an empty body changes something',
    () => {
      auco.quirks.onWrite = () => {
        auco.quirks.staleReads = 2
      }
      auco.quirks.respond = async (request, stored) => {
        if (!withBody('{}')(request)) return undefined
        await stored()
        auco.edit(({ webhooks }) => webhooks.pop())
        return undefined
      }
    },
  ],
  [
    'a list without `default`, or no list, is answered 400',
    'an empty list: 200, an empty list: stored',
    () => {
      auco.quirks.respond = (request) => {
        if (!withBody('{"webhooks":[]')(request)) return undefined
        auco.edit((company) => Object.assign(company, { webhooks: [] }))
        return ok
      }
    },
  ],
  [
    'a read shows a write at once',
    '1 of 1 writes never showed',
    () => Object.assign(auco.quirks, { storesNothing: true }),
  ],
  [
    'a read shows a write at once',
    expect.stringMatching(/^the slowest of \d+ writes after \d\.\d s$/),
    () => {
      auco.quirks.onWrite = () => {
        auco.quirks.staleReads = 2
      }
    },
  ],
]

describe('an Auco for which one does not hold', () => {
  it.each(otherwise)('%s: %s', async (assumption, detail, breaks) => {
    breaks()
    const before = auco.company().webhooks
    const findings = await examined()
    const found = findings.find(({ name }) => name === assumption)
    expect(found).toMatchObject({ result: 'not held', detail })
    const isRestored = !findings.some(({ detail: why }) => /restored$|back$/.test(why))
    if (isRestored) expect(auco.company().webhooks).toEqual(before)
  })

  it('is here for each of them', () => {
    expect([...new Set(otherwise.map(([assumption]) => assumption))]).toEqual(
      ASSUMPTIONS.map(({ name }) => name),
    )
  })
})

it.each<[string, () => Outcome]>([
  ['Auco limits the rate (429)', () => ({ status: 429, body: {} })],
  ['Auco did not answer', () => 'reset'],
])('%s: from then on nothing is written', async (why, outcome) => {
  auco.quirks.respond = () => (auco.requests.length > 20 ? outcome() : undefined)
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
  answer(isWrite, { status: 500, body: {} })
  expect(await company.restore()).toBe(false)
  auco.quirks.respond = undefined
  expect(await company.restore()).toBe(true)
  expect(auco.company()).toEqual(seedCompany())
})

describe('nothing is written', () => {
  it.each<[string, () => void]>([
    [
      'a hidden header value could not be restored',
      () => Object.assign(auco.quirks, { shows: maskHeaderValue }),
    ],
    [
      'a write would drop fields that Auco does not document',
      () => Object.assign(auco.quirks, { shows: (webhook: Webhook) => ({ ...webhook, retries: 3 }) }),
    ],
    [
      'an empty list could not be restored',
      () => auco.edit((company) => Object.assign(company, { webhooks: [] })),
    ],
  ])('%s', async (why, breaks) => {
    breaks()
    expect((await examined()).filter(({ detail }) => detail === why).length).toBeGreaterThan(10)
    expect(auco.requests.filter(isWrite)).toEqual([])
  })
})

describe('the suite does not start', () => {
  it.each<[string, () => void]>([
    [
      'Auco answers 401 to the public key.',
      () => Object.assign(auco.quirks, { respond: () => ({ status: 401, body: {} }) }),
    ],
    ["Auco's answer is not a company.", () => Object.assign(auco.quirks, { respond: () => ok })],
    ['Auco did not answer.', () => Object.assign(auco.quirks, { respond: () => 'reset' })],
    [
      'The company has webhooks of an earlier run',
      () => auco.edit(({ webhooks }) => webhooks.push({ ...left, id: 'auco-webhooks-conformance-1' })),
    ],
  ])('%s', async (why, breaks) => {
    breaks()
    await expect(examined()).rejects.toThrow(why)
  })
})
