import { describe, expect, it } from 'vitest'
import { startCompany } from '../fakes/company.ts'
import { pullRequestEvent } from '../fakes/github-events.ts'
import type { Respond, SeenRequest } from '../fakes/recording-server.ts'
import { desired, desiredFile, entries, fileOf, liveFile, stored } from '../fakes/webhooks-file.ts'
import { VirtualClock } from './virtual-clock.ts'

const company = await startCompany({ inProcess: true })
const { auco, github } = company

const green = { exitCode: 0, outputs: { result: 'planned' } }
const asks = ({ path }: SeenRequest) => path === '/graphql'
const textOf = (body: unknown) =>
  typeof body === 'object' && body !== null && 'body' in body ? String(body.body) : ''

describe('after a fault there is one comment, with the newest plan', () => {
  it.each<[string, number, Respond]>([
    ['an update that is lost', 1, ({ method }) => (method === 'PATCH' ? 'reset' : undefined)],
    [
      'a creation whose answer is lost',
      0,
      async ({ path, body }) => {
        if (!path.endsWith('/comments')) return undefined
        await github.comment(company.repo, 1, textOf(body), github.botToken)
        return 'reset'
      },
    ],
  ])('%s', async (_, plansBefore, respond) => {
    const pull = await company.propose(desiredFile)
    const event = pullRequestEvent(company.repo, pull)
    if (plansBefore === 1) await company.plan({ file: liveFile, event })
    github.respond = respond
    expect(await company.plan({ file: liveFile, event })).toMatchObject(green)
    github.respond = undefined
    expect(await company.plan({ file: desiredFile, event })).toMatchObject(green)
    expect(await company.comments(pull)).toEqual([expect.stringContaining('`Audit`')])
  })
})

/** The moment that an answer needs to arrive. */
const arrival = () => new Promise((resolve) => setTimeout(resolve, 20))

// A change made while GitHub is slow must be in the read that the write is based on.
it.each([
  ['1.1 seconds', 1_100, ['GET', 'GET', 'GET', 'PUT', 'GET']],
  ['a second', 1_000, ['GET', 'PUT', 'GET']],
])(
  'GitHub takes %s each time: a read that is older than a second is repeated, three in all',
  async (_, time, sent) => {
    const seen = auco.requests.length
    const clock = new VirtualClock()
    github.respond = async (request) => {
      if (!asks(request)) return undefined
      while (auco.requests[seen]?.status !== 200) await new Promise(setImmediate)
      await arrival()
      clock.advance(time)
      return undefined
    }
    const run = await company.applyFile(desiredFile, { clock })
    expect(run.outputs).toMatchObject({ result: 'applied' })
    expect(run.toAuco.map(([method]) => method)).toEqual(sent)
  },
)

describe('a slow Auco', () => {
  /** The first answer takes so long; `meanwhile` happens before it, after GitHub has answered. */
  const slowly = (clock: VirtualClock, time: number, meanwhile: () => Promise<unknown>) => {
    const seen = github.requests.length
    const isAnswered = () => github.requests.slice(seen).some((one) => one.status === 200 && asks(one))
    auco.quirks.respond = async () => {
      auco.quirks.respond = undefined
      while (!isAnswered()) await new Promise(setImmediate)
      await arrival()
      await meanwhile()
      clock.advance(time)
      return undefined
    }
  }

  it.each([
    [1_100, 'superseded', ['GET', 'GET']],
    [900, 'applied', ['GET', 'PUT', 'GET']],
  ])('for %i ms, while a newer commit is pushed: %s', async (time, result, sent) => {
    const clock = new VirtualClock()
    slowly(clock, time, () => company.push(fileOf(...desired.slice(0, 2))))
    const run = await company.applyFile(desiredFile, { clock })
    expect(run.outputs).toMatchObject({ result })
    expect(run.toAuco.map(([method]) => method)).toEqual(sent)
  })

  it('while the pull request is merged: its comment is not changed', async () => {
    const file = fileOf(entries.default)
    const { pull, comment } = await company.planFile(file)
    auco.edit(({ webhooks }) => webhooks.push(stored(entries.audit)))

    const clock = new VirtualClock()
    slowly(clock, 1_100, () => company.merge(pull))
    const run = await company.plan({ file, event: pullRequestEvent(company.repo, pull), clock })
    expect(run).toMatchObject(green)
    expect(run.stdout).toContain('The pull request is closed')
    expect(await company.comments(pull)).toEqual([comment])
  })
})
