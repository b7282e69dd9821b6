import type { Nodes, Root } from 'mdast'
import remarkGfm from 'remark-gfm'
import remarkParse from 'remark-parse'
import { unified } from 'unified'
import { expect, it } from 'vitest'
import type { Webhook } from '../../fakes/auco.ts'
import { statusOf } from '../../fakes/comment.ts'
import { read, startCompany, write } from '../../fakes/company.ts'
import { pullRequestEvent } from '../../fakes/github-events.ts'
import { entries, fileOf, stored } from '../../fakes/webhooks-file.ts'

const company = await startCompany({ inProcess: true })
const parser = unified().use(remarkParse).use(remarkGfm)

const MAX_COMMENT = 60_000
const MAX_SUMMARY = 900 * 1024

const office = (n: number, description = `Notifications of office ${n}`) => ({
  id: `Office ${n}`,
  description,
  url: `https://office-${n}.notaria.example/auco`,
})
const offices = (number: number, description?: string) =>
  Array.from({ length: number }, (_, index) => office(index + 1, description))

async function planOf(file: string, inputs: Readonly<Record<string, string>> = {}) {
  const pull = await company.propose(file)
  const event = pullRequestEvent(company.repo, pull)
  const run = await company.plan({ file, event, inputs })
  const [comment = ''] = await company.comments(pull)
  return { pull, run, comment }
}

function textOf(node: Nodes): string {
  if ('value' in node) return node.value
  return 'children' in node ? node.children.map(textOf).join('') : ''
}

/** The sections of a report as a reader sees them: each heading with the code block right after it. */
function sectionsOf(markdown: string) {
  const tree: Root = parser.parse(markdown)
  return tree.children.flatMap((node, index) => {
    if (node.type !== 'heading' || node.depth !== 4) return []
    const next = tree.children[index + 1]
    return [{ heading: textOf(node), block: next?.type === 'code' ? next.value : undefined }]
  })
}

const leftOut = (number: number) =>
  `\n\n*… and ${number.toLocaleString('en')} more, left out here.* [The run's summary](https://github.com/acme/${company.repo.name}/actions/runs/17023456789) shows more.\n\n`

const expectedTail = (told: string) => expect(told).toMatch(/\n\n<sub>[^\n]+<\/sub>\s*$/)

it('900 new webhooks: whole sections up to the limit, then how many are left out and where to find them', async () => {
  const many = offices(900)
  const { run, comment } = await planOf(fileOf(entries.default, entries.billing, ...many))

  expect(run).toMatchObject({ exitCode: 0, annotations: [] })
  expect(JSON.parse(run.outputs['added'] ?? '')).toEqual(many.map(({ id }) => id))
  expect(comment.length).toBeLessThanOrEqual(MAX_COMMENT)
  expect(comment.length).toBeGreaterThan(MAX_COMMENT - 5000)
  expect(statusOf(comment)).toBe('**Plan:** 900 to create · 2 unchanged')
  const shown = sectionsOf(comment)
  expect(shown).toEqual(
    many.slice(0, shown.length).map(({ id, description, url }) => ({
      heading: `Create ${id}`,
      block: `+ description: ${description}\n+ url: ${url}`,
    })),
  )
  expect(comment).toContain(leftOut(900 - shown.length))
  expectedTail(comment)

  expect(Buffer.byteLength(run.summary)).toBeLessThanOrEqual(MAX_SUMMARY)
  expect(sectionsOf(run.summary)).toHaveLength(900)
  expect(run.summary).not.toContain('left out here')
  expectedTail(run.summary)
})

it('900 removals: the comment shows some of them, and the merge removes all', async () => {
  const many = offices(900, 'Ñandú «notaría» 文書 '.repeat(60).trim().slice(0, 1000))
  company.auco.edit(({ webhooks }) => webhooks.push(...many))
  const inputs = { removals: 'all' }
  const { pull, run, comment } = await planOf(fileOf(entries.default, entries.billing), inputs)

  expect(run).toMatchObject({ exitCode: 0, annotations: [] })
  expect(comment.length).toBeLessThanOrEqual(MAX_COMMENT)
  expect(statusOf(comment)).toBe('**Plan:** 900 to remove · 2 unchanged')
  expect(comment).toContain('`Office 20` and 880 more.** Auco processes that name them')
  const sections = sectionsOf(comment)
  expect(sections.length).toBeGreaterThan(10)
  expect(sections.filter(({ block }) => block === undefined)).toEqual([])
  expect(comment).toContain(leftOut(900 - sections.length))
  expectedTail(comment)

  expect(Buffer.byteLength(run.summary)).toBeLessThanOrEqual(MAX_SUMMARY)
  const inSummary = sectionsOf(run.summary)
  expect(inSummary.length).toBeGreaterThan(sections.length)
  expect(inSummary.length).toBeLessThan(900)
  expect(inSummary.at(-1)?.block?.split('\n')).toHaveLength(2)
  expect(run.summary).toContain(`*… and ${900 - inSummary.length} more, left out here.*`)
  expectedTail(run.summary)

  const applied = await company.apply({ event: await company.merge(pull), inputs })
  expect(applied).toMatchObject({ exitCode: 0, annotations: [], toAuco: [read(), write(), read()] })
  expect(JSON.parse(applied.outputs['removed'] ?? '')).toHaveLength(900)
  expect(company.auco.company().webhooks).toEqual([stored(entries.default), stored(entries.billing)])
  expect(statusOf((await company.comments(pull))[0])).toMatch(/Applied and verified.* 900 removed$/)
})

it('900 header values that cannot be compared, each for a different missing variable, fit too', async () => {
  const many = offices(900).map((webhook, index) => ({
    ...webhook,
    description: 'Office',
    header: { key: 'X-Token', value: `\${AUCO_OFFICE_${index + 1}_TOKEN}` },
  }))
  const live: readonly Webhook[] = many.map((webhook, index) => ({
    ...webhook,
    // Too short for the search for leaks, which would take seconds for 900 values.
    header: { key: 'X-Token', value: `v${index}` },
  }))
  company.auco.edit(({ webhooks }) => webhooks.push(...live))
  const { run, comment } = await planOf(fileOf(entries.default, entries.billing, ...many, entries.audit))

  expect(run).toMatchObject({ exitCode: 0, outputs: { added: '["Audit"]', updated: '[]' } })
  expect(run.annotations.filter(({ level }) => level === 'notice')).toEqual([])
  expect(comment.length).toBeLessThanOrEqual(MAX_COMMENT)
  expect(sectionsOf(comment)).toMatchObject([{ heading: 'Create Audit' }])
  expectedTail(comment)
  expect(Buffer.byteLength(run.summary)).toBeLessThanOrEqual(MAX_SUMMARY)
})
