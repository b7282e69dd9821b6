import { expect, it } from 'vitest'
import type { Webhook } from '../../fakes/auco.ts'
import { startCompany } from '../../fakes/company.ts'
import { pullRequestEvent } from '../../fakes/github-events.ts'
import { entries, fileOf, hookTokens } from '../../fakes/webhooks-file.ts'

const company = await startCompany({ inProcess: true })
const source = (value: string, id = 'Source') => ({
  id,
  description: 'Events with their source',
  url: 'https://source.notaria.example/auco',
  header: { key: 'X-Source', value, secret: false },
})
const stored = (value: string, id = 'Source') => {
  const { header, ...webhook } = source(value, id)
  return { ...webhook, header: { key: header.key, value: header.value } }
}
const file = (...more: readonly object[]) => fileOf(entries.default, entries.billing, ...more)

/** The plan of a pull request that brings `after` where the base branch has `before` and Auco `live`. */
async function planOf(before: string, live: readonly Webhook[], after: string, env = {}) {
  await company.push(before)
  company.auco.edit(({ webhooks }) => webhooks.push(...live))
  const pull = await company.propose(after)
  const run = await company.plan({
    file: after,
    event: pullRequestEvent(company.repo, pull),
    env: { ...hookTokens, ...env },
  })
  expect(run).toMatchObject({ exitCode: 0, stderr: '' })
  const [comment = ''] = await company.comments(pull)
  return { run, comment }
}

it('a change is shown, in the comment and in the log, and neither value is masked', async () => {
  const { run, comment } = await planOf(file(source('auco')), [stored('auco')], file(source('portal')))

  expect(comment).toContain(
    '#### Update `Source`\n\n```diff\n- header: X-Source: auco\n+ header: X-Source: portal\n```',
  )
  expect(run.log).toContain('~ update Source: header X-Source: auco → portal')
  for (const value of ['auco', 'portal']) expect(run.masks).not.toContain(value)
})

it('a webhook that comes and one that goes are shown with it, and so is one that stays', async () => {
  const moved = { ...source('auco', 'Stays'), description: 'Moved' }
  const { comment } = await planOf(
    file(source('auco', 'Stays'), source('desk', 'Goes')),
    [stored('auco', 'Stays'), stored('desk', 'Goes')],
    file(moved, { ...source('office', 'Comes'), url: 'https://comes.notaria.example/' }),
  )
  expect(comment).toContain('\n- header: X-Source: desk\n')
  expect(comment).toContain('\n+ header: X-Source: office\n')
  expect(comment).toContain('\n  header: X-Source: auco\n')
})

it.each([
  ['that nobody declares', 'Source', 'value-of-nobody'],
  ['that is declared for another webhook', 'Source', 'portal-of-other'],
])('a live value %s is a secret', async (_, id, value) => {
  const other = source('portal-of-other', 'Other')
  const { run, comment } = await planOf(
    file(source('auco'), other),
    [stored(value, id), stored('portal-of-other', 'Other')],
    file(source('auco'), other),
  )
  expect(run.masks).toContain(value)
  expect(comment).toContain('\n- header: X-Source, secret changed\n+ header: X-Source: auco\n')
  expect(comment).not.toContain(value)
})

it('a value that is a secret of another webhook stays one', async () => {
  const shared = 'value-of-a-secret-too'
  const { run, comment } = await planOf(file(), [], file(source(shared)), {
    AUCO_BILLING_HOOK_TOKEN: shared,
  })
  expect(run.masks).toContain(shared)
  expect(comment).toContain('\n+ header: X-Source: ***\n')
  expect(JSON.stringify([comment, run.summary, run.outputs])).not.toContain(shared)
})

it.each(['true', 'false', 'null', 'stage', 'live'])(
  'a value at Auco that is the word `%s` of our outputs masks none of them',
  async (value) => {
    const { run } = await planOf(file(), [stored(value)], file())
    expect(run.masks).not.toContain(value)
    expect(run.outputs['result']).toBe('planned')
  },
)
