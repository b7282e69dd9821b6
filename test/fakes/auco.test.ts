// What Auco documents is tested by scripts/conformance/assumptions.ts, and so is what `quirks` changes about it.
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type FakeAuco, seedCompany, startAuco } from './auco.ts'

const [defaultWebhook = expect.fail()] = seedCompany().webhooks
const changed = { ...seedCompany(), webhooks: [defaultWebhook] }

let auco: FakeAuco
beforeEach(async () => {
  auco = await startAuco()
})
afterEach(() => auco.close())

const read = async () =>
  (await fetch(`${auco.url}/company`, { headers: { authorization: auco.publicKey } })).text()
const write = () =>
  fetch(`${auco.url}/company`, {
    method: 'PUT',
    headers: { authorization: auco.privateKey, 'content-type': 'application/json' },
    body: JSON.stringify({ webhooks: [defaultWebhook] }),
  })

it('gives copies and takes edits', () => {
  auco.company().name = 'A copy'
  auco.edit((company) => company.webhooks.pop())
  expect(auco.company()).toEqual(changed)
})

it('reads stale after a write, as often as told', async () => {
  auco.quirks.staleReads = 2
  await read()
  await write()
  expect(auco.visible()).toEqual(seedCompany())
  const seen = [await read(), await read(), await read()].map((text) => JSON.parse(text))
  expect(seen).toEqual([seedCompany(), seedCompany(), changed])
})

it('can reset the connection after the write was stored, once', async () => {
  auco.quirks.respond = async (_, own) => {
    expect(await own()).toBe(await own())
    return 'reset' as const
  }
  await expect(write()).rejects.toThrow('fetch failed')
  expect(auco.company()).toEqual(changed)
  expect(auco.requests).toMatchObject([{ method: 'PUT', token: auco.privateKey, status: 'reset' }])
})

it("shows a test's own mistake", async () => {
  auco.quirks.respond = () => expect.fail('a mistake')
  expect(await read()).toContain('a mistake')
})
