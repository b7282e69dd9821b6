import { expect, it } from 'vitest'
import { Secret } from '../../../src/core/secret.ts'
import { withState } from '../../../src/report/marker.ts'
import { maskHeaderValue, seedCompany } from '../../fakes/auco.ts'
import { read, startCompany, write } from '../../fakes/company.ts'
import type { ActionEvent } from '../../fakes/run-action.ts'
import { desired, desiredFile, fileOf, stored } from '../../fakes/webhooks-file.ts'

const company = await startCompany({ inProcess: true })

/** `default` updated, `Billing` removed, `Audit` new. */
const wanted = [desired[0], desired[2]]
const file = fileOf(...wanted)

/** The file, planned and merged. */
async function merged() {
  const { pull, comment: planned } = await company.review(file)
  const event = await company.merge(pull)
  return { pull, event, planned, at: event.sha?.slice(0, 7) }
}

const apply = (event: ActionEvent) => company.apply({ file, event, fastClock: true })
const runLink = (id = 17_023_456_789) =>
  `[run ${id}](https://github.com/acme/${company.repo.name}/actions/runs/${id})`

/** The status of the planned comment, and the plan with its cautions. */
const PLANNED = '**Plan:** 1 to remove · 1 to update · 1 to create'
const CAUTION = /<!-- auco:cautions -->\n\n> \[!CAUTION\]\n.*\n\n/
const PLAN = /<!-- auco:plan -->\n\n([\s\S]*)\n\n<!-- auco:merge -->\n\n.*\n\n/

/** The planned comment after its apply: the cautions are gone, and the plan is folded. */
const folded = (planned: string, status: string, under = 'What was applied') => {
  for (const part of [PLANNED, CAUTION, PLAN]) expect(planned).toMatch(part)
  const body = planned
    .replace(PLANNED, () => status)
    .replace(CAUTION, '')
    .replace(
      PLAN,
      (_, plan) =>
        `<!-- auco:folded -->\n\n<details><summary>${under}</summary>\n\n${plan}\n\n</details>\n\n`,
    )
  return withState(body, 'applied', new Secret(company.auco.publicKey))
}

/** The planned comment after an apply that failed: the plan is still open. */
const failed = (planned: string, status: string) =>
  planned.replace(PLANNED, () => status).replace(/<!-- auco:merge -->\n\n.*\n\n/, '')

it('applied: by which run, at which commit', async () => {
  const { pull, event, planned, at } = await merged()
  const run = await apply(event)

  expect(run).toMatchObject({ exitCode: 0, annotations: [], outputs: { result: 'applied' } })
  const [comment, ...others] = await company.comments(pull)
  expect(comment).toBe(
    folded(
      planned,
      `✅ **Applied and verified** by ${runLink()} at ${at}: 1 removed · 1 updated · 1 created`,
    ),
  )
  expect(others).toEqual([])
  expect(run.outputs['comment-url']).toMatch(`/pull/${pull.number}#issuecomment-`)
})

it('nothing to do: live is already equal to the file', async () => {
  const { pull, event, planned, at } = await merged()
  company.auco.edit((live) => {
    live.webhooks = wanted.map((entry) => stored(entry))
  })
  const run = await apply(event)

  expect(run).toMatchObject({ exitCode: 0, annotations: [], toAuco: [read()] })
  expect(run.outputs).toMatchObject({ result: 'unchanged', changed: 'false' })
  expect((await company.comments(pull))[0]).toBe(
    folded(
      planned,
      `✅ **Nothing to do:** live already equals the file at ${at} (${runLink()})`,
      'What was planned',
    ),
  )
})

const NOT_APPLIED = 'Not applied'
it.each<[string, () => void, words: string, code: string, why: string]>([
  [
    'Auco refuses the write',
    () => {
      company.auco.quirks.respond = ({ method }) =>
        method === 'PUT' ? { status: 400, body: { message: 'No **first** @here' } } : undefined
    },
    NOT_APPLIED,
    'auco-invalid',
    'Auco refuses the webhooks as invalid (400). Auco says: `No **first** @here`. Auco did not take this write. Correct the file; `default` must be among the webhooks.',
  ],
  [
    'the write is lost',
    () => {
      company.auco.quirks.storesNothing = true
    },
    NOT_APPLIED,
    'not-applied',
    "3 writes were not applied: live is still what it was before. The last time, Auco answered 200. Run the job again; if live stays as it is, check Auco's status.",
  ],
  [
    'somebody else is writing',
    () => {
      company.auco.quirks.onWrite = ({ webhooks }) => webhooks.pop()
    },
    NOT_APPLIED,
    'somebody-else',
    'Somebody else is writing: live equals neither the file nor its earlier state. These ids differ from the file: `Audit`. No further write was made. See what changed with a plan, and run one job at a time (`concurrency`).',
  ],
  [
    'the write cannot be read back',
    () => {
      company.auco.quirks.onWrite = () => {
        company.auco.quirks.respond = () => ({ status: 503, body: '' })
      }
    },
    'Unknown whether it was applied',
    'unknown-outcome',
    'The write could not be read back, so whether it is live is unknown. Auco is not available (503). Run the job again: it reads first, and writes only what differs.',
  ],
  [
    'Auco cannot be read',
    () => {
      company.auco.quirks.respond = () => ({ status: 401, body: '' })
    },
    NOT_APPLIED,
    'auco-unauthorized',
    'Auco does not accept `public-key` for stage (401). The two usual causes: the key belongs to the other environment (set `environment`, or take the key of stage), or it was mistyped or revoked (copy it again from Auco into the secret).',
  ],
])('failed, as %s: the plan stays open under why, and what to do', async (_, misbehave, words, code, why) => {
  const { pull, event, planned } = await merged()
  misbehave()
  const run = await apply(event)

  expect(run).toMatchObject({ exitCode: 1, stderr: '' })
  expect(run.outputs).not.toHaveProperty('result')
  const help = `[How to fix this](https://github.com/acme/auco-webhooks-action/blob/v1/docs/troubleshooting.md#${code})`
  const status = `❌ **${words}:** ${why} (${runLink()} · ${help})`
  expect((await company.comments(pull))[0]).toBe(failed(planned, status))
  expect(run.summary).toMatch(/^## Auco webhooks · stage\n\n/)
  expect(run.summary).toContain(`\n\n${status}\n\n`)
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
    folded(
      planned,
      `✅ **Applied and verified** by ${runLink(17_099_999_999)} at ${at}: 1 removed · 1 updated · 1 created`,
    ),
  )
})

it('applied says which values could not be verified, because Auco does not return them', async () => {
  company.auco.quirks.shows = maskHeaderValue
  const { pull, event, planned, at } = await merged()
  const run = await apply(event)

  expect(run).toMatchObject({ exitCode: 0, outputs: { result: 'applied' } })
  expect((await company.comments(pull))[0]).toBe(
    folded(
      planned,
      `✅ **Applied and verified** by ${runLink()} at ${at}: 1 removed · 1 updated · 1 created. 1 header value could not be compared: Auco does not return it.`,
    ),
  )
})

it('a direct push updates no comment and makes none', async () => {
  const { pull, comment } = await company.review(desiredFile)
  const event = await company.push(desiredFile)
  const run = await company.apply({ file: desiredFile, event })

  expect(run).toMatchObject({ exitCode: 0, annotations: [], outputs: { result: 'applied' } })
  expect(run.outputs).not.toHaveProperty('comment-url')
  expect(run.toGitHub).toEqual([['POST', '/graphql', 200]])
  expect(await company.comments(pull)).toEqual([comment])
  expect(company.auco.company()).not.toEqual(seedCompany())
})
