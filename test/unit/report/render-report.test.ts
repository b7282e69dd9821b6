import type { Root } from 'mdast'
import remarkGfm from 'remark-gfm'
import remarkParse from 'remark-parse'
import { unified } from 'unified'
import { describe, expect, it } from 'vitest'
import type { Problem } from '../../../src/core/errors.ts'
import type { Caution, Change, Plan } from '../../../src/plan/plan.ts'
import { type Report, renderReport, renderSummary } from '../../../src/report/render-report.ts'
import { emptyPlan, footer, links, names, problem } from './fixtures.ts'

const parser = unified().use(remarkParse).use(remarkGfm)
const STATUS = '**Plan:** many'
const creation = (id: string, description = `What ${id} is for`): Change => ({
  action: 'create',
  id,
  webhook: { description, url: `https://${id}.example/auco`, headerKey: 'Authorization' },
})
const problemsOf = (number: number) => names(number).map((name, n) => problem(n + 1, `${name}!`, 'warning'))
const reportOf = (plan: Partial<Plan>, problems: readonly Problem[] = []): Report => ({
  ...{ status: STATUS, notes: [], problems, afterMerge: 'one write.', foldedUnder: null, links },
  plan: { ...emptyPlan, ...plan },
})
const tail = `\n\n**What the merge does:** one write.\n\n${footer}`

/** Counts the sections and problems in a report. Fails if one of them is not whole. */
function shownIn(text: string): { sections: number; problems: number; leftOut: readonly number[] } {
  const tree: Root = parser.parse(text)
  const headings = tree.children.flatMap((node, at) =>
    node.type === 'heading' && node.depth === 4 ? [at] : [],
  )
  for (const at of headings) {
    const block = tree.children[at + 1]
    expect(block).toMatchObject({ type: 'code', lang: 'diff' })
    if (block?.type === 'code') expect(block.value.split('\n')).toHaveLength(3)
  }
  const leftOut = text.matchAll(/\n\n\*… and ([\d,]+) more.*\* \[.*\]\(\S+\) .*\n\n/g)
  return {
    sections: headings.length,
    problems: text.match(/^- ⚠️ \[`webhooks\.yaml:\d+:5`\]\(\S+\): W\d+!$/gm)?.length ?? 0,
    leftOut: [...leftOut].map((match) => Number(match[1]?.replace(',', ''))),
  }
}

it.each([5, 6])('a report of %i changes folds all but five', (number) => {
  const changes = names(number).map((id) => creation(id))
  const [open = '', ...folded] = renderSummary('## a', reportOf({ changes })).split('<details>')
  expect(open.match(/^#### /gm)).toHaveLength(5)
  expect(folded.map((text) => text.match(/^#### .*$/gm))).toEqual(number === 5 ? [] : [['#### Create `W6`']])
})

it('a caution of its own is a sentence, several are a list of at most twenty', () => {
  const lines = (number: number) => {
    const cautions = names(number).map((from) => ({ kind: 'rename', from, to: 'New' }) as const)
    return renderSummary('## a', reportOf({ cautions })).match(/^> (?:- )?(?:\*\*|…)(?: and \d+)?/gm)
  }
  expect(lines(1)).toEqual(['> **'])
  expect(lines(22)).toEqual([...Array<string>(20).fill('> - **'), '> - … and 2'])
})

describe('a report that is longer than its limit', () => {
  const changes = names(120).map((id) => creation(id, `文 of ${id}`))
  const report = reportOf({ changes, unchanged: ['default'] }, problemsOf(60))
  const whole = renderReport(report, Number.MAX_SAFE_INTEGER)
  const size = Buffer.byteLength(whole)

  it.each([1500, 2000, 5000, 10_000, 20_000, size - 1])(
    'fits into %i bytes: it starts and ends as ever, with whole sections and problems, and counts the others',
    (limit) => {
      const text = renderReport(report, limit)
      expect(Buffer.byteLength(text)).toBeLessThanOrEqual(limit)
      // Little room is left.
      expect(Buffer.byteLength(text)).toBeGreaterThan(limit - 600)
      expect(text.startsWith(`${STATUS}\n\n`)).toBe(true)
      expect(text).toContain('\n\n<details><summary>1 unchanged</summary>\n\n`default`\n\n</details>\n\n')
      expect(text.endsWith(tail)).toBe(true)
      const { sections, problems, leftOut } = shownIn(text)
      expect(leftOut).toEqual([120 - sections, 60 - problems].filter((number) => number > 0))
      expect(leftOut).not.toEqual([])
      if (limit > 2000) expect(Math.min(sections, problems)).toBeGreaterThan(0)
      // What comes first in the whole report.
      expect(text.includes(`#### Create \`W${sections}\`\n`)).toBe(sections > 0)
      expect(text).not.toContain(`#### Create \`W${sections + 1}\`\n`)
    },
  )

  it('is whole if it fits, even if the problems are longer than the changes', () => {
    expect(shownIn(whole)).toEqual({ sections: 120, problems: 60, leftOut: [] })
    expect(renderReport(report, size)).toBe(whole)
    const fitting = reportOf({ changes: [creation('W1')] }, problemsOf(200))
    const all = renderReport(fitting, Number.MAX_SAFE_INTEGER)
    expect(renderReport(fitting, Buffer.byteLength(all))).toBe(all)
  })

  it('can leave out a single change, and has no link if it is the summary', () => {
    const two = reportOf({ changes: [creation('W1'), creation('W2', 'x'.repeat(900))] })
    const text = renderReport(two, 1200, null)
    expect(shownIn(text).sections).toBe(1)
    expect(text).toMatch(/\n\n\*… and 1 more[^[]*\*\n\n\*\*What/)
  })
})

describe('the limits hold for', () => {
  const backticks = names(900).map((name) => `${name}${'`'.repeat(120)}`)
  const host = 'h'.repeat(1000)
  const cautions: readonly Caution[] = [
    { kind: 'removal', ids: backticks },
    ...backticks.map((from, n) => ({ kind: 'rename', from, to: `new ${n}${'`'.repeat(120)}` }) as const),
    { kind: 'new-variables', variables: backticks, to: backticks.map((name) => `https://${name}.example`) },
    { kind: 'changed-since', ids: backticks },
    { kind: 'differs-from-branch', ids: backticks, branch: host },
    { kind: 'cannot-keep', ids: backticks },
    ...backticks.map(
      (id) => ({ kind: 'secret-to-new-host', id, variables: backticks, to: `https://b.${host}` }) as const,
    ),
    { kind: 'legacy-webhook' },
  ]

  it.each<[string, Partial<Plan>]>([
    ['new webhooks', { changes: backticks.map((id) => creation(id, '`'.repeat(1000))) }],
    ['unmanaged webhooks', { unmanaged: backticks }],
    ['deferred secrets', { deferred: backticks.map((id) => ({ id, field: 'url' })) }],
    ['hidden values', { cannotCompare: backticks.map((id) => ({ id, field: 'header', why: 'Masked' })) }],
    ['cautions of every kind about long ids and hosts', { unchanged: backticks, cautions }],
  ])('900 %s', (_, plan) => {
    const report = reportOf(plan, problemsOf(900))
    const comment = renderReport(report, 60_000)
    expect(comment.length).toBeLessThanOrEqual(60_000)
    expect(Buffer.byteLength(renderSummary('## Auco webhooks', report))).toBeLessThanOrEqual(900 * 1024)
    expect(comment.endsWith(tail)).toBe(true)
  })

  it('cautions, of which no kind gives way to another', () => {
    const [of, all] = [cautions.filter(({ kind }) => kind !== 'rename'), cautions].map((some) =>
      renderReport(reportOf({ cautions: some }), 12_000),
    )
    expect(all?.length).toBeLessThanOrEqual(12_000)
    const rest = (text = '') => text.match(/^> - \*\*[^`*]*/gm)?.filter((line) => !line.includes('Renames'))
    expect(new Set(rest(all))).toEqual(new Set(rest(of)))
    expect(new Set(rest(all)).size).toBe(7)
  })
})
