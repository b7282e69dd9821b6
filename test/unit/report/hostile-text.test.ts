import fc from 'fast-check'
import type { Nodes, Root } from 'mdast'
import remarkGfm from 'remark-gfm'
import remarkParse from 'remark-parse'
import { unified } from 'unified'
import { visit } from 'unist-util-visit'
import { describe, expect, it } from 'vitest'
import { UserError } from '../../../src/core/errors.ts'
import { Secret } from '../../../src/core/secret.ts'
import type { DesiredWebhook, Webhook } from '../../../src/core/webhook.ts'
import { WebhookUrl } from '../../../src/core/webhook-url.ts'
import { planChanges } from '../../../src/plan/plan-changes.ts'
import { failureText } from '../../../src/report/failure-text.ts'
import { type Report, renderReport } from '../../../src/report/render-report.ts'
import { tellFigures } from '../../campaign/figures.ts'

/** What each hostile text carries, to be found again wherever it ends up. */
const TOKEN = 'Zq7'

/** Pieces that mean something to Markdown, HTML, GitHub, a fence, a comment, or the order in which text is read. */
const piece = fc.oneof(
  fc.constantFrom(
    '`',
    '``',
    '```',
    '````',
    '~~~',
    '\n',
    '\r',
    '\t',
    ' ',
    '\\',
    '|',
    '*',
    '_',
    '#',
    '>',
    '-',
    '+',
    '!',
    '[',
    ']',
    '(',
    ')',
    '<',
    '>',
    '&',
    '&lt;',
    '&#64;',
    '@octocat',
    '@org/team',
    '#1',
    'GH-1',
    'https://evil.example',
    'www.evil.example',
    'a@evil.example',
    '<img src=x>',
    '<script>',
    '<!--',
    '-->',
    '</details>',
    '</sub>',
    '<details open>',
    '[x](https://evil.example)',
    '![x](https://evil.example/x.png)',
    '> [!NOTE]',
    '```diff',
    '**Status:** ',
    '\n\n**Status:** applied',
    '<sub>',
    '$x$',
    ':tada:',
    '\u202e',
    '\u2066',
    '\u200b',
    '\u00ad',
    '\u2028',
    '\ufeff',
    '\u{e0041}',
    '\u0000',
    '\u001b[31m',
    '1. ',
    '* * *',
    '===',
    '[^1]: x',
  ),
  fc.string({ unit: 'grapheme', maxLength: 4 }),
)
const hostile = fc
  .array(piece, { maxLength: 12 })
  .map((pieces) => `${pieces.join('')}${TOKEN}${pieces.toReversed().join('')}`)

const hostileUrl = fc.oneof(
  hostile,
  hostile.map((text) => `https://h.example/${text}?${text}=${text}#${text}`),
  hostile.map((text) => `https://u:p@h.example/${encodeURIComponent(text.toWellFormed())}`),
)
const header = fc.option(
  hostile.map((key) => ({ key, value: { known: true as const, secret: new Secret(`value of ${key}`) } })),
  { nil: null },
)
const webhook: fc.Arbitrary<Webhook> = fc
  .record({ id: hostile, description: hostile, url: hostileUrl, header })
  .map((fields) => ({ ...fields, url: new WebhookUrl(fields.url) }))

const desired = (from: Webhook): DesiredWebhook => ({
  ...from,
  header: from.header === null ? null : { ...from.header, written: new Secret('${NAME}') },
  line: 1,
  variables: ['NAME'],
})

let reports = 0
tellFigures('Hostile text', () => [['reports', reports]])

/** A rendered report of hostile webhooks: every kind of change, caution, problem and failure. */
const markdown = fc
  .record({
    live: fc.uniqueArray(webhook, { selector: ({ id }) => id, maxLength: 4 }),
    file: fc.uniqueArray(webhook, { selector: ({ id }) => id, maxLength: 4 }),
    shared: hostile,
    other: webhook,
    // Plain words stay plain in the heading; everything else is code there too.
    title: hostile.map((text) => `@${text}`),
    config: hostile,
    quote: hostile,
  })
  .map(({ live, file, shared, other, title, config, quote }) => {
    const kept = { ...other, id: shared }
    const liveSet = [...live.filter(({ id }) => id !== shared), kept]
    const fileSet = [
      ...file.filter(({ id }) => id !== shared),
      { ...kept, url: new WebhookUrl(`https://x.example/${shared}`) },
    ].map(desired)
    const plan = planChanges(
      'stage',
      fileSet,
      { webhooks: liveSet, hasLegacyWebhook: false },
      fileSet.slice(0, 1),
    )
    const report: Report = {
      title,
      verdict: `**Failed.** ${failureText(new UserError('auco-invalid', 'Reason.', 'Fix.', quote))}`,
      notes: [],
      plan,
      problems: [
        {
          code: 'invalid-id',
          severity: 'warning',
          message: 'Words of ours.',
          place: { line: 1, column: 1, endLine: 1, endColumn: 2 },
        },
      ],
      afterMerge: 'nothing.',
      status: `failed: ${failureText(new UserError('auco-invalid', 'Reason.', 'Fix.', quote))}`,
      links: {
        repositoryUrl: 'https://github.com/acme/webhooks',
        runUrl: null,
        sha: 'a'.repeat(40),
        config,
        troubleshootingUrl: 'https://github.com/acme/action/blob/v1/docs/troubleshooting.md',
      },
    }
    reports += 1
    return renderReport(report, { limit: 60_000 })
  })

const parser = unified().use(remarkParse).use(remarkGfm)

/** Where foreign text may stand: code, and the address of a link to our own file. */
function nodesWithForeignText(text: string): readonly string[] {
  const tree: Root = parser.parse(text)
  const found: string[] = []
  visit(tree, (node: Nodes) => {
    const own = 'value' in node ? node.value : 'url' in node ? node.url : ''
    const isOurLink = node.type === 'link' && node.url.startsWith('https://github.com/acme/webhooks/')
    if (own.includes(TOKEN) && !isOurLink) found.push(node.type)
    if (node.type === 'image' || node.type === 'footnoteDefinition' || node.type === 'imageReference')
      found.push(node.type)
    if (node.type === 'link' && !isOurLink) found.push(`link to ${node.url}`)
    if (
      node.type === 'html' &&
      !/^(?:<\/?(?:details|summary|sub)>)+$|^<details><summary>\d+ unchanged<\/summary>$/.test(node.value)
    )
      found.push(`html ${node.value}`)
  })
  return [...new Set(found)].filter((type) => type !== 'code' && type !== 'inlineCode')
}

describe('hostile text in a report', () => {
  it('stands in code only, whatever it is: no mention, link, image, HTML or way out of a fence', () => {
    fc.assert(
      fc.property(markdown, (text) => {
        expect(nodesWithForeignText(text)).toEqual([])
      }),
      { numRuns: 500 },
    )
  })

  it('holds no character that is invisible or reorders text', () => {
    fc.assert(
      fc.property(markdown, (text) => {
        expect(text.replaceAll('\n', '')).not.toMatch(
          /[\p{C}\p{Zl}\p{Zp}]|[\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff\u00ad]/u,
        )
      }),
      { numRuns: 500 },
    )
  })

  it('cannot forge the status line or the footer', () => {
    fc.assert(
      fc.property(markdown, (text) => {
        expect(text.split('\n').filter((line) => line.startsWith('**Status:** '))).toHaveLength(1)
        expect(text.split('\n').filter((line) => line.startsWith('<sub>'))).toHaveLength(1)
      }),
      { numRuns: 500 },
    )
  })
})
