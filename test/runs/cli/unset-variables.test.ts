import { afterAll, expect, it } from 'vitest'
import { startAuco } from '../../fakes/auco.ts'
import { runCommand } from '../../fakes/run-command.ts'
import { entries, fileOf } from '../../fakes/webhooks-file.ts'

const auco = await startAuco()
afterAll(() => auco.close())

const { audit } = entries
const token = { key: 'X-Token', value: '${AUCO_NEW_TOKEN}' }
const folder = {
  'webhooks.yaml': fileOf(
    entries.default,
    entries.billing,
    { ...audit, header: token },
    { ...audit, id: 'Mirror', header: token },
  ),
}
const env = { AUCO_PUBLIC_KEY: auco.publicKey, AUCO_BILLING_HOOK_TOKEN: 'live-billing-4mT8wZ1pRd' }

it('a plan names the unset variables of new webhooks, and compares no other', async () => {
  const run = await runCommand({ args: ['plan', '--api-url', auco.url], folder, env })
  expect(run).toMatchObject({
    exitCode: 0,
    stderr: 'Not set here, and needed by the apply as a secret at GitHub: `AUCO_NEW_TOKEN`\n',
  })
  expect(run.stdout).toContain('1 secret compared when applied: default\n')
})

it('a validation needs no variable', async () => {
  const run = await runCommand({ args: ['validate'], folder, env })
  expect(run).toMatchObject({ exitCode: 0, stderr: '' })
  expect(run.stdout).not.toContain('AUCO_')
})
