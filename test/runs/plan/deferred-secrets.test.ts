import { expect, it } from 'vitest'
import { statusOf } from '../../fakes/comment.ts'
import { startCompany } from '../../fakes/company.ts'
import { pullRequestEvent, scheduleEvent } from '../../fakes/github-events.ts'
import { entries, fileOf, hookTokens, liveFile } from '../../fakes/webhooks-file.ts'

const company = await startCompany({ inProcess: true })
const { AUCO_HOOK_TOKEN } = hookTokens
const withHeader = (value: string) =>
  fileOf({ ...entries.default, header: { key: 'Authorization', value } }, entries.billing)

it('a plan needs the public key only: secrets are compared when applied, without a warning', async () => {
  const pull = await company.propose(liveFile)
  const run = await company.plan({ event: pullRequestEvent(company.repo, pull), env: {} })

  expect(run).toMatchObject({ exitCode: 0, annotations: [], outputs: { changed: 'unknown', updated: '[]' } })
  expect(JSON.parse(run.outputs['plan'] ?? '')).toMatchObject({
    changes: [],
    unchanged: [],
    deferred: [
      { id: 'default', field: 'header' },
      { id: 'Billing', field: 'header' },
    ],
    cautions: [],
  })
  const [comment = ''] = await company.comments(pull)
  expect(statusOf(comment)).toBe('**No visible changes** · 2 secrets compared when applied')
  expect(comment.match(/<summary>.*<\/summary>/g)).toEqual([
    '<summary>2 secrets compared when applied</summary>',
  ])
})

it('those that the plan has are compared, and the others are told beside what changes', async () => {
  const env = { AUCO_HOOK_TOKEN: `${AUCO_HOOK_TOKEN}-rotated` }
  const run = await company.plan({ event: scheduleEvent(company.repo), env })
  expect(run.outputs).toMatchObject({ changed: 'true', updated: '["default"]' })
  expect(JSON.parse(run.outputs['plan'] ?? '').deferred).toEqual([{ id: 'Billing', field: 'header' }])
  expect(statusOf(run.summary)).toBe('**Plan:** 1 to update · 1 secret compared when applied')
})

it.each<[string, string, object]>([
  [
    'Auco has a value that cannot come from it',
    withHeader('Basic ${AUCO_HOOK_TOKEN}'),
    { result: 'changed' },
  ],
  [
    'the default branch writes it with another variable',
    withHeader('Bearer ${AUCO_NEW_TOKEN}'),
    { result: 'rewritten' },
  ],
])('an update all the same, because %s', async (_, file, value) => {
  const pull = await company.propose(file)
  const run = await company.plan({ file, event: pullRequestEvent(company.repo, pull), env: {} })
  expect(run).toMatchObject({ exitCode: 0, annotations: [], outputs: { updated: '["default"]' } })
  expect(JSON.parse(run.outputs['plan'] ?? '')).toMatchObject({
    changes: [{ id: 'default', fields: [{ field: 'header', header: { kind: 'changed', value } }] }],
    deferred: [{ id: 'Billing', field: 'header' }],
  })
})

const zapier = (path: string) => ({ ...entries.audit, url: `https://hooks.zapier.example/${path}` })

it.each<[string, string, string, readonly object[], readonly object[]]>([
  ['as Auco has it', 'catch/${AUCO_PATH}', 'catch/${AUCO_PATH}', [], [{ id: 'Audit', field: 'url' }]],
  [
    'and Auco has another path',
    'hooks/${AUCO_PATH}',
    'hooks/${AUCO_PATH}',
    [{ id: 'Audit', fields: [{ field: 'url' }] }],
    [],
  ],
  [
    'and the default branch has another one',
    'catch/${AUCO_OTHER_PATH}',
    'catch/${AUCO_PATH}',
    [{ id: 'Audit', fields: [{ field: 'url' }] }],
    [],
  ],
])('a URL with a variable, %s', async (_, before, after, changes, deferred) => {
  company.auco.edit(({ webhooks }) => webhooks.push(zapier('catch/secret-1')))
  await company.push(fileOf(entries.default, entries.billing, zapier(before)))
  const file = fileOf(entries.default, entries.billing, zapier(after))
  const pull = await company.propose(file)
  const run = await company.plan({ file, event: pullRequestEvent(company.repo, pull) })
  expect(run).toMatchObject({ exitCode: 0, annotations: [] })
  const plan = JSON.parse(run.outputs['plan'] ?? '')
  expect(plan).toMatchObject({ changes })
  expect(plan.deferred).toEqual(deferred)
})
