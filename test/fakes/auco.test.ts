// What Auco documents is tested by scripts/conformance/assumptions.ts, and so is what `quirks` changes about it.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type FakeAuco, seedCompany, startAuco } from './auco.ts'
import { drip, halfOf, type Transmit } from './recording-server.ts'

const [defaultWebhook = expect.fail()] = seedCompany().webhooks

let auco: FakeAuco
beforeEach(async () => {
  auco = await startAuco()
})
afterEach(() => auco.close())

async function call(method: string, key: string, body?: unknown) {
  const response = await fetch(`${auco.url}/company`, {
    method,
    headers: { authorization: key, 'content-type': 'application/json' },
    body: body === undefined ? null : JSON.stringify(body),
  })
  return { status: response.status, body: await response.json() }
}
const read = (key = auco.publicKey) => call('GET', key)
const write = (webhooks: unknown, key = auco.privateKey) => call('PUT', key, { webhooks })
const ok = { status: 200, body: { response: 'OK' } }

describe('what a test can see and change', () => {
  it('has several companies, each with its keys', async () => {
    const company = { ...seedCompany(), id: '5f2c1ab09e8d7c6b5a493827', name: 'Neighbour SAS' }
    auco.addAccount({ publicKey: 'puk_neighbour', privateKey: 'prk_neighbour', company })
    expect(await read('puk_neighbour')).toEqual({ status: 200, body: company })
    expect(await write([defaultWebhook], 'prk_neighbour')).toEqual(ok)
    expect(auco.company()).toEqual(seedCompany())
    expect(auco.company('puk_neighbour')).toEqual({ ...company, webhooks: [defaultWebhook] })
  })

  it('records the requests in order of arrival', async () => {
    await read()
    await write([], 'prk_unknown')
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

  it('reads stale after a write, as often as told', async () => {
    auco.quirks.staleReads = 2
    expect((await read()).body).toEqual(seedCompany())
    await write([defaultWebhook])
    expect(auco.visible()).toEqual(seedCompany())
    const after = { ...seedCompany(), webhooks: [defaultWebhook] }
    expect([await read(), await read(), await read()]).toMatchObject([
      { body: seedCompany() },
      { body: seedCompany() },
      { body: after },
    ])
  })
})

describe('a fault', () => {
  it('can answer instead of Auco', async () => {
    auco.quirks.respond = () => ({ status: 503, headers: { 'retry-after': '7' }, body: { message: 'Busy' } })
    const response = await fetch(`${auco.url}/company`)
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '7'])
    expect(await write([])).toEqual({ status: 503, body: { message: 'Busy' } })
    expect(auco.company()).toEqual(seedCompany())
  })

  it('can reset the connection after the write was stored, once', async () => {
    auco.quirks.respond = async (_, own) => {
      expect(await own()).toBe(await own())
      return 'reset' as const
    }
    await expect(write([defaultWebhook])).rejects.toThrow('fetch failed')
    expect(auco.company().webhooks).toEqual([defaultWebhook])
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
