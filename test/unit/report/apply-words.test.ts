import { expect, it } from 'vitest'
import { UserError } from '../../../src/core/errors.ts'
import {
  type AppliedWrite,
  applied,
  appliedLine,
  applying,
  failed,
  nothingToDo,
  takenAlong,
  takenOver,
} from '../../../src/report/apply-words.ts'
import { emptyPlan } from './fixtures.ts'

const run = { runId: '42', runUrl: 'https://github.com/acme/hooks/actions/runs/42', sha: '5e1f0a9c8b7d6e5f' }
const link = '[run 42](https://github.com/acme/hooks/actions/runs/42)'
const webhook = { description: '', url: '', headerKey: null }
const plan = { ...emptyPlan, changes: [{ action: 'create', id: 'New', webhook }] } as const
const staying = { unmanaged: ['Crm'], changedSince: ['Crm'] }

it('applying, with a link to the run', () => {
  expect(applying(run).status).toBe(`⏳ **Applying** (${link})`)
})

it('nothing to do, with a tick only if nothing stays that was changed since', () => {
  expect(nothingToDo(emptyPlan, run).status).toBe(
    `✅ **Nothing to do:** Auco already has everything in the file (${link} at 5e1f0a9)`,
  )
  expect(nothingToDo({ ...emptyPlan, ...staying }, run).status).toMatch(
    /^⚠️ \*\*Nothing to do\*\*, but 1 stays/,
  )
})

const verified = { kind: 'applied', isVerified: true, writes: 1, hidden: [] } as const

it.each<[typeof plan | typeof emptyPlan, Partial<AppliedWrite>, status: RegExp, log: RegExp]>([
  [plan, {}, /^✅ \*\*Applied and verified\*\* by \[run 42\]\(.*\) at 5e1f0a9: 1 created$/, /^Verified: /],
  [emptyPlan, {}, /: header values written again$/, /^Verified: .* after 1 write\.$/],
  [
    { ...plan, ...staying },
    {},
    /^⚠️ \*\*Applied and verified\*\*, but 1 stays · by .* at 5e1f0a9: 1 created$/,
    /^Verified: /,
  ],
  [
    plan,
    { hidden: ['a', 'b'] },
    /^✅ .*: 1 created\. 2 header values could not/,
    /^Verified, except .*`a`, `b`/,
  ],
  [
    plan,
    { isVerified: false, writes: 2, hidden: ['Crm'] },
    /^✅ \*\*Applied; the header value of `Crm` can't be verified.*\*\* by .*: 1 created$/,
    /^Applied; .*write 2/,
  ],
])('applied %#', (of, write, status, log) => {
  expect(applied(of, { ...verified, ...write }, run)).toEqual({
    status: expect.stringMatching(status),
    foldedUnder: 'What was applied',
  })
  expect(appliedLine({ ...verified, ...write })).toMatch(log)
})

it('a pull request that another run took along has a tick only if its file is the one that was applied', () => {
  const words = `**Auco has the file as of 5e1f0a9** (${link})`
  expect(takenAlong(run, true)).toEqual({ status: `✅ ${words}`, foldedUnder: null })
  expect(takenAlong(run, false)).toEqual({ status: words, foldedUnder: null })
})

it('a run that a newer one overtook links it, and itself', () => {
  const { status } = takenOver({ id: 43, url: 'https://github.com/acme/hooks/actions/runs/43' }, run)
  expect(status).toMatch(/^\*\*A newer run took over:\*\* \[run 43\]\(.*\/43\) /)
  expect(status).toContain(link)
})

it.each([
  ['auco-no-answer', 'Not applied', 'no-answer-from-auco'],
  ['cannot-keep', 'Not applied', 'hidden-header-values'],
  ['unknown-outcome', 'Unknown whether it was applied', 'unknown-outcome'],
] as const)('a failure (%s) is called "%s", with cause, fix, run and explanation', (code, words, kind) => {
  expect(failed(new UserError(code, 'Reason.', 'Fix.'), run, 'https://docs.example')).toEqual({
    status: `❌ **${words}:** Reason. Fix. (${link} · [How to fix this](https://docs.example#${kind}))`,
    foldedUnder: 'The plan',
  })
})
