import { expect, it } from 'vitest'
import { startCompany } from '../../fakes/company.ts'
import { desiredFile } from '../../fakes/webhooks-file.ts'

const company = await startCompany()

it('an apply that cannot read the head of its branch is red and writes nothing', async () => {
  company.github.respond = ({ path }) =>
    path.includes('/git/ref') || path.includes('/branches/') ? { status: 502, body: '' } : undefined
  const run = await company.apply({ file: desiredFile, event: await company.push(desiredFile) })

  expect(run).toMatchObject({ exitCode: 1, stderr: '' })
  expect(run.annotations).toMatchObject([
    { level: 'error', message: expect.stringMatching(/head of the branch.*nothing was written/i) },
  ])
  expect(run.outputs).not.toHaveProperty('result')
  expect(run.toAuco.filter(([method]) => method !== 'GET')).toEqual([])
})

it('an apply whose token cannot see the repository is red and writes nothing', async () => {
  const event = await company.push(desiredFile)
  company.github.respond = () => ({ status: 404, body: { message: 'Not Found' } })
  const run = await company.apply({ file: desiredFile, event })

  expect(run).toMatchObject({ exitCode: 1, stderr: '' })
  expect(run.toAuco.filter(([method]) => method !== 'GET')).toEqual([])
})

it('a head that is still the commit before the push is read again', async () => {
  const before = await company.github.headOf(company.repo, 'main')
  const event = await company.push(desiredFile)
  let answers = 0
  company.github.respond = ({ path }) => {
    if (!path.includes('/git/ref')) return undefined
    answers += 1
    return answers > 2 ? undefined : { status: 200, body: { object: { sha: before } } }
  }
  const run = await company.apply({ file: desiredFile, event, fastClock: true })

  expect(run).toMatchObject({ exitCode: 0, annotations: [], outputs: { result: 'applied' } })
  expect(run.waits.slice(0, 2)).toEqual([1_000, 2_000])
})
