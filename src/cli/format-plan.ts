import type { Change, Plan } from '../plan/plan.ts'
import { cautionWords } from '../report/cautions.ts'
import { changeLines } from '../report/change-lines.ts'
import { planStatus } from '../report/plan-counts.ts'
import { deferredWords, hiddenValues } from '../report/plan-sections.ts'
import { type Line, type Piece, styled } from './terminal.ts'

const SIGN = { remove: '-', update: '~', create: '+' } as const
const COLOR = { '-': 'red', '~': 'yellow', '+': 'green', '!': 'yellow' } as const

/** The plan for a terminal: cautions, a block for each change, what was not compared, what stays, and the counts. */
export function terminalPlan(plan: Plan): readonly Line[] {
  const cautions = plan.cautions.map((caution): Line => {
    const { headline, consequence } = cautionWords(caution)
    return [styled(['bold', 'yellow'], `Caution: ${headline}`), ` ${consequence}`]
  })
  const uncompared = [
    ...(plan.deferred.length === 0
      ? []
      : [`${deferredWords(plan)}: ${[...new Set(plan.deferred.map(({ id }) => id))].join(', ')}`]),
    ...hiddenValues(plan).map(({ id, why }) => `${id}: cannot compare the header value: ${why}`),
  ]
  const unmanaged = plan.unmanaged.map((id) => `${id}: at Auco, not in the file, left as it is`)
  const unknown = plan.removalsUnknown === null ? [] : [plan.removalsUnknown]
  const blocks = [cautions, ...plan.changes.map(changeBlock), uncompared, [...unmanaged, ...unknown]]
  return [
    ...blocks.filter((block) => block.length > 0).flatMap((block) => [...block, '']),
    [styled('bold', planStatus(plan).replaceAll('**', ''))],
  ]
}

function changeBlock(change: Change): readonly Line[] {
  const sign = SIGN[change.action]
  return [
    [styled(['bold', COLOR[sign]], `${sign} ${change.action} ${change.id}`)],
    ...changeLines(change).map((line): Line => ['    ', colored(line)]),
  ]
}

function colored(line: string): Piece | string {
  const [sign] = line
  return sign === '+' || sign === '-' || sign === '!' ? styled(COLOR[sign], line) : line
}
