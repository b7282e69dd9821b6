import { afterEach, beforeEach, describe, expect, it } from 'vitest'
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
} from './auco.ts'
import { drip, halfOf, type Transmit } from './recording-server.ts'

const neighbour = {
  publicKey: 'puk_neighbour',
  privateKey: 'prk_neighbour',
  company: { ...seedCompany(), id: '5f2c1ab09e8d7c6b5a493827', name: 'Neighbour SAS' },
}
const [defaultWebhook = expect.fail(), billing] = seedCompany().webhooks

let auco: FakeAuco
beforeEach(async () => {
  auco = await startAuco()
  auco.addAccount(neighbour)
})
afterEach(() => auco.close())

async function call(method: string, key: string | undefined, body?: unknown, path = '/company') {
  const response = await fetch(`${auco.url}${path}`, {
    method,
    headers: {
      ...(key !== undefined && { authorization: key }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    body: typeof body === 'string' ? body : body === undefined ? null : JSON.stringify(body),
  })
  return { status: response.status, body: await response.json() }
}
const read = (key?: string) => call('GET', key ?? auco.publicKey)
const write = (body: unknown, key?: string) => call('PUT', key ?? auco.privateKey, body)
const ok = { status: 200, body: { response: 'OK' } }
const unauthorized = { status: 401, body: { message: 'Invalid or missing authentication' } }

describe('where and who', () => {
  it('lives under /v1.5/ext', async () => {
    expect(new URL(auco.url).pathname).toBe('/v1.5/ext')
    expect((await fetch(new URL('/company', auco.url))).status).toBe(404)
    expect((await call('GET', auco.publicKey, undefined, '/companies')).status).toBe(404)
  })

  it('returns the whole company for the bare public key', async () => {
    expect(await read()).toEqual({ status: 200, body: seedCompany() })
  })

  it('knows the company by the key alone', async () => {
    expect(await read(neighbour.publicKey)).toEqual({ status: 200, body: neighbour.company })
    expect(await write({ name: 'Renamed' }, neighbour.privateKey)).toEqual(ok)
    expect(auco.company()).toEqual(seedCompany())
    expect(auco.company(neighbour.publicKey)).toEqual({ ...neighbour.company, name: 'Renamed' })
  })

  it.each([
    ['missing', () => undefined],
    ['unknown', () => 'puk_unknown'],
    ['private', () => auco.privateKey],
    ['prefixed with Bearer', () => `Bearer ${auco.publicKey}`],
  ])('answers 401 to a read whose key is %s', async (_, key) => {
    expect(await call('GET', key())).toEqual(unauthorized)
  })

  it.each([
    ['missing', () => undefined],
    ['unknown', () => 'prk_unknown'],
    ['public', () => auco.publicKey],
    ['prefixed with Bearer', () => `Bearer ${auco.privateKey}`],
  ])('answers 401 to a write whose key is %s, and stores nothing', async (_, key) => {
    expect(await call('PUT', key(), { webhooks: [defaultWebhook] })).toEqual(unauthorized)
    expect(auco.company()).toEqual(seedCompany())
  })
})

describe('writing webhooks', () => {
  it('replaces the whole list and nothing else', async () => {
    const webhooks = [
      defaultWebhook,
      { id: 'Audit', description: 'Audit', url: 'https://audit.example/auco' },
    ]
    expect(await write({ webhooks })).toEqual(ok)
    expect(await read()).toEqual({ status: 200, body: { ...seedCompany(), webhooks } })
  })

  it('needs no header', async () => {
    const webhooks = [{ id: 'default', description: 'All', url: 'https://hooks.example/auco' }]
    expect(await write({ webhooks })).toEqual(ok)
    expect(auco.company().webhooks).toEqual(webhooks)
  })

  it.each([
    ['the list is empty', []],
    ['no webhook is default', [billing]],
    ['the first webhook is not default', [billing, defaultWebhook]],
    ['the list is an object', defaultWebhook],
    ['a webhook is text', ['default']],
    ['an id is missing', [defaultWebhook, { ...billing, id: undefined }]],
    ['an id is empty', [defaultWebhook, { ...billing, id: '' }]],
    ['an id is a number', [defaultWebhook, { ...billing, id: 7 }]],
    ['a description is missing', [{ ...defaultWebhook, description: undefined }]],
    ['a description is a number', [{ ...defaultWebhook, description: 7 }]],
    ['a url is missing', [{ ...defaultWebhook, url: undefined }]],
    ['a url is no URI', [{ ...defaultWebhook, url: 'hooks' }]],
    ['a url differs per environment', [{ ...defaultWebhook, url: { stage: 'https://hooks.example/auco' } }]],
    ['a header has no key', [{ ...defaultWebhook, header: { value: 'secret' } }]],
    ['a header has no value', [{ ...defaultWebhook, header: { key: 'Authorization' } }]],
    ['a header value is a number', [{ ...defaultWebhook, header: { key: 'Authorization', value: 7 } }]],
    ['a header is text', [{ ...defaultWebhook, header: 'Authorization: secret' }]],
  ])('answers 400 and stores nothing when %s', async (_, webhooks) => {
    expect(await write({ webhooks, name: 'Renamed' })).toEqual({
      status: 400,
      body: { message: expect.stringMatching(/^Invalid data: /) },
    })
    expect(auco.company()).toEqual(seedCompany())
  })

  it.each([
    ['no JSON', '{'],
    ['a list', '[]'],
  ])('answers 400 when the body is %s', async (_, body) => {
    expect((await write(body)).status).toBe(400)
  })

  it('answers 400 when the body is not sent as application/json', async () => {
    const body = JSON.stringify({ webhooks: [defaultWebhook] })
    const headers = { authorization: auco.privateKey, 'content-type': 'text/plain' }
    expect((await fetch(`${auco.url}/company`, { method: 'PUT', headers, body })).status).toBe(400)
    expect(auco.company()).toEqual(seedCompany())
  })
})

describe('writing other fields', () => {
  it.each([
    ['is empty', {}],
    ['is a webhook outside webhooks', billing],
    ['has unknown fields only', { hooks: [billing] }],
  ])('answers OK and changes nothing when the body %s', async (_, body) => {
    expect(await write({ ...body, url: 'https://elsewhere.example' })).toEqual(ok)
    expect(auco.company()).toEqual(seedCompany())
  })

  it('changes only the fields sent', async () => {
    expect(await write({ image: 'https://cdn.notaria.example/new.png' })).toEqual(ok)
    expect(auco.company()).toEqual({ ...seedCompany(), image: 'https://cdn.notaria.example/new.png' })
  })

  it('merges uxOptions key by key', async () => {
    expect(await write({ uxOptions: { primaryColor: '#000000' } })).toEqual(ok)
    expect(auco.company().uxOptions).toEqual({ primaryColor: '#000000', alternateColor: '#A557F2' })
  })

  it('stores the legacy webhook', async () => {
    const legacy = { webhook: 'https://old.example/auco', webhookHeader: { key: 'X-Token', value: 'old' } }
    expect(await write(legacy)).toEqual(ok)
    expect(auco.company()).toEqual({ ...seedCompany(), ...legacy })
  })

  it('never changes the id', async () => {
    expect(await write({ id: '000000000000000000000000' })).toEqual(ok)
    expect(auco.company().id).toBe(seedCompany().id)
  })
})

describe('what a test can see and change', () => {
  it('records the requests in order of arrival', async () => {
    await read()
    await write({ webhooks: [] }, 'prk_unknown')
    expect(auco.requests).toMatchObject([
      { method: 'GET', path: '/v1.5/ext/company', token: auco.publicKey, body: undefined, status: 200 },
      { method: 'PUT', path: '/v1.5/ext/company', body: { webhooks: [] }, status: 401 },
    ])
    expect(auco.requests[0]?.headers.authorization).toBe(auco.publicKey)
  })

  it('gives copies and takes edits', async () => {
    auco.company().name = 'A copy'
    auco.edit((company) => company.webhooks.pop())
    expect(auco.company()).toEqual({ ...seedCompany(), webhooks: [defaultWebhook] })
  })

  it('stores nothing', async () => {
    auco.quirks.storesNothing = true
    expect(await write({ webhooks: [defaultWebhook] })).toEqual(ok)
    expect(auco.company()).toEqual(seedCompany())
  })

  it('has another writer', async () => {
    auco.quirks.onWrite = (company) => {
      company.name = 'Somebody else'
    }
    expect(await write({ webhooks: [defaultWebhook] })).toEqual(ok)
    expect(auco.company()).toEqual({ ...seedCompany(), name: 'Somebody else', webhooks: [defaultWebhook] })
  })

  it.each([
    ['masks header values', maskHeaderValue, { header: { key: 'Authorization', value: '********' } }],
    ['omits header values', omitHeaderValue, { header: { key: 'Authorization' } }],
    [
      'adds unknown fields',
      addUnknownFields,
      { _id: '66f0c1d2e3a4b5c6d7e8f910', createdAt: expect.any(String) },
    ],
  ])('%s when it is read', async (_, shows, shown) => {
    auco.quirks.shows = shows
    expect((await read()).body).toMatchObject({
      webhooks: [{ ...defaultWebhook, ...shown }, { id: 'Billing' }],
    })
    expect(shows(defaultWebhook, 0)).toEqual({ ...defaultWebhook, ...shown })
    expect(auco.company()).toEqual(seedCompany())
  })

  it.each([
    ['serializes the URL', serializeUrl, { url: 'https://xn--caf-dma.example/' }],
    ['trims the description', trimDescription, { description: 'All' }],
    ['lower-cases the name of the header', lowerCaseHeaderName, { header: { key: 'x-key', value: 'V' } }],
  ])('%s when it stores', async (_, stores, normalized) => {
    const webhook = {
      id: 'default',
      description: ' All ',
      url: 'https://café.example',
      header: { key: 'X-Key', value: 'V' },
    }
    auco.quirks.stores = stores
    expect(await write({ webhooks: [webhook] })).toEqual(ok)
    expect(auco.company().webhooks).toEqual([{ ...webhook, ...normalized }])
  })

  it('reads stale after a write, as often as told', async () => {
    auco.quirks.staleReads = 2
    expect((await read()).body).toEqual(seedCompany())
    await write({ name: 'Renamed' })
    expect(auco.visible()).toEqual(seedCompany())
    const name = 'Renamed'
    expect([await read(), await read(), await read()]).toMatchObject([
      { body: seedCompany() },
      { body: seedCompany() },
      { body: { name } },
    ])
  })
})

describe('a fault', () => {
  it('can answer instead of Auco', async () => {
    auco.quirks.respond = () => ({ status: 503, headers: { 'retry-after': '7' }, body: { message: 'Busy' } })
    const response = await fetch(`${auco.url}/company`)
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '7'])
    expect(await write({ name: 'Lost' })).toEqual({ status: 503, body: { message: 'Busy' } })
    expect(auco.company()).toEqual(seedCompany())
  })

  it('can reset the connection after the write was stored, once', async () => {
    auco.quirks.respond = async (_, own) => {
      expect(await own()).toBe(await own())
      return 'reset' as const
    }
    await expect(write({ name: 'Stored' })).rejects.toThrow('fetch failed')
    expect(auco.company().name).toBe('Stored')
    expect(auco.requests).toMatchObject([{ status: 'reset' }])
  })

  it.each<[string, Transmit]>([
    ['half an answer', halfOf({ status: 200, body: seedCompany() })],
    ['a body that never ends', drip(() => {})],
  ])('can send %s', async (_, part) => {
    auco.quirks.respond = () => part
    await expect(read()).rejects.toThrow('terminated')
    expect(auco.requests).toMatchObject([{ status: 'partial' }])
  })

  it('can send bytes that are no text', async () => {
    const body = Buffer.from([0x7b, 0xff, 0xfe, 0x00])
    auco.quirks.respond = () => ({ status: 200, body })
    expect(Buffer.from(await (await fetch(`${auco.url}/company`)).arrayBuffer())).toEqual(body)
  })

  it('can stay silent until Auco is closed', async () => {
    auco.quirks.respond = () => 'silence'
    const answer = read()
    await expect.poll(() => auco.requests).toMatchObject([{ status: 'silence' }])
    await Promise.all([expect(answer).rejects.toThrow('fetch failed'), auco.close()])
  })

  it('of a test itself shows as such', async () => {
    auco.quirks.respond = () => expect.fail('a mistake')
    const response = await fetch(`${auco.url}/company`)
    expect([response.status, await response.text()]).toEqual([500, expect.stringContaining('a mistake')])
  })
})
