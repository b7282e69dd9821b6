import { expect, it } from 'vitest'
import type { Webhook } from '../../fakes/auco.ts'
import { startCompany } from '../../fakes/company.ts'
import { pullRequestEvent } from '../../fakes/github-events.ts'
import { entries, fileOf, liveFile } from '../../fakes/webhooks-file.ts'

const company = await startCompany()
const ids = [
  '::error::smuggled',
  '  ::set-output name=result::smuggled',
  'x ##[error]smuggled',
  '##[group]smuggled',
  'first\n::warning::smuggled',
  'first\r::notice::smuggled',
  '::stop-commands::smuggled',
  '::add-mask::o',
  'x\nresult=smuggled\nplan<<EOF\nsmuggled\nEOF',
  '"]\nghadelimiter_\n',
]

/** Only the action's own commands are in the log. */
function expectOnlyOwnCommands(commands: readonly { readonly name: string; readonly value: string }[]): void {
  const kinds = new Set(commands.map(({ name }) => name))
  expect([...kinds].filter((name) => !/^(add-mask|group|endgroup)$/.test(name))).toEqual([])
  const values = commands.flatMap(({ name, value }) => (name === 'group' ? [value] : []))
  expect(values.filter((value) => value.includes('smuggled'))).toEqual([])
}

it('text of webhooks at Auco starts no command, and injects no output', async () => {
  const foreign = ids.map(
    (id): Webhook => ({
      id,
      description: `${id}\n::error::smuggled`,
      url: 'https://x.example/smuggled',
      header: { key: 'X-smuggled', value: 'a-value-at-auco-5hTq' },
    }),
  )
  company.auco.edit(({ webhooks }) => webhooks.push(...foreign))
  const pull = await company.propose(liveFile)
  const run = await company.plan({
    event: pullRequestEvent(company.repo, pull),
    inputs: { removals: 'all' },
    debug: true,
  })

  expect(run).toMatchObject({ exitCode: 0, signal: null, stderr: '', annotations: [] })
  expectOnlyOwnCommands(run.commands)
  expect(run.outputs).toEqual({
    result: 'planned',
    changed: 'true',
    added: '[]',
    updated: '[]',
    removed: JSON.stringify(ids),
    unmanaged: '[]',
    'webhook-ids': '["default","Billing"]',
    plan: expect.any(String),
    'comment-url': expect.any(String),
  })
  expect(run.masks).not.toContain('o')
})

it('text of the file starts no command, in the plan or in an error', async () => {
  const inFile = ids.filter((id) => /^\S[^\n\r]*$/.test(id))
  const webhooks = inFile.map((id) => ({ ...entries.audit, id, description: `${id} ##[error]smuggled` }))
  const file = fileOf(entries.default, entries.billing, ...webhooks)
  const pull = await company.propose(file)
  const run = await company.plan({ file, event: pullRequestEvent(company.repo, pull) })
  expect(run).toMatchObject({ exitCode: 0, stderr: '', annotations: [] })
  expectOnlyOwnCommands(run.commands)

  const twice = fileOf(entries.default, ...webhooks, ...webhooks, { '::error::smuggled': 1 })
  const wrong = await company.plan({ file: twice, event: pullRequestEvent(company.repo, pull) })
  expect(wrong).toMatchObject({ exitCode: 1, stderr: '' })
  expectOnlyOwnCommands(wrong.commands.filter(({ name }) => name !== 'error'))
  const first = wrong.annotations.filter(({ message }) => message.startsWith('smuggled'))
  expect(first).toEqual([])
})
