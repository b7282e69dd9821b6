import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ENVIRONMENTS } from '../../../src/core/webhook.ts'
import {
  headingOf,
  isMarked,
  markerOf,
  renderComment,
  type Section,
  sectionsOf,
  withSection,
} from '../../../src/report/comment.ts'
import { renderReport } from '../../../src/report/render-report.ts'
import { emptyPlan, footer, links, names } from './fixtures.ts'

const sha = 'a'.repeat(40)
const section = (parts: Partial<Section> = {}): Section => ({
  environment: 'stage',
  config: 'webhooks.yaml',
  sha,
  isFinal: false,
  text: '**Plan:** 1 to create',
  ...parts,
})
const production = section({ environment: 'production', isFinal: true, text: '✅ **Applied**' })
const crm = section({ config: 'crm/webhooks.yaml' })
const TITLE = 'Auco webhooks'
const headings = (body: string) => body.match(/^##.*/gm)

it('a comment with one section has it in its heading', () => {
  expect(renderComment(TITLE, [section()])).toBe(`${markerOf(TITLE)}

<!-- auco:section {"environment":"stage","config":"webhooks.yaml","sha":"${sha}","isFinal":false} -->

## Auco webhooks · stage

**Plan:** 1 to create
`)
  expect(headingOf(TITLE, crm)).toBe('## Auco webhooks · stage · `crm/webhooks.yaml`')
})

it('a comment with several has them in a fixed order, each with a heading of its own', () => {
  const body = renderComment(TITLE, [production, section(), crm])
  expect(headings(body)).toEqual([
    '## Auco webhooks',
    '### stage · `crm/webhooks.yaml`',
    '### stage',
    '### production',
  ])
  expect(renderComment(TITLE, [crm, section(), production])).toBe(body)
})

describe('sections are read as they were written', () => {
  const sections = fc.uniqueArray(
    fc.record({
      environment: fc.constantFrom(...ENVIRONMENTS),
      config: fc.oneof(
        fc.string({ unit: 'binary' }),
        fc.constantFrom('a-->b', '<!-- auco:section {} -->', 'x\n<!-- auco:section {} -->', '`', '## a'),
      ),
      sha: fc.constantFrom(sha, 'b'.repeat(40)),
      isFinal: fc.boolean(),
      text: fc.constantFrom('**Plan:** none', '', '#### Create `A`\n\n```diff\n+ a\n```', '- a'),
    }),
    { selector: ({ environment, config }) => `${environment} ${config}`, maxLength: 5 },
  )
  const sorted = (of: readonly Section[]) => of.map((one) => JSON.stringify(one)).toSorted()

  it('whatever their files are called, with Windows line ends, too', () => {
    fc.assert(
      fc.property(sections, (written) => {
        const body = renderComment(TITLE, written)
        expect(sorted(sectionsOf(body))).toEqual(sorted(written))
        expect(sectionsOf(body.replaceAll('\n', '\r\n'))).toEqual(sectionsOf(body))
        expect(renderComment(TITLE, sectionsOf(body))).toBe(body)
      }),
    )
  })

  it.each<[string, (body: string) => string]>([
    ['text above the first', (body) => body.replace('\n\n', '\n\nHello.\n\n')],
    ['another heading', (body) => body.replace('### stage', '### Stage, please look')],
    ['no end of the last line', (body) => body.trimEnd()],
  ])('although somebody edited the comment: %s', (_, edit) => {
    const body = renderComment(TITLE, [section(), production])
    expect(edit(body)).not.toBe(body)
    expect(sectionsOf(edit(body))).toEqual([section(), production])
  })

  it.each<[string, (body: string) => string]>([
    ['no JSON', (body) => body.replace('{"environment":"production"', '{')],
    ['a field of another type', (body) => body.replace('"isFinal":true', '"isFinal":"true"')],
    ['text behind the marker', (body) => body.replace('"isFinal":true} -->', '"isFinal":true} --> x')],
    ['a quoted marker', (body) => body.replace('<!-- auco:section {"environment":"production"', '> $&')],
  ])('but not one whose marker was edited: %s', (_, edit) => {
    const body = renderComment(TITLE, [section(), production])
    expect(edit(body)).not.toBe(body)
    expect(sectionsOf(edit(body)).filter(({ environment }) => environment === 'production')).toEqual([])
    expect(sectionsOf(edit(body))).toMatchObject([{ environment: 'stage', sha, isFinal: false }])
  })
})

describe('a comment is found by its first line', () => {
  const body = renderComment(TITLE, [section()])

  // An update of the action must find earlier comments.
  it('which stays the same', () => {
    expect(markerOf(TITLE)).toBe('<!-- auco-webhooks-action:v3 "Auco webhooks" -->')
  })

  it.each<[string, string, boolean]>([
    ['with Windows line ends', body.replaceAll('\n', '\r\n'), true],
    ['the marker alone', markerOf(TITLE), true],
    ['on the second line', `Hello\n${body}`, false],
    ['quoted', `> ${body}`, false],
    ['of another title', renderComment('Auco', [section()]), false],
    ['missing', '', false],
  ])('%s: %#', (_, text, isOurs) => {
    expect(isMarked(text, TITLE)).toBe(isOurs)
  })
})

describe('a section that is added', () => {
  const { text: _, ...head } = section()

  it('replaces its own, and leaves the others', () => {
    const found = withSection([section({ text: 'Old', sha: 'b' }), production, crm], head, () => 'New')
    expect(found).toEqual([production, crm, section({ text: 'New' })])
  })

  const long = (number: number) => {
    const webhook = { description: 'x'.repeat(1_000), url: 'https://a.example/', headerKey: null }
    const changes = names(number).map((id) => ({ action: 'create', id, webhook }) as const)
    const report = {
      ...{ status: '**Plan:** many', notes: [], problems: [], afterMerge: null, foldedUnder: null },
      ...{ plan: { ...emptyPlan, changes }, links },
    }
    return (limit: number) => renderReport(report, limit)
  }
  /** A comment of so many sections, added one after the other, each as long as it may be. */
  const filled = (number: number) =>
    names(number).reduce<readonly Section[]>(
      (sections, config) => withSection(sections, { ...head, config }, long(100)),
      [],
    )

  it.each([1, 3, 20])('fits with %i others, of which the longest are shortened to their status', (number) => {
    const sections = filled(number)
    const body = renderComment(TITLE, sections)
    expect(body.length).toBeLessThanOrEqual(60_000)
    // All are there, with status and footer, and the newest has details.
    expect(sectionsOf(body)).toHaveLength(number)
    for (const { text } of sections)
      expect([text.startsWith('**Plan:** many\n\n'), text.endsWith(footer)]).toEqual([true, true])
    expect(sections.at(-1)?.text.length).toBeGreaterThan(number === 1 ? 50_000 : 10_000)
  })

  it('fits with others whose cautions alone leave no room', () => {
    const text = ['**Plan:** many', `> [!WARNING]\n> ${'x'.repeat(9_000)}`, footer].join('\n\n')
    const sections = names(20).map((config) => ({ ...section({ text }), config }))
    const found = withSection(sections, head, long(100))
    expect(renderComment(TITLE, found).length).toBeLessThanOrEqual(60_000)
    expect(found.at(-1)?.text.length).toBeGreaterThan(10_000)
    // No more of them than there has to be.
    const short = found.filter((section) => section.text.length < 1_000)
    expect([found.length, short.length]).toEqual([21, 17])
    for (const section of short) expect(section.text).toMatch(/^\*\*Plan:\*\* many\n\n\*.*\*\n\n<sub>/)
  })

  it('leaves short ones as they are', () => {
    const found = withSection([production, ...filled(3)], head, long(100))
    expect(found).toContainEqual(production)
  })
})
