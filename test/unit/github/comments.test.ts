import { expect, it } from 'vitest'
import { Secret } from '../../../src/core/secret.ts'
import { gitHubAt } from '../../../src/github/client.ts'
import { findComments } from '../../../src/github/comments.ts'
import { systemClock } from '../../../src/system/clock.ts'

// Whatever fits into one page needs no request.
const askGitHub = gitHubAt({
  apiUrl: 'http://127.0.0.1:9',
  repository: { owner: 'acme', repo: 'webhooks' },
  token: new Secret('ghs_token'),
  clock: systemClock,
  cancelled: new AbortController().signal,
})
const pageInfo = { hasNextPage: false, endCursor: null }
const url = (id: number) => `https://github.com/acme/webhooks/pull/1#issuecomment-${id}`

interface Author {
  readonly __typename: string
  readonly login: string
}
const bot: Author = { __typename: 'Bot', login: 'github-actions' }
const app: Author = { __typename: 'Bot', login: 'acme-webhooks' }
const person: Author = { __typename: 'User', login: 'mariana' }
const namesake: Author = { __typename: 'User', login: 'github-actions' }
const WORKFLOW = 'github-actions[bot]'

it.each<[string, Author | null, boolean | null, string | null, boolean]>([
  ["the workflow's", bot, false, WORKFLOW, true],
  ["the workflow's, with its ending", { ...bot, login: WORKFLOW }, false, WORKFLOW, true],
  ["the workflow's, if nobody says who owns the token", bot, false, null, true],
  ['of a person who is called like the workflow', namesake, false, WORKFLOW, false],
  ['of such a person, if nobody says who owns the token', namesake, false, null, false],
  ["the workflow's, for such a person's token", bot, false, 'github-actions', false],
  ["an app's", app, false, 'acme-webhooks[bot]', true],
  ["another app's", app, false, WORKFLOW, false],
  ["a person's", person, false, 'mariana', true],
  ["a person's, in another case", { ...person, login: 'Mariana' }, false, 'mariana', true],
  ["another person's", person, false, 'camilo', false],
  ["a person's, for the workflow's token", person, false, WORKFLOW, false],
  ["the viewer's, says GitHub, whatever the logins are", person, true, WORKFLOW, true],
  ["the viewer's, says GitHub, whose account is gone", null, true, 'mariana', true],
  ['of an account that is gone', null, false, 'ghost', false],
  ['of nobody knows whom', null, null, null, false],
])('a comment that is %s', async (_, author, viewerDidAuthor, viewer, isOwn) => {
  const nodes = [{ fullDatabaseId: '7', url: url(7), body: 'ours', viewerDidAuthor, author }]
  const found = await askGitHub((github) => findComments(github, 1, { nodes, pageInfo }, viewer, () => true))
  expect(found).toEqual({ ok: true, value: [{ id: 7, body: 'ours', url: url(7), isOwn }] })
})

it('those with our text, newest first, with the id that the REST API knows', async () => {
  const node = (id: number, body: string) => ({ fullDatabaseId: `${id}`, url: url(id), body, author: bot })
  const nodes = [node(1, 'ours'), null, node(2, 'theirs'), node(2 ** 40, 'ours')]
  const found = await askGitHub((github) =>
    findComments(github, 1, { nodes, pageInfo }, null, (body) => body === 'ours'),
  )
  expect(found).toMatchObject({ ok: true, value: [{ id: 2 ** 40 }, { id: 1 }] })
})
