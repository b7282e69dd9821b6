import { describe, expect, it } from 'vitest'
import { UserError } from '../../../src/core/errors.ts'
import {
  cannotKeep,
  isAfterWrite,
  missingKeys,
  type ReviewFacts,
  redactFailure,
  removalsDenied,
  removalsUnreviewed,
  type WriteFailure,
  writeError,
} from '../../../src/report/apply-errors.ts'

const cause = new UserError('auco-no-answer', 'No answer.', 'Fix.', 'Quote')

const SECRET = 'q7z9f8e4d3c2'

it.each<[WriteFailure, object]>([
  [
    { kind: 'not-applied', writes: 3, lastOutcome: 'Auco answered 500.', hidden: [] },
    {
      code: 'not-applied',
      reason:
        '3 writes were not applied: live is still what it was before. The last time, Auco answered 500.',
      fix: "Run the job again; if live stays as it is, check Auco's status.",
    },
  ],
  [
    { kind: 'not-applied', writes: 1, lastOutcome: 'The connection to Auco broke.', hidden: [] },
    {
      reason:
        '1 write was not applied: live is still what it was before. The last time, the connection to Auco broke.',
    },
  ],
  [
    { kind: 'somebody-else', ids: ['default', 'Audit'] },
    {
      code: 'somebody-else',
      reason:
        'Somebody else is writing: live equals neither the file nor its earlier state. These ids differ from the file: `default`, `Audit`.',
      fix: 'No further write was made. See what changed with a plan, and run one job at a time (`concurrency`).',
    },
  ],
  [
    { kind: 'unknown', cause },
    {
      code: 'unknown-outcome',
      reason: 'The write could not be read back, so whether it is live is unknown. No answer.',
      fix: 'Run the job again: it reads first, and writes only what differs.',
      quote: 'Quote',
    },
  ],
])('a write that fails: $kind', (failure, error) => {
  expect(writeError(failure)).toMatchObject(error)
  expect(isAfterWrite(writeError(failure))).toBe(true)
})

it('other errors do not mean that something was written', () => {
  expect(isAfterWrite(cause)).toBe(false)
})

it.each([
  [['public-key'], '`public-key`'],
  [['public-key', 'private-key'], '`public-key` and `private-key`'],
])('missing keys: %s', (missing, words) => {
  expect(missingKeys(missing, 'stage')).toMatchObject({
    code: 'missing-key',
    reason: `An apply needs ${words}, which this run does not have.`,
    fix: 'Pass the secrets of stage to the step (does the job name its `environment:`?), or plan with `dry-run: true`.',
  })
})

it('denied removals', () => {
  expect(removalsDenied(['Audit'])).toMatchObject({
    code: 'removals-denied',
    reason: 'The plan removes `Audit`, and `removals` is `deny`.',
    fix: 'Nothing was written. Put the webhooks back into the file, or set `removals` to `reviewed`.',
  })
})

it.each([
  [
    ['Audit'],
    "`removals` is `keep`, and Auco doesn't return the header value of `Audit` in clear (it is missing, or looks masked), so a write would lose it.",
    'Nothing was written. Add the webhook to the file, with the value as a secret.',
  ],
  [
    ['Audit', 'Crm'],
    "`removals` is `keep`, and Auco doesn't return the header values of `Audit`, `Crm` in clear (they are missing, or look masked), so a write would lose them.",
    'Nothing was written. Add the webhooks to the file, with the values as secrets.',
  ],
])('webhooks that a write cannot keep: %s', (ids, reason, fix) => {
  expect(cannotKeep(ids)).toMatchObject({ code: 'cannot-keep', reason, fix })
})

describe('unreviewed removals', () => {
  const review: ReviewFacts = { unavailable: null, hasForeignPlan: false, hasPlan: true, isApplied: false }

  it.each<[string, Partial<ReviewFacts>, string]>([
    ['not announced', {}, 'No plan comment of a merged pull request announces it as it is live now.'],
    [
      'applied before',
      { isApplied: true },
      'The plan of the merged pull request was applied before, and what came back since then was in no plan.',
    ],
    ['no plan', { hasPlan: false }, 'No merged pull request with a plan comment belongs to this commit.'],
    [
      'a plan of another account',
      { hasForeignPlan: true, hasPlan: false },
      'The plan comment was written by another account: plan and apply have to use the same `github-token`.',
    ],
    [
      'no answer',
      { unavailable: 'GitHub answers with status 500.', hasPlan: false },
      'The plan comment could not be read. GitHub answers with status 500.',
    ],
  ])('%s', (_, facts, why) => {
    expect(removalsUnreviewed(['Audit'], { ...review, ...facts })).toMatchObject({
      code: 'unreviewed-removals',
      reason: `Nobody reviewed the removal of \`Audit\`. ${why}`,
      fix: 'Nothing was written. Put the webhooks into the file, or open a pull request whose plan announces the removal; `removals: allow` removes them in one run without a review.',
    })
  })
})

it.each<[string, WriteFailure]>([
  [
    'not applied',
    { kind: 'not-applied', writes: 3, lastOutcome: 'Auco answered 500.', hidden: [`a ${SECRET}`] },
  ],
  ['somebody else', { kind: 'somebody-else', ids: [`a ${SECRET}`] }],
  [
    'stored differently, where the texts are cut',
    {
      kind: 'stored-differently',
      forms: [
        {
          id: `a ${SECRET}`,
          field: 'description',
          sent: `${'x'.repeat(110)}${SECRET} `,
          stored: `${'x'.repeat(110)}${SECRET}`,
        },
        {
          id: 'b',
          field: 'url',
          sent: `https://h.example/${SECRET}`,
          stored: `https://h.example/${SECRET}/`,
          shownPart: true,
          hiddenPart: false,
        },
        { id: SECRET, field: 'header.value' },
      ],
    },
  ],
])('a failure is redacted before its texts are cut: %s', (_, failure) => {
  const redacted = redactFailure(failure, (text) => text.replaceAll(SECRET, '***'))
  const { message } = writeError(redacted)
  expect(message).not.toContain(SECRET.slice(0, 6))
  expect(message).toContain('***')
})
