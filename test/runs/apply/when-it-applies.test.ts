import { expect, it } from 'vitest'
import { startCompany } from '../../fakes/company.ts'
import {
  pullRequestEvent,
  pushEvent,
  scheduleEvent,
  workflowDispatchEvent,
} from '../../fakes/github-events.ts'
import type { ActionEvent } from '../../fakes/run-action.ts'
import { entries, fileOf } from '../../fakes/webhooks-file.ts'

const company = await startCompany({ inProcess: true })
const file = fileOf(entries.default, entries.billing, entries.audit)

const onMain = async (): Promise<ActionEvent> => company.push(file)
const onBranch = async (branch = 'try'): Promise<ActionEvent> => {
  const after = await company.github.commit(company.repo, branch, { 'webhooks.yaml': file }, 'feat: try')
  return pushEvent(company.repo, { before: company.repo.headSha, after, branch })
}
const ofTag = async (): Promise<ActionEvent> => {
  const event = await onMain()
  return { ...event, ref: 'refs/tags/main', payload: { ...event.payload, ref: 'refs/tags/main' } }
}
const ofPullRequest = async (): Promise<ActionEvent> =>
  pullRequestEvent(company.repo, await company.propose(file))
const ofTarget = async (): Promise<ActionEvent> => ({
  ...(await ofPullRequest()),
  name: 'pull_request_target',
  ref: 'refs/heads/main',
  sha: company.repo.headSha,
})
/** An event that runs on the default branch and has no fields of its own that matter. */
const named = (name: string) => async (): Promise<ActionEvent> => ({ ...scheduleEvent(company.repo), name })
const ofQueue = async (): Promise<ActionEvent> => {
  const ref = 'refs/heads/gh-readonly-queue/main/pr-1-0123456789abcdef0123456789abcdef01234567'
  return { ...scheduleEvent(company.repo), name: 'merge_group', ref }
}
const manual = (branch: string) => async (): Promise<ActionEvent> =>
  workflowDispatchEvent(company.repo, branch)

it.each<[string, string, () => Promise<ActionEvent>, 'applied' | 'planned']>([
  ['auto', 'a push to the default branch', onMain, 'applied'],
  ['auto', 'a manual run from the default branch', manual('main'), 'applied'],
  ['auto', 'a push to another branch', onBranch, 'planned'],
  ['auto', 'a push of a tag that is named like the default branch', ofTag, 'planned'],
  ['auto', 'a manual run from another branch', manual('try'), 'planned'],
  ['auto', 'a pull request', ofPullRequest, 'planned'],
  ['auto', 'pull_request_target', ofTarget, 'planned'],
  ['auto', 'a merge queue', ofQueue, 'planned'],
  ['auto', 'a schedule', named('schedule'), 'planned'],
  ['auto', 'repository_dispatch', named('repository_dispatch'), 'planned'],
  ['auto', 'workflow_run', named('workflow_run'), 'planned'],
  ['true', 'a push to the default branch', onMain, 'planned'],
  ['false', 'a push to another branch', onBranch, 'applied'],
  ['false', 'a schedule', named('schedule'), 'applied'],
  ['false', 'a pull request', ofPullRequest, 'applied'],
  ['false', 'pull_request_target', ofTarget, 'planned'],
])('dry-run %s: %s', async (dryRun, _, event, result) => {
  const run = await company.apply({ file, event: await event(), inputs: { 'dry-run': dryRun } })

  expect(run).toMatchObject({
    exitCode: 0,
    signal: null,
    stderr: '',
    outputs: { result, added: '["Audit"]' },
  })
  const methods = run.toAuco.map(([method]) => method)
  expect(methods).toEqual(result === 'applied' ? ['GET', 'PUT', 'GET'] : ['GET'])
  expect(company.auco.company().webhooks).toHaveLength(result === 'applied' ? 3 : 2)
})

it('dry-run false on pull_request_target says that it has no effect', async () => {
  const run = await company.apply({ file, event: await ofTarget(), inputs: { 'dry-run': 'false' } })
  expect(run.annotations).toMatchObject([
    { level: 'warning', message: expect.stringMatching(/pull_request_target/) },
  ])
})
