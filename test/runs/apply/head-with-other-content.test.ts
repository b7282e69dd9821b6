import { expect, it } from 'vitest'
import { seedCompany } from '../../fakes/auco.ts'
import { type CompanyRun, startCompany } from '../../fakes/company.ts'
import { workflowDispatchEvent } from '../../fakes/github-events.ts'
import { desiredFile, liveFile } from '../../fakes/webhooks-file.ts'

const company = await startCompany({ inProcess: true })

const WORKFLOW = '.github/workflows/webhooks.yml'
const CALLED = '.github/workflows/apply.yml'
const NESTED = '.github/workflows/steps.yml'
const workflows = {
  [WORKFLOW]: `on: push\njobs: { apply: { uses: ./${CALLED}, secrets: inherit } }\n`,
  [CALLED]: `on: workflow_call\njobs:\n  apply:\n    uses: './${NESTED}'\n`,
  [NESTED]: 'on: workflow_call\n',
}

async function expectSuperseded(run: CompanyRun, file: string): Promise<void> {
  const head = (await company.github.headOf(company.repo, 'main')).slice(0, 7)
  expect(run).toMatchObject({ exitCode: 0, stderr: '', written: [], outputs: { result: 'superseded' } })
  expect(run.annotations).toMatchObject([
    { level: 'notice', message: expect.stringMatching(`\`${head}\`.*\`${file}\`.*[Nn]othing was written`) },
  ])
  expect(company.auco.company()).toEqual(seedCompany())
}

it.each<[string, Readonly<Record<string, string | null>>, string]>([
  ['another file', { 'webhooks.yaml': liveFile }, 'webhooks.yaml'],
  ['no file', { 'webhooks.yaml': null }, 'webhooks.yaml'],
  ['the file under another name', { 'webhooks.yaml': null, 'hooks.yaml': desiredFile }, 'webhooks.yaml'],
  ['another workflow', { [WORKFLOW]: `${workflows[WORKFLOW]}# 2\n` }, WORKFLOW],
  ['no workflow', { [WORKFLOW]: null }, WORKFLOW],
  [
    'the workflow under another name',
    { [WORKFLOW]: null, '.github/workflows/hooks.yml': workflows[WORKFLOW] },
    WORKFLOW,
  ],
  ['another workflow that is called', { [CALLED]: `${workflows[CALLED]}# 2\n` }, CALLED],
  ['no workflow that is called', { [CALLED]: null }, CALLED],
  ['another workflow that a called one calls', { [NESTED]: 'on: workflow_call\n# 2\n' }, NESTED],
])('a head with %s supersedes the run, and the message names the file', async (_, files, name) => {
  await company.commit(workflows)
  const { pull } = await company.review(desiredFile)
  const event = await company.merge(pull)
  await company.commit(files)
  const run = await company.apply({ file: desiredFile, event })

  await expectSuperseded(run, name)
  expect((await company.comments(pull))[0]).toMatch(/Superseded by/)
})

it('a manual run that waited does not roll a newer file back', async () => {
  const manual = { ...workflowDispatchEvent(company.repo, 'main') }
  await company.push(desiredFile)
  const run = await company.apply({ event: manual, inputs: { removals: 'allow' } })

  await expectSuperseded(run, 'webhooks.yaml')
})

it('a run of a commit that a force push took away is superseded', async () => {
  const { github, repo } = company
  const event = await company.push(desiredFile)
  await github.forcePush(repo, 'main', repo.headSha)
  await company.push(`${liveFile}\n`)
  const run = await company.apply({ file: desiredFile, event })

  await expectSuperseded(run, 'webhooks.yaml')
})
