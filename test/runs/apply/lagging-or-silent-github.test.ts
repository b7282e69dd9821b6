import { expect, it } from 'vitest'
import { kindOf, startCompany } from '../../fakes/company.ts'
import type { Lagging } from '../../fakes/github/lag.ts'
import type { Outcome } from '../../fakes/recording-server.ts'
import { desiredFile, liveFile } from '../../fakes/webhooks-file.ts'

const company = await startCompany({ inProcess: true })
const { github } = company
const newerFile = desiredFile.replace('Audit trail', 'Newer')
const pauses = [1_000, 2_000, 4_000]

it.each<[Lagging, steps: number[], string]>([
  ['branches', [1], 'applied'],
  ['branches', [2, 1, 1], 'applied'],
  ['runs', [2], 'superseded'],
  ['runs', [2, 2, 2], 'superseded'],
])('%s that lag by %j are asked for again', async (what, steps, result) => {
  await company.push(liveFile.replace('FINISH only', 'all'))
  const event = await company.push(desiredFile)
  if (what === 'runs') await company.push(newerFile)
  github.lag(company.repo, what, steps)
  const run = await company.apply({ file: desiredFile, event })

  expect(run).toMatchObject({ exitCode: 0, outputs: { result } })
  expect(run.waits.filter((wait) => wait >= 1_000)).toEqual(pauses.slice(0, steps.length))
})

it.each<[string, code: string, () => Promise<unknown>]>([
  ['branches', 'head-unknown', async () => github.lag(company.repo, 'branches', [], 1)],
  [
    'runs',
    'run-outdated',
    async () => {
      await company.push(newerFile)
      github.lag(company.repo, 'runs', [], 2)
    },
  ],
  // GitHub can't tell that from a lag.
  ['branches', 'head-unknown', async () => github.forcePush(company.repo, 'main', company.repo.headSha)],
])('%s that go on lagging are red, and nothing is written: %s', async (_, code, then) => {
  const event = await company.push(desiredFile)
  await then()
  const run = await company.apply({ file: desiredFile, event })

  expect(run).toMatchObject({ exitCode: 1, kind: kindOf(code), written: [], waits: pauses })
  expect(run.outputs).not.toHaveProperty('result')
})

it.each<[string, Outcome, RegExp, inputs?: Readonly<Record<string, string>>]>([
  ['answers with 500', { status: 500, body: '' }, /500/],
  ['answers with 401', { status: 401, body: {} }, /`github-token` \(401\)/],
  ['answers with 404', { status: 404, body: { message: 'Not Found' } }, /404.*`contents: read`/],
  ['breaks the connection', 'reset', /could not be reached(?!.*contents: read)/],
  ['is not asked, for lack of a token', 'reset', /`github-token`/, { 'github-token': '' }],
])('an apply is red and writes nothing where GitHub %s', async (_, outcome, why, inputs = {}) => {
  const event = await company.push(desiredFile)
  github.respond = () => outcome
  const run = await company.apply({ file: desiredFile, event, inputs })

  expect(run).toMatchObject({ exitCode: 1, kind: 'no-answer-from-github', written: [] })
  expect(run.annotations.find(({ level }) => level === 'error')?.message).toMatch(why)
})

it.each<[string, Outcome, names: boolean]>([
  [
    'lacks `actions: read`',
    { status: 403, body: { message: 'Resource not accessible by integration' } },
    true,
  ],
  ['cannot reach GitHub', 'reset', false],
])('a run that %s is red only if the head has another file', async (_, outcome, names) => {
  github.respond = ({ path }) => (path.includes('/actions/') ? outcome : undefined)
  const event = await company.push(desiredFile)
  const apply = () => company.apply({ file: desiredFile, event })
  expect(await apply()).toMatchObject({ exitCode: 0, outputs: { result: 'applied' } })

  await company.push(newerFile)
  const run = await apply()
  expect(run).toMatchObject({ exitCode: 1, kind: 'no-answer-from-github', written: [] })
  expect(run.annotations.at(-1)?.message.includes('`actions: read`')).toBe(names)
})
