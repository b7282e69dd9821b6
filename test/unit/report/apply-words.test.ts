import { expect, it } from 'vitest'
import { UserError } from '../../../src/core/errors.ts'
import type { Change } from '../../../src/plan/plan.ts'
import {
  applied,
  appliedLine,
  failed,
  interrupted,
  nothingToDo,
  superseded,
  supersededNotice,
} from '../../../src/report/apply-words.ts'
import { emptyPlan } from './fixtures.ts'

const run = { runId: '42', runUrl: 'https://github.com/acme/hooks/actions/runs/42', sha: '5e1f0a9c8b7d6e5f' }
const link = '[run 42](https://github.com/acme/hooks/actions/runs/42)'
const create: Change = {
  action: 'create',
  id: 'New',
  origin: 'unknown',
  webhook: { description: '', url: '', headerKey: null },
}
const plan = { ...emptyPlan, changes: [create] }

it('nothing to do', () => {
  expect(nothingToDo(run)).toEqual({
    status: `✅ **Nothing to do:** live already equals the file at 5e1f0a9 (${link})`,
    foldedUnder: 'What was planned',
  })
})

it('a run without an address', () => {
  expect(nothingToDo({ ...run, runUrl: null }).status).toBe(
    '✅ **Nothing to do:** live already equals the file at 5e1f0a9 (a run)',
  )
})

const verified = { kind: 'applied', isVerified: true, writes: 1, hidden: [] } as const

it.each([
  [plan, [], '1 created', ''],
  [emptyPlan, [], 'header values written again', ''],
  [
    plan,
    ['Billing'],
    '1 created. 1 header value could not be compared: Auco does not return it.',
    ", except the header value of `Billing`, which Auco doesn't return",
  ],
  [
    plan,
    ['a', 'b'],
    '1 created. 2 header values could not be compared: Auco does not return them.',
    ", except the header values of `a`, `b`, which Auco doesn't return",
  ],
])('applied and verified %#', (of, hidden, done, exceptInLog) => {
  expect(applied(of, { ...verified, hidden }, run)).toEqual({
    status: `✅ **Applied and verified** by ${link} at 5e1f0a9: ${done}`,
    foldedUnder: 'What was applied',
  })
  expect(appliedLine({ ...verified, hidden })).toBe(
    `Verified${exceptInLog}: a read-back shows live equal to the file, after 1 write.`,
  )
})

it.each([
  [['Billing'], "the header value of `Billing` can't be verified, Auco doesn't return it"],
  [['a', 'b'], "the header values of `a`, `b` can't be verified, Auco doesn't return them"],
])('applied, but nothing proves it %#', (hidden, words) => {
  const write = { kind: 'applied', isVerified: false, writes: 2, hidden } as const
  expect(applied(emptyPlan, write, run)).toEqual({
    status: `✅ **Applied; ${words}** (by ${link} at 5e1f0a9: header values written again)`,
    foldedUnder: 'What was applied',
  })
  expect(appliedLine(write)).toBe(`Applied; ${words}. Auco answered write 2 with a success.`)
})

it.each([
  [
    { by: 'commit', sha: 'c0ffee00c0ffee00', file: 'webhooks.yaml' } as const,
    '`c0ffee0`, which has another `webhooks.yaml`',
  ],
  [{ by: 'deletion' } as const, 'the deletion of the branch'],
])('superseded %#', (by, words) => {
  expect(superseded(by, run)).toEqual({
    status: `**Superseded by ${words}.** Nothing was written (${link}).`,
    foldedUnder: null,
  })
  expect(supersededNotice(by)).toBe(`Superseded by ${words}. Nothing was written.`)
})

it.each([
  ['auco-no-answer', 'Not applied'],
  ['cannot-keep', 'Not applied'],
  ['unknown-outcome', 'Unknown whether it was applied'],
] as const)('a failure (%s) is called "%s", with cause, fix, run and explanation', (code, words) => {
  expect(failed(new UserError(code, 'Reason.', 'Fix.'), run, 'https://docs.example')).toEqual({
    status: `❌ **${words}:** Reason. Fix. (${link} · [How to fix this](https://docs.example#${code}))`,
    foldedUnder: null,
  })
})

const bugged = 'run failed because of a bug in auco-webhooks-action; its log says how to report it.'
const notSent = 'The write was not sent. Run the job again when you want it.'
const unknown =
  'The write was sent, and whether it is live is unknown. Run the job again: it reads first, and writes only what differs.'
const verifiedBy = `✅ **Applied and verified** by ${link} at 5e1f0a9.`

it.each([
  ['cancellation', 'not-sent', `❌ **Not applied:** The run was cancelled. ${notSent} (${link})`],
  [
    'cancellation',
    'unknown',
    `❌ **Unknown whether it was applied:** The run was cancelled. ${unknown} (${link})`,
  ],
  ['cancellation', 'confirmed', `${verifiedBy} After that, the run was cancelled.`],
  ['bug', 'not-sent', `❌ **Not applied:** The ${bugged} ${notSent} (${link})`],
  ['bug', 'unknown', `❌ **Unknown whether it was applied:** The ${bugged} ${unknown} (${link})`],
  ['bug', 'confirmed', `${verifiedBy} After that, the ${bugged}`],
] as const)('ended early by a %s, with a write that is %s', (by, write, status) => {
  const foldedUnder = write === 'confirmed' ? 'What was applied' : null
  expect(interrupted(by, write, run)).toEqual({ status, foldedUnder })
})
