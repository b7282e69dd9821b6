import type { Root } from 'mdast'
import remarkGfm from 'remark-gfm'
import remarkParse from 'remark-parse'
import { unified } from 'unified'
import { describe, expect, it } from 'vitest'
import type { Problem } from '../../../src/core/errors.ts'
import type { Caution, Change, Plan } from '../../../src/plan/plan.ts'
import { planStatus } from '../../../src/report/plan-counts.ts'
import { type Report, renderReport, renderSummary } from '../../../src/report/render-report.ts'
import { emptyPlan, footer, links, names, problem } from './fixtures.ts'

const parser = unified().use(remarkParse).use(remarkGfm)
const creation = (id: string, description = `What ${id} is for`): Change => ({
  action: 'create',
  id,
  webhook: { description, url: `https://${id}.example/auco`, headerKey: 'Authorization' },
})
const unset = (line: number) =>
  problem(line, `The variable \`TOKEN_${line}\` is not set or empty in this run.`, 'warning')
const problemsOf = (number: number) => names(number).map((_, n) => unset(n + 1))
const reportOf = (plan: Plan, problems: readonly Problem[] = []): Report => ({
  notes: [],
  plan,
  problems,
  afterMerge: 'one write.',
  status: planStatus(plan),
  foldedUnder: null,
  links,
})

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
  return {
    sections: headings.length,
    problems: text.match(/^- ⚠️ \[`webhooks\.yaml:\d+:5`\]\(\S+\): .* in this run\.$/gm)?.length ?? 0,
    leftOut: [
      ...text.matchAll(
        /\n\n\*… and ([\d,]+) more, left out here\.\* \[The run's summary\]\(\S+\) shows more\.\n\n/g,
      ),
    ].map((match) => Number(match[1]?.replace(',', ''))),
  }
}

const tail = `\n\n**What the merge does:** one write.\n\n${footer}`

describe('a report that is longer than its limit', () => {
  const plan = { ...emptyPlan, changes: names(120).map((id) => creation(id)), unchanged: ['default'] }
  const report = reportOf(plan, problemsOf(60))
  const whole = renderReport(report, { limit: Number.MAX_SAFE_INTEGER })

  it.each([1500, 2000, 5000, 10_000, 20_000, whole.length - 1])(
    'fits into %i characters: it starts and ends as ever, with whole sections and problems, and counts the others',
    (limit) => {
      const text = renderReport(report, { limit })
      expect(text.length).toBeLessThanOrEqual(limit)
      expect(text).toMatch(/^\*\*Plan:\*\* 120 to create · 1 unchanged\n\n/)
      expect(text).toContain('\n\n<details><summary>1 unchanged</summary>\n\n`default`\n\n</details>\n\n')
      expect(text.endsWith(tail)).toBe(true)
      const { sections, problems, leftOut } = shownIn(text)
      expect(leftOut).toEqual([120 - sections, 60 - problems].filter((number) => number > 0))
      expect(leftOut).not.toEqual([])
    },
  )

  it('is whole if it fits', () => {
    expect(shownIn(whole)).toEqual({ sections: 120, problems: 60, leftOut: [] })
    expect(renderReport(report, { limit: whole.length + 500 })).toBe(whole)
  })

  it('is whole if it fits, even if the problems are longer than the changes', () => {
    const problems = problemsOf(200)
    const fitting = reportOf({ ...emptyPlan, changes: [creation('W1')] }, problems)
    const { length } = renderReport(fitting, { limit: Number.MAX_SAFE_INTEGER })
    expect(shownIn(renderReport(fitting, { limit: length + 500 }))).toEqual({
      sections: 1,
      problems: 200,
      leftOut: [],
    })
  })

  it('shows more if the limit is higher', () => {
    const limits = [2000, 4000, 8000, 16_000, 32_000]
    const shown = limits.map((limit) => shownIn(renderReport(report, { limit })))
    const sections = shown.map((one) => one.sections)
    const problems = shown.map((one) => one.problems)
    expect(sections).toEqual(sections.toSorted((a, b) => a - b))
    expect(problems).toEqual(problems.toSorted((a, b) => a - b))
    expect(shown.at(-1)?.sections).toBeGreaterThan(0)
    expect(shown.at(-1)?.problems).toBeGreaterThan(0)
  })

  it('shows what comes first in the whole report', () => {
    const text = renderReport(report, { limit: 8000 })
    const { sections } = shownIn(text)
    expect(text).toContain(`#### Create \`W${sections}\`\n`)
    expect(text).not.toContain(`#### Create \`W${sections + 1}\`\n`)
  })

  it('can leave out a single change, and has no link if it is the summary', () => {
    const two = reportOf({ ...emptyPlan, changes: [creation('W1'), creation('W2', 'x'.repeat(900))] })
    const text = renderReport(two, { limit: 1200, more: null })
    expect(shownIn(text).sections).toBe(1)
    expect(text).toContain('\n\n*… and 1 more, left out here.*\n\n**What the merge does:** ')
  })

  it('can be limited in bytes', () => {
    const changes = names(300).map((id) => creation(id, '文'.repeat(100)))
    const text = renderReport(reportOf({ ...emptyPlan, changes }), {
      limit: 30_000,
      measure: Buffer.byteLength,
    })
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(30_000)
    expect(Buffer.byteLength(text)).toBeGreaterThan(29_000)
    const { sections, leftOut } = shownIn(text)
    expect(leftOut).toEqual([300 - sections])
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

  it.each<[string, Plan]>([
    ['900 new webhooks', { ...emptyPlan, changes: names(900).map((id) => creation(id)) }],
    ['900 unchanged webhooks', { ...emptyPlan, unchanged: names(900) }],
    ['900 unmanaged webhooks', { ...emptyPlan, unmanaged: backticks }],
    ['900 deferred secrets', { ...emptyPlan, deferred: backticks.map((id) => ({ id, field: 'url' })) }],
    [
      '900 new webhooks with long ids and descriptions',
      { ...emptyPlan, changes: backticks.map((id) => creation(id, '`'.repeat(1000))) },
    ],
    [
      '900 header values that cannot be compared for one reason',
      {
        ...emptyPlan,
        unchanged: names(900),
        cannotCompare: names(900).map((id) => ({ id, field: 'header', why: 'Masked' })),
      },
    ],
    ['cautions of every kind about long ids and hosts', { ...emptyPlan, unchanged: backticks, cautions }],
  ])('%s', (_, plan) => {
    const report = reportOf(plan, problemsOf(900))
    const comment = renderReport(report, { limit: 60_000 })
    const summary = renderSummary('## Auco webhooks', report)
    expect(comment.length).toBeLessThanOrEqual(60_000)
    expect(Buffer.byteLength(summary)).toBeLessThanOrEqual(900 * 1024)
    expect(comment.endsWith(tail)).toBe(true)
  })

  it('cautions, of which no kind gives way to another', () => {
    const text = renderReport(reportOf({ ...emptyPlan, cautions }), { limit: 12_000 })
    expect(text.length).toBeLessThanOrEqual(12_000)
    const headlines = text.match(/(?<=^> - )\*\*(?:Auco )?\w+|(?<= )stay(?= at)/gm)
    expect(new Set(headlines)).toEqual(
      new Set(['**Removes', '**Renames', '**Uses', 'stay', '**Auco differs', '**The', '**A', '**Auco has']),
    )
  })
})
