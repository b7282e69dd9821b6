import { describe, expect, it } from 'vitest'
import { sectionsOf, statusOf } from '../../fakes/comment.ts'
import { kindOf, type RunOptions, read, startCompany } from '../../fakes/company.ts'
import { pullRequestEvent } from '../../fakes/github-events.ts'
import type { Outcome, Respond, SeenRequest } from '../../fakes/recording-server.ts'
import {
  addedFile,
  desired,
  desiredFile,
  hookTokens,
  liveFile,
  smallerFile,
  stored,
} from '../../fakes/webhooks-file.ts'

const company = await startCompany({ inProcess: true })
const { auco, github } = company
const help = (code: string) => `/docs/troubleshooting.md#${kindOf(code)})`
const broken = 'webhooks:\n  - id: default\n    desc: Main\n    url: http://hooks.notaria.example/auco\n'
const newerFile = desiredFile.replace('Audit trail', 'Newer')
const unauthorized = () => {
  auco.quirks.respond = () => ({ status: 401, body: '' })
}

describe('a plan that fails reaches the comment', () => {
  it('with the problems of a file that a push has broken, linked to their lines, unless a newer push came', async () => {
    const { repo } = company
    const { pull, comment: before } = await company.review(smallerFile)
    const sha = await github.commit(repo, pull.head.ref, { 'webhooks.yaml': broken }, 'feat: broken')
    const old = await company.plan({ file: broken, event: pullRequestEvent(repo, pull) })
    expect(old).toMatchObject({ exitCode: 1, toAuco: [] })
    expect(await company.comments(pull)).toEqual([before])

    const event = pullRequestEvent(repo, await github.pullRequest(repo, pull.number))
    const run = await company.plan({ file: broken, event })
    expect(run).toMatchObject({ exitCode: 1, toAuco: [] })
    expect(run.outputs['comment-url']).toMatch(`/pull/${pull.number}#issuecomment-`)
    const [comment, ...others] = await company.comments(pull)
    expect(others).toEqual([])
    const [{ status = '', text = '' } = {}] = sectionsOf(comment)
    expect(status).toBe('❌ **2 problems in the file**')
    expect(run.summary).toContain(text)
    for (const [line, col] of [
      [3, 5],
      [4, 10],
    ])
      expect(text).toContain(
        `\n- ❌ [\`webhooks.yaml:${line}:${col}\`](https://github.com/acme/${repo.name}/blob/${sha}/webhooks.yaml#L${line}): `,
      )
    expect(text).not.toMatch(/Billing|No changes|Plan/)
  })

  it.each([
    ['always', 1],
    ['changes', 1],
    ['never', 0],
  ])('of a first push, too, with `comment: %s`: %i', async (comment, number) => {
    const { pull, run } = await company.planFile(broken, { inputs: { comment } })
    expect(run).toMatchObject({ exitCode: 1, toAuco: [] })
    expect(await company.comments(pull)).toHaveLength(number)
  })

  it('in place of an older plan, if Auco cannot be read', async () => {
    const { pull } = await company.review(liveFile)
    unauthorized()
    const run = await company.plan({ event: pullRequestEvent(company.repo, pull) })
    expect(run).toMatchObject({ exitCode: 1, toAuco: [read(401)] })
    for (const told of [(await company.comments(pull))[0], run.summary]) {
      expect(statusOf(told)).toMatch(/^❌ \*\*Plan failed:\*\* /)
      expect(statusOf(told)).toContain(help('auco-unauthorized'))
      expect(told).not.toContain('No changes')
    }
  })
})

describe('an apply that fails before it has a plan', () => {
  const NO_RUN = { startsRun: false }
  const answer =
    (what: string, status: number): Respond =>
    ({ path, body }) =>
      (path === '/graphql' ? JSON.stringify(body) : path).includes(what) ? { status, body: '' } : undefined
  it.each<[string, code: string, given: Partial<RunOptions>, prepare?: () => unknown]>([
    ['a missing variable', 'missing-variable', { env: { AUCO_HOOK_TOKEN: hookTokens.AUCO_HOOK_TOKEN } }],
    ['a missing private key', 'missing-key', { inputs: { 'private-key': '' } }],
    ['a broken file', 'invalid-file', { file: broken }],
    ['no file', 'no-file', { workspace: { '.git/HEAD': '' } }],
    ['Auco cannot be read', 'auco-unauthorized', {}, unauthorized],
    ['no newer run', 'run-outdated', {}, () => company.push(newerFile, NO_RUN)],
    [
      'runs that cannot be listed',
      'runs-unknown',
      {},
      async () => {
        await company.push(newerFile, NO_RUN)
        github.respond = answer('/actions/', 403)
      },
    ],
    [
      'unreadable earlier versions',
      'history-unknown',
      {},
      () => {
        auco.edit(({ webhooks }) => webhooks.push({ id: 'Manual', url: 'https://m.example/' }))
        github.respond = answer('$revision', 500)
      },
    ],
  ])('says so in the comment and the summary: %s', async (_, code, given, prepare) => {
    const { pull } = await company.review(desiredFile)
    const event = await company.merge(pull)
    await prepare?.()
    const run = await company.apply({ file: desiredFile, event, ...given })

    expect(run).toMatchObject({ exitCode: 1, kind: kindOf(code), written: [] })
    const [{ status = '', isFinal, text = '' } = {}] = sectionsOf((await company.comments(pull))[0])
    expect(status).toMatch(/^❌ \*\*Not applied:\*\* /)
    expect(status).toContain(`/actions/runs/${event.runId}`)
    expect(status).toContain(help(code))
    expect(isFinal).toBe(false)
    expect(text).not.toContain('[!CAUTION]')
    if (code === 'invalid-file') expect(text).toMatch(/`webhooks\.yaml:3:5`[\s\S]*`webhooks\.yaml:4:10`/)
    expect(run.summary).toMatch(/^## Auco webhooks · stage\n/)
    expect(statusOf(run.summary)).toBe(status)
  })

  it('leaves the comment to the newer run that will apply it', async () => {
    const { pull, comment } = await company.review(desiredFile)
    const event = await company.merge(pull)
    await company.push(newerFile)
    const run = await company.apply({ file: desiredFile, event, inputs: { 'private-key': '' } })
    expect(run).toMatchObject({ exitCode: 1, toAuco: [] })
    expect(await company.comments(pull)).toEqual([comment])
  })

  it.each([
    [{ removals: 'keep' }, /^## Office\n\n❌ \*\*Failed:/],
    [{ 'private-key': '' }, /^## Office · production\n/],
  ])('has the title in its summary, and the environment if it is known: %o', async (inputs, start) => {
    const common = { title: 'Office', environment: 'production' }
    const run = await company.applyFile(desiredFile, { inputs: { ...common, ...inputs } })
    expect(run.summary).toMatch(start)
  })
})

describe('a comment that GitHub does not let a plan write is a notice, and the summary has everything:', () => {
  const rateLimited = { data: null, errors: [{ type: 'RATE_LIMITED', message: 'Slow down' }] }
  const onRequests =
    (outcome: Outcome): Respond =>
    () =>
      outcome
  it.each<[string, Partial<RunOptions>, RegExp, Respond?]>([
    ['the token only reads', { token: github.readOnlyToken }, /\(403\)/],
    ['there is no token', { inputs: { 'github-token': '' } }, /`github-token`/],
    ['GitHub is down', { githubUrl: 'http://127.0.0.1:9' }, /could not be reached/],
    ['500', {}, /500/, onRequests({ status: 500, body: { message: 'Server Error' } })],
    ['401', {}, /401/, onRequests({ status: 401, body: { message: 'Bad credentials' } })],
    ['a broken connection', {}, /could not be reached/, onRequests('reset')],
    [
      'HTML',
      {},
      /something unexpected/,
      onRequests({ status: 200, headers: { 'content-type': 'text/html' }, body: '<p>Unicorn</p>' }),
    ],
    ['a rate limit', {}, /limit/, onRequests({ status: 200, body: rateLimited })],
  ])('%s', async (_, options, why, respond) => {
    const rich = await company.review(desiredFile)
    const pull = await company.propose(desiredFile)
    github.respond = respond
    const run = await company.plan({
      file: desiredFile,
      event: pullRequestEvent(company.repo, pull),
      ...options,
    })

    expect(run).toMatchObject({ exitCode: 0, stderr: '' })
    expect(run.annotations).toEqual([{ level: 'notice', message: expect.stringMatching(why) }])
    expect(run.annotations[0]?.message).toContain('summary has everything')
    const { 'comment-url': _url, plan: _plan, ...outputs } = rich.run.outputs
    expect(run.outputs).toMatchObject(outputs)
    expect(run.outputs).not.toHaveProperty('comment-url')
    expect(statusOf(run.summary)).toBe(statusOf(rich.comment))
    expect(await company.comments(pull)).toEqual([])
  })

  it('the token cannot even read comments', async () => {
    const repo = await github.createRepository({ files: { 'webhooks.yaml': liveFile }, isPrivate: true })
    await github.commit(repo, 'change', { 'webhooks.yaml': desiredFile }, 'feat: change webhooks')
    const event = pullRequestEvent(repo, await github.openPullRequest(repo, 'change', 'Change webhooks'))
    const token = github.appToken({ contents: 'read', pullRequests: 'none' })
    const run = await company.plan({ file: desiredFile, event, token })
    expect(run).toMatchObject({ exitCode: 0, outputs: { result: 'planned', changed: 'true' } })
    const message = expect.stringMatching(/^The comments cannot be read\. .*\(403\)/)
    expect(run.annotations).toEqual([{ level: 'notice', message }])
    expect(run.toGitHub).toEqual([['POST', '/graphql', 200]])
  })
})

const refuses: Respond = ({ method }) => (method === 'PUT' ? { status: 422, body: '' } : undefined)
const forbidden = { status: 403, body: { message: 'Resource not accessible by integration' } }
it.each<[result: string | undefined, string, Outcome, RegExp, Respond | undefined]>([
  ['applied', 'PATCH', forbidden, /\(403\)/, undefined],
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

    expect(run).toMatchObject({ exitCode: result === undefined ? 1 : 0, stderr: '' })
    expect(run.outputs['result']).toBe(result)
    expect(run.outputs).not.toHaveProperty('comment-url')
    const notices = run.annotations.filter(({ level }) => level === 'notice')
    expect(notices.length).toBeGreaterThan(0)
    for (const { message } of notices) expect(message).toMatch(reason)
    if (result === 'applied') expect(auco.company().webhooks).toEqual(desired.map((one) => stored(one)))
    expect(await company.comments(pull)).toEqual([comment])
  },
)

const isQuery = ({ path }: SeenRequest) => path === '/graphql'
const isPost = ({ path }: SeenRequest) => path.endsWith('/comments')
const later = { status: 503, headers: { 'retry-after': '2' }, body: '' }
// Every status is in test/faults/github-transport.test.ts.
it.each<[string, (request: SeenRequest) => boolean, Outcome, fails: number, asked: number]>([
  ['a question', isQuery, later, 2, 3],
  ['a question, at most twice', isQuery, 'reset', 3, 3],
  ['a comment', isPost, later, 2, 3],
  ['a comment, at most twice', isPost, later, 3, 3],
  ['a question, not after 403', isQuery, forbidden, 1, 1],
])('GitHub is asked again: %s', async (_, fits, outcome, fails, asked) => {
  const pull = await company.propose(addedFile)
  let [seen, left] = [0, fails]
  github.respond = (request) => {
    if (!fits(request)) return undefined
    seen += 1
    left -= 1
    return left >= 0 ? outcome : undefined
  }
  const run = await company.plan({ file: addedFile, event: pullRequestEvent(company.repo, pull) })
  expect(run).toMatchObject({ exitCode: 0, outputs: { result: 'planned' } })
  expect(seen).toBe(asked)
  const isWritten = fails < asked
  expect(run.annotations).toHaveLength(isWritten ? 0 : 1)
  expect(await company.comments(pull)).toHaveLength(isWritten ? 1 : 0)
  if (outcome === later) expect(run.waits).toContain(2_000)
})
