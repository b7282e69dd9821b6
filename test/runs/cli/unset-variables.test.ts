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
const timesIn = (text: string, name: string) => text.split(name).length - 1

it('a plan says once of each variable that it is not set, in words for a laptop', async () => {
  const run = await runCommand({ args: ['plan', '--api-url', auco.url], folder, env })
  expect(run).toMatchObject({
    exitCode: 0,
    stderr: 'Not set here, and needed by the apply as a secret at GitHub: `AUCO_NEW_TOKEN`\n',
  })
  expect(run.stdout).toContain('default: cannot compare the header value: `AUCO_HOOK_TOKEN` is not set\n')
  expect(timesIn(run.stdout + run.stderr, 'AUCO_HOOK_TOKEN')).toBe(1)
  expect(run.stdout).not.toMatch(/this run|step's/)
})

it('a validation warns once of each variable, and in a workflow at each place', async () => {
  const text = await runCommand({ args: ['validate'], folder, env })
  expect(text).toMatchObject({ exitCode: 0, stderr: '' })
  expect(timesIn(text.stdout, 'warning: The variable `AUCO_NEW_TOKEN` is not set here')).toBe(1)

  const annotations = await runCommand({ args: ['validate', '--format', 'github'], folder, env })
  expect(timesIn(annotations.stdout, 'The variable `AUCO_NEW_TOKEN` is not set or empty in this run.')).toBe(
    2,
  )
})
