import { expect, it } from 'vitest'
import { writeAndVerify } from '../../../src/action/write-and-verify.ts'
import { VirtualClock } from '../../faults/virtual-clock.ts'
import { desired, KEY, live, MASKED, type Sketch } from '../plan/webhooks.ts'

const old: Sketch = { id: 'default', description: 'Every event', header: [KEY, 'Bearer old'] }
const described: Sketch = { ...old, description: 'Something else' }
const rotated: Sketch = { ...old, header: [KEY, 'Bearer new'] }
const both: Sketch = { ...rotated, description: 'Something else' }
const spaced: Sketch = { ...old, description: 'Every event ' }

/** Whether Auco answers with a success, and whether it stores the write. */
const WRITES = {
  taken: [true, true],
  ignored: [true, false],
  unanswered: [false, true],
  lost: [false, false],
} as const
type Write = keyof typeof WRITES

interface Auco {
  /** What becomes of each write in turn; the last one repeats. */
  readonly writes: readonly Write[]
  /** It shows no header value. */
  readonly hides?: boolean
  readonly before?: Sketch
  /** What it stores of any write, if not the file. */
  readonly keeps?: Sketch
  /** What the read-backs show in turn, if not what is stored. */
  readonly readBacks?: readonly Sketch[]
}

async function apply(
  file: Sketch,
  { writes, hides = false, before = old, keeps = file, readBacks = [] }: Auco,
) {
  let stored = before
  let reads = 0
  const made: Write[] = []
  const states: string[] = []
  const clock = new VirtualClock()
  const read = async () => {
    const shown = readBacks[reads - 1] ?? stored
    reads += 1
    return live(hides ? { ...shown, header: [KEY, MASKED] } : shown)
  }
  const outcome = await writeAndVerify(desired(file), await read(), {
    read,
    write: async () => {
      const write = writes[made.length] ?? writes.at(-1) ?? expect.fail()
      const [isAccepted, isStored] = WRITES[write]
      made.push(write)
      if (isStored) stored = keeps
      return { outcome: write, isAccepted, retryAfter: null }
    },
    clock,
    cancelled: new AbortController().signal,
    onWriteState: (state) => states.push(state),
    log: () => {},
  })
  const waited = clock.sleeps.reduce((sum, sleep) => sum + sleep, 0)
  return { outcome, writes: made.length, waited, state: states.at(-1) }
}

const WINDOW = 7_500
const verified = { kind: 'applied', isVerified: true, hidden: [] }
const unverified = { kind: 'applied', isVerified: false, hidden: ['default'] }
const notApplied = { kind: 'not-applied', hidden: ['default'] }
const lost = { kind: 'not-applied', hidden: [] }
const otherwise = { kind: 'stored-differently', differences: [{ id: 'default' }] }
const byOther: Auco = { writes: ['taken'], hides: true, keeps: described }

it.each<[string, file: Sketch, Auco, outcome: object, writes: number, waited: number]>([
  // Only a hidden value differs.
  ['a success is not verified', rotated, { writes: ['taken'], hides: true }, unverified, 1, WINDOW],
  ['nor is one that Auco ignores', rotated, { writes: ['ignored'], hides: true }, unverified, 1, WINDOW],
  ["somebody else's change", rotated, { ...byOther, readBacks: [old, old] }, otherwise, 1, WINDOW],
  [
    'the same between stale reads',
    rotated,
    { ...byOther, readBacks: [old, described, old, described, old] },
    otherwise,
    1,
    WINDOW,
  ],
  [
    'the same before reads that equal the file',
    rotated,
    { ...byOther, readBacks: [described, described, old, old, old] },
    otherwise,
    1,
    WINDOW,
  ],
  ['no answers, stored', rotated, { writes: ['unanswered'], hides: true }, notApplied, 3, 3 * WINDOW],
  ['no answers, lost', rotated, { writes: ['lost'], hides: true }, notApplied, 3, 3 * WINDOW],
  ['lost, then taken', rotated, { writes: ['lost', 'taken'], hides: true }, unverified, 2, 2 * WINDOW],
  // Something else differs, too.
  [
    'a change that is seen proves the write, even after odd reads',
    { ...rotated, description: 'New words' },
    { writes: ['taken'], hides: true, readBacks: [described, old] },
    { ...verified, hidden: ['default'] },
    1,
    1_500,
  ],
  ['but none without an answer', both, { writes: ['unanswered'], hides: true }, notApplied, 3, 3 * WINDOW],
  [
    'nor a success after it',
    both,
    { writes: ['unanswered', 'taken'], hides: true },
    unverified,
    2,
    2 * WINDOW,
  ],
  ['no answer, and a read shows the value itself', both, { writes: ['unanswered'] }, verified, 1, 0],
  // Auco stores another form.
  ['another form', spaced, { writes: ['taken'], keeps: old, before: described }, otherwise, 1, WINDOW],
  ['a form that Auco had before', spaced, { writes: ['taken'], keeps: old }, lost, 3, 3 * WINDOW],
])('%s', async (_, file, auco, outcome, writes, waited) => {
  const isConfirmed = 'isVerified' in outcome && outcome.isVerified === true
  const state = isConfirmed ? 'confirmed' : 'unknown'
  expect(await apply(file, auco)).toMatchObject({ outcome, writes, waited, state })
})
