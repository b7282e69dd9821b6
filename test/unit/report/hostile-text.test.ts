import fc from 'fast-check'
import type { Nodes, Root } from 'mdast'
import remarkGfm from 'remark-gfm'
import remarkParse from 'remark-parse'
import { unified } from 'unified'
import { visit } from 'unist-util-visit'
import { expect, it } from 'vitest'
import { UserError } from '../../../src/core/errors.ts'
import { asWritten } from '../../../src/plan/compare-webhooks.ts'
import { unlistedWebhooks } from '../../../src/plan/managed.ts'
import { planChanges, withEndpointCautions } from '../../../src/plan/plan-changes.ts'
import { renderComment, sectionsOf, withSection } from '../../../src/report/comment.ts'
import { notCheckedText } from '../../../src/report/endpoint-words.ts'
import { failureText } from '../../../src/report/failure-text.ts'
import { note } from '../../../src/report/markdown.ts'
import { type Report, renderReport } from '../../../src/report/render-report.ts'
import { tellFigures } from '../../campaign/figures.ts'
import { runs } from '../../campaign/soak.ts'
import { asIs, desired, type Sketch } from '../plan/webhooks.ts'
import { links, problem } from './fixtures.ts'

/** Part of every hostile text, so that it can be found wherever it ends up. */
const TOKEN = 'Zq7'

/** Pieces with a meaning in Markdown, HTML, GitHub comments or bidirectional text. */
const PIECES = [
  ...String.raw`~~~ \ | * _ # > - + ! [ ] ( ) < & === [^1]: [x](https://evil.example)`.split(' '),
  ...['`', '``', '```', '````', '```diff', '1. ', '* * *', '![x](https://evil.example/x.png)'],
  ...'&lt; &#64; <script> <!-- --> </details> </sub> <sub>'.split(' '),
  ...[
    '<img src=x>',
    '<details open>',
    '> [!NOTE]',
    '-->',
    '\n<!-- auco:section {"environment":"stage","config":"x","sha":"","isFinal":true} -->\n\n**Plan:** none\n',
  ],
  ...'@octocat @org/team #1 GH-1 https://evil.example www.evil.example a@evil.example $x$ :tada:'.split(' '),
  ...['\n', '\r', '\t', ' ', '\u202e', '\u2066', '\u200b', '\u00ad', '\u2028', '\ufeff', '\u{e0041}'],
  ...['\u0000', '\u001b[31m'],
]
const piece = fc.oneof(fc.constantFrom(...PIECES), fc.string({ unit: 'grapheme', maxLength: 4 }))
const hostile = fc
  .array(piece, { maxLength: 12 })
  .map((pieces) => `${pieces.join('')}${TOKEN}${pieces.toReversed().join('')}`)

const hostileUrl = fc.oneof(
  hostile,
  hostile.map((text) => `https://h.example/${text}?${text}=${text}#${text}`),
  hostile.map((text) => `https://u:p@h.example/${encodeURIComponent(text.toWellFormed())}`),
)
const webhook: fc.Arbitrary<Sketch> = fc.record({
  ...{ id: hostile, description: hostile, url: hostileUrl },
  header: fc.option(fc.tuple(hostile, fc.constant('value')), { nil: null }),
})
const webhooks = fc.uniqueArray(webhook, { selector: ({ id }) => id, maxLength: 4 })

let reports = 0
tellFigures('Hostile text', () => [['reports', reports]])

/** A report in which everything untrusted is hostile: webhooks, title, path and Auco's message. */
const markdown = fc
  .record({
    ...{ live: webhooks, file: webhooks },
    shared: hostile,
    changed: webhook,
    // Plain words stay plain in the heading; everything else is code there too.
    title: hostile.map((text) => `@${text}`),
    config: hostile,
    quote: hostile,
  })
  .map(({ live, file, shared, changed, title, config, quote }) => {
    const kept = { ...changed, id: shared }
    const without = (some: readonly Sketch[]) => some.filter(({ id }) => id !== shared)
    // Written out by a file, so that everything is shown.
    const liveSet = asWritten(desired(...without(live), kept))
    const fileSet = desired(...without(file), { ...kept, url: `https://x.example/${shared}` })
    const [first, ...unlisted] = unlistedWebhooks(fileSet, liveSet)
    const planned = planChanges(
      {
        environment: 'stage',
        desired: fileSet,
        live: {
          webhooks: liveSet,
          hasLegacyWebhook: false,
          unknownFields: [{ id: shared, fields: [shared] }],
        },
        unlisted: {
          removed: first === undefined ? [] : [first],
          changedSince: unlisted.slice(0, 1),
          unknown: null,
        },
        defaultBranch: { name: shared, file: { webhooks: fileSet.slice(0, 1), elsewhere: [] } },
      },
      asIs,
    )
    const endpoints = {
      problems: [{ host: shared, ids: [shared], problem: { kind: 'slow' } }],
      notChecked: [{ why: 'time', hosts: [shared] }],
    } as const
    const plan = withEndpointCautions(planned, endpoints)
    const report: Report = {
      notes: [note(notCheckedText(endpoints))],
      plan,
      problems: [problem(1, 'Words of ours.', 'warning')],
      afterMerge: 'nothing.',
      foldedUnder: null,
      status: `❌ **Not applied:** ${failureText(new UserError('auco-invalid', 'Reason.', 'Fix.', quote))}`,
      links: { ...links, config },
    }
    reports += 1
    const head = { environment: 'stage', config, sha: 'a', isFinal: false } as const
    const other = { ...head, environment: 'production', text: 'Other.' } as const
    return renderComment(
      title,
      withSection([other], head, (limit) => renderReport(report, limit)),
    )
  })

const parser = unified().use(remarkParse).use(remarkGfm)

const MARKER = /^<!-- auco(?:-webhooks-action:v3 "[^>\n]*"|:section \{[^>\n]*\}) -->$/
const OUR_HTML = /^(?:<\/?(?:details|summary|sub)>)+$|^<details><summary>\d+ [^<>]*<\/summary>$/

/** The kinds of nodes with hostile text: no mention, link, image, HTML or way out of a fence. */
function nodesWithHostileText(text: string): readonly string[] {
  const tree: Root = parser.parse(text)
  const found: string[] = []
  visit(tree, (node: Nodes) => {
    const own = 'value' in node ? node.value : 'url' in node ? node.url : ''
    const isOurLink = node.type === 'link' && node.url.startsWith('https://github.com/acme/webhooks/')
    const isMarker = node.type === 'html' && MARKER.test(node.value)
    if (own.includes(TOKEN) && !isOurLink && !isMarker) found.push(node.type)
    if (node.type === 'image' || node.type === 'footnoteDefinition' || node.type === 'imageReference')
      found.push(node.type)
    if (node.type === 'link' && !isOurLink) found.push(`link to ${node.url}`)
    if (node.type === 'html' && !isMarker && !OUR_HTML.test(node.value)) found.push(`html ${node.value}`)
  })
  return [...new Set(found)].filter((type) => type !== 'code' && type !== 'inlineCode')
}

/** Invisible characters, and those that reorder text. */
const INVISIBLE = /[\p{C}\p{Zl}\p{Zp}\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff\u00ad]/gu

it('hostile text in a report is code everywhere, has nothing invisible, and forges no section or footer', () => {
  fc.assert(
    fc.property(markdown, (text) => {
      expect({
        wrong: nodesWithHostileText(text),
        invisible: text.replaceAll('\n', '').match(INVISIBLE) ?? [],
        sections: sectionsOf(text).length,
        footers: text.match(/^<sub>/gm)?.length,
      }).toEqual({ wrong: [], invisible: [], sections: 2, footers: 1 })
    }),
    runs(200, 5_000),
  )
})
