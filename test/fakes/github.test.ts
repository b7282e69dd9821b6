import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { type PullRequest, type Repository, startGitHub } from './github.ts'

const github = await startGitHub()
afterAll(() => github.close())
let repo: Repository
beforeEach(async () => {
  repo = await github.createRepository({ files: { 'webhooks.yaml': file(), 'docs/a.md': 'a\n' } })
})

/** A file of five lines, some of them changed. */
const file = (changes: Readonly<Record<number, string>> = {}) =>
  [1, 2, 3, 4, 5].map((line) => `${changes[line] ?? line}\n`).join('')
const commit = (branch: string, text: string, path = 'webhooks.yaml') =>
  github.commit(repo, branch, { [path]: text }, 'feat: change')

/** A pull request with a commit for each content of the file. */
async function open(branch: string, ...contents: string[]): Promise<PullRequest> {
  for (const content of contents) await commit(branch, content)
  return github.openPullRequest(repo, branch, `Change ${branch}`)
}

/** The answer to a question about the repository. */
async function ask(fields: string): Promise<unknown> {
  const response = await fetch(`${github.url}/graphql`, {
    method: 'POST',
    headers: { authorization: `bearer ${github.botToken}` },
    body: JSON.stringify({ query: `{ repository(owner: "acme", name: "${repo.name}") { ${fields} } }` }),
  })
  return response.json()
}
const aboutCommit = (revision: string, fields: string) =>
  ask(`object(expression: "${revision}") { ... on Commit { ${fields} } }`)
/** Ids of a history. */
const history = async (args = '') =>
  JSON.stringify(await aboutCommit('main', `history(first: 9${args}) { nodes { oid } }`)).match(
    /[0-9a-f]{40}/g,
  )
/** Numbers of the pull requests that a commit belongs to. */
const numbersOf = async (sha: string) =>
  JSON.stringify(await aboutCommit(sha, 'associatedPullRequests(first: 9) { nodes { number } }')).match(
    /\d+/g,
  )

// git-log, "History Simplification": a merge that took one side's file is left out, one that combined both is not.
it('lists the commits that changed a file', async () => {
  const one = await open('one', file({ 1: 'one' }))
  const other = await open('other', file({ 5: 'other' }))
  const undone = await open('undone', file({ 3: 'undone' }), file())
  await commit('main', 'b\n', 'docs/a.md')
  await github.mergePullRequest(repo, undone.number)
  await github.mergePullRequest(repo, one.number)
  const merge = await github.mergePullRequest(repo, other.number)
  const changes = [merge, other.head.sha, one.head.sha, repo.headSha]
  expect(await history(', path: "webhooks.yaml"')).toEqual(changes)
})

describe('merges', () => {
  // GitHub: About merge methods on GitHub.
  it.each([
    ['merge', 2, 5],
    ['squash', 1, 3],
    ['rebase', 1, 4],
  ] as const)(
    'by %s: the commit has %i parents, and the branch %i commits',
    async (method, parents, commits) => {
      const { number, head } = await open('change', file({ 1: 'a' }), file({ 1: 'b' }))
      const meanwhile = await commit('main', file({ 5: 'e' }))
      const sha = await github.mergePullRequest(repo, number, method)

      expect(await github.headOf(repo, 'main')).toBe(sha)
      expect(await github.fileAt(repo, sha, 'webhooks.yaml')).toBe(file({ 1: 'b', 5: 'e' }))
      expect(await history()).toHaveLength(commits)
      const fields = 'state headRefOid mergeCommit { oid parents(first: 2) { totalCount } }'
      const mergeCommit = { oid: sha, parents: { totalCount: parents } }
      const pullRequest = { state: 'MERGED', headRefOid: head.sha, mergeCommit }
      expect(await ask(`pullRequest(number: ${number}) { ${fields} }`)).toEqual({
        data: { repository: { pullRequest } },
      })
      expect(await Promise.all([sha, head.sha, meanwhile].map(numbersOf))).toEqual([['1'], ['1'], null])
    },
  )

  it('of the same lines fail, and have no test merge', async () => {
    const { number } = await open('conflict', file({ 1: 'a' }))
    expect(await github.testMerge(repo, number)).toMatch(/^[0-9a-f]{40}$/)
    await commit('main', file({ 1: 'b' }))
    expect(await github.testMerge(repo, number)).toBeNull()
    await expect(github.mergePullRequest(repo, number)).rejects.toThrow('conflicts')
    expect((await github.pullRequest(repo, number)).state).toBe('open')
  })

  // GitHub: About pull request merges, "Indirect merges".
  it('that somebody pushed close the pull request as merged', async () => {
    const { number, head } = await open('change', file({ 1: 'a' }))
    await github.forcePush(repo, 'main', head.sha)
    expect(await github.pullRequest(repo, number)).toMatchObject({ merged: true })
    expect(await numbersOf(head.sha)).toEqual(['1'])
  })

  it('of a stacked pull request give both', async () => {
    const lower = await open('lower', file({ 1: 'lower' }))
    await github.forcePush(repo, 'upper', lower.head.sha)
    const sha = await commit('upper', file({ 1: 'lower', 5: 'upper' }))
    const upper = await github.openPullRequest(repo, 'upper', 'Upper', { base: 'lower' })
    await github.mergePullRequest(repo, upper.number)
    await github.mergePullRequest(repo, lower.number)
    expect(await numbersOf(sha)).toEqual(['1', '2'])
  })
})

it.each([
  ['a field that GitHub does not have', 'password', /Cannot query field "password"/],
  ['a connection without a size', 'pullRequest(number: 1) { comments { totalCount } }', /`first`/],
  ['a page of 101', 'pullRequest(number: 1) { comments(first: 101) { totalCount } }', /100 records/],
  ['a field that the fake does not have', 'pullRequest(number: 1) { title }', /fake/],
])('GraphQL refuses %s', async (_, query, message) => {
  await open('change', file({ 1: 'a' }))
  expect(await ask(query)).toMatchObject({ errors: [{ message: expect.stringMatching(message) }] })
})

it('merges lag: the pull request looks open in lists, without an end if that is said', async () => {
  const { number } = await open('change', file({ 1: 'a' }))
  const sha = await github.mergePullRequest(repo, number)
  github.lag(repo, 'merges', [1])
  expect([await numbersOf(sha), await numbersOf(sha)]).toEqual([null, ['1']])
  github.lag(repo, 'merges', [], 1)
  expect([await numbersOf(sha), await numbersOf(sha)]).toEqual([null, null])
  expect(JSON.stringify(await ask('pullRequest(number: 1) { state }'))).toContain('MERGED')
})
