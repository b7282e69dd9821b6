import { expect, it } from 'vitest'
import { UserError } from '../../../src/core/errors.ts'
import { redactData } from '../../../src/plan/redact-data.ts'
import {
  cancelledRun,
  cannotKeep,
  headUnknown,
  historyUnknown,
  illegalVariables,
  missingKeys,
  missingVariables,
  runOutdated,
  runsUnknown,
  type WriteFailure,
  writeError,
} from '../../../src/report/apply-errors.ts'

const cause = new UserError('auco-no-answer', 'No answer.', 'Fix.', 'Quote')
const SECRET = 'q7z9f8e4d3c2'
const SHA = '1f0c9e27c4b5d3a6f8e90b1c2d3e4f5061728394'

it.each<[WriteFailure, object]>([
  [
    { kind: 'not-applied', writes: 3, lastOutcome: 'Auco answered 500.', hidden: [] },
    {
      code: 'not-applied',
      reason: expect.stringMatching(/^3 writes were .* The last time, Auco answered 500\.$/),
    },
  ],
  [
    { kind: 'not-applied', writes: 1, lastOutcome: 'The connection to Auco broke.', hidden: [] },
    { reason: expect.stringMatching(/^1 write was .* The last time, the connection to Auco broke\.$/) },
  ],
  [
    { kind: 'not-applied', writes: 1, lastOutcome: 'Auco answered 500.', hidden: ['Crm'] },
    { reason: expect.stringContaining('the header value of `Crm`') },
  ],
  [
    { kind: 'somebody-else', ids: ['default', 'Audit'] },
    { code: 'somebody-else', reason: expect.stringContaining('`default`, `Audit`') },
  ],
  [
    { kind: 'unknown', cause },
    { code: 'unknown-outcome', reason: expect.stringMatching(/ No answer\.$/), quote: 'Quote' },
  ],
])('a write that fails: $kind', (failure, error) => {
  expect(writeError(failure)).toMatchObject(error)
})

it.each<[UserError, code: UserError['code'], says: string]>([
  [missingKeys(['public-key', 'private-key'], 'stage'), 'missing-key', '`public-key` and `private-key`'],
  [
    missingVariables([{ name: 'AUCO_A', ids: ['Crm'] }]),
    'missing-variable',
    '`AUCO_A: ${{ secrets.AUCO_A }}`',
  ],
  [illegalVariables(['The variable `AUCO_A` ends.']), 'illegal-variable', '`AUCO_A` ends. The file is fine.'],
  [illegalVariables(Array.from({ length: 7 }, () => 'One.')), 'illegal-variable', '2 variables more.'],
  [cannotKeep(['Audit', 'Crm']), 'cannot-keep', '`Audit`, `Crm`'],
  [historyUnknown(['Audit'], 'Why.'), 'history-unknown', '`Audit`'],
  [headUnknown(SHA, 'Why.'), 'head-unknown', '1f0c9e2'],
  [runsUnknown('Why.'), 'runs-unknown', 'by hand'],
  [runOutdated(SHA, 'c0ffee00c0ffee00', 'main'), 'run-outdated', '`main` is at c0ffee0'],
  [runOutdated(SHA, null, 'a`b'), 'run-outdated', "``a`b`` doesn't exist any more"],
  [cancelledRun('unknown'), 'cancelled', 'unknown'],
])(
  'an apply that stops, %#: a code, what it is about, and a fix that says what was written',
  (error, code, says) => {
    expect(error.code).toBe(code)
    expect(error.message).toContain(says)
    expect(error.fix).not.toBe('')
  },
)

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
  const redacted = redactData(failure, (text) => text.replaceAll(SECRET, '***'))
  const { message } = writeError(redacted)
  expect(message).not.toContain(SECRET.slice(0, 6))
  expect(message).toContain('***')
})
