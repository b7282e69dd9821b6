import { afterAll, beforeEach, expect, it } from 'vitest'
import { type RunOptions, read, startCompany } from '../../fakes/company.ts'
import { pullRequestEvent, scheduleEvent } from '../../fakes/github-events.ts'
import { startPublicNetwork } from '../../fakes/public-network.ts'
import { entries, fileOf, hookTokens } from '../../fakes/webhooks-file.ts'

const company = await startCompany()
const network = await startPublicNetwork()
afterAll(() => network.close())
const audit = await network.receiver('audit.notaria.example')
const known = network.dns.names
beforeEach(() => {
  network.dns.names = known
  audit.connections.length = 0
})

const withAudit = fileOf(entries.default, entries.billing, entries.audit)
const withTypo = fileOf(entries.default, entries.billing, {
  ...entries.audit,
  url: 'https://audit.notraia.example/auco',
})

/** A plan in the network, by default on GitHub's machine. */
async function plan(options: Partial<RunOptions> & Pick<RunOptions, 'event' | 'file'>) {
  const { env, nodeArguments } = network.options()
  const asked = network.dns.questions.length
  const run = await company.plan({
    runner: 'github-hosted',
    nodeArguments,
    ...options,
    env: { ...hookTokens, ...env, ...options.env },
  })
  return { ...run, asked: network.dns.questions.slice(asked).toSorted() }
}

async function propose(file: string, options: Partial<RunOptions> = {}) {
  const pull = await company.propose(file)
  const run = await plan({ ...options, file, event: pullRequestEvent(company.repo, pull) })
  const [comment = ''] = await company.comments(pull)
  return { run, comment }
}

const TYPO =
  '`audit.notraia.example` does not exist in the public DNS.** Auco cannot deliver to `Audit`. Check the spelling.'

it('a typo in a host is found in the review', async () => {
  const { run, comment } = await propose(withTypo)

  expect(run).toMatchObject({ exitCode: 0, stderr: '', annotations: [], outputs: { result: 'planned' } })
  expect(comment).toContain('> [!WARNING]')
  expect(comment).toContain(TYPO)
  expect(run.summary).toContain(TYPO)
  expect(run.log).toContain('! audit.notraia.example does not exist in the public DNS: Audit')
  expect(JSON.parse(run.outputs['plan'] ?? '')).toMatchObject({
    cautions: [
      { kind: 'endpoint', ids: ['Audit'], host: 'audit.notraia.example', problem: { kind: 'unknown-host' } },
    ],
  })
})

it('a plan checks what it creates or re-points and nothing else: the name once, one connection, nothing sent', async () => {
  const { run, comment } = await propose(withAudit)

  expect(run).toMatchObject({ exitCode: 0, stderr: '' })
  expect(comment).not.toContain('[!WARNING]')
  expect(run.asked).toEqual([
    'A audit.notaria.example',
    'A dev.auco.ai',
    'AAAA audit.notaria.example',
    'AAAA dev.auco.ai',
  ])
  expect(audit.connections).toEqual([{ servername: 'audit.notaria.example', bytes: 0 }])
})

it('a plan that re-points nothing asks nobody', async () => {
  const file = fileOf({ ...entries.default, description: 'New' }, entries.billing)
  expect((await propose(file)).run).toMatchObject({ exitCode: 0, asked: [] })
})

it.each([
  ['on a machine that is not of GitHub', { runner: 'self-hosted' }],
  ['with `endpoints: off`', { inputs: { endpoints: 'off' } }],
] as const)('no endpoint is checked %s', async (_, options) => {
  const { run, comment } = await propose(withTypo, options)
  expect(run).toMatchObject({ exitCode: 0, asked: [] })
  expect(comment).not.toContain('ndpoint')
})

it('`endpoints: warn` checks on every machine', async () => {
  const { comment } = await propose(withTypo, { runner: 'self-hosted', inputs: { endpoints: 'warn' } })
  expect(comment).toContain(TYPO)
})

it('`endpoints: fail` fails the plan, which still comments', async () => {
  const { run, comment } = await propose(withTypo, { inputs: { endpoints: 'fail' } })

  expect(run).toMatchObject({ exitCode: 1, outputs: { result: 'planned' } })
  expect(run.annotations).toMatchObject([
    { level: 'error', message: expect.stringMatching(/^1 endpoint may not get .*`audit\.notraia\.example`/) },
  ])
  expect(run.log).toContain('troubleshooting.md#endpoint-problems')
  expect(comment).toContain(TYPO)
})

it('behind a proxy no endpoint is checked, which is said once', async () => {
  const file = fileOf(entries.default, entries.billing, entries.audit, { ...entries.audit, id: 'Second' })
  const { run, comment } = await propose(file, {
    inputs: { endpoints: 'fail' },
    env: { HTTPS_PROXY: 'http://127.0.0.1:9' },
  })

  expect(run).toMatchObject({ exitCode: 0, asked: [] })
  const said = 'Endpoints not checked: `audit.notaria.example`: this machine connects through a proxy.'
  expect(comment.split(said)).toHaveLength(2)
  expect(comment).not.toContain('[!WARNING]')
})

it('a network that lets nothing out is no fault of the endpoints', async () => {
  network.dns.names = {}
  const { run, comment } = await propose(withTypo, { inputs: { endpoints: 'fail' } })

  expect(run).toMatchObject({ exitCode: 0 })
  expect(comment).toContain("`audit.notraia.example`: this machine's DNS does not answer for public names")
  expect(comment).not.toContain('[!WARNING]')
})

it('a scheduled plan checks every endpoint, and warns where there is no comment', async () => {
  network.deserted('hooks.notaria.example')
  const billing = await network.receiver('billing.notaria.example', { days: 9.5 })
  const run = await plan({
    event: scheduleEvent(company.repo),
    file: fileOf(entries.default, entries.billing),
  })

  expect(run).toMatchObject({ exitCode: 0, stderr: '', toAuco: [read()] })
  expect(run.annotations).toMatchObject([
    {
      level: 'warning',
      message: expect.stringMatching(/^2 endpoints may not get .*`hooks\.notaria.*`billing\.notaria/),
    },
  ])
  expect(run.summary).toContain('`hooks.notaria.example` accepts no connection.')
  expect(run.summary).toMatch(/`billing\.notaria\.example` has a certificate that ends on 20\d\d-\d\d-\d\d\./)
  expect(billing.connections).toHaveLength(1)
})

it('an endpoint is checked while Auco is still answering', async () => {
  const connected = Promise.withResolvers<void>()
  network.dns.names = {
    ...known,
    'audit.notaria.example': () => {
      connected.resolve()
      return ['9.9.9.1']
    },
  }
  company.auco.quirks.respond = async () => {
    await connected.promise
    return undefined
  }
  const { run } = await propose(withAudit)

  expect(run).toMatchObject({ exitCode: 0, toAuco: [read()] })
  expect(run.toGitHub).toHaveLength(2)
})

it('an apply checks no endpoint, whatever the input says', async () => {
  const { env, nodeArguments } = network.options()
  const asked = network.dns.questions.length
  const run = await company.apply({
    file: withTypo,
    event: await company.push(withTypo),
    inputs: { endpoints: 'fail' },
    runner: 'github-hosted',
    nodeArguments,
    env: { ...hookTokens, ...env },
  })
  expect(run).toMatchObject({ exitCode: 0, outputs: { result: 'applied' } })
  expect(network.dns.questions.length).toBe(asked)
})
