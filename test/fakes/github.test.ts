import { getOctokit } from '@actions/github'
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

const rest = (token = github.botToken) => getOctokit(token, { baseUrl: github.url }).rest
const path = () => ({ owner: repo.owner, repo: repo.name })

async function contentOf(name: string, ref: string): Promise<string | undefined> {
  const { data } = await rest().repos.getContent({ ...path(), path: name, ref })
  return 'content' in data ? Buffer.from(data.content, 'base64').toString() : undefined
}

/** A pull request with a commit for each content of the file. */
async function open(branch: string, ...contents: string[]): Promise<PullRequest> {
  for (const [index, content] of contents.entries()) {
    await github.commit(repo, branch, { 'webhooks.yaml': content }, `feat: ${branch} ${index + 1}`)
  }
  return github.openPullRequest(repo, branch, `Change ${branch}`)
}

async function post(query: string, token = github.botToken, variables = {}): Promise<unknown> {
  const response = await fetch(`${github.url}/graphql`, {
    method: 'POST',
    headers: { authorization: `bearer ${token}` },
    body: JSON.stringify({ query, variables }),
  })
  return response.json()
}
/** The answer to a question about the repository, or about another one. */
const ask = (fields: string, token?: string, { name } = repo) =>
  post(`{ repository(owner: "acme", name: "${name}") { ${fields} } }`, token)
const answered = (repository: object) => ({ data: { repository } })

describe('git', () => {
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

  it.each([
    ['main:docs/a.md', { __typename: 'Blob', oid: '78981922613b2afb6025042ff6bd878ac1994e85' }],
    ['main:docs', { __typename: 'Tree', oid: '1916a083dfa163cf6c9c0a417959bb15bfd9f0f3' }],
    ['HEAD:docs/b.md', null],
    ['gone:docs/a.md', null],
  ])('finds the object %s', async (expression, object) => {
    expect(await ask(`object(expression: "${expression}") { __typename oid }`)).toEqual(answered({ object }))
  })

  it('gives a file as of a branch and a commit', async () => {
    const sha = await github.commit(repo, 'other', { 'webhooks.yaml': 'new\n', 'docs/a.md': null }, 'x')
    expect(await contentOf('webhooks.yaml', 'other')).toBe('new\n')
    expect(await contentOf('webhooks.yaml', repo.headSha)).toBe(file())
    await expect(contentOf('docs/a.md', sha)).rejects.toMatchObject({ status: 404 })
  })

  // git-log, "History Simplification": a merge that took one side's file is left out, one that combined both is not.
  it('lists the commits that changed a file', async () => {
    const one = await open('one', file({ 1: 'one' }))
    const other = await open('other', file({ 5: 'other' }))
    await github.commit(repo, 'main', { 'docs/a.md': 'b\n' }, 'docs: b')
    await github.mergePullRequest(repo, one.number)
    await github.mergePullRequest(repo, other.number)
    const history = 'history(first: 9, path: "webhooks.yaml") { nodes { messageHeadline } }'
    const messages = [
      `Merge pull request #${other.number} from acme/other`,
      'feat: other 1',
      'feat: one 1',
      'feat: webhooks as code',
    ]
    expect(await ask(`object(expression: "main") { ... on Commit { ${history} } }`)).toEqual(
      answered({ object: { history: { nodes: messages.map((messageHeadline) => ({ messageHeadline })) } } }),
    )
    const { data } = await rest().repos.listCommits({ ...path(), path: 'webhooks.yaml' })
    expect(data.map(({ commit }) => commit.message.split('\n')[0])).toEqual(messages)
  })

  it('compares a branch with a commit', async () => {
    const sha = await github.commit(repo, 'other', { 'docs/a.md': 'b\n' }, 'docs: b')
    expect(
      await ask(`ref(qualifiedName: "main") { compare(headRef: "${sha}") { status aheadBy behindBy } }`),
    ).toEqual(answered({ ref: { compare: { status: 'AHEAD', aheadBy: 1, behindBy: 0 } } }))
    expect(
      (await rest().repos.compareCommitsWithBasehead({ ...path(), basehead: `${sha}...main` })).data,
    ).toMatchObject({ status: 'behind', ahead_by: 0, behind_by: 1, files: [] })
  })
})

describe('pull requests', () => {
  it('follow their branch, with URLs of this server and html_urls of github.com', async () => {
    const { number } = await open('grows', file({ 1: 'a' }))
    const sha = await github.commit(repo, 'grows', { 'webhooks.yaml': file({ 1: 'b' }) }, 'feat: more')
    const { data } = await rest().pulls.get({ ...path(), pull_number: number })
    expect(data).toMatchObject({
      url: `${github.url}/repos/acme/${repo.name}/pulls/${number}`,
      html_url: `https://github.com/acme/${repo.name}/pull/${number}`,
      head: { sha },
      base: { sha: repo.headSha },
      user: { login: 'mariana' },
      merged: false,
      mergeable: true,
    })
  })

  // GitHub: REST API breaking changes of 2026-03-10, where `merge_commit_sha` is gone.
  it('have a test merge, which only GraphQL and the ref name', async () => {
    const { number, head } = await open('change', file({ 1: 'a' }))
    const { data } = await rest().git.getRef({ ...path(), ref: `pull/${number}/merge` })
    const [pull] = (await rest().pulls.list({ ...path() })).data
    expect(pull).not.toHaveProperty('merge_commit_sha')
    expect(
      await ask(
        `pullRequest(number: ${number}) { potentialMergeCommit { oid parents(first: 2) { nodes { oid } } } }`,
      ),
    ).toEqual(
      answered({
        pullRequest: {
          potentialMergeCommit: {
            oid: data.object.sha,
            parents: { nodes: [{ oid: repo.headSha }, { oid: head.sha }] },
          },
        },
      }),
    )
  })

  it('that change the same lines as the base branch have no test merge, and are not merged', async () => {
    const { number } = await open('conflict', file({ 1: 'a' }))
    await github.commit(repo, 'main', { 'webhooks.yaml': file({ 1: 'b' }) }, 'feat: meanwhile')
    expect(await ask(`pullRequest(number: ${number}) { mergeable potentialMergeCommit { oid } }`)).toEqual(
      answered({ pullRequest: { mergeable: 'CONFLICTING', potentialMergeCommit: null } }),
    )
    await expect(
      rest(github.humanToken).pulls.merge({ ...path(), pull_number: number }),
    ).rejects.toMatchObject({
      status: 405,
    })
    expect((await github.pullRequest(repo, number)).state).toBe('open')
  })

  it('of a fork', async () => {
    const fork = await github.fork(repo, 'visitor')
    await github.commit(fork, 'change', { 'webhooks.yaml': file({ 1: 'a' }) }, 'feat: a')
    const { number } = await github.openPullRequest(repo, 'change', 'Change', { from: fork })
    const question = `pullRequest(number: ${number}) { isCrossRepository headRepository { nameWithOwner } }`
    expect(await ask(question)).toEqual(
      answered({
        pullRequest: { isCrossRepository: true, headRepository: { nameWithOwner: `visitor/${repo.name}` } },
      }),
    )
    await github.deleteRepository(fork)
    expect(await ask(question)).toEqual(
      answered({ pullRequest: { isCrossRepository: true, headRepository: null } }),
    )
    expect(await github.pullRequest(repo, number)).toMatchObject({ state: 'open', head: { repo: null } })
  })

  it('tell the latest review of each person', async () => {
    const { number } = await open('change', file({ 1: 'a' }))
    await github.review(repo, number, 'CHANGES_REQUESTED')
    await github.review(repo, number, 'APPROVED')
    const fields = 'nodes { state author { login } }'
    expect(
      await ask(
        `pullRequest(number: ${number}) { reviews(first: 1) { totalCount } latestReviews(last: 5) { ${fields} } }`,
      ),
    ).toEqual(
      answered({
        pullRequest: {
          reviews: { totalCount: 2 },
          latestReviews: { nodes: [{ state: 'APPROVED', author: { login: 'mariana' } }] },
        },
      }),
    )
  })
})

describe('merges', () => {
  /** Numbers of the pull requests that a commit belongs to. */
  async function numbersOf(sha: string): Promise<readonly number[]> {
    const { data } = await rest().repos.listPullRequestsAssociatedWithCommit({ ...path(), commit_sha: sha })
    const numbers = data.map(({ number }) => number)
    const field = 'associatedPullRequests(first: 9) { nodes { number } }'
    expect(await ask(`object(oid: "${sha}") { ... on Commit { ${field} } }`)).toEqual(
      answered({ object: { associatedPullRequests: { nodes: numbers.map((number) => ({ number })) } } }),
    )
    return numbers
  }

  const headlines = async () =>
    (await rest().repos.listCommits({ ...path(), sha: 'main' })).data.map(
      ({ commit }) => commit.message.split('\n')[0],
    )

  // GitHub: About merge methods on GitHub.
  it.each([
    ['merge', 2, ['Merge pull request #1 from acme/change', 'feat: e', 'feat: change 2', 'feat: change 1']],
    ['squash', 1, ['Change change (#1)', 'feat: e']],
    ['rebase', 1, ['feat: change 2', 'feat: change 1', 'feat: e']],
  ] as const)(
    'by %s: the commit has %i parents, and the branch has %j',
    async (method, parents, messages) => {
      const { number, head } = await open('change', file({ 1: 'a' }), file({ 1: 'b' }))
      const meanwhile = await github.commit(repo, 'main', { 'webhooks.yaml': file({ 5: 'e' }) }, 'feat: e')
      const sha = await github.mergePullRequest(repo, number, method)

      expect(await github.headOf(repo, 'main')).toBe(sha)
      expect(await contentOf('webhooks.yaml', 'main')).toBe(file({ 1: 'b', 5: 'e' }))
      expect(await headlines()).toEqual([...messages, 'feat: webhooks as code'])
      expect((await rest().git.getRef({ ...path(), ref: 'heads/main' })).data.object.sha).toBe(sha)
      expect((await rest().repos.getCommit({ ...path(), ref: sha })).data.parents).toHaveLength(parents)
      expect(await github.pullRequest(repo, number)).toMatchObject({
        state: 'closed',
        merged: true,
        head: { sha: head.sha },
      })
      expect(await ask(`pullRequest(number: ${number}) { state merged mergeCommit { oid } }`)).toEqual(
        answered({ pullRequest: { state: 'MERGED', merged: true, mergeCommit: { oid: sha } } }),
      )
      expect(await numbersOf(sha)).toEqual([number])
      expect(await numbersOf(head.sha)).toEqual([number])
      expect(await numbersOf(meanwhile)).toEqual([])
    },
  )

  it('of a queue come with one push', async () => {
    const one = await open('one', file({ 1: 'one' }))
    const other = await open('other', file({ 5: 'other' }))
    const [first = '', second = ''] = await github.mergeQueue(repo, [one.number, other.number], 'squash')
    expect(await contentOf('webhooks.yaml', 'main')).toBe(file({ 1: 'one', 5: 'other' }))
    expect(await headlines()).toEqual(['feat: other 1 (#2)', 'feat: one 1 (#1)', 'feat: webhooks as code'])
    expect([await numbersOf(first), await numbersOf(second)]).toEqual([[one.number], [other.number]])
    github.lag(repo, 'branches', [1])
    expect((await rest().git.getRef({ ...path(), ref: 'heads/main' })).data.object.sha).toBe(repo.headSha)
  })

  // GitHub: About pull request merges, "Indirect merges".
  it('that somebody pushed close the pull request as merged', async () => {
    const { number, head } = await open('change', file({ 1: 'a' }))
    await github.forcePush(repo, 'main', head.sha)
    expect(await github.pullRequest(repo, number)).toMatchObject({ merged: true })
    expect(await numbersOf(head.sha)).toEqual([number])
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
    expect(await numbersOf(sha)).toEqual([lower.number, upper.number])
    await github.deleteBranch(repo, 'lower')
    expect((await github.pullRequest(repo, third.number)).base.ref).toBe('main')
  })
})

describe('comments', () => {
  it('come in pages, with links to this server', async () => {
    const { number } = await open('talks', file({ 1: 'a' }))
    for (let n = 1; n <= 31; n += 1) await github.comment(repo, number, `Comment ${n}`, github.humanToken)
    const api = getOctokit(github.botToken, { baseUrl: github.url })
    const query = { ...path(), issue_number: number }
    const { data } = await api.rest.issues.createComment({ ...query, body: 'Plan' })
    expect(data.html_url).toBe(`https://github.com/acme/${repo.name}/pull/${number}#issuecomment-${data.id}`)
    await api.rest.issues.updateComment({ ...query, comment_id: data.id, body: 'Plan, updated' })

    const before = github.requests.length
    const all = await api.paginate(api.rest.issues.listComments, query)
    expect(all.slice(-2).map(({ body, user }) => [body, user?.login])).toEqual([
      ['Comment 31', 'mariana'],
      ['Plan, updated', 'github-actions[bot]'],
    ])
    expect(github.requests.slice(before)).toMatchObject([
      { method: 'GET', token: github.botToken, query: {}, status: 200 },
      { method: 'GET', token: github.botToken, query: { page: '2' }, status: 200 },
    ])
    const page = (args: string) =>
      ask(
        `pullRequest(number: ${number}) { comments(${args}) { totalCount nodes { body } pageInfo { hasNextPage endCursor } } }`,
      )
    const pageInfo = { hasNextPage: true, endCursor: expect.any(String) }
    const first = await page('first: 1')
    expect(first).toEqual(
      answered({ pullRequest: { comments: { totalCount: 32, nodes: [{ body: 'Comment 1' }], pageInfo } } }),
    )
    const cursor = /"endCursor":"([^"]+)"/.exec(JSON.stringify(first))?.[1]
    expect(await page(`first: 1, after: "${cursor}"`)).toMatchObject(
      answered({ pullRequest: { comments: { nodes: [{ body: 'Comment 2' }] } } }),
    )
  })

  // A bot's login has its `[bot]` in REST and for `viewer`, but not as an author in GraphQL; a person may have that name.
  it('tell a bot from a person of its name, and from a deleted account', async () => {
    const { number } = await open('talks', file({ 1: 'a' }))
    await github.comment(repo, number, 'Plan', github.botToken)
    await github.comment(repo, number, 'Plan', github.personToken('github-actions'))
    await github.comment(repo, number, 'Plan', github.personToken('ghost'))
    const { data } = await rest().issues.listComments({ ...path(), issue_number: number })
    expect(data.map(({ user }) => [user?.login, user?.type])).toEqual([
      ['github-actions[bot]', 'Bot'],
      ['github-actions', 'User'],
      ['ghost', 'User'],
    ])
    const fields = 'viewerDidAuthor author { login __typename }'
    expect(await post('{ viewer { login } }')).toEqual({ data: { viewer: { login: 'github-actions[bot]' } } })
    expect(await ask(`pullRequest(number: ${number}) { comments(last: 9) { nodes { ${fields} } } }`)).toEqual(
      answered({
        pullRequest: {
          comments: {
            nodes: [
              { viewerDidAuthor: true, author: { login: 'github-actions', __typename: 'Bot' } },
              { viewerDidAuthor: false, author: { login: 'github-actions', __typename: 'User' } },
              { viewerDidAuthor: false, author: null },
            ],
          },
        },
      }),
    )
  })

  it('are written with GraphQL, too', async () => {
    const { number } = await open('talks', file({ 1: 'a' }))
    const id = /"id":"([^"]+)"/.exec(JSON.stringify(await ask(`pullRequest(number: ${number}) { id }`)))?.[1]
    const added = await post(
      `mutation { addComment(input: { subjectId: "${id}", body: "One" }) { commentEdge { node { id fullDatabaseId } } } }`,
    )
    const comment = /"id":"([^"]+)"/.exec(JSON.stringify(added))?.[1]
    await post(
      `mutation { updateIssueComment(input: { id: "${comment}", body: "Two" }) { issueComment { body } } }`,
    )
    expect(await github.comments(repo, number)).toMatchObject([
      { body: 'Two', user: { login: 'github-actions[bot]' } },
    ])
  })
})

describe('runs', () => {
  const push = { event: 'push', branch: 'main' } as const
  const list = async (query: object = {}, workflow = 'webhooks.yml', token = github.botToken) =>
    (await rest(token).actions.listWorkflowRuns({ ...path(), workflow_id: workflow, ...query })).data

  it('are numbered per workflow, and tell how they end', async () => {
    expect(await list()).toEqual({ total_count: 0, workflow_runs: [] })
    const { id, runNumber } = await github.startRun(repo, { ...push, headSha: repo.headSha })
    await github.startRun(repo, { ...push, headSha: repo.headSha, workflow: 'other.yml' })
    const next = await github.startRun(repo, { ...push, headSha: repo.headSha })
    expect([runNumber, next.runNumber]).toEqual([1, 2])
    await github.setRun(repo, id, { status: 'in_progress', conclusion: null, attempt: 2 })
    const [, running] = (await list()).workflow_runs
    await github.endRun(repo, id, 'failure')
    const html = `https://github.com/acme/${repo.name}`
    const run = {
      id,
      path: '.github/workflows/webhooks.yml',
      head_branch: 'main',
      head_sha: repo.headSha,
      run_number: 1,
      run_attempt: 2,
      event: 'push',
      html_url: `${html}/actions/runs/${id}`,
      head_repository: { full_name: `acme/${repo.name}` },
    }
    expect(running).toMatchObject({ ...run, status: 'in_progress', conclusion: null })
    expect(await list()).toMatchObject({
      total_count: 2,
      workflow_runs: [{ run_number: 2 }, { ...run, status: 'completed', conclusion: 'failure' }],
    })
    expect(await list({}, 'other.yml')).toMatchObject({ total_count: 1, workflow_runs: [{ run_number: 1 }] })
    await expect(list({}, 'gone.yml')).rejects.toMatchObject({ status: 404 })
  })

  it.each([
    [{}, 4, [4, 3, 2, 1]],
    [{ branch: 'main' }, 3, [4, 2, 1]],
    [{ event: 'push' }, 3, [3, 2, 1]],
    [{ status: 'queued' }, 2, [4, 3]],
    [{ status: 'completed' }, 2, [2, 1]],
    [{ status: 'cancelled', branch: 'main', event: 'push' }, 1, [2]],
    [{ per_page: 3, page: 2 }, 4, [1]],
  ])('asked for %j are %i', async (query, count, numbers) => {
    const fork = await github.fork(repo, 'visitor')
    const ended = { ...push, headSha: repo.headSha, status: 'completed' } as const
    await github.startRun(repo, { ...ended, conclusion: 'success' })
    await github.startRun(repo, { ...ended, conclusion: 'cancelled' })
    await github.startRun(repo, { ...push, branch: 'other', headSha: repo.headSha })
    await github.startRun(repo, { ...push, event: 'pull_request', headSha: fork.headSha, from: fork })
    const { total_count, workflow_runs } = await list(query)
    expect([total_count, workflow_runs.map(({ run_number }) => run_number)]).toEqual([count, numbers])
  })

  it('of a private repository need a permission', async () => {
    repo = await github.createRepository({ files: {}, isPrivate: true })
    const token = github.appToken({ contents: 'read', pullRequests: 'write' })
    await expect(list({}, 'webhooks.yml', token)).rejects.toMatchObject({ status: 403 })
    expect(await list({}, 'webhooks.yml', github.readOnlyToken)).toMatchObject({ total_count: 0 })
  })
})

describe('tokens', () => {
  it.each([
    ['that may only read', () => github.readOnlyToken, 403, 'Resource not accessible by integration'],
    ['that is not known', () => 'ghs_unknown', 401, 'Bad credentials'],
  ])('%s: no comment', async (_, token, status, message) => {
    const { number } = await open('refuses', file({ 1: 'a' }))
    const comment = { ...path(), issue_number: number, body: 'Plan' }
    await expect(rest(token()).issues.createComment(comment)).rejects.toMatchObject({
      status,
      message: expect.stringContaining(message),
    })
    expect(await github.comments(repo, number)).toEqual([])
  })

  it('without a permission in a private repository get the rest', async () => {
    const closed = await github.createRepository({ files: { 'webhooks.yaml': file() }, isPrivate: true })
    const token = github.appToken({ contents: 'read', pullRequests: 'none' })
    const pull = await github.openPullRequest(closed, 'main', 'Empty')
    expect(
      await ask(
        `pullRequest(number: ${pull.number}) { state } ref(qualifiedName: "main") { name }`,
        token,
        closed,
      ),
    ).toEqual({
      data: { repository: { pullRequest: null, ref: { name: 'main' } } },
      errors: [
        {
          type: 'FORBIDDEN',
          path: ['repository', 'pullRequest'],
          extensions: { saml_failure: false },
          locations: [{ line: 1, column: expect.any(Number) }],
          message: 'Resource not accessible by integration',
        },
      ],
    })
    const { owner, name } = closed
    await expect(rest(token).pulls.list({ owner, repo: name })).rejects.toMatchObject({ status: 403 })
  })
})

describe('GraphQL', () => {
  it('answers in one request what a run has to know', async () => {
    const merged = await open('merged', file({ 1: 'a' }))
    await github.comment(repo, merged.number, 'Plan', github.botToken)
    const sha = await github.mergePullRequest(repo, merged.number, 'squash')
    const { number, head } = await open('next', file({ 1: 'a', 5: 'e' }))
    const query = `query ($name: String!, $path: String!, $object: String!, $sha: String!, $number: Int!) {
      viewer { login }
      repository(owner: "acme", name: $name) {
        ref(qualifiedName: "refs/heads/main") {
          compare(headRef: $sha) { status }
          target {
            oid
            ... on Commit {
              message
              file(path: $path) { oid }
              history(first: 10, path: $path) {
                nodes { oid associatedPullRequests(first: 5) { nodes { ...merged } } }
              }
            }
          }
        }
        object(expression: $object) { ... on Blob { oid text isTruncated } }
        pullRequest(number: $number) { state headRefOid baseRefOid baseRefName comments(first: 100) { totalCount } }
      }
    }
    fragment merged on PullRequest {
      number
      headRefOid
      baseRefName
      mergeCommit { oid }
      comments(last: 100) { nodes { fullDatabaseId body author { login __typename } } }
    }`
    const { data: blob } = await rest().repos.getContent({ ...path(), path: 'webhooks.yaml', ref: sha })
    const oid = 'sha' in blob ? blob.sha : ''
    const fileName = 'webhooks.yaml'
    const variables = { name: repo.name, path: fileName, object: `${sha}:${fileName}`, sha, number }
    const comment = { body: 'Plan', author: { login: 'github-actions', __typename: 'Bot' } }
    const pull = {
      number: merged.number,
      headRefOid: merged.head.sha,
      baseRefName: 'main',
      mergeCommit: { oid: sha },
      comments: { nodes: [{ ...comment, fullDatabaseId: expect.stringMatching(/^\d+$/) }] },
    }
    expect(await post(query, github.botToken, variables)).toEqual({
      data: {
        viewer: { login: 'github-actions[bot]' },
        repository: {
          ref: {
            compare: { status: 'IDENTICAL' },
            target: {
              oid: sha,
              message: 'feat: merged 1 (#1)',
              file: { oid },
              history: {
                nodes: [
                  { oid: sha, associatedPullRequests: { nodes: [pull] } },
                  { oid: repo.headSha, associatedPullRequests: { nodes: [] } },
                ],
              },
            },
          },
          object: { oid, text: file({ 1: 'a' }), isTruncated: false },
          pullRequest: {
            state: 'OPEN',
            headRefOid: head.sha,
            baseRefOid: sha,
            baseRefName: 'main',
            comments: { totalCount: 0 },
          },
        },
      },
    })
  })

  it('answers what tells whether a run is current', async () => {
    const one = await open('one', file({ 1: 'a' }), file({ 1: 'b' }))
    const other = await open('other', file({ 5: 'e' }))
    await github.mergePullRequest(repo, one.number, 'rebase')
    const blob = { oid: expect.stringMatching(/^[0-9a-f]{40}$/), text: file({ 1: 'b' }) }
    const text = '... on Blob { oid text isTruncated byteSize }'
    const pull = 'number state merged baseRefName headRefOid'
    const page = (after: string | null) =>
      ask(`one: pullRequest(number: ${one.number}) { ${pull} }
        other: pullRequest(number: ${other.number}) { ${pull} }
        file: object(expression: "refs/heads/main:webhooks.yaml") { ${text} }
        ref(qualifiedName: "refs/heads/main") { target { ... on Commit {
          file(path: "webhooks.yaml") { oid object { ${text} } }
          gone: file(path: "gone.yaml") { oid }
          history(first: 2, after: ${JSON.stringify(after)}, path: "webhooks.yaml") {
            nodes { messageHeadline }
            pageInfo { hasNextPage endCursor }
          }
        } } }`)
    const expected = (messages: readonly string[], hasNextPage: boolean) => {
      const object = { ...blob, isTruncated: false, byteSize: 10 }
      const nodes = messages.map((messageHeadline) => ({ messageHeadline }))
      const history = { nodes, pageInfo: { hasNextPage, endCursor: expect.any(String) } }
      const ends = ({ number, head }: PullRequest) => ({ number, headRefOid: head.sha, baseRefName: 'main' })
      return answered({
        one: { ...ends(one), state: 'MERGED', merged: true },
        other: { ...ends(other), state: 'OPEN', merged: false },
        file: object,
        ref: { target: { file: { oid: blob.oid, object }, gone: null, history } },
      })
    }
    const first = await page(null)
    expect(first).toEqual(expected(['feat: one 2', 'feat: one 1'], true))
    const cursor = /"endCursor":"([^"]+)"/.exec(JSON.stringify(first))?.[1] ?? ''
    expect(await page(cursor)).toEqual(expected(['feat: webhooks as code'], false))
  })

  const comments = (args: string, more = 'totalCount') =>
    `pullRequest(number: 1) { comments${args} { ${more} } }`
  // GitHub: Rate limits and query limits for the GraphQL API.
  it.each([
    [
      'a field that GitHub does not have',
      '{ viewer { password } }',
      undefined,
      /Cannot query field "password"/,
    ],
    ['a broken query', '{ viewer {', undefined, /Syntax Error/],
    ['a connection without a size', comments(''), 'MISSING_PAGINATION_BOUNDARIES', /`first` or `last`/],
    ['a page of 101', comments('(first: 101)'), 'EXCESSIVE_PAGINATION', /limit of 100 records/],
    [
      'more than 500,000 nodes',
      'pullRequests(first: 100) { nodes { commits(first: 100) { nodes { commit { parents(first: 51) { totalCount } } } } } }',
      'MAX_NODE_LIMIT_EXCEEDED',
      /500000/,
    ],
    ['an unknown pull request', 'pullRequest(number: 99) { id }', 'NOT_FOUND', /number of 99/],
    ['a field that the fake does not have', comments('(first: 1)', 'nodes { bodyHTML }'), undefined, /fake/],
  ])('refuses %s', async (_, query, type, message) => {
    const { number } = await open('change', file({ 1: 'a' }))
    await github.comment(repo, number, 'One', github.humanToken)
    expect(await (query.startsWith('{') ? post(query) : ask(query))).toMatchObject({
      errors: [{ ...(type !== undefined && { type }), message: expect.stringMatching(message) }],
    })
  })
})

describe('lag', () => {
  it('of a branch: one request a step, and each sees one state', async () => {
    const next = await github.commit(repo, 'main', { 'docs/a.md': 'b\n' }, 'docs: b')
    const last = await github.commit(repo, 'main', { 'docs/a.md': 'c\n' }, 'docs: c')
    github.lag(repo, 'branches', [2, 1])
    const seen: unknown[] = []
    for (let request = 0; request < 3; request += 1) {
      seen.push(await ask('ref(qualifiedName: "main") { target { oid } } object(expression: "main") { oid }'))
    }
    expect(seen).toEqual(
      [repo.headSha, next, last].map((oid) => answered({ ref: { target: { oid } }, object: { oid } })),
    )
  })

  it('of merges, without an end: the pull request looks open in lists only', async () => {
    const { number } = await open('change', file({ 1: 'a' }))
    const sha = await github.mergePullRequest(repo, number)
    github.lag(repo, 'merges', [], 1)
    const related = { ...path(), commit_sha: sha }
    expect((await rest().repos.listPullRequestsAssociatedWithCommit(related)).data).toEqual([])
    expect((await rest().pulls.list({ ...path(), state: 'closed' })).data).toEqual([])
    expect((await rest().pulls.get({ ...path(), pull_number: number })).data.merged).toBe(true)
    github.lag(repo, 'merges', [])
    expect((await rest().repos.listPullRequestsAssociatedWithCommit(related)).data).toMatchObject([
      { number },
    ])
  })

  it('of comments', async () => {
    const { number } = await open('change', file({ 1: 'a' }))
    const { id } = await github.comment(repo, number, 'One', github.botToken)
    await github.editComment(repo, id, 'Two')
    github.lag(repo, 'comments', [2, 1])
    const bodies: unknown[] = []
    for (let request = 0; request < 3; request += 1) {
      const { data } = await rest().issues.listComments({ ...path(), issue_number: number })
      bodies.push(data.map(({ body }) => body))
    }
    expect(bodies).toEqual([[], ['One'], ['Two']])
  })

  it('of runs', async () => {
    const run = { event: 'push', branch: 'main', headSha: repo.headSha }
    const { id } = await github.startRun(repo, run)
    await github.endRun(repo, id, 'success')
    github.lag(repo, 'runs', [2, 1])
    const seen: unknown[] = []
    for (let request = 0; request < 3; request += 1) {
      const { data } = await rest().actions.listWorkflowRuns({ ...path(), workflow_id: 'webhooks.yml' })
      seen.push(data.workflow_runs.map(({ status, conclusion }) => [status, conclusion]))
    }
    expect(seen).toEqual([[], [['queued', null]], [['completed', 'success']]])
  })
})

it('answers what a test says', async () => {
  github.respond = ({ path: asked }) =>
    asked.endsWith('/git/ref/heads/main') ? { status: 502, body: '<html>Bad gateway</html>' } : undefined
  await expect(rest().git.getRef({ ...path(), ref: 'heads/main' })).rejects.toMatchObject({ status: 502 })
  github.respond = undefined
  expect(await contentOf('webhooks.yaml', repo.headSha)).toBe(file())
})
