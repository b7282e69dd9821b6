import { afterAll, beforeEach, expect, it } from 'vitest'
import { type RunOptions, read, startCompany } from '../../fakes/company.ts'
import { pullRequestEvent, scheduleEvent } from '../../fakes/github-events.ts'
import { startPublicNetwork } from '../../fakes/public-network.ts'
import { addedFile, entries, fileOf, hookTokens } from '../../fakes/webhooks-file.ts'

// In a process of its own, whose network is another one.
const company = await startCompany()
const network = await startPublicNetwork()
afterAll(() => network.close())
const audit = await network.receiver('audit.notaria.example')
const known = network.dns.names
beforeEach(() => {
  network.dns.names = known
  audit.connections.length = 0
})

/** Options of a run in the network, by default on GitHub's machine. */
function inNetwork({ env, ...options }: Partial<RunOptions> = {}): Partial<RunOptions> {
  const { env: ofNetwork, nodeArguments } = network.options()
  return { runner: 'github-hosted', nodeArguments, ...options, env: { ...hookTokens, ...ofNetwork, ...env } }
}
const askedSince = (count: number) => network.dns.questions.slice(count).toSorted()
const planFile = async (file: string, options?: Partial<RunOptions>) => {
  const asked = network.dns.questions.length
  const planned = await company.planFile(file, inNetwork(options))
  return { ...planned, asked: askedSince(asked) }
}

it('a plan checks what it creates or re-points and nothing else: the name once, one connection, nothing sent', async () => {
  const { run, asked } = await planFile(addedFile)
  expect(run).toMatchObject({ exitCode: 0, stderr: '', plan: { cautions: [] } })
  expect(asked).toEqual([
    ...['A audit.notaria.example', 'A dev.auco.ai'],
    ...['AAAA audit.notaria.example', 'AAAA dev.auco.ai'],
  ])
  expect(audit.connections).toEqual([{ servername: 'audit.notaria.example', bytes: 0 }])

  const file = fileOf({ ...entries.default, description: 'New' }, entries.billing)
  expect(await planFile(file)).toMatchObject({ run: { exitCode: 0 }, asked: [] })
})

const HOST = 'audit.notraia.example'
const withTypo = fileOf(entries.default, entries.billing, { ...entries.audit, url: `https://${HOST}/auco` })
const caution = { kind: 'endpoint', ids: ['Audit'], host: HOST, problem: { kind: 'unknown-host' } }
it.each<[string, 'github-hosted' | 'self-hosted', endpoints: string, finds: boolean, exitCode?: number]>([
  ['found in the review', 'github-hosted', 'auto', true],
  ['not looked for on a machine that is not of GitHub', 'self-hosted', 'auto', false],
  ['not looked for with `off`', 'github-hosted', 'off', false],
  ['found on every machine with `warn`', 'self-hosted', 'warn', true],
  ['a failure with `fail`', 'github-hosted', 'fail', true, 1],
])('a typo in a host is %s', async (_, runner, endpoints, finds, exitCode = 0) => {
  const { run, comment, asked } = await planFile(withTypo, { runner, inputs: { endpoints } })
  expect(run).toMatchObject({ exitCode, outputs: { result: 'planned' } })
  expect(run.plan['cautions']).toEqual(finds ? [caution] : [])
  expect(asked.length > 0).toBe(finds)
  expect(run.log.includes(`Caution: \`${HOST}\` `)).toBe(finds)
  expect(run.kind).toBe(exitCode === 0 ? undefined : 'endpoint-problems')
  expect(comment.includes('> [!WARNING]')).toBe(finds)
})

it('behind a proxy no endpoint is checked, which is said once', async () => {
  const file = fileOf(entries.default, entries.billing, entries.audit, { ...entries.audit, id: 'Second' })
  const env = { HTTPS_PROXY: 'http://127.0.0.1:9' }
  const { run, comment, asked } = await planFile(file, { inputs: { endpoints: 'fail' }, env })
  expect(run).toMatchObject({ exitCode: 0, plan: { cautions: [] } })
  expect(asked).toEqual([])
  expect(comment.match(/Endpoints not checked: `audit\.notaria\.example`: .*proxy/g)).toHaveLength(1)
})

it('a scheduled plan checks every endpoint, and warns where there is no comment', async () => {
  network.deserted('hooks.notaria.example')
  const billing = await network.receiver('billing.notaria.example', { days: 9.5 })
  const run = await company.plan({ event: scheduleEvent(company.repo), ...inNetwork() })

  expect(run).toMatchObject({ exitCode: 0, stderr: '', toAuco: [read()] })
  expect(run.annotations).toMatchObject([
    { level: 'warning', message: expect.stringMatching(/`hooks\.notaria.*`billing\.notaria/) },
  ])
  expect(run.plan).toMatchObject({ cautions: [{ ids: ['default'] }, { ids: ['Billing'] }] })
  expect(billing.connections).toHaveLength(1)
})

it('an endpoint is checked while Auco is still answering', async () => {
  const connected = Promise.withResolvers<void>()
  const name = () => {
    connected.resolve()
    return ['9.9.9.1']
  }
  network.dns.names = { ...known, 'audit.notaria.example': name }
  company.auco.quirks.respond = async () => {
    await connected.promise
    return undefined
  }
  expect((await planFile(addedFile)).run).toMatchObject({ exitCode: 0, toAuco: [read()] })
})

it('an apply checks no endpoint, whatever the input says', async () => {
  const asked = network.dns.questions.length
  const run = await company.applyFile(withTypo, inNetwork({ inputs: { endpoints: 'fail' } }))
  expect(run).toMatchObject({ exitCode: 0, outputs: { result: 'applied' } })
  expect(askedSince(asked)).toEqual([])
})

it.each([
  ['connects to nobody inside a company, whatever the input says', 'self-hosted', 'fail', 'pull_request', 0],
  ['nor as a trusted plan', 'self-hosted', 'fail', 'pull_request_target', 0],
  ["is checked on GitHub's machine", 'github-hosted', 'auto', 'pull_request', 1],
] as const)("a stranger's file %s", async (_, runner, endpoints, name, opened) => {
  const asked = network.dns.questions.length
  const pull = await company.proposeFromFork(addedFile)
  const event = { ...pullRequestEvent(company.repo, pull), name }
  const run = await company.plan({
    file: addedFile,
    event,
    ...inNetwork({ runner, inputs: { endpoints } }),
  })
  expect(run.exitCode).toBe(0)
  expect(audit.connections).toHaveLength(opened)
  expect(askedSince(asked).length > 0).toBe(opened > 0)
  const note = 'Endpoints not checked: `audit.notaria.example`: a file from a fork'
  expect(run.summary.includes(note)).toBe(opened === 0)
})
