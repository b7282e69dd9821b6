import { expect, it } from 'vitest'
import { startCompany } from '../../fakes/company.ts'
import { workflowDispatchEvent } from '../../fakes/github-events.ts'
import { desired, desiredFile, liveFile, stored } from '../../fakes/webhooks-file.ts'

const company = await startCompany({ inProcess: true })
const wanted = desired.map((entry) => stored(entry))

it('a commit that leaves file and workflow alone supersedes nobody, and reports name the head', async () => {
  const { pull } = await company.review(desiredFile)
  const event = await company.merge(pull)
  const { sha = '' } = await company.commit({ 'CHANGELOG.md': '1.0.1' }, 'chore(release): 1.0.1 [skip ci]')
  const run = await company.apply({ file: desiredFile, event })

  expect(run).toMatchObject({ exitCode: 0, stderr: '', outputs: { result: 'applied' } })
  expect(company.auco.company().webhooks).toEqual(wanted)
  const head = sha.slice(0, 7)
  expect(run.annotations).toMatchObject([{ level: 'notice', message: expect.stringContaining(head) }])
  const [comment = ''] = await company.comments(pull)
  expect(comment).toContain('Applied and verified')
  for (const report of [comment, run.summary]) expect(report).toContain(head)
})

it('a file that was changed and changed back supersedes nobody', async () => {
  const event = await company.push(desiredFile)
  await company.push(liveFile)
  await company.push(desiredFile)
  const run = await company.apply({ file: desiredFile, event })

  expect(run).toMatchObject({ exitCode: 0, outputs: { result: 'applied' } })
  expect(company.auco.company().webhooks).toEqual(wanted)
})

it('of runs that waited while others were merged, the last one applies, whatever came after it', async () => {
  const files = ['one', 'two', 'three', 'four'].map((word) => desiredFile.replace('Audit trail', word))
  const events = []
  for (const file of [...files, desiredFile]) {
    events.push(await company.push(file))
    await company.commit({ 'notes.md': file }, 'docs: notes')
  }
  const results = []
  for (const [index, file] of [...files, desiredFile].entries()) {
    const event = events[index]
    if (event !== undefined) results.push((await company.apply({ file, event })).outputs['result'])
  }

  expect(results).toEqual([...files.map(() => 'superseded'), 'applied'])
  expect(company.auco.company().webhooks).toEqual(wanted)
})

it('a run that failed is made up for by a manual run, also after an unrelated commit', async () => {
  const { pull } = await company.review(desiredFile)
  const event = await company.merge(pull)
  company.auco.quirks.respond = ({ method }) => (method === 'PUT' ? { status: 403, body: '' } : undefined)
  expect(await company.apply({ file: desiredFile, event })).toMatchObject({ exitCode: 1 })
  company.auco.quirks.respond = undefined
  const { sha = '' } = await company.commit({ 'README.md': '# Webhooks' }, 'docs: readme')
  const manual = { ...workflowDispatchEvent(company.repo, 'main'), sha }
  const run = await company.apply({ file: desiredFile, event: manual })

  expect(run).toMatchObject({ exitCode: 0, annotations: [], outputs: { result: 'applied' } })
  expect((await company.comments(pull))[0]).toContain('Applied and verified')
})
