import { expect, it } from 'vitest'
import { startCompany } from '../../fakes/company.ts'
import { pullRequestEvent, scheduleEvent } from '../../fakes/github-events.ts'
import { desired, desiredFile, entries, fileOf, liveFile } from '../../fakes/webhooks-file.ts'

const company = await startCompany({ inProcess: true })

/** A summary without its last line, which names the run. */
const told = (text: string) => text.split('\n\n<!-- auco:footer -->')[0] ?? ''

const notComparedNotice = {
  level: 'notice',
  message:
    'Without `public-key` this plan is limited: the file is valid, but it was not compared with what is live at Auco.',
}
const notCompared =
  '**Not compared with what is live:** this run has no `public-key`, as runs of forks never have.'

it('a fork gets the validation and the difference from the base branch, in the summary', async () => {
  const pull = await company.propose(desiredFile)
  const run = await company.run({
    file: desiredFile,
    event: pullRequestEvent(company.repo, pull),
    env: {},
    token: company.github.readOnlyToken,
  })

  expect(run).toMatchObject({ exitCode: 0, stderr: '', toAuco: [] })
  expect(run.outputs).toMatchObject({
    result: 'planned',
    added: '[]',
    updated: '[]',
    removed: '[]',
    'webhook-ids': '["default","Billing","Audit"]',
  })
  expect(run.outputs).not.toHaveProperty('changed')
  expect(run.outputs).not.toHaveProperty('comment-url')
  expect(JSON.parse(run.outputs['plan'] ?? '')).toMatchObject({
    against: 'base',
    changes: [
      { action: 'update', id: 'default', fields: [{ field: 'description' }] },
      { action: 'create', id: 'Audit' },
    ],
    unchanged: ['Billing'],
    cannotCompare: [],
  })
  expect(run.annotations.filter(({ level }) => level === 'notice')).toEqual([
    notComparedNotice,
    { level: 'notice', message: expect.stringMatching(/^The comment cannot be written\. .*\(403\)/) },
  ])
  expect(run.annotations.filter(({ level }) => level === 'error')).toEqual([])
  const body = told(run.summary)
  expect(body.replace(/\n\n- ⚠️[\s\S]*/, '')).toBe(`## Auco webhooks · stage

<!-- auco:status -->

**Plan against the base branch:** 1 to update · 1 to create · 1 unchanged

<!-- auco:cautions -->

> [!NOTE]
> ${notCompared}

<!-- auco:plan -->

#### Update \`default\`

\`\`\`diff
- description: ${entries.default.description}
+ description: ${desired[0].description}
  header: Authorization, secret unchanged
\`\`\`

#### Create \`Audit\`

\`\`\`diff
+ description: Audit trail
+ url: https://audit.notaria.example/auco
\`\`\`

<details><summary>1 unchanged</summary>

\`Billing\`

</details>`)
  expect(await company.comments(pull)).toEqual([])
})

it('a fork that changes nothing learns so, and that live was not read', async () => {
  const pull = await company.propose(liveFile)
  const run = await company.run({
    event: pullRequestEvent(company.repo, pull),
    token: company.github.readOnlyToken,
  })

  expect(run).toMatchObject({ exitCode: 0, toAuco: [] })
  expect(told(run.summary)).toBe(`## Auco webhooks · stage

<!-- auco:status -->

**No changes:** the file declares what the base branch declares

<!-- auco:cautions -->

> [!NOTE]
> ${notCompared}`)
})

it('a fork whose file is new learns that there is nothing to compare with', async () => {
  const repo = await company.github.createRepository({ files: { 'README.md': 'Words\n' } })
  await company.github.commit(repo, 'new', { 'webhooks.yaml': liveFile }, 'feat: webhooks as code')
  const pull = await company.github.openPullRequest(repo, 'new', 'Webhooks as code')
  const run = await company.run({
    event: pullRequestEvent(repo, pull),
    token: company.github.readOnlyToken,
  })

  expect(run).toMatchObject({ exitCode: 0, toAuco: [] })
  expect(run.outputs).not.toHaveProperty('plan')
  expect(told(run.summary)).toBe(`## Auco webhooks · stage

<!-- auco:status -->

**The file is valid**

<!-- auco:cautions -->

> [!NOTE]
> ${notCompared} The base branch does not have this file yet.`)
})

it("a fork's wrong file is red, with its problems, and its read-only token is a notice", async () => {
  const file = fileOf(entries.billing)
  const pull = await company.propose(file)
  const run = await company.run({
    file,
    event: pullRequestEvent(company.repo, pull),
    env: {},
    token: company.github.readOnlyToken,
  })
  expect(run).toMatchObject({ exitCode: 1, toAuco: [] })
  expect(run.annotations).toContainEqual(
    expect.objectContaining({ level: 'error', file: 'webhooks.yaml', line: 2 }),
  )
  expect(run.annotations).toContainEqual({
    level: 'notice',
    message: expect.stringMatching(/^The comment cannot be written\. .*\(403\)/),
  })
  expect(await company.comments(pull)).toEqual([])
})

it('a later run without the key withdraws an announcement', async () => {
  const smaller = fileOf(entries.default)
  const { pull } = await company.review(smaller)
  await company.run({ file: smaller, event: pullRequestEvent(company.repo, pull) })
  const [comment, ...others] = await company.comments(pull)

  expect(others).toEqual([])
  expect(comment).toMatch(/^<!-- auco-webhooks-action:v2 [0-9a-f]{16} planned -->\n/)
  expect(comment).toContain(notCompared)
  const run = await company.apply({ file: smaller, event: await company.merge(pull), fastClock: true })
  expect(run).toMatchObject({ exitCode: 1, written: [] })
})

it('a plan without the public key and without a pull request is the validation alone', async () => {
  const run = await company.run({ file: desiredFile, event: scheduleEvent(company.repo) })

  expect(run).toMatchObject({ exitCode: 0, toAuco: [], toGitHub: [] })
  expect(run.outputs).toMatchObject({ result: 'planned', 'webhook-ids': '["default","Billing","Audit"]' })
  expect(run.outputs).not.toHaveProperty('changed')
  expect(run.summary).toMatch(/not compared with what is live/i)
})
