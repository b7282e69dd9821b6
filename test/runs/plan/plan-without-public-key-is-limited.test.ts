import { expect, it } from 'vitest'
import { statusOf } from '../../fakes/comment.ts'
import { startCompany } from '../../fakes/company.ts'
import type { PullRequest } from '../../fakes/github.ts'
import { pullRequestEvent, scheduleEvent } from '../../fakes/github-events.ts'
import { desired, desiredFile, entries, fileOf, hookTokens, liveFile } from '../../fakes/webhooks-file.ts'

const company = await startCompany({ inProcess: true })

/** The summary, without what names the run. */
const told = (text: string) => text.split('\n\n<sub>')[0] ?? ''
const notCompared = '> [!NOTE]\n> **Not compared with Auco:** keys are not used for forks.'

/** A pull request from a fork with this file. */
async function proposeFromFork(file: string): Promise<PullRequest> {
  const { github, repo } = company
  const fork = await github.fork(repo, 'stranger')
  await github.commit(fork, 'change', { 'webhooks.yaml': file }, 'feat: change webhooks')
  return github.openPullRequest(repo, 'change', 'Change webhooks', { from: fork })
}
/** Its plan: no key, a token that only reads. */
const planOfFork = (pull: PullRequest, file: string, env = {}) =>
  company.run({ file, event: pullRequestEvent(company.repo, pull), env, token: company.github.readOnlyToken })

it('a fork gets the validation and the difference from the default branch, in the summary', async () => {
  const pull = await proposeFromFork(desiredFile)
  const run = await planOfFork(pull, desiredFile)

  expect(run).toMatchObject({ exitCode: 0, stderr: '', toAuco: [] })
  expect(run.outputs).toEqual({
    result: 'planned',
    added: '[]',
    updated: '[]',
    removed: '[]',
    unmanaged: '[]',
    'webhook-ids': '["default","Billing","Audit"]',
    plan: expect.any(String),
  })
  expect(JSON.parse(run.outputs['plan'] ?? '')).toMatchObject({
    against: 'default-branch',
    changes: [
      { action: 'update', id: 'default', fields: [{ field: 'description' }] },
      { action: 'create', id: 'Audit' },
    ],
    unchanged: ['Billing'],
    deferred: [],
    cautions: [],
  })
  expect(run.annotations).toEqual([
    {
      level: 'notice',
      message: 'The file is valid. It was not compared with Auco: keys are not used for forks.',
    },
    { level: 'notice', message: expect.stringMatching(/^The comment cannot be written\. .*\(403\)/) },
  ])
  expect(told(run.summary)).toBe(`## Auco webhooks · stage

**Plan against the default branch:** 1 to update · 1 to create · 1 unchanged

${notCompared}

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

it('a fork that changes nothing learns so, and that Auco was not read', async () => {
  const run = await planOfFork(await proposeFromFork(`# Words\n${liveFile}`), `# Words\n${liveFile}`)
  expect(run).toMatchObject({ exitCode: 0, toAuco: [] })
  expect(told(run.summary)).toBe(
    `## Auco webhooks · stage\n\n**No changes** against the default branch\n\n${notCompared}`,
  )
})

it('no `AUCO_` variable exists for a fork, whatever the workflow passes', async () => {
  const file = fileOf(entries.default, entries.billing, {
    ...entries.audit,
    header: { key: 'X', value: '${AUCO_BAD}' },
  })
  const pull = await proposeFromFork(file)
  // Anywhere else a value like that is refused.
  const env = { ...hookTokens, AUCO_BAD: 'two\nlines' }
  expect(await planOfFork(pull, file, env)).toMatchObject({ exitCode: 0 })
  const own = await company.propose(file)
  const event = pullRequestEvent(company.repo, own)
  expect(await company.run({ file, event, env })).toMatchObject({ exitCode: 1 })

  const inputs = { 'public-key': company.auco.publicKey }
  const read = await company.run({ file: liveFile, event: pullRequestEvent(company.repo, pull), env, inputs })
  expect(JSON.parse(read.outputs['plan'] ?? '')).toMatchObject({ deferred: [{}, {}], unchanged: [] })
})

it('a fork whose file is new learns what it declares', async () => {
  await company.commit({ 'webhooks.yaml': null })
  const run = await planOfFork(await proposeFromFork(liveFile), liveFile)
  expect(run).toMatchObject({ exitCode: 0, toAuco: [] })
  expect(run.outputs).not.toHaveProperty('plan')
  expect(statusOf(run.summary)).toBe('**The file is valid**')
})

it("a fork's wrong file is red, with its problems, and its read-only token is a notice", async () => {
  const file = fileOf(entries.billing)
  const run = await planOfFork(await proposeFromFork(file), file)
  expect(run).toMatchObject({ exitCode: 1, toAuco: [] })
  expect(run.annotations).toEqual([
    expect.objectContaining({ level: 'error', file: 'webhooks.yaml', line: 2 }),
    { level: 'notice', message: expect.stringMatching(/^The comment cannot be written\. .*\(403\)/) },
    expect.objectContaining({ level: 'error' }),
  ])
})

it('a plan without the public key and without a pull request is the validation alone', async () => {
  const run = await company.run({ file: desiredFile, event: scheduleEvent(company.repo) })

  expect(run).toMatchObject({ exitCode: 0, toAuco: [], toGitHub: [] })
  expect(run.outputs).toMatchObject({ result: 'planned', 'webhook-ids': '["default","Billing","Audit"]' })
  expect(run.outputs).not.toHaveProperty('changed')
  expect(run.summary).toContain('> **Not compared with Auco:** this run has no `public-key`.')
})

it("a fork's trusted plan doesn't say that a key is missing, which the job has", async () => {
  const pull = await proposeFromFork(desiredFile)
  const event = { ...pullRequestEvent(company.repo, pull), name: 'pull_request_target' }
  const inputs = { 'public-key': company.auco.publicKey }
  const run = await company.run({ event, inputs })

  expect(run).toMatchObject({ exitCode: 0, toAuco: [] })
  expect(run.summary).toContain(notCompared)
  expect(JSON.stringify([run.log, run.annotations, run.summary])).not.toContain('no `public-key`')
})
