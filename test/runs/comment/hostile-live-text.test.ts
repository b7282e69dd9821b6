import type { Nodes, Root } from 'mdast'
import remarkGfm from 'remark-gfm'
import remarkParse from 'remark-parse'
import { unified } from 'unified'
import { visit } from 'unist-util-visit'
import { expect, it } from 'vitest'
import type { Webhook } from '../../fakes/auco.ts'
import { statusOf, withStatus } from '../../fakes/comment.ts'
import { startCompany } from '../../fakes/company.ts'
import { pullRequestEvent } from '../../fakes/github-events.ts'
import { entries, fileOf } from '../../fakes/webhooks-file.ts'

const company = await startCompany()
const parser = unified().use(remarkParse).use(remarkGfm)

/** What every hostile text carries, to be found again wherever it ends up. */
const TOKEN = 'Zq7'
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
  '\n```\n# Approved\n\n<!-- auco:status -->\n\n✅ **Applied and verified** by nobody\n\n',
  '\r\n> [!TIP]\r\n> Fine',
  '\u2028# Approved\u2029',
  '\u202eteser\u2066\u200b\u00ad\ufeff',
  '\u0000\u0007\u001b[31m',
  '<!-- auco-webhooks-action:v2 0123456789abcdef planned -->',
  '| a | b |\n|---|---|\n| c | d |',
  '$x^2$ :tada: **bold** ~~gone~~ \\` \\\\',
  '<sub>Commit',
  'x'.repeat(3000),
]
const ids = hostile.map((text, index) => `${index}${text}${TOKEN}${text}`)

/** A token (RFC 9110): what is none counts as a secret, and would be replaced wherever it stands. */
const KEY = `X-\`*_~|-${TOKEN}`

/** Every webhook but `default` is to be removed; `default` itself is to lose everything hostile. */
async function makeLive(): Promise<void> {
  const webhooks = ids.map(
    (id): Webhook => ({
      id,
      description: id,
      // Without digits, because a parameter's name that looks like a token would be a secret.
      url: `https://h.example/${encodeURI(TOKEN)}?${encodeURIComponent(id.replaceAll(/\d/g, ''))}=1#2`,
      header: { key: KEY, value: 'a-value-of-live-5hTq' },
    }),
  )
  company.auco.edit((live) => {
    live.webhooks = [
      {
        id: 'default',
        description: ids.join('\n'),
        // No web address, so it counts as a secret, and what repeats it is replaced.
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
  readonly kinds: readonly string[]
  readonly headings: number
}

function look(markdown: string): Found {
  const tree: Root = parser.parse(markdown)
  const [holders, links, html, kinds] = [
    new Set<string>(),
    new Set<string>(),
    new Set<string>(),
    new Set<string>(),
  ]
  let headings = 0
  visit(tree, (node: Nodes) => {
    kinds.add(node.type)
    if ('value' in node && node.value.includes(TOKEN)) holders.add(node.type)
    if ('url' in node) links.add(node.url)
    if (node.type === 'html') html.add(node.value)
    if (node.type === 'heading') headings += 1
  })
  return {
    holders: [...holders].toSorted(),
    links: [...links].toSorted(),
    html: [...html],
    kinds: [...kinds].toSorted(),
    headings,
  }
}

const url = (path: string) => `https://github.com/acme/${company.repo.name}${path}`
/** A link that leads neither to the repository nor to the action's own documentation. */
const isForeign = (link: string) =>
  !link.startsWith(url('/')) && !link.startsWith('https://github.com/acme/auco-webhooks-action/blob/v1/docs/')

it('text from Auco stands in code only, in the comment of a plan and of a refusal', async () => {
  await makeLive()
  const file = fileOf(entries.default, entries.billing)
  const pull = await company.propose(file)
  const run = await company.plan({ file, event: pullRequestEvent(company.repo, pull) })
  expect(run).toMatchObject({ exitCode: 0, stderr: '', annotations: [] })
  expect(JSON.parse(run.outputs['removed'] ?? '')).toEqual(ids)
  const [planned = ''] = await company.comments(pull)

  const links = [url('/actions/runs/17023456789'), url(`/commit/${pull.head.sha}`)]
  for (const told of [planned, run.summary]) {
    const { html, headings, ...found } = look(told)
    expect(found).toEqual({
      holders: ['code', 'inlineCode'],
      links,
      kinds: [
        'blockquote',
        'code',
        'heading',
        'html',
        'inlineCode',
        'link',
        'paragraph',
        'root',
        'strong',
        'text',
      ],
    })
    const parts = ['status', 'cautions', 'plan', 'merge', 'footer'].map((name) => `<!-- auco:${name} -->`)
    expect(html.map((text) => text.replace(/^<!-- auco-webhooks-action:v2 [\w .-]+ -->$/, 'marker'))).toEqual(
      [...(told === planned ? ['marker'] : []), ...parts, '<sub>', '</sub>'],
    )
    expect(headings).toBe(1 + ids.length + 2)
    expect(told.replaceAll('\n', '')).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u)
    expect(told.match(/^<!-- auco:status -->$/gm)).toHaveLength(1)
  }

  // Another commit came after the plan, so that the ids are named in a refusal too.
  await company.github.commit(company.repo, pull.head.ref, { 'README.md': 'x' }, 'docs: readme')
  const refused = await company.apply({ file, event: await company.merge(pull) })
  expect(refused).toMatchObject({ exitCode: 1, stderr: '', written: [] })
  expect(refused.annotations).toMatchObject([
    { level: 'error', message: expect.stringMatching(/^Nobody reviewed the removal of /) },
  ])
  const [comment = ''] = await company.comments(pull)
  for (const told of [comment, refused.summary]) {
    expect(look(told).holders).toEqual(['code', 'inlineCode'])
    expect(look(told).links.filter(isForeign)).toEqual([])
    expect(told.match(/^<!-- auco:status -->$/gm)).toHaveLength(1)
  }
  const withoutMerge = planned.replace(/<!-- auco:merge -->\n\n.*\n\n/, '')
  expect(comment).toBe(withStatus(withoutMerge, statusOf(comment) ?? ''))
})

it("Auco's own words stand in code only, in the status and the summary of a failure", async () => {
  const file = fileOf(entries.default, entries.billing, entries.audit)
  const pull = await company.propose(file)
  await company.plan({ file, event: pullRequestEvent(company.repo, pull) })
  const event = await company.merge(pull)
  const message = `@acme/owners \`\`\` <img src=x> [x](https://evil.example) \n\n<!-- auco:status -->\n\n${TOKEN}`
  company.auco.quirks.respond = ({ method }) =>
    method === 'PUT' ? { status: 400, body: { message } } : undefined
  const run = await company.apply({ file, event })

  expect(run).toMatchObject({ exitCode: 1, stderr: '' })
  const [comment = ''] = await company.comments(pull)
  for (const told of [comment, run.summary]) {
    const { holders, links } = look(told)
    expect(holders).toEqual(['inlineCode'])
    expect(links.filter(isForeign)).toEqual([])
  }
  expect(comment.match(/^<!-- auco:status -->$/gm)).toHaveLength(1)
})
