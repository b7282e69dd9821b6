import { expect, it } from 'vitest'
import { seedCompany } from '../../fakes/auco.ts'
import { kindOf, read, startCompany, write } from '../../fakes/company.ts'
import { pullRequestEvent, pushEvent } from '../../fakes/github-events.ts'
import type { ActionEvent } from '../../fakes/run-action.ts'
import { addedFile, desiredFile, liveFile } from '../../fakes/webhooks-file.ts'

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

it('nothing is written if Auco has the file', async () => {
  const run = await company.applyFile(liveFile)
  expect(run).toMatchObject({ exitCode: 0, annotations: [], toAuco: [read()] })
  expect(run.outputs).toEqual({
    ...{ result: 'unchanged', changed: 'false', plan: expect.any(String) },
    ...{ added: '[]', updated: '[]', removed: '[]', unmanaged: '[]' },
    'webhook-ids': '["default","Billing"]',
  })
  expect(run.summary).toContain('✅ **Nothing to do:**')
  expect(auco.company()).toEqual(seedCompany())
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

it('403 to a write that cannot be read back is unknown', async () => {
  const asked = auco.requests.length
  const isWritten = () => auco.requests.slice(asked).some(({ method }) => method === 'PUT')
  auco.quirks.respond = ({ method }) => {
    if (method === 'PUT') return { status: 403, body: '' }
    return isWritten() ? { status: 404, body: '' } : undefined
  }
  const run = await company.applyFile(addedFile)
  expect(run).toMatchObject({ exitCode: 1, kind: kindOf('unknown-outcome') })
})

it.each<[status: number, code: string, words: RegExp]>([
  [400, 'auco-invalid', /must be unique/],
  [401, 'auco-unauthorized', /`private-key` for stage/],
  [403, 'auco-forbidden', /`private-key`/],
  [404, 'auco-not-found', /`api-url`/],
  [422, 'auco-invalid', /must be unique/],
])('after %i an apply is red and writes no more', async (status, code, words) => {
  auco.quirks.respond = ({ method }) =>
    method === 'PUT' ? { status, body: { message: 'ids must be unique' } } : undefined
  const run = await company.applyFile(desiredFile)
  expect(run).toMatchObject({ exitCode: 1, kind: kindOf(code), toAuco: [read(), write(status), read()] })
  expect(run.annotations).toMatchObject([{ level: 'error', message: expect.stringMatching(words) }])
})
