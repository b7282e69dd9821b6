import { describe, expect, it } from 'vitest'
import { mergeEffectOf } from '../../fakes/comment.ts'
import { type Planned, startCompany } from '../../fakes/company.ts'
import { pullRequestEvent } from '../../fakes/github-events.ts'
import { addedFile, entries, fileOf, liveFile, stored } from '../../fakes/webhooks-file.ts'

// When there is which caution is in test/unit/plan; these runs prove what a plan compares, and with what.
const company = await startCompany({ inProcess: true })
const { auco, github } = company

const VENDOR = 'https://billing.vendor.example'
const movedEntry = { ...entries.billing, url: `${VENDOR}/auco` }
const moved = fileOf(entries.default, movedEntry)
const described = (description: string) => fileOf({ ...entries.default, description }, entries.billing)
const differs = (...ids: readonly string[]) => ({ kind: 'differs-from-branch', ids, branch: 'main' })
const toVendor = {
  kind: 'secret-to-new-host',
  id: 'Billing',
  variables: ['AUCO_BILLING_HOOK_TOKEN'],
  to: VENDOR,
}
const laundry = {
  ...entries.default,
  id: 'Laundry',
  url: { stage: entries.default.url, production: VENDOR },
  environments: ['stage'],
}
const [first, second] = [stored(entries.default), stored(entries.billing)]

interface Scenario {
  /** The default branch's file, if not what Auco has. */
  readonly main?: string
  readonly live?: readonly object[]
  readonly file: string
  readonly inputs?: Readonly<Record<string, string>>
  /** In this order. */
  readonly cautions: readonly object[]
}

const scenarios: Readonly<Record<string, Scenario>> = {
  'a secret for a new host': { file: moved, cautions: [toVendor] },
  'a secret for a new host, without the public key': {
    file: moved,
    inputs: { 'public-key': '' },
    cautions: [toVendor],
  },
  'a host that only another entry has, which is not of the environment that it has it for': {
    main: fileOf(entries.default, entries.billing, laundry),
    file: fileOf({ ...entries.default, url: VENDOR }, entries.billing, laundry),
    inputs: { environment: 'production', removals: 'none' },
    cautions: [{ ...toVendor, id: 'default', variables: ['AUCO_HOOK_TOKEN'] }],
  },
  'fields that the file cannot declare, before a write': {
    live: [{ ...first, events: ['FINISH'], _id: '61ba' }, second],
    file: described('New'),
    cautions: [{ kind: 'unknown-fields', ids: ['default'], fields: ['events'] }],
  },
  'an earlier merge that waits for its approval, with its removals': {
    main: fileOf({ ...entries.default, description: 'Earlier' }),
    file: fileOf({ ...entries.default, description: 'Earlier' }, entries.audit),
    cautions: [{ kind: 'removal', ids: ['Billing'] }, differs('Billing', 'default')],
  },
}

it.each(Object.entries(scenarios))('%s', async (_, { main, live, file, inputs, cautions }) => {
  if (main !== undefined) await company.push(main)
  if (live !== undefined) auco.edit((state) => void Object.assign(state, { webhooks: live }))
  const { run, comment } = await company.planFile(file, { inputs: inputs ?? {} })

  expect(run).toMatchObject({ exitCode: 0, stderr: '', plan: { cautions } })
  expect(run.plan['cautions']).toHaveLength(cautions.length)
  const blocks = comment.split('\n\n').filter((block) => /^> \[!(CAUTION|WARNING)\]/.test(block))
  expect(blocks.length > 0).toBe(cautions.length > 0)
  for (const block of blocks) expect(comment.indexOf(block)).toBeLessThan(comment.indexOf('#### '))
})

it('a legacy webhook URL beside no webhooks, which is not shown', async () => {
  const webhook = 'https://old.notaria.example/auco'
  auco.quirks.respond = () => ({ status: 200, body: { webhook } })
  const { run, comment } = await company.planFile(liveFile)
  expect(run.plan['cautions']).toContainEqual({ kind: 'legacy-webhook' })
  expect(comment).not.toContain('old.notaria.example')
})

it('the default branch of now counts, whatever the pull request is based on', async () => {
  const { repo } = company
  await github.commit(repo, 'next', { 'webhooks.yaml': addedFile }, 'feat: audit')
  await github.forcePush(repo, 'change', await github.headOf(repo, 'next'))
  await github.commit(repo, 'change', { 'README.md': 'Words' }, 'docs: words')
  const pull = await github.openPullRequest(repo, 'change', 'Words', { base: 'next' })
  await company.push(described('Head'))
  const run = await company.plan({ file: addedFile, event: pullRequestEvent(repo, pull) })

  expect(run.outputs).toMatchObject({ added: '["Audit"]', updated: '[]' })
  const [comment] = await github.comments(repo, pull.number)
  expect(mergeEffectOf(comment?.body)).toMatch(/^nothing at Auco yet: `next`.*`main`/)
})

describe("a default branch's file that nobody can compare with", () => {
  /** Would send a secret to a new host, and `default` was changed at Auco. */
  const file = fileOf(entries.default, movedEntry, entries.audit)
  const changeAtAuco = () =>
    auco.edit(({ webhooks: [first] }) => Object.assign(first ?? {}, { description: 'Console' }))
  const note = /\n> \[!NOTE\]\n> (.*)\n\n/

  /** The plan is made without cautions, and says why. */
  function expectNoted({ run, comment }: Omit<Planned, 'pull'>, why: RegExp): void {
    expect(run).toMatchObject({ exitCode: 0, stderr: '', plan: { cautions: [] } })
    expect(run.outputs).toMatchObject({ changed: 'true', updated: '["default","Billing"]' })
    for (const told of [run.summary, comment].filter(Boolean)) expect(note.exec(told)?.[1]).toMatch(why)
  }

  it('it is not valid', async () => {
    await company.push('webhooks:\n  - id: other\n')
    changeAtAuco()
    expectNoted(await company.planFile(file), /not valid/)
  })

  it('the token may not read it', async () => {
    changeAtAuco()
    const repo = await github.createRepository({ files: { 'webhooks.yaml': liveFile }, isPrivate: true })
    await github.commit(repo, 'change', { 'webhooks.yaml': file }, 'feat: change webhooks')
    const pull = await github.openPullRequest(repo, 'change', 'Change webhooks')
    const token = github.appToken({ contents: 'none', pullRequests: 'write' })
    const run = await company.plan({ file, event: pullRequestEvent(repo, pull), token })
    const [comment] = await github.comments(repo, pull.number)
    expectNoted({ run, comment: comment?.body ?? '' }, /\(403\).*`contents: read`/)
  })

  it.each([
    ['changes nothing at Auco, and needs no note', false],
    ['changes what Auco has', true],
  ])('it is new in the pull request, which %s', async (_, isChange) => {
    if (isChange) changeAtAuco()
    const repo = await github.createRepository({ files: { 'README.md': 'Words' } })
    await github.commit(repo, 'new', { 'webhooks.yaml': liveFile }, 'feat: webhooks as code')
    const pull = await github.openPullRequest(repo, 'new', 'Webhooks as code')
    const run = await company.plan({ event: pullRequestEvent(repo, pull) })

    expect(run).toMatchObject({ exitCode: 0, outputs: { changed: `${isChange}` } })
    expect(run.plan['cautions']).toEqual([
      {
        kind: 'new-variables',
        variables: ['AUCO_HOOK_TOKEN', 'AUCO_BILLING_HOOK_TOKEN'],
        to: ['https://hooks.notaria.example', 'https://billing.notaria.example'],
      },
    ])
    expect(note.test(run.summary)).toBe(isChange)
  })
})
