import { expect, it } from 'vitest'
import type { Quirks } from '../../fakes/auco.ts'
import { sectionsOf } from '../../fakes/comment.ts'
import { type CompanyRun, startCompany } from '../../fakes/company.ts'
import type { PullRequest } from '../../fakes/github.ts'
import { pullRequestEvent } from '../../fakes/github-events.ts'
import type { ActionEvent } from '../../fakes/run-action.ts'
import { desired, entries, fileOf, liveFile } from '../../fakes/webhooks-file.ts'

const company = await startCompany({ inProcess: true })
const { auco, github } = company

/** `default` updated, `Billing` removed, `Audit` new. */
const wanted = [desired[0], desired[2]]
const file = fileOf(...wanted)
const counts = '1 removed · 1 updated · 1 created'

/** The file, planned and merged. */
async function merged(of = file) {
  const { pull } = await company.review(of)
  return { pull, event: await company.merge(pull) }
}
const apply = (event: ActionEvent, of = file) => company.apply({ file: of, event })
const patches = ({ toGitHub }: CompanyRun) => toGitHub.filter(([method]) => method === 'PATCH')
const short = ({ sha = '' }: ActionEvent) => sha.slice(0, 7)
const linkTo = ({ runId }: ActionEvent) =>
  `[run ${runId}](https://github.com/acme/${company.repo.name}/actions/runs/${runId})`

/** The only section of the only comment. */
async function sectionOn(pull: PullRequest) {
  const [body, ...others] = await company.comments(pull)
  const [section, ...more] = sectionsOf(body)
  if (section === undefined) throw new Error('No section')
  expect([others, more]).toEqual([[], []])
  return section
}

it('applied: by which run, at which commit, and what', async () => {
  const { pull, event } = await merged()
  expect((await sectionOn(pull)).text).toContain('[!CAUTION]')
  const run = await apply(event)

  expect(run).toMatchObject({ exitCode: 0, annotations: [], outputs: { result: 'applied' } })
  expect(run.outputs['comment-url']).toMatch(`/pull/${pull.number}#issuecomment-`)
  const { status, isFinal, text } = await sectionOn(pull)
  expect(status).toBe(`✅ **Applied and verified** by ${linkTo(event)} at ${short(event)}: ${counts}`)
  expect(isFinal).toBe(true)
  expect(text).toContain('<details><summary>What was applied</summary>\n\n#### Remove `Billing`')
  expect(text).not.toContain('[!CAUTION]')
  expect(run.summary).toContain(text)
})

const goDown = () => {
  auco.quirks.respond = () => ({ status: 503, body: '' })
}
it.each<[string, Partial<Quirks>, state: string, kind: string]>([
  ['the write is lost', { storesNothing: true }, 'Not applied', 'not-applied'],
  ['nothing can be read back', { onWrite: goDown }, 'Unknown whether it was applied', 'unknown-outcome'],
])('failed, as %s: the cause, and the plan folded', async (_, quirks, state, kind) => {
  const { pull, event } = await merged()
  Object.assign(auco.quirks, quirks)
  const run = await apply(event)

  expect(run).toMatchObject({ exitCode: 1, kind })
  expect(run.outputs).not.toHaveProperty('result')
  const { status, isFinal, text } = await sectionOn(pull)
  expect(status).toMatch(`❌ **${state}:** `)
  expect(status).toContain(linkTo(event))
  expect(status).toContain(`docs/troubleshooting.md#${kind})`)
  expect(isFinal).toBe(false)
  expect(text).toContain('<details><summary>The plan</summary>\n\n#### Remove `Billing`')
  expect(text).not.toContain('[!CAUTION]')
  expect(run.summary).toContain(text)

  // Until a re-run succeeds.
  Object.assign(auco.quirks, { respond: undefined, storesNothing: false, onWrite: undefined })
  await apply({ ...event, runAttempt: 2 })
  expect(await sectionOn(pull)).toMatchObject({ status: expect.stringMatching(/^✅/), isFinal: true })
})

it('what is final stays if a re-run applies again, and if a later merge is applied', async () => {
  const { pull, event } = await merged()
  await apply(event)
  const final = await sectionOn(pull)
  auco.edit(({ webhooks }) => webhooks.pop())
  const again = await apply({ ...event, runAttempt: 2 })
  const later = await apply(await company.push(liveFile), liveFile)

  expect([again, later]).toMatchObject([{ exitCode: 0 }, { exitCode: 0 }])
  expect([...patches(again), ...patches(later)]).toEqual([])
  expect(await sectionOn(pull)).toEqual(final)
})

it.each<[string, next: string, isSame: boolean]>([
  ['its own file', file, true],
  ['a newer file', liveFile, false],
])('a pull request that another run took along has %s', async (_, next, isSame) => {
  const { pull } = await company.review(fileOf(desired[0]))
  await github.commit(company.repo, pull.head.ref, { 'webhooks.yaml': file }, 'feat: the audit trail')
  await company.merge(pull, 'rebase')
  const event = await company.commit({ 'webhooks.yaml': next, 'README.md': '# Webhooks' })
  await apply(event, next)

  const status = `**Auco has the file as of ${short(event)}** (${linkTo(event)})`
  expect(await sectionOn(pull)).toMatchObject({ status: isSame ? `✅ ${status}` : status, isFinal: true })
  expect((await sectionOn(pull)).text).not.toMatch(/Billing|Audit/)
})

it('a run that acts for the head writes on the pull request that brought it, too', async () => {
  await company.commit({ '.github/workflows/webhooks.yml': 'on: push\n' })
  const { pull, event } = await merged()
  const { repo } = company
  await github.commit(repo, 'docs', { 'README.md': '# Webhooks' }, 'docs: readme')
  const readme = await github.openPullRequest(repo, 'docs', 'Readme')
  await company.plan({ file, event: pullRequestEvent(repo, readme) })
  await company.merge(readme)
  await apply(event)

  const status = expect.stringContaining(`${linkTo(event)} at `)
  for (const one of [pull, readme]) expect(await sectionOn(one)).toMatchObject({ status, isFinal: true })
})

it.each([
  [9, true],
  [10, false],
])(
  'after %i more changes of the file a run takes an older pull request along: %s',
  async (changes, isTaken) => {
    const { pull } = await merged()
    let event: ActionEvent | undefined
    let newest = ''
    for (let number = 1; number <= changes; number += 1) {
      newest = fileOf({ ...entries.default, description: `Change ${number}` })
      event = await company.push(newest)
    }
    if (event !== undefined) await apply(event, newest)
    expect((await sectionOn(pull)).isFinal).toBe(isTaken)
  },
)
