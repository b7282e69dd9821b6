import { expect, it } from 'vitest'
import { startCompany } from '../../fakes/company.ts'
import type { Outcome } from '../../fakes/recording-server.ts'
import type { ActionEvent } from '../../fakes/run-action.ts'
import { desiredFile } from '../../fakes/webhooks-file.ts'

const company = await startCompany({ inProcess: true })

async function expectUnknown(event: ActionEvent, why: RegExp): Promise<void> {
  const run = await company.apply({ file: desiredFile, event, fastClock: true })
  expect(run).toMatchObject({ exitCode: 1, stderr: '', written: [] })
  expect(run.annotations).toEqual([
    {
      level: 'error',
      message: expect.stringMatching(
        /^It cannot be found out whether .* head of the branch.*Nothing was written/,
      ),
    },
  ])
  expect(run.annotations[0]?.message).toMatch(why)
  expect(run.outputs).not.toHaveProperty('result')
}

it.each<[string, Outcome, RegExp]>([
  ['502', { status: 502, body: '' }, /\(?502\)?\.(?!.*contents: read).*Run the job again\.$/],
  ['401', { status: 401, body: {} }, /401(?!.*contents: read).*`github-token`/],
  ['404', { status: 404, body: { message: 'Not Found' } }, /404.*`contents: read`/],
  ['a broken connection', 'reset', /could not be reached(?!.*contents: read)/],
])('an apply that GitHub answers with %s is red and writes nothing', async (_, outcome, why) => {
  const event = await company.push(desiredFile)
  company.github.respond = () => outcome
  await expectUnknown(event, why)
})

it('an apply without a token is red and writes nothing', async () => {
  const event = await company.push(desiredFile)
  const inputs = { 'github-token': '' }
  const run = await company.apply({ file: desiredFile, event, inputs })
  expect(run).toMatchObject({ exitCode: 1, stderr: '', written: [], toGitHub: [] })
  expect(run.annotations[0]?.message).toContain(
    'There is no `github-token`. Pass it, and give the job `contents: read`.',
  )
})

it('a head that is one or two commits behind the push is read again', async () => {
  await company.push('one')
  const event = await company.push(desiredFile)
  company.github.lag(company.repo, 'branches', [2, 1])
  const run = await company.apply({ file: desiredFile, event, fastClock: true })

  expect(run).toMatchObject({ exitCode: 0, annotations: [], outputs: { result: 'applied' } })
  expect(run.waits.slice(0, 2)).toEqual([1_000, 2_000])
})

it('a head that stays behind the push is red, and nothing is written', async () => {
  const event = await company.push(desiredFile)
  company.github.lag(company.repo, 'branches', [], 1)
  await expectUnknown(event, /older commit/)
})

it('a branch that was reset to the commit before the push looks the same', async () => {
  const event = await company.push(desiredFile)
  await company.github.forcePush(company.repo, 'main', company.repo.headSha)
  await expectUnknown(event, /older commit/)
})
