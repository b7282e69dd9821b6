import { getOctokit } from '@actions/github'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type GitHubEmulator, type PullRequest, type Repository, startGitHub } from './github.ts'

let github: GitHubEmulator
let repo: Repository
beforeAll(async () => {
  github = await startGitHub()
  repo = await github.createRepository({ files: { 'webhooks.yaml': 'webhooks: []\n', 'docs/a.md': 'a\n' } })
})
afterAll(() => github.close())

const octokit = (token: string) => getOctokit(token, { baseUrl: github.url }).rest
const contentOf = async (path: string, ref: string) => {
  const { data } = await octokit(github.botToken).repos.getContent({
    owner: repo.owner,
    repo: repo.name,
    path,
    ref,
  })
  return 'content' in data ? Buffer.from(data.content, 'base64').toString() : undefined
}
const open = async (branch: string, content: string): Promise<PullRequest> => {
  await github.commit(repo, branch, { 'webhooks.yaml': content }, 'feat: another webhook')
  return await github.openPullRequest(repo, branch, 'Another webhook')
}

describe('branches and files', () => {
  it('tells the head of a branch', async () => {
    const { data } = await octokit(github.botToken).git.getRef({
      owner: repo.owner,
      repo: repo.name,
      ref: 'heads/main',
    })
    expect(data.object.sha).toBe(await github.headOf(repo, 'main'))
  })

  it('gives a file as of a branch, a commit, or not at all', async () => {
    const sha = await github.commit(
      repo,
      'files',
      { 'webhooks.yaml': 'webhooks: [1]\n', 'docs/a.md': null },
      'x',
    )
    expect(await contentOf('webhooks.yaml', 'files')).toBe('webhooks: [1]\n')
    expect(await contentOf('webhooks.yaml', sha)).toBe('webhooks: [1]\n')
    expect(await contentOf('webhooks.yaml', repo.headSha)).toBe('webhooks: []\n')
    await expect(contentOf('docs/a.md', sha)).rejects.toMatchObject({ status: 404 })
  })
})

describe('pull requests', () => {
  it('names the head of now, with URLs of this server and html_urls of github.com', async () => {
    const pull = await open('grows', 'webhooks: [2]\n')
    const sha = await github.commit(repo, 'grows', { 'webhooks.yaml': 'webhooks: [3]\n' }, 'feat: more')
    const { data } = await octokit(github.botToken).pulls.get({
      owner: repo.owner,
      repo: repo.name,
      pull_number: pull.number,
    })
    expect(data).toMatchObject({
      url: `${github.url}/repos/acme/webhooks/pulls/${pull.number}`,
      html_url: `https://github.com/acme/webhooks/pull/${pull.number}`,
      head: { sha },
      base: { sha: repo.headSha },
      user: { login: 'mariana' },
      merged: false,
    })
  })

  it('merges both tips, and names the merge commit in lists', async () => {
    const pull = await open('merges', 'webhooks: [4]\n')
    await github.commit(repo, 'main', { 'other.md': 'meanwhile\n' }, 'docs: meanwhile')
    const head = await github.commit(repo, 'merges', { 'webhooks.yaml': 'webhooks: [5]\n' }, 'feat: more')
    const merge = await github.mergePullRequest(repo, pull.number)

    expect(await github.headOf(repo, 'main')).toBe(merge)
    expect(await contentOf('webhooks.yaml', 'main')).toBe('webhooks: [5]\n')
    expect(await contentOf('other.md', 'main')).toBe('meanwhile\n')
    const query = { owner: repo.owner, repo: repo.name }
    const listed = await octokit(github.botToken).pulls.list({ ...query, state: 'closed' })
    const related = await octokit(github.botToken).repos.listPullRequestsAssociatedWithCommit({
      ...query,
      commit_sha: merge,
    })
    expect(related.data).toEqual(listed.data)
    expect(related.data).toMatchObject([
      { number: pull.number, merge_commit_sha: merge, merged_at: expect.any(String), head: { sha: head } },
    ])
    expect(related.data[0]).not.toHaveProperty('merged')
  })
})

describe('comments', () => {
  it('pages through them by links to this server, with their authors', async () => {
    const { number } = await open('talks', 'webhooks: [6]\n')
    for (let n = 1; n <= 31; n += 1) await github.comment(repo, number, `Comment ${n}`, github.humanToken)
    const api = getOctokit(github.botToken, { baseUrl: github.url })
    const query = { owner: repo.owner, repo: repo.name, issue_number: number }
    const { data } = await api.rest.issues.createComment({ ...query, body: 'Plan' })
    expect(data.html_url).toBe(`https://github.com/acme/webhooks/pull/${number}#issuecomment-${data.id}`)
    await api.rest.issues.updateComment({ ...query, comment_id: data.id, body: 'Plan, updated' })

    const before = github.requests.length
    const all = await api.paginate(api.rest.issues.listComments, query)
    expect(all.map(({ body, user }) => [body, user?.login]).slice(29)).toEqual([
      ['Comment 30', 'mariana'],
      ['Comment 31', 'mariana'],
      ['Plan, updated', 'github-actions[bot]'],
    ])
    expect(all.at(-1)?.user?.type).toBe('Bot')
    expect(github.requests.slice(before)).toMatchObject([
      { method: 'GET', token: github.botToken, query: {}, status: 200 },
      { method: 'GET', token: github.botToken, query: { page: '2' }, status: 200 },
    ])
    expect((await github.comments(repo, number)).at(-1)).toEqual({
      id: data.id,
      body: 'Plan, updated',
      user: { login: 'github-actions[bot]' },
    })
  })

  it('refuses a token that may not comment, and one that it does not know', async () => {
    const { number } = await open('refuses', 'webhooks: [7]\n')
    const comment = { owner: repo.owner, repo: repo.name, issue_number: number, body: 'Plan' }
    await expect(octokit(github.readOnlyToken).issues.createComment(comment)).rejects.toMatchObject({
      status: 403,
      message: expect.stringContaining('Resource not accessible by integration'),
    })
    await expect(octokit('ghs_unknown').issues.createComment(comment)).rejects.toMatchObject({
      status: 401,
      message: expect.stringContaining('Bad credentials'),
    })
    expect(await github.comments(repo, number)).toEqual([])
  })
})

it('answers what a test says', async () => {
  github.respond = ({ path }) =>
    path.endsWith('/git/ref/heads/main') ? { status: 502, body: '<html>Bad gateway</html>' } : undefined
  await expect(
    octokit(github.botToken).git.getRef({ owner: repo.owner, repo: repo.name, ref: 'heads/main' }),
  ).rejects.toMatchObject({ status: 502 })
  github.respond = undefined
  expect(await contentOf('webhooks.yaml', repo.headSha)).toBe('webhooks: []\n')
})
