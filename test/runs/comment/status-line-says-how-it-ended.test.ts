import { expect, it } from 'vitest'
import { Secret } from '../../../src/core/secret.ts'
import { type PlanState, withState } from '../../../src/report/marker.ts'
import { maskHeaderValue, seedCompany } from '../../fakes/auco.ts'
import { read, startCompany, write } from '../../fakes/company.ts'
import type { ActionEvent } from '../../fakes/run-action.ts'
import { desired, desiredFile, stored } from '../../fakes/webhooks-file.ts'

const company = await startCompany({ inProcess: true })

/** The desired file, planned and merged. */
async function merged() {
  const { pull, comment: planned } = await company.review(desiredFile)
  const event = await company.merge(pull)
  return { pull, event, planned, at: `\`${event.sha?.slice(0, 7)}\`` }
}

const apply = (event: ActionEvent) => company.apply({ file: desiredFile, event, fastClock: true })
const runLink = (id = 17_023_456_789) =>
  `[run ${id}](https://github.com/acme/${company.repo.name}/actions/runs/${id})`

/** The planned comment with another status, and the state of its marker; nothing else may change. */
const withStatus = (planned: string, status: string, state: PlanState = 'applied') => {
  expect(planned.match(/^\*\*Status:\*\* /gm)).toHaveLength(1)
  const body = planned.replace('**Status:** Planned, not applied yet.', () => `**Status:** ${status}`)
  return withState(body, state, new Secret(company.auco.publicKey))
}

it('applied: by which run, at which commit', async () => {
  const { pull, event, planned, at } = await merged()
  const run = await apply(event)

  expect(run).toMatchObject({ exitCode: 0, annotations: [], outputs: { result: 'applied' } })
  const [comment, ...others] = await company.comments(pull)
  expect(comment).toBe(withStatus(planned, `Applied and verified by ${runLink()} at ${at}.`))
  expect(others).toEqual([])
  expect(run.outputs['comment-url']).toMatch(`/pull/${pull.number}#issuecomment-`)
})

it('nothing to do: live is already equal to the file', async () => {
  const { pull, event, planned, at } = await merged()
  company.auco.edit((live) => {
    live.webhooks = desired.map((entry) => stored(entry))
  })
  const run = await apply(event)

  expect(run).toMatchObject({ exitCode: 0, annotations: [], toAuco: [read()] })
  expect(run.outputs).toMatchObject({ result: 'unchanged', changed: 'false' })
  expect((await company.comments(pull))[0]).toBe(
    withStatus(planned, `Nothing to do: live equals the file at ${at}, see ${runLink()}.`),
  )
})

it.each<[string, () => void, string]>([
  [
    'Auco refuses the write',
    () => {
      company.auco.quirks.respond = ({ method }) =>
        method === 'PUT' ? { status: 400, body: { message: 'No **first** @here' } } : undefined
    },
    'Auco refuses the webhooks as invalid (400). Auco says: `No **first** @here`. Auco did not take this write. Correct the file; `default` must be among the webhooks.',
  ],
  [
    'the write is lost',
    () => {
      company.auco.quirks.storesNothing = true
    },
    "Not applied: after 3 writes live is still what it was before. The last time, Auco answered 200. Run the job again; if live stays as it is, check Auco's status.",
  ],
  [
    'somebody else is writing',
    () => {
      company.auco.quirks.onWrite = ({ webhooks }) => webhooks.pop()
    },
    'Somebody else is writing: live is neither the file nor what it was before. These ids differ from the file: `Audit`. No further write was made. See what changed with a plan, and run one job at a time (`concurrency`).',
  ],
  [
    'the write cannot be read back',
    () => {
      company.auco.quirks.onWrite = () => {
        company.auco.quirks.respond = () => ({ status: 503, body: '' })
      }
    },
    'Unknown whether the write is live: it could not be read back. Auco is not available (503). Run the job again: it reads first, and writes only what differs.',
  ],
  [
    'Auco cannot be read',
    () => {
      company.auco.quirks.respond = () => ({ status: 401, body: '' })
    },
    'Auco does not accept `public-key` for stage (401). The two usual causes: the key belongs to the other environment (set `environment`, or take the key of stage), or it was mistyped or revoked (copy it again from Auco into the secret).',
  ],
])('failed, as %s: why, and what to do', async (_, misbehave, why) => {
  const { pull, event, planned } = await merged()
  misbehave()
  const run = await apply(event)

  expect(run).toMatchObject({ exitCode: 1, stderr: '' })
  expect(run.outputs).not.toHaveProperty('result')
  expect((await company.comments(pull))[0]).toBe(
    withStatus(planned, `Failed: ${why} See ${runLink()}.`, 'planned'),
  )
  expect(run.summary).toContain(`\n\n**Failed.** ${why}\n\n`)
})

it('applied stays applied if a re-run finds nothing to do', async () => {
  const { pull, event } = await merged()
  await apply(event)
  const [applied] = await company.comments(pull)
  const again = await apply({ ...event, runId: 17_099_999_999 })

  expect(again).toMatchObject({ exitCode: 0, outputs: { result: 'unchanged' }, toAuco: [read()] })
  expect(again.toGitHub.filter(([method]) => method === 'PATCH')).toEqual([])
  expect(again.outputs['comment-url']).toMatch(`/pull/${pull.number}#issuecomment-`)
  expect((await company.comments(pull))[0]).toBe(applied)
})

it('applied stays applied if a re-run cannot even read', async () => {
  const { pull, event } = await merged()
  await apply(event)
  const [applied] = await company.comments(pull)
  company.auco.quirks.respond = () => ({ status: 401, body: '' })
  const again = await apply({ ...event, runId: 17_099_999_999 })

  expect(again).toMatchObject({ exitCode: 1, toAuco: [read(401)] })
  expect((await company.comments(pull))[0]).toBe(applied)
})

it('failed becomes applied if a re-run succeeds', async () => {
  const { pull, event, planned, at } = await merged()
  company.auco.quirks.respond = ({ method }) => (method === 'PUT' ? { status: 403, body: '' } : undefined)
  expect(await apply(event)).toMatchObject({ exitCode: 1, toAuco: [read(), write(403)] })
  company.auco.quirks.respond = undefined
  expect(await apply({ ...event, runId: 17_099_999_999 })).toMatchObject({ exitCode: 0 })

  expect((await company.comments(pull))[0]).toBe(
    withStatus(planned, `Applied and verified by ${runLink(17_099_999_999)} at ${at}.`),
  )
})

it('applied says which values could not be verified, because Auco does not return them', async () => {
  const { pull, event, planned, at } = await merged()
  company.auco.quirks.shows = maskHeaderValue
  const run = await apply(event)

  expect(run).toMatchObject({ exitCode: 0, outputs: { result: 'applied' } })
  expect((await company.comments(pull))[0]).toBe(
    withStatus(
      planned,
      `Applied and verified by ${runLink()} at ${at}. 2 header values could not be compared: Auco does not return them.`,
    ),
  )
})

it('a direct push updates no comment and makes none', async () => {
  const { pull, comment } = await company.review(desiredFile)
  const run = await apply(await company.push(desiredFile))

  expect(run).toMatchObject({ exitCode: 0, annotations: [], outputs: { result: 'applied' } })
  expect(run.outputs).not.toHaveProperty('comment-url')
  expect(run.toGitHub).toEqual([['POST', '/graphql', 200]])
  expect(await company.comments(pull)).toEqual([comment])
  expect(company.auco.company()).not.toEqual(seedCompany())
})
