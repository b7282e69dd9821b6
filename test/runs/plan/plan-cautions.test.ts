import { expect, it } from 'vitest'
import { entries, fileOf, hookTokens, liveFile, startCompany } from '../../fakes/company.ts'
import { pullRequestEvent } from '../../fakes/github-events.ts'

const company = await startCompany()

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

const move = {
  kind: 'secret-to-new-host',
  id: 'Billing',
  from: 'https://billing.notaria.example',
  to: 'https://billing.vendor.example',
}
const moveBlock =
  '> [!WARNING]\n> **A secret goes to a new host.** `Billing` moves from `https://billing.notaria.example` to `https://billing.vendor.example` and keeps its header.'
const moved = { ...entries.billing, url: 'https://billing.vendor.example/auco' }

it('removals say whose notifications get lost, before anything else', async () => {
  company.auco.edit(({ webhooks }) => webhooks.push({ ...entries.audit }))
  await company.push(fileOf(entries.default, entries.billing, entries.audit))
  const { cautions, blocks, comment } = await cautionsOf(fileOf(entries.default))

  expect(cautions).toEqual([{ kind: 'removal', ids: ['Billing', 'Audit'] }])
  expect(blocks).toEqual([
    '> [!CAUTION]\n> **Removes `Billing`, `Audit`.** Auco processes that name them lose their notifications, those in flight included.',
  ])
  expect(comment.indexOf('> [!CAUTION]')).toBeLessThan(comment.indexOf('#### '))
})

it.each([
  ['the same header name', 'X-Billing-Token'],
  ['the header name in another case', 'x-billing-token'],
])('a removed id whose URL comes back under a new id with %s is a rename', async (_, key) => {
  const header = { ...entries.billing.header, key }
  const { cautions, blocks } = await cautionsOf(
    fileOf(entries.default, { ...entries.billing, id: 'Invoices', description: 'Anything', header }),
  )

  expect(cautions).toEqual([
    { kind: 'removal', ids: ['Billing'] },
    { kind: 'rename', from: 'Billing', to: 'Invoices' },
  ])
  expect(blocks).toEqual([
    '> [!CAUTION]\n> **Removes `Billing`.** Auco processes that name it lose their notifications, those in flight included.',
    '> [!CAUTION]\n> **Renames `Billing` to `Invoices`.** To Auco that is a removal: processes that name the old id go silent. Keep both until none does.',
  ])
})

it.each([
  ['another URL', { url: 'https://billing.notaria.example/v2/auco' }],
  ['another header name', { header: { ...entries.billing.header, key: 'Authorization' } }],
  ['no header', { header: undefined }],
])('a removed and a new id with %s are no rename', async (_, difference) => {
  const { cautions } = await cautionsOf(
    fileOf(entries.default, { ...entries.billing, id: 'Invoices', ...difference }),
  )
  expect(cautions).toEqual([{ kind: 'removal', ids: ['Billing'] }])
})

it('a secret that goes to a new host is cautioned about', async () => {
  const { cautions, blocks } = await cautionsOf(fileOf(entries.default, moved))
  expect(cautions).toEqual([move])
  expect(blocks).toEqual([moveBlock])
})

it('another port is another host', async () => {
  const to = 'https://billing.notaria.example:8443'
  const { cautions } = await cautionsOf(fileOf(entries.default, { ...entries.billing, url: `${to}/auco` }))
  expect(cautions).toEqual([{ ...move, to }])
})

it.each([
  ['the header is written in another way', { value: 'Token ${BILLING_HOOK_TOKEN}' }],
  ['the header has another name', { key: 'Authorization' }],
])('a secret goes to a new host also if %s: the variables are the same', async (_, difference) => {
  const header = { ...entries.billing.header, ...difference }
  const { cautions, blocks } = await cautionsOf(fileOf(entries.default, { ...moved, header }))
  expect(cautions).toEqual([move])
  expect(blocks).toEqual([moveBlock])
})

it.each([
  ['another path', { url: 'https://billing.notaria.example/v2/auco' }],
  [
    'another variable',
    { url: moved.url, header: { ...entries.billing.header, value: '${AUCO_HOOK_TOKEN}' } },
  ],
  ['no header any more', { url: moved.url, header: undefined }],
])('%s takes no secret to a new host', async (_, difference) => {
  const { cautions } = await cautionsOf(fileOf(entries.default, { ...entries.billing, ...difference }))
  expect(cautions).toEqual([])
})

it('a header that is no secret may go anywhere', async () => {
  const header = { key: 'X-Source', value: 'auco', secret: false }
  company.auco.edit(({ webhooks }) => {
    const [, billing] = webhooks
    if (billing) billing.header = { key: 'X-Source', value: 'auco' }
  })
  await company.push(fileOf(entries.default, { ...entries.billing, header }))
  const { cautions } = await cautionsOf(fileOf(entries.default, { ...moved, header }))
  expect(cautions).toEqual([])
})

it('a merge that brings a secret back from a host of somebody else is an outside change only', async () => {
  company.auco.edit(({ webhooks }) => {
    const [, billing] = webhooks
    if (billing) billing.url = 'https://evil.example/auco'
  })
  const { cautions } = await cautionsOf(liveFile)
  expect(cautions).toEqual([{ kind: 'outside-change', ids: ['Billing'], valueOnly: false }])
})

it.each([
  ['and the value is seen to be the same', hookTokens],
  ['and the value cannot be compared', { AUCO_HOOK_TOKEN: hookTokens.AUCO_HOOK_TOKEN }],
])("a secret goes to a new host also where the base branch's file is unknown, %s", async (_, env) => {
  company.github.respond = ({ path }) =>
    path.includes('/contents/') ? { status: 403, body: { message: 'Forbidden' } } : undefined
  const { cautions, blocks } = await cautionsOf(fileOf(entries.default, moved), env)
  expect(cautions).toEqual([move])
  expect(blocks).toContain(moveBlock)
})

it('a secret that goes to a new host is cautioned about without the public key too', async () => {
  const pull = await company.propose(fileOf(entries.default, moved))
  await company.run({
    file: fileOf(entries.default, moved),
    event: pullRequestEvent(company.repo, pull),
    env: {},
  })
  const [comment] = await company.comments(pull)
  expect(comment).toContain(`\n\n${moveBlock}\n\n`)
})

it.each([
  ['an empty list of webhooks', { webhooks: [] }],
  ['no webhooks at all', { webhooks: undefined }],
])('a legacy webhook URL beside %s is cautioned about', async (_, { webhooks }) => {
  company.auco.edit((stored) => {
    Object.assign(stored, { webhooks: webhooks ?? [], webhook: 'https://old.notaria.example/auco' })
  })
  if (webhooks === undefined) {
    company.auco.quirks.respond = () => ({
      status: 200,
      body: { id: '61ba', name: 'Notaría', webhook: 'https://old.notaria.example/auco' },
    })
  }
  const { cautions, blocks, comment } = await cautionsOf(liveFile)

  expect(cautions).toContainEqual({ kind: 'legacy-webhook' })
  expect(blocks).toContain(
    '> [!WARNING]\n> **Live has no `webhooks`, only the legacy `webhook` URL.** It is not part of the file, and it stays as it is; check with Auco which of the two gets the notifications.',
  )
  expect(comment).not.toContain('old.notaria.example')
})

it('a legacy webhook URL beside webhooks is nothing to caution about', async () => {
  company.auco.edit((stored) => {
    stored.webhook = 'https://old.notaria.example/auco'
  })
  expect((await cautionsOf(liveFile)).cautions).toEqual([])
})
