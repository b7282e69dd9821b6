import { expect, it } from 'vitest'
import { startCompany } from '../../fakes/company.ts'
import { pullRequestEvent } from '../../fakes/github-events.ts'
import type { Respond } from '../../fakes/recording-server.ts'
import { desiredFile } from '../../fakes/webhooks-file.ts'

const company = await startCompany()
const MAX_REQUESTS = 3

it('a first plan makes at most three requests, with its comment', async () => {
  const { planned } = await company.review(desiredFile)
  expect(planned.outputs).toHaveProperty('comment-url')
  expect(planned.toGitHub.length).toBeLessThanOrEqual(MAX_REQUESTS)
})

it('a repeated plan makes at most three requests, with its changed comment', async () => {
  const { pull } = await company.review(desiredFile)
  const again = await company.plan({ event: pullRequestEvent(company.repo, pull) })
  expect(again.toGitHub.filter(([method]) => method === 'PATCH')).toHaveLength(1)
  expect(again.toGitHub.length).toBeLessThanOrEqual(MAX_REQUESTS)
})

it('an apply makes at most three requests, with the status of its plan', async () => {
  const { pull } = await company.review(desiredFile)
  const run = await company.apply({ file: desiredFile, event: await company.merge(pull) })
  expect(run).toMatchObject({ exitCode: 0, outputs: { result: 'applied' } })
  expect(run.outputs).toHaveProperty('comment-url')
  expect(run.toGitHub.length).toBeLessThanOrEqual(MAX_REQUESTS)
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
