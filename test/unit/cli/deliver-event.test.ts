import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, beforeEach, expect, it } from 'vitest'
import { deliverEvent } from '../../../src/cli/deliver-event.ts'
import { startTunnel } from '../../fakes/tunnel.ts'
import { entries, fileOf, hookTokens } from '../../fakes/webhooks-file.ts'

const HOST = 'billing.notaria.example:8443'
const tunnel = await startTunnel({})
const directory = await mkdtemp(path.join(tmpdir(), 'deliver-'))
const file = path.join(directory, 'webhooks.yaml')
const billing = { ...entries.billing, url: `https://${HOST}/\${AUCO_BILLING_PATH}` }
const ofHttp = { ...billing, id: 'HTTP', header: { ...billing.header, key: 'Host' } }
await writeFile(
  file,
  fileOf(entries.default, billing, ofHttp, { ...entries.audit, environments: ['production'] }),
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

interface Options {
  /** On the terminal; `null` where there is none. */
  readonly typed?: string | null
  readonly yes?: boolean
  readonly id?: string
  readonly env?: Readonly<Record<string, string>>
}

/** Runs the command. Returns its exit code or the code of its error, and how often it has asked. */
async function deliver({ typed = HOST, yes = false, id = 'Billing', env = {} }: Options) {
  const variables = { ...hookTokens, AUCO_BILLING_PATH: 'q9Zr7Lw2', ...env }
  const nowhere = { lines: () => {}, text: () => {} }
  let questions = 0
  const ended = await deliverEvent(
    { id, file, environment: 'stage', event: 'FINISH', yes },
    {
      ...{ stdin: () => Readable.from([]), stdout: nowhere, stderr: nowhere },
      ask: async () => {
        questions += 1
        return typed
      },
      variable: (name) => Object.entries(variables).find(([one]) => one === name)?.[1],
    },
  ).catch(({ code }: { code: string }) => code)
  return [ended, questions]
}

// Nobody is there: 2.
it.each([HOST, ` ${HOST}\n`, HOST.toUpperCase()])(
  '%j sends to the host that was asked about',
  async (typed) => {
    expect(await deliver({ typed })).toEqual([2, 1])
    expect(tunnel.asked).toEqual([HOST])
  },
)

it('with --yes nobody is asked', async () => {
  expect(await deliver({ typed: 'n', yes: true })).toEqual([2, 0])
  expect(tunnel.asked).toEqual([HOST])
})

it.each<[string, Options, string, number]>([
  ['without a terminal', { typed: null }, 'not-confirmed', 1],
  ['if nothing is typed', { typed: '' }, 'not-confirmed', 1],
  ['for a yes', { typed: 'y' }, 'not-confirmed', 1],
  ['for a part of the host', { typed: 'billing.notaria.example' }, 'not-confirmed', 1],
  ['for more than the host', { typed: `https://${HOST}/` }, 'not-confirmed', 1],
  ['with a header of HTTP itself', { id: 'HTTP' }, 'not-sendable', 0],
  ['without the variable of the header', { env: { AUCO_BILLING_HOOK_TOKEN: '' } }, 'not-sendable', 0],
  ['without the variable of the URL', { env: { AUCO_BILLING_PATH: '' } }, 'not-sendable', 0],
  ['for an id that the file has not', { id: 'billing' }, 'unknown-id', 0],
  ['for an id of the other environment', { id: 'Audit' }, 'unknown-id', 0],
  ['with a proxy that is none', { env: { HTTPS_PROXY: 'proxy:1' } }, 'invalid-proxy', 0],
])('%s nothing is sent', async (_, options, code, questions) => {
  expect(await deliver(options)).toEqual([code, questions])
  expect(tunnel.asked).toEqual([])
})
