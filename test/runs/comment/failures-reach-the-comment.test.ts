import { describe, expect, it } from 'vitest'
import { sectionsOf, statusOf } from '../../fakes/comment.ts'
import { type CompanyRun, read, startCompany } from '../../fakes/company.ts'
import { pullRequestEvent } from '../../fakes/github-events.ts'
import { desiredFile, entries, fileOf, hookTokens, liveFile } from '../../fakes/webhooks-file.ts'

const company = await startCompany({ inProcess: true })
const { auco, github } = company
const help = (kind: string) => `/docs/troubleshooting.md#${kind})`
const broken = 'webhooks:\n  - id: default\n    desc: Main\n    url: http://hooks.notaria.example/auco\n'

describe('a pull request whose file is broken by a push', () => {
  async function pushBroken() {
    const { repo } = company
    const { pull } = await company.review(fileOf(entries.default))
    const sha = await github.commit(repo, pull.head.ref, { 'webhooks.yaml': broken }, 'feat: broken')
    return { pull, event: pullRequestEvent(repo, { ...pull, head: { ...pull.head, sha } }), sha }
  }

  it('shows the problems, linked to their lines, and no plan', async () => {
    const { pull, event, sha } = await pushBroken()
    const run = await company.plan({ file: broken, event })

    expect(run).toMatchObject({ exitCode: 1, stderr: '', toAuco: [] })
    expect(run.toGitHub.map(([method]) => method)).toEqual(['POST', 'PATCH'])
    expect(run.outputs['comment-url']).toMatch(`/pull/${pull.number}#issuecomment-`)
    const [comment = '', ...others] = await company.comments(pull)
    expect(others).toEqual([])
    const [{ status = '', text = '' } = {}] = sectionsOf(comment)
    expect(status).toBe('❌ **2 problems in the file**')
    expect(run.summary).toContain(text)
    const line = (number: number) =>
      `(https://github.com/acme/${company.repo.name}/blob/${sha}/webhooks.yaml#L${number})`
    expect(text).toContain(
      `\n- ❌ [\`webhooks.yaml:3:5\`]${line(3)}: The key \`desc\` is unknown. Did you mean \`description\`?`,
    )
    expect(text).toContain(`\n- ❌ [\`webhooks.yaml:4:10\`]${line(4)}: `)
    expect(text).not.toMatch(/Billing|No changes|Plan/)
  })

  it('is left alone by a run of an old commit', async () => {
    const { pull } = await pushBroken()
    const before = await company.comments(pull)
    const run = await company.plan({ file: broken, event: pullRequestEvent(company.repo, pull) })

    expect(run).toMatchObject({ exitCode: 1, toAuco: [] })
    expect(await company.comments(pull)).toEqual(before)
  })
})

it.each([
  ['always', 1],
  ['changes', 1],
  ['never', 0],
])('a broken file on a first push, with `comment: %s`: %i comments', async (comment, number) => {
  const pull = await company.propose(broken)
  const event = pullRequestEvent(company.repo, pull)
  const run = await company.plan({ file: broken, event, inputs: { comment } })

  expect(run).toMatchObject({ exitCode: 1, toAuco: [] })
  expect(await company.comments(pull)).toHaveLength(number)
})

it('a plan that cannot read Auco replaces an older plan, in the comment and in the summary', async () => {
  const { pull } = await company.review(liveFile)
  auco.quirks.respond = () => ({ status: 401, body: '' })
  const run = await company.plan({ event: pullRequestEvent(company.repo, pull) })

  expect(run).toMatchObject({ exitCode: 1, toAuco: [read(401)] })
  const [comment] = await company.comments(pull)
  for (const told of [comment, run.summary]) {
    expect(statusOf(told)).toMatch(/^❌ \*\*Plan failed:\*\* .*`public-key` for stage \(401\)\. /)
    expect(statusOf(told)).toContain(help('auco-keys'))
    expect(told).not.toContain('No changes')
  }
})

const NO_RUN = { startsRun: false }
const newerFile = desiredFile.replace('Audit trail', 'Newer')

describe('an apply that fails before it has a plan', () => {
  it.each<[string, kind: string, given: object, prepare?: () => unknown]>([
    ['a missing variable', 'values-of-variables', { env: { AUCO_HOOK_TOKEN: hookTokens.AUCO_HOOK_TOKEN } }],
    ['a missing private key', 'auco-keys', { inputs: { 'private-key': '' } }],
    ['a missing public key', 'auco-keys', { inputs: { 'public-key': '' } }],
    ['a broken file', 'invalid-file', { file: broken }],
    ['no file', 'file-not-read', { workspace: { '.git/HEAD': '' } }],
    [
      'Auco cannot be read',
      'auco-keys',
      {},
      () => {
        auco.quirks.respond = () => ({ status: 401, body: '' })
      },
    ],
    ['no newer run', 'outdated-run', {}, () => company.push(newerFile, NO_RUN)],
    [
      'runs that cannot be listed',
      'no-answer-from-github',
      {},
      async () => {
        await company.push(newerFile, NO_RUN)
        github.respond = ({ path }) => (path.includes('/actions/') ? { status: 403, body: '' } : undefined)
      },
    ],
    [
      'unreadable earlier versions',
      'no-answer-from-github',
      {},
      () => {
        auco.edit(({ webhooks }) => webhooks.push({ id: 'Manual', url: 'https://m.example/' }))
        github.respond = ({ body }) =>
          JSON.stringify({ body }).includes('$revision') ? { status: 500, body: '' } : undefined
      },
    ],
  ])('says so in the comment and the summary: %s', async (_, kind, given, prepare) => {
    const { pull } = await company.review(desiredFile)
    const event = await company.merge(pull)
    await prepare?.()
    const run = await company.apply({ file: desiredFile, event, ...given })

    expect(run).toMatchObject({ exitCode: 1, stderr: '', written: [] })
    const [comment] = await company.comments(pull)
    const [{ status = '', isFinal, text = '' } = {}] = sectionsOf(comment)
    expect(status).toMatch(/^❌ \*\*Not applied:\*\* /)
    expect(status).toContain(`/actions/runs/${event.runId}`)
    expect(status).toContain(help(kind))
    expect(isFinal).toBe(false)
    expect(text).not.toContain('[!CAUTION]')
    expect(run.summary).toMatch(/^## Auco webhooks · stage\n/)
    expect(statusOf(run.summary)).toBe(status)
  })

  it('names the lines of a broken file', async () => {
    const { pull } = await company.review(desiredFile)
    await company.apply({ file: broken, event: await company.merge(pull) })
    const [section] = sectionsOf((await company.comments(pull))[0])
    expect(section?.text).toMatch(/\n- ❌ \[`webhooks\.yaml:3:5`\].*\n- ❌ \[`webhooks\.yaml:4:10`\]/)
  })

  it('leaves the comment to the newer run that will apply it', async () => {
    const { pull, comment } = await company.review(desiredFile)
    const event = await company.merge(pull)
    await company.push(newerFile)
    const run = await company.apply({ file: desiredFile, event, inputs: { 'private-key': '' } })

    expect(run).toMatchObject({ exitCode: 1, toAuco: [] })
    expect(await company.comments(pull)).toEqual([comment])
  })
})

it('the summary of a failure has the title, and the environment if it is known', async () => {
  const event = await company.push(desiredFile)
  const apply = (inputs: Readonly<Record<string, string>>): Promise<CompanyRun> =>
    company.apply({
      file: desiredFile,
      event,
      inputs: { title: 'Office', environment: 'production', ...inputs },
    })
  const wrong = await apply({ removals: 'keep' })
  const keyless = await apply({ 'private-key': '' })
  expect(wrong.summary).toMatch(/^## Office\n\n❌ \*\*Failed:\*\* The input `removals`/)
  expect(keyless.summary).toMatch(/^## Office · production\n/)
})
