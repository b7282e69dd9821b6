import { expect, it } from 'vitest'
import { sectionsOf, statusOf } from '../../fakes/comment.ts'
import { type CompanyRun, read, startCompany } from '../../fakes/company.ts'
import { pullRequestEvent } from '../../fakes/github-events.ts'
import type { Outcome, Respond, SeenRequest } from '../../fakes/recording-server.ts'
import { desired, desiredFile, entries, fileOf, liveFile, stored } from '../../fakes/webhooks-file.ts'

const company = await startCompany({ inProcess: true })
const { auco, github } = company

it('a read-only token is a notice, and the summary has what the comment would have had', async () => {
  const pull = await company.propose(desiredFile)
  const event = pullRequestEvent(company.repo, pull)
  const poor = await company.plan({ file: desiredFile, event, token: github.readOnlyToken })
  expect(await company.comments(pull)).toEqual([])
  const rich = await company.plan({ file: desiredFile, event })

  expect(poor).toMatchObject({ exitCode: 0, stderr: '' })
  expect(poor.annotations).toEqual([
    {
      level: 'notice',
      message: expect.stringMatching(
        /^The comment cannot be written\. .*\(403\).* The summary has everything\.$/,
      ),
    },
  ])
  const { 'comment-url': url, ...outputs } = rich.outputs
  expect(poor.outputs).toEqual(outputs)
  expect(poor.summary).toBe(rich.summary)
  const [comment = ''] = await company.comments(pull)
  expect(url).toMatch(`/pull/${pull.number}#issuecomment-`)
  expect(poor.summary).toContain(sectionsOf(comment)[0]?.text)
})

it('a token that cannot even read comments is a notice too', async () => {
  const repo = await github.createRepository({ files: { 'webhooks.yaml': liveFile }, isPrivate: true })
  await github.commit(repo, 'change', { 'webhooks.yaml': desiredFile }, 'feat: change webhooks')
  const event = pullRequestEvent(repo, await github.openPullRequest(repo, 'change', 'Change webhooks'))
  const token = github.appToken({ contents: 'read', pullRequests: 'none' })
  const run = await company.plan({ file: desiredFile, event, token })

  expect(run).toMatchObject({ exitCode: 0, outputs: { result: 'planned', changed: 'true' } })
  expect(run.annotations).toEqual([
    {
      level: 'notice',
      message: expect.stringMatching(
        /^The comments cannot be read\. .*\(403\).* The summary has everything\.$/,
      ),
    },
  ])
  expect(run.toGitHub).toEqual([['POST', '/graphql', 200]])
  expect(run.summary).toContain('**Plan:** 1 to update · 1 to create · 1 unchanged\n')
})

it('without a token there is a notice, and the summary has everything but what needs the default branch', async () => {
  const pull = await company.propose(desiredFile)
  const run = await company.plan({
    file: desiredFile,
    event: pullRequestEvent(company.repo, pull),
    inputs: { 'github-token': '' },
  })

  expect(run).toMatchObject({ exitCode: 0, stderr: '', toAuco: [read()], toGitHub: [] })
  expect(run.annotations).toEqual([
    {
      level: 'notice',
      message: 'Without `github-token` there is no comment; the summary has everything.',
    },
  ])
  expect(run.outputs).toMatchObject({ result: 'planned', added: '["Audit"]', updated: '["default"]' })
  expect(statusOf(run.summary)).toBe('**Plan:** 1 to update · 1 to create · 1 unchanged')
  expect(run.summary).toMatch(/\n> \[!NOTE\]\n> .*`github-token`/)
})

it.each<[string, Outcome | 'down']>([
  ['is down', 'down'],
  ['answers 500', { status: 500, body: { message: 'Server Error' } }],
  ['answers 401', { status: 401, body: { message: 'Bad credentials' } }],
  ['breaks connections', 'reset'],
  ['answers HTML', { status: 200, headers: { 'content-type': 'text/html' }, body: '<p>Unicorn</p>' }],
])('a plan while GitHub %s is green with a notice', async (_, outcome) => {
  const pull = await company.propose(desiredFile)
  github.respond = () => (outcome === 'down' ? undefined : outcome)
  const run = await company.plan({
    file: desiredFile,
    event: pullRequestEvent(company.repo, pull),
    ...(outcome === 'down' && { githubUrl: 'http://127.0.0.1:9' }),
  })

  expect(run).toMatchObject({ exitCode: 0, signal: null, stderr: '' })
  expect(run.outputs).toMatchObject({ result: 'planned', changed: 'true' })
  expect(run.outputs).not.toHaveProperty('comment-url')
  expect(new Set(run.annotations.map(({ level }) => level))).toEqual(new Set(['notice']))
  expect(run.summary).toContain('`Audit`')
})

const refuses: Respond = ({ method }) => (method === 'PUT' ? { status: 422, body: '' } : undefined)
const forbidden = { status: 403, body: { message: 'Resource not accessible by integration' } }
const gone = { status: 404, body: { message: 'Not Found' } }
it.each<[result: string | undefined, string, Outcome, RegExp, Respond | undefined]>([
  ['applied', 'PATCH', forbidden, /\(403\)/, undefined],
  ['applied', 'PATCH', gone, /\(404\)/, undefined],
  ['applied', 'PATCH', 'reset', /could not be reached/, undefined],
  ['applied', '$n0', { status: 500, body: '' }, /500/, undefined],
  [undefined, 'PATCH', forbidden, /\(403\)/, refuses],
])(
  'an apply ends %s although GitHub answers %s with %o: a notice says why the comment is old',
  async (result, what, outcome, reason, respond) => {
    const { pull, comment } = await company.review(desiredFile)
    const event = await company.merge(pull)
    auco.quirks.respond = respond
    github.respond = ({ method, body }) =>
      method === what || JSON.stringify({ body }).includes(what) ? outcome : undefined
    const run = await company.apply({ file: desiredFile, event })

    expect(run).toMatchObject({ exitCode: result === undefined ? 1 : 0, signal: null, stderr: '' })
    expect(run.outputs['result']).toBe(result)
    expect(run.outputs).not.toHaveProperty('comment-url')
    const notices = run.annotations.filter(({ level }) => level === 'notice')
    expect(notices.length).toBeGreaterThan(0)
    for (const { message } of notices) expect(message).toMatch(reason)
    if (result === 'applied') {
      expect(run.summary).toContain('**Applied and verified**')
      expect(auco.company().webhooks).toEqual(desired.map((entry) => stored(entry)))
    }
    expect(await company.comments(pull)).toEqual([comment])
  },
)

/** Answers so many requests of the kind with the outcome, all others itself. */
function fail(kind: (request: SeenRequest) => boolean, outcome: Outcome, times: number): void {
  let left = times
  github.respond = (request) => {
    if (left === 0 || !kind(request)) return undefined
    left -= 1
    return outcome
  }
}
const kinds: Readonly<Record<string, (request: SeenRequest) => boolean>> = {
  query: ({ path }) => path === '/graphql',
  comment: ({ method, path }) => method === 'POST' && path.endsWith('/comments'),
}
const later = { 'retry-after': '2' }

it.each<[string, Outcome]>([
  ['429', { status: 429, body: '' }],
  ['502', { status: 502, body: '' }],
  ['503', { status: 503, headers: later, body: '' }],
  ['504', { status: 504, body: '' }],
  ['403 with Retry-After', { status: 403, headers: later, body: '' }],
  ['a broken connection', 'reset'],
])('GitHub is asked again after %s, at most twice', async (_, outcome) => {
  for (const [kind, isKind] of Object.entries(kinds)) {
    for (const times of [2, 3]) {
      const pull = await company.propose(desiredFile)
      fail(isKind, outcome, times)
      const run = await company.plan({ file: desiredFile, event: pullRequestEvent(company.repo, pull) })
      expect(run).toMatchObject({ exitCode: 0, outputs: { result: 'planned' } })
      const isWritten = times === 2
      expect(run.annotations.length === 0).toBe(isWritten)
      expect(await company.comments(pull)).toHaveLength(isWritten ? 1 : 0)
      const asked = run.toGitHub.filter(([method, path]) => isKind({ method, path } as SeenRequest))
      expect([kind, asked.length]).toEqual([kind, 3])
      if (JSON.stringify(outcome).includes('retry-after')) expect(run.waits).toContain(2_000)
    }
  }
})

it.each<[string, Outcome]>([
  ['403', forbidden],
  ['500', { status: 500, body: '' }],
  ['a Retry-After beyond ten seconds', { status: 503, headers: { 'retry-after': '11' }, body: '' }],
])('GitHub is not asked again after %s', async (_, outcome) => {
  const pull = await company.propose(desiredFile)
  fail(({ path }) => path === '/graphql', outcome, 1)
  const run = await company.plan({ file: desiredFile, event: pullRequestEvent(company.repo, pull) })
  expect(run).toMatchObject({ exitCode: 0, annotations: [{ level: 'notice' }], waits: [] })
  expect(run.toGitHub).toHaveLength(1)
})

it('a merge of ten commits and fifteen long comments of a bot takes three queries, and removes what it should', async () => {
  const smaller = fileOf(entries.default)
  const pull = await company.propose(liveFile)
  const { number, head } = pull
  const bot = github.appToken({ contents: 'read', pullRequests: 'write' }, 'chatty')
  for (let talk = 1; talk <= 15; talk += 1) {
    await github.comment(company.repo, number, `Report ${talk} `.padEnd(60_000, '.'), bot)
  }
  for (let commit = 1; commit <= 10; commit += 1) {
    const file = commit === 10 ? smaller : `${liveFile}#${commit}\n`
    await github.commit(company.repo, head.ref, { 'webhooks.yaml': file }, `feat: ${commit}`)
  }
  const event = pullRequestEvent(company.repo, await github.pullRequest(company.repo, number))
  await company.plan({ file: smaller, event })
  const run: CompanyRun = await company.apply({ file: smaller, event: await company.merge(pull) })

  expect(run).toMatchObject({ exitCode: 0, annotations: [], outputs: { removed: '["Billing"]' } })
  // Branch and pull requests, earlier versions of the file, comments.
  expect(run.toGitHub.map(([method]) => method)).toEqual(['POST', 'POST', 'POST', 'PATCH', 'PATCH'])
})
