import path from 'node:path'
import { expect, it } from 'vitest'
import { sectionsOf } from '../../fakes/comment.ts'
import { type CompanyRun, startCompany } from '../../fakes/company.ts'
import type { PullRequest } from '../../fakes/github.ts'
import { pullRequestEvent } from '../../fakes/github-events.ts'
import type { SeenRequest } from '../../fakes/recording-server.ts'
import { desiredFile, liveFile } from '../../fakes/webhooks-file.ts'

const company = await startCompany({ inProcess: true })
const { github } = company

type Inputs = Readonly<Record<string, string>>
const STAGE: Inputs = { environment: 'stage' }
const PRODUCTION: Inputs = { environment: 'production' }

/** The steps of a plan job, in this order. */
async function plan(pull: PullRequest, steps: readonly Inputs[], file = desiredFile) {
  const event = pullRequestEvent(company.repo, await github.pullRequest(company.repo, pull.number))
  const workspace = { 'webhooks.yaml': file, 'acme.yaml': file }
  const runs: CompanyRun[] = []
  for (const inputs of steps) runs.push(await company.plan({ workspace, event, inputs }))
  expect(new Set(runs.map(({ exitCode }) => exitCode))).toEqual(new Set([0]))
  return runs
}

const commentsOf = async (pull: PullRequest) =>
  (await github.comments(company.repo, pull.number)).map((comment) => ({
    ...comment,
    sections: sectionsOf(comment.body),
  }))
async function onlyComment(pull: PullRequest) {
  const [comment, ...others] = await commentsOf(pull)
  if (comment === undefined || others.length > 0) throw new Error(`${others.length} more comments`)
  return comment
}
const namesOf = (sections: ReturnType<typeof sectionsOf>) => sections.map(({ environment }) => environment)
const push = (pull: PullRequest) =>
  github.commit(company.repo, pull.head.ref, { 'README.md': '# Webhooks' }, 'docs: readme')
const methodsOf = ({ toGitHub }: CompanyRun) =>
  toGitHub.filter(([, url]) => url.startsWith('/issues/')).map(([method]) => method)

it('another title is another comment, another file another section, and every spelling of a path the same', async () => {
  const pull = await company.propose(desiredFile)
  const spellings = ['webhooks.yaml', './webhooks.yaml', ['x', '..', 'webhooks.yaml'].join(path.sep)]
  await plan(pull, [{ title: 'Notaría' }, ...[...spellings, 'acme.yaml'].map((config) => ({ config }))])
  const [titled, { sections = [] } = {}, ...others] = await commentsOf(pull)
  expect([titled?.sections.length, others]).toEqual([1, []])
  expect(sections.map(({ config }) => config)).toEqual(['acme.yaml', 'webhooks.yaml'])
})

it('a plan replaces its own section, keeps those of its head, and drops those of another one', async () => {
  const pull = await company.propose(desiredFile)
  await plan(pull, [STAGE, PRODUCTION])
  const [stage] = (await onlyComment(pull)).sections
  await plan(pull, [PRODUCTION], liveFile)
  expect((await onlyComment(pull)).sections).toMatchObject([stage, { status: '**No changes**' }])

  await push(pull)
  await plan(pull, [PRODUCTION])
  expect(namesOf((await onlyComment(pull)).sections)).toEqual(['production'])
  await plan(pull, [STAGE])
  expect(namesOf((await onlyComment(pull)).sections)).toEqual(['stage', 'production'])
})

it('an apply keeps all other sections, also of another head', async () => {
  const pull = await company.propose(desiredFile)
  await plan(pull, [STAGE, PRODUCTION])
  await push(pull)
  const event = await company.merge(pull)
  const [, production] = (await onlyComment(pull)).sections
  await company.apply({ file: desiredFile, event, inputs: STAGE })
  const [stage, between] = (await onlyComment(pull)).sections
  expect([stage, between]).toMatchObject([{ environment: 'stage', isFinal: true }, { ...production }])
  await company.apply({ file: desiredFile, event, inputs: PRODUCTION })
  const ended = { environment: 'production', sha: production?.sha, isFinal: true }
  expect((await onlyComment(pull)).sections).toMatchObject([{ ...stage }, ended])
})

it('two comments of ours become one, with the newest of each section', async () => {
  const { repo } = company
  const pull = await company.propose(desiredFile)
  await plan(pull, [STAGE, PRODUCTION])
  const { id: old, body } = await onlyComment(pull)
  await plan(pull, [PRODUCTION], liveFile)
  const { body: newer } = await onlyComment(pull)
  await github.editComment(repo, old, body)
  const { id } = await github.comment(repo, pull.number, newer, github.botToken)
  await github.comment(repo, pull.number, newer, github.humanToken)
  await plan(pull, [STAGE])

  const [ours, theirs, ...others] = await commentsOf(pull)
  expect(others).toEqual([])
  expect(theirs?.body).toBe(newer)
  expect(ours).toMatchObject({ id, sections: [{ environment: 'stage' }, { status: '**No changes**' }] })
})

/** Another run, which has read the comment before, overwrites it after such a request: so many times. */
function overwrite(
  { number }: PullRequest,
  fits: (request: SeenRequest) => boolean,
  body: string,
  times = 1,
) {
  const other = body.replaceAll('1 to create', '7 to create')
  let left = times
  github.respond = async (request, own) => {
    if (!fits(request) || left === 0) return undefined
    left -= 1
    const answer = await own()
    const [comment] = await github.comments(company.repo, number)
    await github.editComment(company.repo, comment?.id ?? 0, other)
    return answer
  }
}
const isPatch = ({ method }: SeenRequest) => method === 'PATCH'
const isRead = ({ body }: SeenRequest) => JSON.stringify({ body }).includes('$n0')
// What the other run has said is kept.
const other = { status: expect.stringContaining('7 to create') }

it.each([
  [1, ['PATCH', 'GET', 'PATCH', 'GET'], '**No changes**'],
  [9, ['PATCH', 'GET', 'PATCH', 'GET', 'PATCH', 'GET', 'PATCH'], expect.stringMatching(/^\*\*Plan:/)],
])('a plan that another run overwrites %i times is written again', async (times, methods, status) => {
  const pull = await company.propose(desiredFile)
  await plan(pull, [STAGE, PRODUCTION])
  overwrite(pull, isPatch, (await onlyComment(pull)).body, times)
  const [run] = await plan(pull, [PRODUCTION], liveFile)
  expect(run).toMatchObject({ exitCode: 0, annotations: [] })
  expect(run && methodsOf(run)).toEqual(methods)
  expect((await onlyComment(pull)).sections).toMatchObject([other, { status }])
})

it.each([
  ['overwrites it', isPatch],
  ['writes just before', isRead],
])('an apply and another run, which %s, keep what the other says', async (_, fits) => {
  const pull = await company.propose(desiredFile)
  await plan(pull, [STAGE, PRODUCTION])
  const event = await company.merge(pull)
  overwrite(pull, fits, (await onlyComment(pull)).body)
  await company.apply({ file: desiredFile, event })
  expect((await onlyComment(pull)).sections).toMatchObject([{ isFinal: true }, other])
})
