import { expect, it } from 'vitest'
import { lowerCaseHeaderName, type Quirks, seedCompany } from '../../fakes/auco.ts'
import { kindOf, read, startCompany, write } from '../../fakes/company.ts'
import { pullRequestEvent, pushEvent } from '../../fakes/github-events.ts'
import type { Respond } from '../../fakes/recording-server.ts'
import type { ActionEvent } from '../../fakes/run-action.ts'
import { addedFile, desiredFile, entries, fileOf } from '../../fakes/webhooks-file.ts'

// Every order of faults is in test/faults, and every event and ref in test/unit/action/plan-or-apply.test.ts.
const company = await startCompany({ inProcess: true })
const { auco } = company

const onBranch = async () => {
  const { github, repo } = company
  const after = await github.commit(repo, 'try', { 'webhooks.yaml': addedFile }, 'feat: try')
  return pushEvent(repo, { before: repo.headSha, after, branch: 'try' })
}
const ofPullRequest = async () => pullRequestEvent(company.repo, await company.propose(addedFile))
const ofTarget = async () => ({ ...(await ofPullRequest()), name: 'pull_request_target' })

it.each<[string, string, () => Promise<ActionEvent>, 'applied' | 'planned', warnings?: number]>([
  ['auto', 'a push to the default branch', () => company.push(addedFile), 'applied'],
  ['auto', 'a push to another branch', onBranch, 'planned'],
  ['true', 'a push to the default branch', () => company.push(addedFile), 'planned'],
  ['false', 'a pull request', ofPullRequest, 'applied'],
  ['false', 'pull_request_target, with a warning', ofTarget, 'planned', 1],
])('dry-run %s: %s', async (dryRun, _, event, result, warnings = 0) => {
  const run = await company.apply({ file: addedFile, event: await event(), inputs: { 'dry-run': dryRun } })
  expect(run).toMatchObject({ exitCode: 0, outputs: { result, added: '["Audit"]' } })
  expect(run.annotations).toMatchObject(Array(warnings).fill({ level: 'warning' }))
  expect(run.written).toHaveLength(result === 'applied' ? 1 : 0)
})

it.each([
  ['as it is', [entries.default, entries.billing]],
  ['in another order', [entries.billing, entries.default]],
])('nothing is written if Auco has the file %s', async (_, listed) => {
  const run = await company.applyFile(fileOf(...listed))
  expect(run).toMatchObject({ exitCode: 0, annotations: [], toAuco: [read()] })
  expect(run.outputs).toEqual({
    result: 'unchanged',
    changed: 'false',
    added: '[]',
    updated: '[]',
    removed: '[]',
    unmanaged: '[]',
    'webhook-ids': JSON.stringify(listed.map(({ id }) => id)),
    plan: expect.any(String),
  })
  expect(run.summary).toContain('✅ **Nothing to do:**')
  expect(auco.company()).toEqual(seedCompany())
})

const refused = (status: number): { readonly respond: Respond } => ({
  respond: ({ method }) =>
    method === 'PUT' ? { status, body: { message: 'ids must be unique' } } : undefined,
})
it.each([400, 403, 404])('%i to a write that was stored is green', async (status) => {
  auco.quirks.respond = async ({ method }, own) => {
    if (method !== 'PUT') return undefined
    await own()
    return { status, body: '' }
  }
  const run = await company.applyFile(addedFile)
  expect(run).toMatchObject({ exitCode: 0, toAuco: [read(), write(status), read()] })
  expect(run.summary).toContain('**Applied and verified**')
})

const readBacks = (count: number) => [read(), write(), ...Array(count).fill(read())]

it.each<[string, Partial<Quirks>, code: string, words: RegExp, toAuco: readonly unknown[]]>([
  ['400', refused(400), 'auco-invalid', /must be unique/, [read(), write(400), read()]],
  ['401', refused(401), 'auco-unauthorized', /`private-key` for stage/, [read(), write(401), read()]],
  ['403', refused(403), 'auco-forbidden', /`private-key`/, [read(), write(403), read()]],
  ['404', refused(404), 'auco-not-found', /`api-url`/, [read(), write(404), read()]],
  ['422', refused(422), 'auco-invalid', /must be unique/, [read(), write(422), read()]],
  ['a lost webhook', { onWrite: ({ webhooks }) => webhooks.pop() }, 'somebody-else', /`Audit`/, readBacks(5)],
  [
    'another form of a header name',
    { stores: lowerCaseHeaderName },
    'stored-differently',
    /`default`: `- header: authorization`/,
    readBacks(5),
  ],
])('after %s an apply is red and writes no more', async (_, quirks, code, words, toAuco) => {
  Object.assign(auco.quirks, quirks)
  const run = await company.applyFile(desiredFile)
  expect(run).toMatchObject({ exitCode: 1, kind: kindOf(code), toAuco })
  expect(run.annotations).toMatchObject([{ level: 'error', message: expect.stringMatching(words) }])
  expect(run.outputs).not.toHaveProperty('result')
})
