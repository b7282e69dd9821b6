import { expect, it } from 'vitest'
import { type CompanyRun, startCompany } from '../../fakes/company.ts'
import { pullRequestEvent } from '../../fakes/github-events.ts'
import type { Respond } from '../../fakes/recording-server.ts'
import { desiredFile, entries, fileOf } from '../../fakes/webhooks-file.ts'

const company = await startCompany()

const methodsOf = ({ toGitHub }: CompanyRun) => toGitHub.map(([method]) => method).join(' ')

it('a plan asks once, and writes its comment', async () => {
  const { run: planned, pull } = await company.review(desiredFile)
  expect(methodsOf(planned)).toBe('POST POST')
  expect(methodsOf(await company.plan({ event: pullRequestEvent(company.repo, pull) }))).toBe('POST PATCH')
})

it('an apply asks about the branch and for its comments, and writes into them before and after', async () => {
  const { pull } = await company.review(desiredFile)
  const run = await company.apply({ file: desiredFile, event: await company.merge(pull) })
  expect(run).toMatchObject({ exitCode: 0, outputs: { result: 'applied' } })
  expect(methodsOf(run)).toBe('POST POST PATCH PATCH')
})

it('what the file does not list costs one question more, and only then', async () => {
  const { pull, run: planned } = await company.review(fileOf(entries.default))
  expect(methodsOf(planned)).toBe('POST POST POST')
  const run = await company.apply({ file: fileOf(entries.default), event: await company.merge(pull) })
  expect(run.outputs).toMatchObject({ removed: '["Billing"]' })
  expect(methodsOf(run)).toBe('POST POST POST PATCH PATCH')
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
  expect(run.toAuco).toHaveLength(1)
  expect(run.toGitHub).toHaveLength(1)
})
