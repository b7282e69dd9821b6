import { expect, it } from 'vitest'
import type { Webhook } from '../../fakes/auco.ts'
import { sectionsOf } from '../../fakes/comment.ts'
import { type CompanyRun, startCompany } from '../../fakes/company.ts'
import { entries, fileOf, liveFile } from '../../fakes/webhooks-file.ts'

// That such a text stands in code only is in test/unit/report/hostile-text.test.ts.
const company = await startCompany({ inProcess: true })
const { auco } = company

const forged =
  '<!-- auco:section {"environment":"stage","config":"webhooks.yaml","sha":"","isFinal":true} -->'
const ids = [
  `\n\`\`\`\n# Approved\n\n${forged}\n\n✅ **Applied and verified** by nobody\n\n`,
  '\r\n> [!TIP]\r\n> Fine\u2028# Approved\u2029\u202eteser\u2066\u200b\u0000\u001b[31m',
  '::error::smuggled',
  '  ::set-output name=result::smuggled',
  'x ##[error]smuggled',
  'first\n::warning::smuggled\r::stop-commands::smuggled\n::add-mask::o',
  'x\nresult=smuggled\nplan<<EOF\nsmuggled\nEOF',
  '"]\nghadelimiter_\n',
]
const header = { key: 'X-`*_~|-Zq7', value: 'a-value-at-auco-5hTq' }
const smuggle = (id: string): Webhook => ({ id, description: id, url: `https://h.example/?${id}`, header })

/** One section, and no line that the text has made. */
function expectHarmless(told = ''): void {
  expect(sectionsOf(told).length).toBeLessThanOrEqual(1)
  expect(told).not.toMatch(/^(?:# |> \[!TIP|✅)/m)
  expect(told.replaceAll('\n', '')).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u)
}
/** Only the action's own commands are in the log. */
function expectOwnCommands({ commands, masks }: CompanyRun, ...allowed: readonly string[]): void {
  const own = ['add-mask', 'group', 'endgroup', ...allowed]
  expect(commands.filter(({ name }) => !own.includes(name))).toEqual([])
  expect(masks).not.toContain('o')
}

it.each([
  ['managed', 'unmanaged'],
  ['all', 'removed'],
])('text from Auco starts no command and injects no output: `removals: %s`', async (removals, list) => {
  auco.edit((live) => {
    const main = { ...smuggle('default'), description: ids.join('\n'), url: 'javascript:`<script>' }
    live.webhooks = [main, ...ids.map(smuggle), { ...entries.billing, url: 'foo://`/<b>', header: null }]
  })
  const { pull, run, comment } = await company.planFile(liveFile, { debug: true, inputs: { removals } })
  expect(run).toMatchObject({ exitCode: 0, stderr: '', annotations: [], outputs: { result: 'planned' } })
  expectOwnCommands(run)
  expect(JSON.parse(run.outputs[list] ?? '')).toEqual(ids)
  expect(Object.keys(run.outputs).toSorted().join()).toBe(
    'added,changed,comment-url,plan,removed,result,unmanaged,updated,webhook-ids',
  )
  for (const told of [comment, run.summary]) expectHarmless(told)

  // Somebody writes all of it back, so that an error names the ids.
  const { webhooks: back } = auco.company()
  auco.quirks.onWrite = ({ webhooks }) => webhooks.splice(0, webhooks.length, ...back.slice(0, -1))
  const event = await company.merge(pull)
  const refused = await company.apply({ event, inputs: { removals } })
  expect(refused).toMatchObject({
    exitCode: 1,
    kind: 'stored-differently',
    annotations: [{ level: 'error' }],
  })
  for (const told of [...(await company.comments(pull)), refused.summary]) expectHarmless(told)
})

it('text of the file starts no command, in the plan or in an error', async () => {
  const webhooks = ['::error::smuggled', 'x ##[error]smuggled'].map((id) => {
    return { ...entries.audit, id, description: `${id} ##[error]smuggled` }
  })
  const { run } = await company.planFile(fileOf(entries.default, entries.billing, ...webhooks))
  expect(run).toMatchObject({ exitCode: 0, stderr: '', annotations: [] })
  expect(JSON.parse(run.outputs['added'] ?? '')).toEqual(webhooks.map(({ id }) => id))
  expectOwnCommands(run)

  const file = fileOf(entries.default, ...webhooks, ...webhooks, { '::error::smuggled': 1 })
  const { run: wrong } = await company.planFile(file)
  expect(wrong).toMatchObject({ exitCode: 1 })
  expectOwnCommands(wrong, 'error')
  expect(wrong.annotations.filter(({ message }) => message.startsWith('smuggled'))).toEqual([])
})
