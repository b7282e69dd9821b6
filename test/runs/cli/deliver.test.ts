import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { startAuthority } from '../../fakes/certificates.ts'
import { RECEIVER_BODY, startHttpsReceiver } from '../../fakes/https-receiver.ts'
import { runCommand } from '../../fakes/run-command.ts'
import { startTunnel } from '../../fakes/tunnel.ts'
import { entries, fileOf, hookTokens } from '../../fakes/webhooks-file.ts'

const authority = startAuthority()
const receiver = await startHttpsReceiver(authority.issue({ names: ['billing.notaria.example'] }))
const forged = await startHttpsReceiver(startAuthority('Unknown').issue({ names: ['hooks.notaria.example'] }))
const tunnel = await startTunnel({
  'billing.notaria.example:443': receiver.port,
  'hooks.notaria.example:443': forged.port,
})
const directory = await mkdtemp(path.join(tmpdir(), 'deliver-'))
const root = path.join(directory, 'root.pem')
await writeFile(root, authority.root)
afterAll(async () => {
  await Promise.all([receiver.close(), forged.close(), tunnel.close()])
  await rm(directory, { recursive: true })
})
const proxied = { HTTPS_PROXY: tunnel.url, NODE_EXTRA_CA_CERTS: root }
const billing = { ...entries.billing, url: 'https://billing.notaria.example/auco/${AUCO_BILLING_PATH}' }
const file = fileOf(entries.default, billing)

async function deliver(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const run = await runCommand({
    args: ['deliver', ...args],
    folder: { 'webhooks.yaml': file },
    env: { ...hookTokens, ...proxied, AUCO_BILLING_PATH: 'q9Zr7Lw2', ...env },
  })
  for (const secret of [...Object.values(hookTokens), 'q9Zr7Lw2', RECEIVER_BODY]) {
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
        'x-billing-token': hookTokens.AUCO_BILLING_HOOK_TOKEN,
        'user-agent': expect.stringMatching(/^auco-webhooks-action\//),
      },
    },
  ])
  expect(JSON.parse(receiver.requests[0]?.body ?? '')).toMatchObject({ code: 'TEST', status: 'REJECT' })
})

it('a host without a trusted certificate gets no header', async () => {
  const run = await deliver(['default', '--yes'], { NODE_TLS_REJECT_UNAUTHORIZED: '0' })

  expect(run).toMatchObject({
    exitCode: 2,
    stdout: expect.stringContaining('a certificate that cannot be verified'),
  })
  expect(forged.requests).toEqual([])
})
