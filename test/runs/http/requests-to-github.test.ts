import { expect, it } from 'vitest'
import { type CompanyRun, startCompany } from '../../fakes/company.ts'
import { pullRequestEvent } from '../../fakes/github-events.ts'
import type { Respond } from '../../fakes/recording-server.ts'
import { desiredFile, entries, fileOf } from '../../fakes/webhooks-file.ts'

const company = await startCompany({ inProcess: true })

const methodsOf = ({ toGitHub }: CompanyRun) => toGitHub.map(([method]) => method).join(' ')

// A plan asks once; an apply asks about the branch and for its comments, and writes into them before and after.
it.each([
  ['a change', desiredFile, 'POST POST', 'POST POST PATCH PATCH'],
  // What the file doesn't list costs one question more.
  ['a removal', fileOf(entries.default), 'POST POST POST', 'POST POST POST PATCH PATCH'],
])('%s takes these requests', async (_, file, planned, applied) => {
  const { run, pull } = await company.review(file)
  expect(methodsOf(run)).toBe(planned)
  const again = await company.plan({ file, event: pullRequestEvent(company.repo, pull) })
  expect(methodsOf(again)).toBe(planned.replace(/POST$/, 'PATCH'))
  expect(methodsOf(await company.apply({ file, event: await company.merge(pull) }))).toBe(applied)
})

it('an apply without a difference waits for one round trip: each service answers after both were asked', async () => {
  const [auco, gitHub] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const bothAsked =
    (asked: PromiseWithResolvers<void>): Respond =>
    async () => {
      asked.resolve()
      await Promise.all([auco.promise, gitHub.promise])
      return undefined
    }
  company.auco.quirks.respond = bothAsked(auco)
  company.github.respond = bothAsked(gitHub)
  const event = await company.commit({ 'README.md': '# Webhooks' }, 'docs: readme')
  const run = await company.apply({ event })

  expect(run).toMatchObject({ exitCode: 0, outputs: { result: 'unchanged' } })
  expect([run.toAuco.length, run.toGitHub.length]).toEqual([1, 1])
})
