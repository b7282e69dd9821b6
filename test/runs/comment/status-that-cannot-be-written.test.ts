import { expect, it } from 'vitest'
import { desired, desiredFile, entries, fileOf, liveFile, startCompany, stored } from '../../fakes/company.ts'
import { pullRequestEvent } from '../../fakes/github-events.ts'
import type { Outcome } from '../../fakes/recording-server.ts'

const company = await startCompany()

interface Ending {
  readonly name: string
  readonly file: string
  /** What happens between the merge and the apply. */
  readonly before: () => Promise<unknown>
  readonly exitCode: number
  readonly result: string | undefined
}

const nothing = () => Promise.resolve()
const applied: Ending = {
  name: 'applied',
  file: desiredFile,
  before: nothing,
  exitCode: 0,
  result: 'applied',
}
const otherEndings: readonly Ending[] = [
  {
    name: 'unchanged',
    file: desiredFile,
    before: async () =>
      company.auco.edit((live) => {
        live.webhooks = desired.map((entry) => stored(entry))
      }),
    exitCode: 0,
    result: 'unchanged',
  },
  {
    name: 'superseded',
    file: desiredFile,
    before: () => company.push(liveFile),
    exitCode: 0,
    result: 'superseded',
  },
  {
    name: 'refused',
    file: fileOf(entries.default),
    before: async () => company.auco.edit(({ webhooks }) => webhooks.push(stored(entries.audit))),
    exitCode: 1,
    result: undefined,
  },
  {
    name: 'failed',
    file: desiredFile,
    before: async () => {
      company.auco.quirks.respond = ({ method }) => (method === 'PUT' ? { status: 422, body: '' } : undefined)
    },
    exitCode: 1,
    result: undefined,
  },
]
interface Failure {
  readonly by: string
  readonly outcome: Outcome
  readonly reason: RegExp
}
const forbidden: Failure = {
  by: '403',
  outcome: { status: 403, body: { message: 'Resource not accessible by integration' } },
  reason: /\(403\)/,
}
const otherFailures: readonly Failure[] = [
  { by: '500', outcome: { status: 500, body: { message: 'Server Error' } }, reason: /500/ },
  { by: 'a broken connection', outcome: 'reset', reason: /could not be reached/ },
]
const notWritten = 'The status in the plan comment cannot be written. '

it.each<Ending & Failure>([
  ...[applied, ...otherEndings].map((ending) => ({ ...ending, ...forbidden })),
  ...otherFailures.map((failure) => ({ ...applied, ...failure })),
])(
  'a run that ended $name ends so too if its status meets $by',
  async ({ file, before, exitCode, result, outcome, reason }) => {
    const pull = await company.propose(file)
    await company.plan({ file, event: pullRequestEvent(company.repo, pull) })
    const planned = await company.comments(pull)
    const event = await company.merge(pull)
    await before()
    company.github.respond = ({ method }) => (method === 'PATCH' ? outcome : undefined)
    const run = await company.apply({ file, event })

    expect(run).toMatchObject({ exitCode, signal: null, stderr: '' })
    expect(run.outputs['result']).toBe(result)
    expect(run.outputs).not.toHaveProperty('comment-url')
    const notices = run.annotations.filter(({ message }) => message.startsWith(notWritten))
    expect(notices).toEqual([{ level: 'notice', message: expect.stringMatching(reason) }])
    expect(run.annotations.filter(({ level }) => level === 'error')).toHaveLength(exitCode)
    expect(run.summary).not.toBe('')
    expect(await company.comments(pull)).toEqual(planned)
  },
)
