import { expect, it } from 'vitest'
import { startCompany } from '../../fakes/company.ts'
import { pullRequestEvent, pushEvent, scheduleEvent } from '../../fakes/github-events.ts'
import type { ActionEvent } from '../../fakes/run-action.ts'
import { addedFile } from '../../fakes/webhooks-file.ts'

// Every event and ref is in test/unit/action/mode.test.ts.
const company = await startCompany({ inProcess: true })

const onBranch = async () => {
  const { github, repo } = company
  const after = await github.commit(repo, 'try', { 'webhooks.yaml': addedFile }, 'feat: try')
  return pushEvent(repo, { before: repo.headSha, after, branch: 'try' })
}
const ofTag = async () => {
  const event = await company.push(addedFile)
  return { ...event, ref: 'refs/tags/main', payload: { ...event.payload, ref: 'refs/tags/main' } }
}
const ofPullRequest = async () => pullRequestEvent(company.repo, await company.propose(addedFile))
const ofTarget = async () => ({ ...(await ofPullRequest()), name: 'pull_request_target' })

it.each<[string, string, () => Promise<ActionEvent>, 'applied' | 'planned', warnings?: number]>([
  ['auto', 'a push to the default branch', () => company.push(addedFile), 'applied'],
  ['auto', 'a manual run from it', () => company.dispatch(), 'applied'],
  ['auto', 'a push to another branch', onBranch, 'planned'],
  ['auto', 'a push of a tag that is named like the default branch', ofTag, 'planned'],
  ['auto', 'a pull request', ofPullRequest, 'planned'],
  ['auto', 'a schedule', async () => scheduleEvent(company.repo), 'planned'],
  ['true', 'a push to the default branch', () => company.push(addedFile), 'planned'],
  ['false', 'a push to another branch', onBranch, 'applied'],
  ['false', 'a pull request', ofPullRequest, 'applied'],
  ['false', 'pull_request_target, with a warning', ofTarget, 'planned', 1],
])('dry-run %s: %s', async (dryRun, _, event, result, warnings = 0) => {
  const run = await company.apply({ file: addedFile, event: await event(), inputs: { 'dry-run': dryRun } })
  expect(run).toMatchObject({ exitCode: 0, outputs: { result, added: '["Audit"]' } })
  expect(run.annotations).toMatchObject(Array(warnings).fill({ level: 'warning' }))
  expect(run.written).toHaveLength(result === 'applied' ? 1 : 0)
})
