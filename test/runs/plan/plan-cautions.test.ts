import { expect, it } from 'vitest'
import { startCompany } from '../../fakes/company.ts'
import { pullRequestEvent } from '../../fakes/github-events.ts'
import { entries, fileOf, liveFile } from '../../fakes/webhooks-file.ts'

const company = await startCompany({ inProcess: true })

/** The cautions of a pull request's plan, as data and as the comment's blocks. */
async function cautionsOf(file: string, inputs: Readonly<Record<string, string>> = {}) {
  const pull = await company.propose(file)
  const run = await company.plan({ file, inputs, event: pullRequestEvent(company.repo, pull) })
  expect(run).toMatchObject({ exitCode: 0, stderr: '' })
  const [comment = ''] = await company.comments(pull)
  const blocks = comment.split('\n\n').filter((block) => block.startsWith('> [!'))
  const { cautions }: { cautions: unknown } = JSON.parse(run.outputs['plan'] ?? '')
  return { cautions, blocks, comment }
}

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

const vendor = 'https://billing.vendor.example/auco'
const [{ header: billingHeader }, { id: _, ...billing }] = [entries.billing, entries.billing]
const move = (id: string, to = 'https://billing.vendor.example') => ({
  kind: 'secret-to-new-host',
  id,
  variables: ['AUCO_BILLING_HOOK_TOKEN'],
  to,
})

it.each<[string, readonly object[], unknown]>([
  ['a webhook that moves', [{ ...entries.billing, url: vendor }], [move('Billing')]],
  ['a new webhook', [entries.billing, { ...billing, id: 'Mirror', url: vendor }], [move('Mirror')]],
  [
    'a webhook that gets its header',
    [entries.billing, { ...entries.audit, header: billingHeader }],
    [move('Audit', 'https://audit.notaria.example')],
  ],
  [
    'a variable of its URL',
    [entries.billing, { ...entries.audit, url: `${vendor}/\${AUCO_BILLING_HOOK_TOKEN}` }],
    [move('Audit')],
  ],
  [
    'another port',
    [{ ...entries.billing, url: 'https://billing.notaria.example:8443/' }],
    [move('Billing', 'https://billing.notaria.example:8443')],
  ],
  ['another path of its host', [{ ...entries.billing, url: 'https://billing.notaria.example/other' }], []],
  ['a host that has it already', [entries.billing, { ...billing, id: 'Mirror' }], []],
])('a secret that goes to a new host by %s', async (_, webhooks, expected) => {
  const { cautions } = await cautionsOf(fileOf(entries.default, ...webhooks))
  expect(cautions).toEqual(expected)
})

it('is called out in words that name the variable, also without the public key', async () => {
  const file = fileOf(entries.default, { ...entries.billing, url: vendor })
  const block =
    "> [!WARNING]\n> **A secret goes to a new host.** `Billing` sends `AUCO_BILLING_HOOK_TOKEN` to `https://billing.vendor.example`, which doesn't receive it today."
  expect((await cautionsOf(file)).blocks).toEqual([block])
  expect((await cautionsOf(file, { 'public-key': '' })).blocks).toContain(block)
})

it('a host of the other environment is not new, and the file of the other branch decides nothing', async () => {
  const perEnvironment = (url: object) => fileOf(entries.default, { ...entries.billing, url })
  await company.push(perEnvironment({ stage: entries.billing.url, production: vendor }))
  const swapped = await cautionsOf(perEnvironment({ stage: vendor, production: entries.billing.url }))
  expect(swapped.cautions).toEqual([])

  const { github, repo } = company
  const file = fileOf(entries.default, { ...entries.billing, url: 'https://evil.example/' })
  await github.commit(repo, 'base', { 'webhooks.yaml': file }, 'feat: another base')
  await github.forcePush(repo, 'change', await github.headOf(repo, 'base'))
  await github.commit(repo, 'change', { 'README.md': 'Words' }, 'docs: words')
  const pull = await github.openPullRequest(repo, 'change', 'Words', { base: 'base' })
  const run = await company.plan({ file, event: pullRequestEvent(repo, pull) })
  expect(JSON.parse(run.outputs['plan'] ?? '').cautions).toEqual([move('Billing', 'https://evil.example')])
})

it('a merge that brings a secret back to its host differs from the branch only', async () => {
  company.auco.edit(({ webhooks: [, second] }) =>
    Object.assign(second ?? {}, { url: 'https://evil.example/auco' }),
  )
  const { cautions } = await cautionsOf(liveFile)
  expect(cautions).toEqual([{ kind: 'differs-from-branch', ids: ['Billing'], branch: 'main' }])
})

it.each<[string, readonly object[], readonly string[]]>([
  [
    'in a header',
    [{ ...entries.audit, header: { key: 'X-Audit', value: '${AUCO_AUDIT_TOKEN}' } }],
    ['AUCO_AUDIT_TOKEN'],
  ],
  [
    'in a URL',
    [{ ...entries.audit, url: 'https://audit.notaria.example/${AUCO_AUDIT_PATH}' }],
    ['AUCO_AUDIT_PATH'],
  ],
  [
    'that only the other environment uses',
    [{ ...entries.audit, header: { key: 'X-Audit', value: '${AUCO_OTHER_TOKEN}' } }],
    ['AUCO_OTHER_TOKEN'],
  ],
  [
    'in an entry of the other environment',
    [
      {
        ...entries.audit,
        environments: ['production'],
        header: { key: 'X-Audit', value: '${AUCO_AUDIT_TOKEN}' },
      },
    ],
    [],
  ],
])(
  'a variable that is new %s has to be stored and passed before the merge',
  async (_, webhooks, variables) => {
    const other = {
      ...entries.audit,
      id: 'Other',
      environments: ['production'],
      header: { key: 'X', value: '${AUCO_OTHER_TOKEN}' },
    }
    await company.push(fileOf(entries.default, entries.billing, other))
    const { cautions, blocks } = await cautionsOf(
      fileOf(entries.default, entries.billing, other, ...webhooks),
    )
    const isTold = expect.arrayContaining([
      { kind: 'new-variables', variables, to: ['https://audit.notaria.example'] },
    ])
    expect(cautions).toEqual(variables.length === 0 ? [] : isTold)
    if (variables.length > 0)
      expect(blocks[0]).toMatch(/^> \[!CAUTION\]\n> \*\*Uses a new variable: .*apply step's `env:`\.$/)
  },
)

it('fields that the file cannot declare are called out before a write drops them', async () => {
  company.auco.edit(({ webhooks: [first] }) =>
    Object.assign(first ?? {}, { events: ['FINISH'], _id: '61ba' }),
  )
  expect((await cautionsOf(liveFile)).cautions).toEqual([])
  const { cautions } = await cautionsOf(fileOf({ ...entries.default, description: 'New' }, entries.billing))
  expect(cautions).toEqual([{ kind: 'unknown-fields', ids: ['default'], fields: ['events'], unnamed: 0 }])
})

it.each([
  ['an empty list of webhooks', { webhooks: [] }],
  ['no list of webhooks', {}],
])('a legacy webhook URL beside %s is called out', async (_, listed) => {
  company.auco.quirks.respond = () => ({
    status: 200,
    body: { id: '61ba', name: 'Notaría', webhook: 'https://old.notaria.example/auco', ...listed },
  })
  const { cautions, comment } = await cautionsOf(liveFile)
  expect(cautions).toContainEqual({ kind: 'legacy-webhook' })
  expect(comment).not.toContain('old.notaria.example')
  expect(comment).toContain('2 to create')
})

it('a legacy webhook URL beside webhooks is nothing to call out', async () => {
  company.auco.edit((stored) => {
    stored.webhook = 'https://old.notaria.example/auco'
  })
  expect((await cautionsOf(liveFile)).cautions).toEqual([])
})

it.each(['stage', 'production'])(
  'a host is new on %s although an entry names it, for the environment where that entry is not',
  async (environment) => {
    const url = { stage: entries.default.url, production: 'https://evil.example/auco' }
    const laundry = { ...entries.default, id: 'Laundry', url, environments: ['stage'] }
    await company.push(fileOf(entries.default, entries.billing, laundry))
    const file = fileOf({ ...entries.default, url: url.production }, entries.billing, laundry)
    const { cautions } = await cautionsOf(file, { environment })
    expect(cautions).toContainEqual({
      kind: 'secret-to-new-host',
      id: 'default',
      variables: ['AUCO_HOOK_TOKEN'],
      to: 'https://evil.example',
    })
  },
)
