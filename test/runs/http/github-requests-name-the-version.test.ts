import { expect, it } from 'vitest'
import { startCompany } from '../../fakes/company.ts'
import { pullRequestEvent } from '../../fakes/github-events.ts'
import { desiredFile, entries, fileOf } from '../../fakes/webhooks-file.ts'

const company = await startCompany()

// GitHub: API versions. Without one it answers in the oldest version that it supports.
it('every REST call names the version of the API', async () => {
  const { github, repo } = company
  const seen = github.requests.length
  const pull = await company.propose(desiredFile)
  const event = pullRequestEvent(repo, pull)
  await company.plan({ file: desiredFile, event })
  const [body = ''] = await company.comments(pull)
  await github.comment(repo, pull.number, body, github.botToken)
  await company.plan({ file: fileOf(entries.default, entries.billing), event })
  await company.apply({ file: desiredFile, event: await company.merge(pull) })

  const calls = github.requests.slice(seen).filter(({ path }) => path !== '/graphql')
  expect(new Set(calls.map(({ method }) => method))).toEqual(new Set(['POST', 'PATCH', 'DELETE']))
  const versions = calls.map(({ headers }) => headers['x-github-api-version'])
  // Only github.com has newer ones.
  expect(new Set(versions)).toEqual(new Set(['2022-11-28']))
})
