import { expect, it } from 'vitest'
import { statusOf } from '../../fakes/comment.ts'
import { read, startCompany } from '../../fakes/company.ts'
import { pullRequestEvent, scheduleEvent } from '../../fakes/github-events.ts'
import { desiredFile, entries, fileOf } from '../../fakes/webhooks-file.ts'

const company = await startCompany({ inProcess: true })
const inputs = { 'fail-on-changes': 'true' }

it('a scheduled run is red when somebody changed a webhook in the console, and tells which', async () => {
  company.auco.edit(({ webhooks }) => {
    if (webhooks[0]) webhooks[0].url = 'https://elsewhere.example/auco'
  })
  const run = await company.plan({ event: scheduleEvent(company.repo), inputs })

  expect(run).toMatchObject({ exitCode: 1, signal: null, stderr: '', toAuco: [read()], toGitHub: [] })
  expect(run.outputs).toEqual({
    result: 'planned',
    changed: 'true',
    added: '[]',
    updated: '["default"]',
    removed: '[]',
    unmanaged: '[]',
    'webhook-ids': '["default","Billing"]',
    plan: expect.any(String),
  })
  expect(run.annotations).toMatchObject([{ level: 'error', message: expect.stringMatching(/`default`/) }])
  expect(run.summary).toContain('- url: https://elsewhere.example/…\n')
  expect(statusOf(run.summary)).toMatch(
    /^❌ \*\*Plan failed:\*\* Auco differs from the file: `default`\. .* \[How to fix this\]\(\S+#changes-found\)$/,
  )
  // The file sends nothing to a new host: live was moved.
  expect(run.summary).not.toContain('new host')
})

it('a scheduled run is green while live equals the file', async () => {
  const run = await company.plan({ event: scheduleEvent(company.repo), inputs })

  expect(run).toMatchObject({ exitCode: 0, annotations: [], toAuco: [read()], toGitHub: [] })
  expect(run.outputs).toMatchObject({ result: 'planned', changed: 'false' })
  expect(run.summary).toMatch(/no changes/i)
})

it('a webhook that was changed since an earlier version declared it is a difference, too', async () => {
  const file = fileOf(entries.default)
  const event = { ...(await company.push(file)), name: 'schedule' }
  company.auco.edit(({ webhooks }) =>
    Object.assign(webhooks[1] ?? {}, { description: 'Changed in the console' }),
  )
  const run = await company.plan({ file, event, inputs })
  expect(run).toMatchObject({ exitCode: 1, outputs: { changed: 'true', unmanaged: '["Billing"]' } })
  expect(run.annotations).toMatchObject([{ message: expect.stringMatching(/`Billing`/) }])
})

it('a scheduled run without the key is red: it has seen nothing', async () => {
  company.auco.edit(({ webhooks }) => webhooks.pop())
  const event = scheduleEvent(company.repo)
  const run = await company.plan({ event, inputs: { ...inputs, 'public-key': '' } })

  expect(run).toMatchObject({ exitCode: 1, stderr: '', toAuco: [], outputs: { result: 'planned' } })
  expect(run.outputs).not.toHaveProperty('changed')
  expect(run.annotations).toMatchObject([
    { level: 'notice' },
    { level: 'error', message: expect.stringMatching(/^`fail-on-changes` needs `public-key`.*unknown/) },
  ])
})

it('a plan on a pull request that changes something is red too, and comments all the same', async () => {
  const pull = await company.propose(desiredFile)
  const event = pullRequestEvent(company.repo, pull)
  const run = await company.plan({ file: desiredFile, event, inputs })

  expect(run).toMatchObject({ exitCode: 1, outputs: { result: 'planned', added: '["Audit"]' } })
  expect(await company.comments(pull)).toMatchObject([expect.stringContaining('`Audit`')])
})
