import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type FakeGitHub, type PullRequest, type Repository, startGitHub } from './github.ts'

let github: FakeGitHub
let repo: Repository
beforeAll(async () => {
  github = await startGitHub()
})
beforeEach(async () => {
  repo = await github.createRepository({ files: { 'webhooks.yaml': file(), 'docs/a.md': 'a\n' } })
})
afterAll(() => github.close())

/** A file of five lines, some of them changed. */
const file = (changes: Readonly<Record<number, string>> = {}) =>
  [1, 2, 3, 4, 5].map((line) => `${changes[line] ?? line}\n`).join('')
const contentOf = async (branch = 'main') =>
  github.fileAt(repo, await github.headOf(repo, branch), 'webhooks.yaml')

/** A pull request with a commit for each content of the file. */
async function open(branch: string, ...contents: string[]): Promise<PullRequest> {
  for (const [index, content] of contents.entries()) {
    await github.commit(repo, branch, { 'webhooks.yaml': content }, `feat: ${branch} ${index + 1}`)
  }
  return github.openPullRequest(repo, branch, `Change ${branch}`)
}

/** The answer to a question about the repository. */
async function ask(fields: string, token = github.botToken): Promise<unknown> {
  const query = fields.startsWith('{')
    ? fields
    : `{ repository(owner: "acme", name: "${repo.name}") { ${fields} } }`
  const response = await fetch(`${github.url}/graphql`, {
    method: 'POST',
    headers: { authorization: `bearer ${token}` },
    body: JSON.stringify({ query }),
  })
  return response.json()
}
const answered = (repository: object) => ({ data: { repository } })
const nodes = (oids: readonly string[]) => ({ nodes: oids.map((oid) => ({ oid })) })
const history = (revision: string, path = '') =>
  ask(`object(expression: "${revision}") { ... on Commit { history(first: 9${path}) { nodes { oid } } } }`)

// Made with git 2.39: the same files, names, times and message.
it('gives objects the ids that git gives them', async () => {
  const fresh = await startGitHub()
  const files = {
    'webhooks.yaml': 'webhooks: []\n',
    'docs/a.md': 'a\n',
    'docs.d/b.md': 'ñ\n',
    'docs-c': 'x\n',
  }
  const { headSha } = await fresh.createRepository({ files })
  await fresh.close()
  expect(headSha).toBe('f70e48f794574ae94bfa3ef3fba5332bd200e352')
})

// git-log, "History Simplification": a merge that took one side's file is left out, one that combined both is not.
it('lists the commits that changed a file', async () => {
  const one = await open('one', file({ 1: 'one' }))
  const other = await open('other', file({ 5: 'other' }))
  const undone = await open('undone', file({ 3: 'undone' }), file())
  await github.commit(repo, 'main', { 'docs/a.md': 'b\n' }, 'docs: b')
  await github.mergePullRequest(repo, undone.number)
  await github.mergePullRequest(repo, one.number)
  const merge = await github.mergePullRequest(repo, other.number)
  expect(await history('main', ', path: "webhooks.yaml"')).toEqual(
    answered({ object: { history: nodes([merge, other.head.sha, one.head.sha, repo.headSha]) } }),
  )
})

describe('merges', () => {
  /** Numbers of the pull requests that a commit belongs to. */
  async function numbersOf(sha: string): Promise<readonly string[]> {
    const field = 'associatedPullRequests(first: 9) { nodes { number } }'
    const answer = await ask(`object(expression: "${sha}") { ... on Commit { ${field} } }`)
    return JSON.stringify(answer).match(/\d+/g) ?? []
  }

  // GitHub: About merge methods on GitHub.
  it.each([
    ['merge', 2, 5],
    ['squash', 1, 3],
    ['rebase', 1, 4],
  ] as const)(
    'by %s: the commit has %i parents, and the branch %i commits',
    async (method, parents, commits) => {
      const { number, head } = await open('change', file({ 1: 'a' }), file({ 1: 'b' }))
      const meanwhile = await github.commit(repo, 'main', { 'webhooks.yaml': file({ 5: 'e' }) }, 'feat: e')
      const sha = await github.mergePullRequest(repo, number, method)

      expect(await github.headOf(repo, 'main')).toBe(sha)
      expect(await contentOf()).toBe(file({ 1: 'b', 5: 'e' }))
      expect(JSON.stringify(await history('main')).match(/"oid"/g)).toHaveLength(commits)
      expect(
        await ask(
          `pullRequest(number: ${number}) { state headRefOid mergeCommit { oid parents(first: 2) { nodes { __typename } } } }`,
        ),
      ).toEqual(
        answered({
          pullRequest: {
            state: 'MERGED',
            headRefOid: head.sha,
            mergeCommit: { oid: sha, parents: { nodes: Array(parents).fill({ __typename: 'Commit' }) } },
          },
        }),
      )
      expect([await numbersOf(sha), await numbersOf(head.sha), await numbersOf(meanwhile)]).toEqual([
        ['1'],
        ['1'],
        [],
      ])
    },
  )

  it('of the same lines fail, and have no test merge', async () => {
    const { number } = await open('conflict', file({ 1: 'a' }))
    expect(await github.testMerge(repo, number)).toMatch(/^[0-9a-f]{40}$/)
    await github.commit(repo, 'main', { 'webhooks.yaml': file({ 1: 'b' }) }, 'feat: meanwhile')
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

  it('of a stacked pull request give both, and the deleted branch retargets what was based on it', async () => {
    const lower = await open('lower', file({ 1: 'lower' }))
    await github.forcePush(repo, 'upper', lower.head.sha)
    const sha = await github.commit(
      repo,
      'upper',
      { 'webhooks.yaml': file({ 1: 'lower', 5: 'upper' }) },
      'feat: upper',
    )
    const upper = await github.openPullRequest(repo, 'upper', 'Upper', { base: 'lower' })
    await github.forcePush(repo, 'third', sha)
    await github.commit(repo, 'third', { 'docs/a.md': 'b\n' }, 'docs: b')
    const third = await github.openPullRequest(repo, 'third', 'Third', { base: 'lower' })
    await github.mergePullRequest(repo, upper.number)
    await github.mergePullRequest(repo, lower.number)
    expect(await numbersOf(sha)).toEqual(['1', '2'])
    await github.deleteBranch(repo, 'lower')
    expect((await github.pullRequest(repo, third.number)).base.ref).toBe('main')
  })
})

describe('GraphQL', () => {
  // GitHub: Rate limits and query limits for the GraphQL API.
  it.each([
    ['a field that GitHub does not have', '{ viewer { password } }', /Cannot query field "password"/],
    [
      'a connection without a size',
      'pullRequest(number: 1) { comments { totalCount } }',
      /`first` or `last`/,
    ],
    [
      'a page of 101',
      'pullRequest(number: 1) { comments(first: 101) { totalCount } }',
      /limit of 100 records/,
    ],
    [
      'more than 500,000 nodes',
      'pullRequests(first: 100) { nodes { comments(first: 100) { nodes { pullRequest { comments(first: 51) { totalCount } } } } } }',
      /500000/,
    ],
    ['a field that the fake does not have', 'pullRequest(number: 1) { title }', /fake/],
  ])('refuses %s', async (_, query, message) => {
    await open('change', file({ 1: 'a' }))
    expect(await ask(query)).toMatchObject({ errors: [{ message: expect.stringMatching(message) }] })
  })
})

describe('lag', () => {
  /** What three requests see. */
  async function seen(fields: string): Promise<readonly unknown[]> {
    return [await ask(fields), await ask(fields), await ask(fields)]
  }

  it('of a branch: one request a step, and each sees one state', async () => {
    const next = await github.commit(repo, 'main', { 'docs/a.md': 'b\n' }, 'docs: b')
    const last = await github.commit(repo, 'main', { 'docs/a.md': 'c\n' }, 'docs: c')
    github.lag(repo, 'branches', [2, 1])
    expect(
      await seen(
        'ref(qualifiedName: "refs/heads/main") { target { oid } } object(expression: "main") { oid }',
      ),
    ).toEqual(
      [repo.headSha, next, last].map((oid) => answered({ ref: { target: { oid } }, object: { oid } })),
    )
  })

  it('of merges: the pull request looks open in lists only, without an end if that is said', async () => {
    const { number } = await open('change', file({ 1: 'a' }))
    const sha = await github.mergePullRequest(repo, number)
    const list = 'associatedPullRequests(first: 1) { nodes { number } }'
    const fields = `object(expression: "${sha}") { ... on Commit { ${list} } } pullRequest(number: 1) { state }`
    const sees = (numbers: readonly number[]) =>
      answered({
        object: { associatedPullRequests: { nodes: numbers.map((one) => ({ number: one })) } },
        pullRequest: { state: 'MERGED' },
      })
    github.lag(repo, 'merges', [1])
    expect(await seen(fields)).toEqual([sees([]), sees([1]), sees([1])])
    github.lag(repo, 'merges', [], 1)
    expect(await seen(fields)).toEqual([sees([]), sees([]), sees([])])
  })
})
