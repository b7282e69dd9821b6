import { expect, it } from 'vitest'
import { startCompany } from '../../fakes/company.ts'
import { pullRequestEvent } from '../../fakes/github-events.ts'
import { entries, fileOf, hookTokens, liveFile } from '../../fakes/webhooks-file.ts'

const company = await startCompany({ inProcess: true })

/** The cautions of a pull request's plan, as data and as the comment's blocks. */
async function cautionsOf(file: string, env: Readonly<Record<string, string>> = hookTokens) {
  const pull = await company.propose(file)
  const run = await company.plan({ file, env, event: pullRequestEvent(company.repo, pull) })
  expect(run).toMatchObject({ exitCode: 0, stderr: '' })
  const [comment = ''] = await company.comments(pull)
  const blocks = comment.split('\n\n').filter((block) => block.startsWith('> [!'))
  const { cautions }: { cautions: unknown } = JSON.parse(run.outputs['plan'] ?? '')
  return { cautions, blocks, comment }
}

const moved = { ...entries.billing, url: 'https://billing.vendor.example/auco' }
const move = {
  kind: 'secret-to-new-host',
  secret: 'header',
  id: 'Billing',
  from: 'https://billing.notaria.example',
  to: 'https://billing.vendor.example',
}
const moveBlock =
  '> [!WARNING]\n> **A secret goes to a new host.** `Billing` moves from `https://billing.notaria.example` to `https://billing.vendor.example` and keeps its header.'

it('removals say whose notifications get lost, before anything else', async () => {
  company.auco.edit(({ webhooks }) => webhooks.push({ ...entries.audit }))
  await company.push(fileOf(entries.default, entries.billing, entries.audit))
  const { cautions, blocks, comment } = await cautionsOf(fileOf(entries.default))

  expect(cautions).toEqual([{ kind: 'removal', ids: ['Billing', 'Audit'] }])
  expect(blocks).toEqual([
    '> [!CAUTION]\n> **Removes `Billing`, `Audit`.** Auco processes that name them lose their notifications, including those in progress.',
  ])
  expect(comment.indexOf('> [!CAUTION]')).toBeLessThan(comment.indexOf('#### '))
})

it('a rename is told once, and says that it is a removal', async () => {
  const renamed = { ...entries.billing, id: 'Invoices', description: 'Anything' }
  const { cautions, blocks } = await cautionsOf(fileOf(entries.default, renamed))

  expect(cautions).toEqual([{ kind: 'rename', from: 'Billing', to: 'Invoices' }])
  expect(blocks).toEqual([
    '> [!CAUTION]\n> **Renames `Billing` to `Invoices`.** To Auco that is a removal: processes that name the old id go silent. Keep both until none does.',
  ])
})

it('a secret that goes to a new host is called out', async () => {
  const { cautions, blocks } = await cautionsOf(fileOf(entries.default, moved))
  expect(cautions).toEqual([move])
  expect(blocks).toEqual([moveBlock])
})

it.each([
  ['a new webhook', (there: object) => [entries.billing, { ...entries.billing, ...there, id: 'Mirror' }]],
  [
    'a webhook that moves and gets another id',
    (there: object) => [{ ...entries.billing, ...there, id: 'Mirror' }],
  ],
])('a secret that goes to a new host by %s is called out', async (_, fileWith) => {
  const { blocks } = await cautionsOf(fileOf(entries.default, ...fileWith({ url: moved.url })))
  expect(blocks).toContain(
    "> [!WARNING]\n> **A secret goes to a new host.** `Mirror` sends it to `https://billing.vendor.example`, which didn't receive it before.",
  )
})

it.each([
  ['and the value is known to be the same', hookTokens],
  ['and the value cannot be compared', { AUCO_HOOK_TOKEN: hookTokens.AUCO_HOOK_TOKEN }],
])("a new host is called out even if the base branch's file is unknown, %s", async (_, env) => {
  company.github.respond = ({ path }) =>
    path.includes('/contents/') ? { status: 403, body: { message: 'Forbidden' } } : undefined
  const { cautions, blocks } = await cautionsOf(fileOf(entries.default, moved), env)
  expect(cautions).toEqual([move])
  expect(blocks).toContain(moveBlock)
})

it('a new host is called out even without the public key', async () => {
  const file = fileOf(entries.default, moved)
  const pull = await company.propose(file)
  await company.run({ file, event: pullRequestEvent(company.repo, pull), env: {} })
  expect((await company.comments(pull))[0]).toContain(`\n\n${moveBlock}\n\n`)
})

it('a merge that brings a secret back to its host is an outside change only', async () => {
  company.auco.edit(({ webhooks }) => {
    const [, billing] = webhooks
    if (billing) billing.url = 'https://evil.example/auco'
  })
  const { cautions } = await cautionsOf(liveFile)
  expect(cautions).toEqual([{ kind: 'outside-change', ids: ['Billing'], valueOnly: false }])
})

it('fields that the file cannot declare are called out before a write drops them', async () => {
  company.auco.edit(({ webhooks: [first] }) =>
    Object.assign(first ?? {}, { events: ['FINISH'], _id: '61ba' }),
  )
  expect((await cautionsOf(liveFile)).cautions).toEqual([])

  const { blocks } = await cautionsOf(fileOf({ ...entries.default, description: 'New' }, entries.billing))
  expect(blocks).toEqual([
    "> [!WARNING]\n> **A write drops fields that the file can't declare.** `default` has `events` at Auco. If you need them, set them again after the apply.",
  ])
})

it.each([
  ['an empty list of webhooks', { webhooks: [] }],
  ['no list of webhooks', {}],
])('a legacy webhook URL beside %s is called out', async (_, listed) => {
  company.auco.quirks.respond = () => ({
    status: 200,
    body: { id: '61ba', name: 'Notaría', webhook: 'https://old.notaria.example/auco', ...listed },
  })
  const { cautions, blocks, comment } = await cautionsOf(liveFile)

  expect(cautions).toContainEqual({ kind: 'legacy-webhook' })
  expect(blocks).toHaveLength(1)
  expect(blocks[0]).toContain(
    '\n> - **Live has no `webhooks`, only the legacy `webhook` URL.** It is not part of the file, and it stays as it is; check with Auco which of the two gets the notifications.',
  )
  expect(comment).not.toContain('old.notaria.example')
  expect(comment).toContain('2 to create')
})

it('a legacy webhook URL beside webhooks is nothing to call out', async () => {
  company.auco.edit((stored) => {
    stored.webhook = 'https://old.notaria.example/auco'
  })
  expect((await cautionsOf(liveFile)).cautions).toEqual([])
})
