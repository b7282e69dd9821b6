import type { Nodes, Root } from 'mdast'
import remarkGfm from 'remark-gfm'
import remarkParse from 'remark-parse'
import { unified } from 'unified'
import { visit } from 'unist-util-visit'
import { expect, it } from 'vitest'
import type { Webhook } from '../../fakes/auco.ts'
import { sectionsOf } from '../../fakes/comment.ts'
import { startCompany } from '../../fakes/company.ts'
import { pullRequestEvent } from '../../fakes/github-events.ts'
import { entries, fileOf } from '../../fakes/webhooks-file.ts'

const company = await startCompany({ inProcess: true })
const parser = unified().use(remarkParse).use(remarkGfm)

/** What every hostile text carries, to be found again wherever it ends up. */
const TOKEN = 'Zq7'
const forged =
  '<!-- auco:section {"environment":"stage","config":"webhooks.yaml","sha":"","isFinal":true} -->'
const hostile = [
  '@acme/owners',
  '#1 GH-1 acme/webhooks#1 0123456789abcdef0123456789abcdef01234567',
  'https://evil.example/ www.evil.example a@evil.example',
  '[x](https://evil.example) ![x](https://evil.example/x.png) [^1]',
  '<img src=x onerror=alert(1)><script>x</script><!-- --> <details open>',
  '</details></sub></summary>',
  '`',
  '``` ````',
  '`````',
  '~~~~',
  `\n\`\`\`\n# Approved\n\n${forged}\n\n✅ **Applied and verified** by nobody\n\n`,
  '\r\n> [!TIP]\r\n> Fine',
  '\u2028# Approved\u2029',
  '\u202eteser\u2066\u200b\u00ad\ufeff',
  '\u0000\u0007\u001b[31m',
  '<!-- auco-webhooks-action:v3 0123456789abcdef -->',
  '| a | b |\n|---|---|\n| c | d |',
  '$x^2$ :tada: **bold** ~~gone~~ \\` \\\\',
  '<sub>Commit',
  'x'.repeat(3000),
]
const ids = hostile.map((text, index) => `${index}${text}${TOKEN}${text}`)

const KEY = `X-\`*_~|-${TOKEN}`

/** Every webhook but `default` is to be removed; `default` itself is to lose everything hostile. */
async function makeLive(): Promise<void> {
  const webhooks = ids.map(
    (id): Webhook => ({
      id,
      description: id,
      url: `https://h.example/${encodeURI(TOKEN)}?${encodeURIComponent(id)}=1#2`,
      header: { key: KEY, value: 'a-value-of-live-5hTq' },
    }),
  )
  company.auco.edit((live) => {
    live.webhooks = [
      {
        id: 'default',
        description: ids.join('\n'),
        url: `javascript:${TOKEN}\`<script>`,
        header: { key: KEY, value: 'a-value-of-live-5hTq' },
      },
      ...webhooks,
      { ...entries.billing, url: `foo://${TOKEN}\`/<b>`, header: null },
    ]
  })
}

interface Found {
  /** Kinds of nodes that hold hostile text. */
  readonly holders: readonly string[]
  readonly links: readonly string[]
  readonly html: readonly string[]
  readonly headings: number
}

function look(markdown: string): Found {
  const tree: Root = parser.parse(markdown)
  const [holders, links, html] = [new Set<string>(), new Set<string>(), new Set<string>()]
  let headings = 0
  visit(tree, (node: Nodes) => {
    if ('value' in node && node.value.includes(TOKEN)) holders.add(node.type)
    if ('url' in node) links.add(node.url)
    if (node.type === 'html') html.add(node.value)
    if (node.type === 'heading') headings += 1
  })
  return {
    holders: [...holders].toSorted(),
    links: [...links].toSorted(),
    html: [...html],
    headings,
  }
}

const url = (path: string) => `https://github.com/acme/${company.repo.name}${path}`
/** A link that leads neither to the repository nor to the action's own documentation. */
const isForeign = (link: string) =>
  !link.startsWith(url('/')) && !link.startsWith('https://github.com/acme/auco-webhooks-action/blob/v1/docs/')

/** What the action itself writes as HTML. */
const OWN_HTML =
  /^(<!-- auco-webhooks-action:v3 [0-9a-f]{16} -->|<!-- auco:section \{"environment":"stage","config":"webhooks.yaml","sha":"[0-9a-f]{40}","isFinal":(true|false)\} -->|<\/?details>(<summary>[\w ,:']+<\/summary>)?|<\/?sub>)$/

function expectCodeOnly(told: string): void {
  const { holders, links, html } = look(told)
  expect(holders).toEqual(['code', 'inlineCode'].filter((holder) => holders.includes(holder)))
  expect(links.filter(isForeign)).toEqual([])
  expect(html.filter((text) => !OWN_HTML.test(text))).toEqual([])
  expect(told.replaceAll('\n', '')).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u)
}

it('text from Auco stands in code only, in the comment of a plan and of an apply', async () => {
  await makeLive()
  const file = fileOf(entries.default, entries.billing)
  const pull = await company.propose(file)
  const event = pullRequestEvent(company.repo, pull)
  const inputs = { removals: 'all' }
  // First as what is unmanaged.
  const unmanaged = await company.plan({ file, event })
  const [first = ''] = await company.comments(pull)
  const run = await company.plan({ file, event, inputs })
  expect(run).toMatchObject({ exitCode: 0, stderr: '', annotations: [] })
  expect(JSON.parse(unmanaged.outputs['unmanaged'] ?? '')).toEqual(ids)
  expect(JSON.parse(run.outputs['removed'] ?? '')).toEqual(ids)
  const [planned = ''] = await company.comments(pull)
  for (const told of [first, unmanaged.summary, planned, run.summary]) expectCodeOnly(told)
  expect(look(planned)).toMatchObject({
    links: [url('/actions/runs/17023456789'), url(`/commit/${pull.head.sha}`)],
    headings: 1 + ids.length + 2,
  })

  // Somebody writes all of it back, so that an error names the ids.
  const { webhooks: back } = company.auco.company()
  company.auco.quirks.onWrite = ({ webhooks }) => webhooks.splice(0, webhooks.length, ...back.slice(0, -1))
  const refused = await company.apply({ file, event: await company.merge(pull), inputs })
  expect(refused).toMatchObject({ exitCode: 1, annotations: [{ level: 'error' }] })
  const [comment = ''] = await company.comments(pull)
  for (const told of [comment, refused.summary]) expectCodeOnly(told)
  for (const told of [first, planned, comment]) expect(sectionsOf(told)).toHaveLength(1)
  expect(sectionsOf(comment)[0]?.status).toMatch(/^❌ \*\*Not applied:\*\* Somebody else .*`0@acme/)
})

it("Auco's own words stand in code only, in the status and the summary of a failure", async () => {
  const file = fileOf(entries.default, entries.billing, entries.audit)
  const { pull } = await company.review(file)
  const event = await company.merge(pull)
  const message = `@acme/owners \`\`\` <img src=x> [x](https://evil.example) \n\n${forged}\n\n${TOKEN}`
  company.auco.quirks.respond = ({ method }) =>
    method === 'PUT' ? { status: 400, body: { message } } : undefined
  const run = await company.apply({ file, event })

  expect(run).toMatchObject({ exitCode: 1, stderr: '' })
  const [comment = ''] = await company.comments(pull)
  for (const told of [comment, run.summary]) {
    expectCodeOnly(told)
    expect(told).toContain(TOKEN)
  }
  expect(sectionsOf(comment)).toMatchObject([{ isFinal: false }])
})
