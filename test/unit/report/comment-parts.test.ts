import { describe, expect, it } from 'vitest'
import {
  type EndOfPlan,
  fold,
  joinParts,
  type Parts,
  withEnd,
  withoutFooter,
} from '../../../src/report/comment-parts.ts'
import { footer } from '../../../src/report/footer.ts'
import { links } from './fixtures.ts'

const parts: Parts = {
  status: '**Plan:** 1 to create',
  cautions: '> [!CAUTION]\n> Beware.',
  plan: '#### Create `New`\n\n```diff\n+ description: <!-- auco:status -->\n```',
  merge: '**What the merge does:** nothing.',
  footer: footer(links),
}
const head = '<!-- marker -->\n\n## Title\n\n'
const comment = (of: Partial<Parts>, isFolded = false) =>
  `${head}${joinParts({ ...parts, ...of }, isFolded)}\n`
const planned = comment({})

it('parts are joined from top to bottom, without those that are empty', () => {
  expect(joinParts({ ...parts, cautions: '', plan: '', merge: '' })).toBe(
    `<!-- auco:status -->\n\n${parts.status}\n\n<!-- auco:footer -->\n\n${parts.footer}`,
  )
})

describe('a comment whose plan', () => {
  const failed: EndOfPlan = { status: '❌ **Not applied:** `$&`', foldedUnder: null }
  const applied: EndOfPlan = { status: '✅ **Applied**', foldedUnder: 'What was applied' }
  const afterFailure = comment({ status: failed.status, merge: '' })
  const afterApply = comment(
    { status: applied.status, cautions: '', plan: fold('What was applied', parts.plan), merge: '' },
    true,
  )

  it.each<[string, string, EndOfPlan, string]>([
    ['failed: the plan stays open under the cause', planned, failed, afterFailure],
    ['was applied: no caution is left, and the plan is folded', planned, applied, afterApply],
    ['was applied after a failure', afterFailure, applied, afterApply],
    ['was applied twice', afterApply, applied, afterApply],
    [
      'failed after it was applied: the plan opens again',
      afterApply,
      failed,
      comment({ status: failed.status, cautions: '', merge: '' }),
    ],
    ['was stored with other line ends', planned.replaceAll('\n', '\r\n'), applied, afterApply],
    [
      'is empty',
      comment({ plan: '', cautions: '', merge: '' }),
      applied,
      comment({ status: applied.status, plan: '', cautions: '', merge: '' }),
    ],
    [
      'has no parts, as an earlier version wrote it',
      `${head}**Status:** Planned.\n`,
      applied,
      `${head}**Status:** Planned.\n`,
    ],
  ])('%s', (_, before, end, after) => {
    expect(withEnd(before, end)).toBe(after)
  })
})

describe('two comments without their footers', () => {
  it.each([
    ['commits and runs', comment({ footer: footer({ ...links, sha: '2e1d0f3', runUrl: null }) })],
    ['line ends, which GitHub may change', planned.replaceAll('\n', '\r\n')],
  ])('are equal despite different %s', (_, other) => {
    expect(other).not.toBe(planned)
    expect(withoutFooter(other)).toBe(withoutFooter(planned))
  })

  it.each(['marker', 'Title', '1 to create', 'Beware', 'nothing'])('differ if %j differs', (text) => {
    expect(withoutFooter(planned.replace(text, 'x'))).not.toBe(withoutFooter(planned))
  })
})
