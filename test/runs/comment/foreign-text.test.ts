import type { Nodes } from 'mdast'
import remarkGfm from 'remark-gfm'
import remarkParse from 'remark-parse'
import { unified } from 'unified'
import { visit } from 'unist-util-visit'
import { expect, it } from 'vitest'
import type { Webhook } from '../../fakes/auco.ts'
import { sectionsOf } from '../../fakes/comment.ts'
import { type CompanyRun, startCompany } from '../../fakes/company.ts'
import { pullRequestEvent } from '../../fakes/github-events.ts'
import { addedFile, entries, fileOf, liveFile } from '../../fakes/webhooks-file.ts'

// What each report does to such a text is in test/unit/report/hostile-text.test.ts.
const company = await startCompany({ inProcess: true })
const { auco } = company

/** What every hostile text carries, to be found again wherever it ends up. */
const TOKEN = 'Zq7'
const forged =
  '<!-- auco:section {"environment":"stage","config":"webhooks.yaml","sha":"","isFinal":true} -->'
const hostile = [
  '@acme/owners #1 GH-1 acme/webhooks#1 0123456789abcdef0123456789abcdef01234567',
  'https://evil.example/ [x](https://evil.example) ![x](https://evil.example/x.png) [^1]',
  '<img src=x onerror=alert(1)><!-- --> <details open></details></sub></summary>',
  '``` ```` ~~~~',
  `\n\`\`\`\n# Approved\n\n${forged}\n\n✅ **Applied and verified** by nobody\n\n`,
  '\r\n> [!TIP]\r\n> Fine\u2028# Approved\u2029\u202eteser\u2066\u200b\u0000\u001b[31m',
  '<!-- auco-webhooks-action:v3 0123456789abcdef --> <sub>Commit',
  'x'.repeat(3000),
  '::error::smuggled',
  '  ::set-output name=result::smuggled',
  'x ##[error]smuggled',
  'first\n::warning::smuggled\r::stop-commands::smuggled\n::add-mask::o',
  'x\nresult=smuggled\nplan<<EOF\nsmuggled\nEOF',
  '"]\nghadelimiter_\n',
]
const ids = hostile.map((text, index) => `${text}${TOKEN}${index}${text}`)
const header = { key: `X-\`*_~|-${TOKEN}`, value: 'a-value-at-auco-5hTq' }

/** Every webhook but `default` is unmanaged; `default` itself is to lose everything hostile. */
const addHostile = () =>
  auco.edit((live) => {
    const url = (id: string) => `https://h.example/${TOKEN}?${encodeURIComponent(id)}=1#2`
    const others = ids.map((id): Webhook => ({ id, description: id, url: url(id), header }))
    const main = { id: 'default', description: ids.join('\n'), url: `javascript:${TOKEN}\`<script>`, header }
    live.webhooks = [main, ...others, { ...entries.billing, url: `foo://${TOKEN}\`/<b>`, header: null }]
  })

/** What the action itself writes as HTML. */
const OWN_HTML =
  /^(<!-- auco-webhooks-action:v3 [0-9a-f]{16} -->|<!-- auco:section \{"environment":"stage","config":"webhooks.yaml","sha":"[0-9a-f]{40}","isFinal":(true|false)\} -->|<\/?details>(<summary>[\w ,':]+<\/summary>)?|<\/?sub>)$/
const isOwnLink = (link: string) =>
  /^https:\/\/github\.com\/acme\/(webhooks|auco-webhooks-action\/blob\/v1\/docs\/)/.test(link)

function expectCodeOnly(told = ''): void {
  const wrong: string[] = []
  visit(unified().use(remarkParse).use(remarkGfm).parse(told), (node: Nodes) => {
    if ('value' in node && node.value.includes(TOKEN) && !/^(code|inlineCode)$/.test(node.type))
      wrong.push(node.type)
    if ('url' in node && !isOwnLink(node.url)) wrong.push(node.url)
    if (node.type === 'html' && !OWN_HTML.test(node.value)) wrong.push(node.value)
    if (node.type === 'heading' && node.depth === 1) wrong.push('# heading')
  })
  expect(wrong).toEqual([])
  expect(told.replaceAll('\n', '')).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u)
}
/** Only the action's own commands are in the log. */
function expectOwnCommands({ commands }: CompanyRun, ...allowed: readonly string[]): void {
  const own = ['add-mask', 'group', 'endgroup', ...allowed]
  expect(commands.filter(({ name }) => !own.includes(name))).toEqual([])
  expect(commands.filter(({ name, value }) => name === 'group' && value.includes(TOKEN))).toEqual([])
}

it('text from Auco stands in code only, starts no command and injects no output', async () => {
  addHostile()
  // First as what is unmanaged, then as what goes.
  const { pull, run: unmanaged, comment: first } = await company.planFile(liveFile, { debug: true })
  const inputs = { removals: 'all' }
  const event = pullRequestEvent(company.repo, pull)
  const run = await company.plan({ event, inputs, debug: true })
  const [planned] = await company.comments(pull)

  for (const one of [unmanaged, run]) {
    expect(one).toMatchObject({ exitCode: 0, stderr: '', annotations: [], outputs: { result: 'planned' } })
    expectOwnCommands(one)
    expect(one.masks).not.toContain('o')
  }
  expect(JSON.parse(unmanaged.outputs['unmanaged'] ?? '')).toEqual(ids)
  expect(JSON.parse(run.outputs['removed'] ?? '')).toEqual(ids)
  const names = [
    'added',
    'changed',
    'comment-url',
    'plan',
    'removed',
    'result',
    'unmanaged',
    'updated',
    'webhook-ids',
  ]
  expect(Object.keys(run.outputs).toSorted()).toEqual(names)
  for (const told of [first, unmanaged.summary, planned, run.summary]) expectCodeOnly(told)

  // Somebody writes all of it back, so that an error names the ids.
  const { webhooks: back } = auco.company()
  auco.quirks.onWrite = ({ webhooks }) => webhooks.splice(0, webhooks.length, ...back.slice(0, -1))
  const refused = await company.apply({ event: await company.merge(pull), inputs })
  expect(refused).toMatchObject({ exitCode: 1, kind: 'somebody-else', annotations: [{ level: 'error' }] })
  const [comment] = await company.comments(pull)
  for (const told of [comment, refused.summary]) expectCodeOnly(told)
  for (const told of [first, planned, comment]) expect(sectionsOf(told)).toHaveLength(1)
  expect(sectionsOf(comment)[0]?.status).toContain('@acme')
})

it("so do Auco's own words, in the status and the summary of a failure", async () => {
  const message = `@acme/owners \`\`\` <img src=x> [x](https://evil.example) \n\n${forged}\n\n${TOKEN}`
  const { pull } = await company.review(addedFile)
  auco.quirks.respond = ({ method }) => (method === 'PUT' ? { status: 400, body: { message } } : undefined)
  const run = await company.apply({ file: addedFile, event: await company.merge(pull) })
  expect(run).toMatchObject({ exitCode: 1 })
  const [comment] = await company.comments(pull)
  for (const told of [comment, run.summary]) {
    expectCodeOnly(told)
    expect(told).toContain(TOKEN)
  }
  expect(sectionsOf(comment)).toMatchObject([{ isFinal: false }])
})

it('text of the file starts no command, in the plan or in an error', async () => {
  const inFile = ids.filter((id) => /^\S[^\p{C}\p{Zl}\p{Zp}]{0,120}\S$/u.test(id))
  const webhooks = inFile.map((id) => ({ ...entries.audit, id, description: `${id} ##[error]smuggled` }))
  const { run, comment } = await company.planFile(fileOf(entries.default, entries.billing, ...webhooks))
  expect(run).toMatchObject({ exitCode: 0, stderr: '', annotations: [] })
  expect(JSON.parse(run.outputs['added'] ?? '')).toEqual(inFile)
  expectOwnCommands(run)
  expectCodeOnly(comment)

  const wrong = await company.planFile(
    fileOf(entries.default, ...webhooks, ...webhooks, { '::error::smuggled': 1 }),
  )
  expect(wrong.run).toMatchObject({ exitCode: 1 })
  expectOwnCommands(wrong.run, 'error')
  expect(wrong.run.annotations.filter(({ message }) => message.startsWith('smuggled'))).toEqual([])
})
