import { afterAll, expect, it } from 'vitest'
import { startAuco } from '../../fakes/auco.ts'
import { startPublicNetwork } from '../../fakes/public-network.ts'
import { runCommand } from '../../fakes/run-command.ts'
import { entries, fileOf } from '../../fakes/webhooks-file.ts'

const network = await startPublicNetwork()
const auco = await startAuco()
afterAll(() => Promise.all([network.close(), auco.close()]))
const hooks = await network.receiver('hooks.notaria.example', { days: 81.5 })
const billing = await network.receiver('billing.notaria.example', { days: 9.5 })
network.dns.names = { ...network.dns.names, 'stage.notaria.example': ['10.0.0.1'] }

const file = fileOf(
  { ...entries.default, url: { stage: 'https://stage.notaria.example/x', production: entries.default.url } },
  { ...entries.billing, url: 'https://billing.notaria.example/${AUCO_BILLING_PATH}' },
  { id: 'Second', description: 'The same host', url: 'https://hooks.notaria.example/two' },
  { ...entries.audit, environments: ['production'] },
)

async function command(line: string, env: Readonly<Record<string, string>> = {}, text = file) {
  const { env: networkEnv, nodeArguments } = network.options()
  return await runCommand({
    args: line.split(' '),
    folder: { 'webhooks.yaml': text },
    nodeArguments,
    env: { ...networkEnv, ...env },
  })
}

/** Times and dates differ from run to run. */
const fixed = (text: string) =>
  text.replaceAll(/[\d,]+ ms +/g, '9 ms  ').replaceAll(/20\d\d-\d\d-\d\d/g, '2026-12-31')

it('a table with a line for each URL, its time and the days of its certificate', async () => {
  const run = await command('check')

  expect(run).toMatchObject({ exitCode: 2, stderr: '' })
  expect(fixed(run.stdout).replaceAll(/ {2,}/g, '  ')).toBe(`  ID  ENVIRONMENT  ENDPOINT  TIME  CERTIFICATE
✗  default  stage  stage.notaria.example  -  -  has an address that is not public
✗  Billing  stage, production  billing.notaria.example  9 ms  9 days  has a certificate that ends on 2026-12-31
✓  Second  stage, production  hooks.notaria.example  9 ms  81 days
✓  default  production  hooks.notaria.example  9 ms  81 days
✗  Audit  production  audit.notaria.example  -  -  does not exist in the public DNS

webhooks.yaml: 2 URLs fine, 3 with a problem.
`)
  expect([hooks.opened(), billing.opened()]).toEqual([1, 1])
})

it('as JSON', async () => {
  const run = await command('check --format json --environment production')

  expect(run).toMatchObject({ exitCode: 2, stderr: '' })
  const { file: name, endpoints } = JSON.parse(run.stdout)
  expect(name).toBe('webhooks.yaml')
  expect(endpoints[1]).toEqual({
    id: 'Billing',
    environments: ['production'],
    url: 'https://billing.notaria.example/${AUCO_BILLING_PATH}',
    host: 'billing.notaria.example',
    result: 'problem',
    problems: ['certificate-ends'],
    notChecked: null,
    milliseconds: expect.any(Number),
    certificateEnds: expect.stringMatching(/^20\d\d-\d\d-\d\d$/),
    certificateDays: 9,
  })
  expect(endpoints).toMatchObject([
    { id: 'default', result: 'fine', problems: [], certificateDays: 81 },
    { id: 'Billing' },
    { id: 'Second', result: 'fine' },
    { id: 'Audit', result: 'problem', problems: ['unknown-host'], milliseconds: null, certificateEnds: null },
  ])
})

it.each([
  ['is fine', fileOf(entries.default), {}, 0, '1 URL fine.'],
  ['cannot be checked', fileOf(entries.default), { HTTPS_PROXY: 'http://127.0.0.1:9' }, 2, '1 not checked.'],
])('a file of which everything %s', async (_, text, env, exitCode, said) => {
  const run = await command('check', env, text)
  expect(run).toMatchObject({ exitCode, stderr: '', stdout: expect.stringContaining(said) })
})

it('a plan checks all endpoints with --detailed, and none without', async () => {
  const env = { AUCO_PUBLIC_KEY: auco.publicKey }
  const [asked, line] = [network.dns.questions.length, `plan -e production --api-url ${auco.url}`]
  const plain = await command(line, env)
  expect(network.dns.questions.length).toBe(asked)
  const detailed = await command(`${line} --detailed`, env)

  expect([plain.exitCode, detailed.exitCode]).toEqual([0, 0])
  expect(plain.stdout).not.toContain('audit.notaria.example` does')
  expect(detailed.stdout).toContain(
    'Caution: `audit.notaria.example` does not exist in the public DNS. Auco cannot deliver to `Audit`.',
  )
  expect(fixed(detailed.stdout)).toContain(
    'Caution: `billing.notaria.example` has a certificate that ends on 2026-12-31.',
  )
})
