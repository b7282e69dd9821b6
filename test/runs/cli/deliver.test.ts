import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeEach, expect, it } from 'vitest'
import { startAuthority } from '../../fakes/certificates.ts'
import { RECEIVER_BODY, startHttpsReceiver } from '../../fakes/https-receiver.ts'
import { startPublicNetwork } from '../../fakes/public-network.ts'
import { type CommandOptions, explainedBy, runCommand } from '../../fakes/run-command.ts'
import { startTunnel } from '../../fakes/tunnel.ts'
import { entries, fileOf } from '../../fakes/webhooks-file.ts'

const authority = startAuthority()
const receiver = await startHttpsReceiver(authority.issue({ names: ['billing.notaria.example'] }))
const forged = await startHttpsReceiver(startAuthority('Unknown').issue({ names: ['hooks.notaria.example'] }))
const tunnel = await startTunnel({
  'billing.notaria.example:443': receiver.port,
  'hooks.notaria.example:443': forged.port,
})
const network = await startPublicNetwork()
const directory = await mkdtemp(path.join(tmpdir(), 'deliver-'))
const root = path.join(directory, 'root.pem')
await writeFile(root, authority.root)
afterAll(async () => {
  await Promise.all([receiver.close(), forged.close(), tunnel.close(), network.close()])
  await rm(directory, { recursive: true })
})
beforeEach(() => {
  receiver.requests.length = 0
  forged.requests.length = 0
  tunnel.asked.length = 0
  receiver.answer = { status: 204 }
})

const token = 'live-billing-4mT8wZ1pRd'
const file = fileOf(
  entries.default,
  { ...entries.billing, url: 'https://billing.notaria.example/auco/${AUCO_BILLING_PATH}' },
  { ...entries.audit, environments: ['production'] },
)

async function deliver(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  terminal: Pick<CommandOptions, 'program' | 'typed' | 'nodeArguments'> = {},
) {
  const run = await runCommand({
    args: terminal.program === undefined ? ['deliver', ...args] : [],
    ...terminal,
    folder: { 'webhooks.yaml': file },
    env: {
      HTTPS_PROXY: tunnel.url,
      NODE_EXTRA_CA_CERTS: root,
      AUCO_BILLING_HOOK_TOKEN: token,
      AUCO_BILLING_PATH: 'q9Zr7Lw2',
      AUCO_HOOK_TOKEN: 'live-default-9fK2vQ7sXc',
      ...env,
    },
  })
  for (const secret of [token, 'live-default-9fK2vQ7sXc', 'q9Zr7Lw2', RECEIVER_BODY]) {
    expect(run.stdout + run.stderr).not.toContain(secret)
  }
  return run
}

it('a test notification is sent as Auco documents it, marked as a test, with the header', async () => {
  const run = await deliver(['Billing', '--yes', '--event', 'REJECT'])

  expect(run).toMatchObject({ exitCode: 0 })
  expect(run.stderr).toBe(`A test notification (REJECT) for Billing, stage:
  POST https://billing.notaria.example/auco/\${AUCO_BILLING_PATH}
  with the value of the header X-Billing-Token, which billing.notaria.example will see
`)
  expect(run.stdout.replace(/\d+ ms/, '9 ms')).toBe(`Delivered: \`Billing\` answered 204 in 9 ms.
This proves that the endpoint accepts the header from this machine. It does not prove that Auco reaches the endpoint.
`)
  expect(receiver.requests).toMatchObject([
    {
      method: 'POST',
      path: '/auco/q9Zr7Lw2',
      headers: {
        'content-type': 'application/json',
        'x-billing-token': token,
        'user-agent': expect.stringMatching(/^auco-webhooks-action\//),
      },
    },
  ])
  expect(JSON.parse(receiver.requests[0]?.body ?? '')).toEqual({
    code: 'TEST',
    name: expect.stringContaining('Test'),
    status: 'REJECT',
    url: expect.any(String),
  })
})

it.each([
  [
    'without a network nothing is said of the host',
    {},
    "this machine's DNS does not answer for public names",
  ],
  [
    'with one, the host is named',
    { 'dev.auco.ai': ['8.8.8.8'] },
    'its host does not exist in the public DNS',
  ],
])('%s', async (_, names, words) => {
  network.dns.names = names
  const { env, nodeArguments } = network.options()
  const run = await deliver(['default', '--yes'], { ...env, HTTPS_PROXY: '' }, { nodeArguments })

  expect(run).toMatchObject({
    exitCode: 2,
    stdout: expect.stringContaining(`Not delivered: \`default\` got nothing: ${words}.\n`),
  })
})

it.each([
  [
    { status: 500 },
    /^Not delivered: `Billing` answered 500 in \d+ ms: the receiver fails\.\nAuco takes only 2xx for delivered\./,
  ],
  [
    { status: 307, headers: { location: 'https://elsewhere.example/' } },
    /^Not delivered: `Billing` answered 307 in \d+ ms: a redirect, which is not followed\.\n/,
  ],
])('anything but 2xx is not delivered: %o', async (answer, said) => {
  receiver.answer = answer
  const run = await deliver(['Billing', '--yes'])

  expect(run).toMatchObject({ exitCode: 2, stdout: expect.stringMatching(said) })
  expect(tunnel.asked).toEqual(['billing.notaria.example:443'])
})

// util-linux: `script` runs a command on a terminal of its own, and shows what that terminal shows.
const script = '/usr/bin/script'
const bundle = path.resolve(import.meta.dirname, '../../../dist/cli.js')
it.skipIf(process.platform !== 'linux' || !existsSync(script)).each([
  ['billing.notaria.example', 0, 1],
  ['y', 1, 0],
])('on a terminal the name of the host is asked for: %s', async (text, exitCode, requests) => {
  const program = [script, '-qec', `"${process.execPath}" "${bundle}" deliver Billing`, '/dev/null'] as const
  const typed = { after: 'to send it: ', text: `${text}\r` }
  const run = await deliver([], {}, { program, typed })

  expect(run.exitCode).toBe(exitCode)
  expect(run.stdout).toContain('which billing.notaria.example will see')
  expect(receiver.requests).toHaveLength(requests)
})

it('a host without a trusted certificate gets no header', async () => {
  const run = await deliver(['default', '--yes'], { NODE_TLS_REJECT_UNAUTHORIZED: '0' })

  expect(run).toMatchObject({
    exitCode: 2,
    stdout: expect.stringContaining('a certificate without a complete chain to a public authority.\n'),
  })
  expect(forged.requests).toEqual([])
})

it.each([
  ['without a terminal and without --yes', ['Billing'], {}, 'local-commands'],
  [
    'without the variable of the header',
    ['Billing', '-y'],
    { AUCO_BILLING_HOOK_TOKEN: '' },
    'local-commands',
  ],
  ['without the variable of the URL', ['Billing', '-y'], { AUCO_BILLING_PATH: '' }, 'local-commands'],
  ['for an id that the file has not', ['billing', '-y'], {}, 'local-commands'],
  ['for an id of the other environment', ['Audit', '-y'], {}, 'local-commands'],
  ['with a proxy that is none', ['Billing', '-y'], { HTTPS_PROXY: 'proxy:1' }, 'proxy'],
])('%s nothing is sent', async (_, args, env, kind) => {
  const run = await deliver(args, env)

  expect(run).toMatchObject({ exitCode: 1, stdout: '' })
  expect(run.stderr).toContain(explainedBy(kind))
  expect([tunnel.asked, receiver.requests]).toEqual([[], []])
})
