import { describe, expect, it } from 'vitest'
import { sectionsOf, statusOf } from '../../fakes/comment.ts'
import { kindOf, type RunOptions, read, startCompany } from '../../fakes/company.ts'
import { pullRequestEvent } from '../../fakes/github-events.ts'
import { desiredFile, hookTokens, liveFile, smallerFile } from '../../fakes/webhooks-file.ts'

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
    expect(await company.comments(pull)).toEqual([expect.stringContaining(run.summary.trim())])
    expect(statusOf(run.summary)).toBe('❌ **2 problems in the file**')
    expect(run.summary).toContain(`/blob/${sha}/webhooks.yaml#L3): `)
    expect(run.summary).not.toMatch(/Billing|No changes|Plan/)
  })

  it('of a first push, too, with `comment: changes`', async () => {
    const { pull } = await company.planFile(broken, { inputs: { comment: 'changes' } })
    expect(await company.comments(pull)).toHaveLength(1)
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
  it.each<[string, code: string, given: Partial<RunOptions>, prepare?: () => unknown]>([
    ['a missing variable', 'missing-variable', { env: { AUCO_HOOK_TOKEN: hookTokens.AUCO_HOOK_TOKEN } }],
    ['a missing private key', 'missing-key', { inputs: { 'private-key': '' } }],
    ['a broken file', 'invalid-file', { file: broken }],
    ['no newer run', 'run-outdated', {}, () => company.push(newerFile, { startsRun: false })],
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
  it.each<[string, Partial<RunOptions>, RegExp]>([
    ['the token only reads', { token: github.readOnlyToken }, /\(403\)/],
    ['there is no token', { inputs: { 'github-token': '' } }, /`github-token`/],
    ['GitHub is down', { githubUrl: 'http://127.0.0.1:9' }, /could not be reached/],
  ])('%s', async (_, options, why) => {
    const rich = await company.review(desiredFile)
    const pull = await company.propose(desiredFile)
    const event = pullRequestEvent(company.repo, pull)
    const run = await company.plan({ file: desiredFile, event, ...options })

    expect(run).toMatchObject({ exitCode: 0, stderr: '' })
    expect(run.annotations).toEqual([{ level: 'notice', message: expect.stringMatching(why) }])
    expect(run.annotations[0]?.message).toContain('summary has everything')
    const { 'comment-url': _url, plan: _plan, ...outputs } = rich.run.outputs
    expect(run.outputs).toMatchObject(outputs)
    expect(run.outputs).not.toHaveProperty('comment-url')
    expect(statusOf(run.summary)).toBe(statusOf(rich.comment))
    expect(await company.comments(pull)).toEqual([])
  })
})

it.each([
  ['PATCH', 403],
  ['$n0', 500],
])(
  'an apply is green although GitHub answers %s with %i: a notice says why the comment is old',
  async (asks, status) => {
    const { pull, comment } = await company.review(desiredFile)
    const event = await company.merge(pull)
    github.respond = ({ method, body }) =>
      method === asks || JSON.stringify({ body }).includes(asks) ? { status, body: {} } : undefined
    const run = await company.apply({ file: desiredFile, event })

    expect(run).toMatchObject({ exitCode: 0, stderr: '', outputs: { result: 'applied' } })
    expect(run.outputs).not.toHaveProperty('comment-url')
    const notices = run.annotations.filter(({ level }) => level === 'notice')
    expect(notices[0]?.message).toContain(`${status}`)
    expect(await company.comments(pull)).toEqual([comment])
  },
)
