import { expect, it } from 'vitest'
import { read, startCompany } from '../../fakes/company.ts'
import { pullRequestEvent } from '../../fakes/github-events.ts'
import type { Outcome } from '../../fakes/recording-server.ts'
import { desiredFile, liveFile } from '../../fakes/webhooks-file.ts'

const company = await startCompany({ inProcess: true })

it('a read-only token is a notice, and the summary has what the comment would have had', async () => {
  const pull = await company.propose(desiredFile)
  const event = pullRequestEvent(company.repo, pull)
  const poor = await company.plan({ file: desiredFile, event, token: company.github.readOnlyToken })
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
  expect(poor.summary.trimEnd()).toBe(comment.replace(/^<!-- .* -->\n\n/, '').trimEnd())
})

it('a token that cannot even read comments is a notice too', async () => {
  const { github } = company
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

it('without a token there is a notice, and the summary has everything but the outside changes', async () => {
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
  for (const words of [
    '**Plan:** 1 to update · 1 to create · 1 unchanged',
    '> [!NOTE]\n> Changes from outside the repository cannot be told apart. Without `github-token` the base branch cannot be read.',
    '#### Update `default`',
    '#### Create `Audit`',
  ])
    expect(run.summary).toContain(`\n${words}\n\n`)
})

it.each<[string, Outcome | 'down']>([
  ['is down', 'down'],
  ['answers 500', { status: 500, body: { message: 'Server Error' } }],
  ['answers 401', { status: 401, body: { message: 'Bad credentials' } }],
  ['breaks connections', 'reset'],
  ['answers HTML', { status: 200, headers: { 'content-type': 'text/html' }, body: '<p>Unicorn</p>' }],
])('a plan while GitHub %s is green with a notice', async (_, outcome) => {
  const pull = await company.propose(desiredFile)
  company.github.respond = () => (outcome === 'down' ? undefined : outcome)
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

it('an apply is green even if GitHub fails after the write', async () => {
  const event = await company.push(desiredFile)
  company.auco.quirks.onWrite = () => {
    company.github.respond = () => 'reset'
  }
  const run = await company.apply({ file: desiredFile, event })
  expect(run).toMatchObject({ exitCode: 0, outputs: { result: 'applied' } })
})
