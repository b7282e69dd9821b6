// What Auco documents is tested by scripts/conformance/assumptions.ts, and so is what `quirks` changes about it.
import { afterAll, expect, it } from 'vitest'
import { seedCompany, startAuco } from './auco.ts'

const [defaultWebhook = expect.fail()] = seedCompany().webhooks

const auco = await startAuco()
afterAll(() => auco.close())

const read = async () =>
  (await fetch(`${auco.url}/company`, { headers: { authorization: auco.publicKey } })).text()
const write = () =>
  fetch(`${auco.url}/company`, {
    method: 'PUT',
    headers: { authorization: auco.privateKey, 'content-type': 'application/json' },
    body: JSON.stringify({ webhooks: [defaultWebhook] }),
  })

it('reads stale after a write, as often as told', async () => {
  auco.quirks.staleReads = 2
  await read()
  await write()
  expect(auco.visible()).toEqual(seedCompany())
  const seen = [await read(), await read(), await read()].map((text) => JSON.parse(text).webhooks.length)
  expect(seen).toEqual([2, 2, 1])
})

it("shows a test's own mistake", async () => {
  auco.quirks.respond = () => expect.fail('a mistake')
  expect(await read()).toContain('a mistake')
})
