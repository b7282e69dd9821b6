import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Readable } from 'node:stream'
import fc from 'fast-check'
import { afterAll, beforeEach, expect, it } from 'vitest'
import type { CommandIo } from '../../../src/cli/command.ts'
import { deliverTest } from '../../../src/cli/deliver-test.ts'
import { startTunnel } from '../../fakes/tunnel.ts'
import { entries, fileOf } from '../../fakes/webhooks-file.ts'

const ofHttp = ['Host', 'content-length', 'Transfer-Encoding', 'Connection', 'Expect', 'Proxy-Authorization']
const tunnel = await startTunnel({})
const directory = await mkdtemp(path.join(tmpdir(), 'deliver-'))
const file = path.join(directory, 'webhooks.yaml')
await writeFile(
  file,
  fileOf(
    entries.default,
    { ...entries.billing, url: 'https://billing.notaria.example:8443/' },
    ...ofHttp.map((key) => ({ ...entries.billing, id: key, header: { ...entries.billing.header, key } })),
  ),
)
const { HTTPS_PROXY: before } = process.env
process.env['HTTPS_PROXY'] = tunnel.url
afterAll(async () => {
  if (before === undefined) delete process.env['HTTPS_PROXY']
  else process.env['HTTPS_PROXY'] = before
  await tunnel.close()
  await rm(directory, { recursive: true })
})
beforeEach(() => {
  tunnel.asked.length = 0
})

/** The command on a terminal where this is typed; `null` where there is none. Returns its exit code, or its error. */
async function deliver(typed: string | null, isConfirmed = false, id = 'Billing'): Promise<unknown> {
  const questions: string[] = []
  const io: CommandIo = {
    stdin: () => Readable.from([]),
    stdout: nowhere(),
    stderr: nowhere(),
    ask: async (question) => {
      questions.push(question)
      return typed
    },
    variable: (name) => (name.endsWith('_HOOK_TOKEN') ? 'live-billing-4mT8wZ1pRd' : undefined),
  }
  const options = { id, file, environment: 'stage', event: 'FINISH', isConfirmed } as const
  const ended = await deliverTest(options, io).catch((error: unknown) => error)
  expect(questions).toHaveLength(isConfirmed || id !== 'Billing' ? 0 : 1)
  return ended
}

const nowhere = () => ({ lines: () => {}, text: () => {} })
const HOST = 'billing.notaria.example:8443'

it.each([HOST, ` ${HOST}\n`, HOST.toUpperCase()])(
  '%j sends to the host that was asked about',
  async (typed) => {
    // Nobody is there.
    expect(await deliver(typed)).toBe(2)
    expect(tunnel.asked).toEqual([HOST])
  },
)

it('with --yes nobody is asked', async () => {
  expect(await deliver('n', true)).toBe(2)
  expect(tunnel.asked).toEqual([HOST])
})

it.each(ofHttp)('a header %s, which could lead elsewhere, is not sent, and nobody is asked', async (key) => {
  expect(await deliver(HOST, false, key)).toMatchObject({
    code: 'not-sendable',
    message: expect.stringContaining(`\`${key}\``),
  })
  expect(tunnel.asked).toEqual([])
})

it('without a terminal nothing is sent', async () => {
  expect(await deliver(null)).toMatchObject({ code: 'not-confirmed' })
  expect(tunnel.asked).toEqual([])
})

it('whatever else is typed, nothing is sent', async () => {
  const other = fc.oneof(
    fc.constantFrom('', 'y', 'yes', 'billing.notaria.example', 'Billing', `https://${HOST}/`),
    fc.string(),
  )
  await fc.assert(
    fc.asyncProperty(other, async (typed) => {
      expect(await deliver(typed)).toMatchObject({ code: 'not-confirmed' })
    }),
  )
  expect(tunnel.asked).toEqual([])
})
