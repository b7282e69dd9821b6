import type { Change, Plan } from '../plan/plan.ts'
import { cautionWords } from '../report/cautions.ts'
import { changeLines } from '../report/change-lines.ts'
import { planVerdict } from '../report/plan-counts.ts'
import { type Line, type Piece, styled } from './terminal.ts'

const SIGN = { remove: '-', update: '~', create: '+' } as const
const COLOUR = { '-': 'red', '~': 'yellow', '+': 'green', '!': 'yellow' } as const

/** The plan for a terminal: cautions first, a block for each change, what cannot be compared, and the counts last. */
export function planText(plan: Plan): readonly Line[] {
  const cautions = plan.cautions.map((caution): Line => {
    const { headline, consequence } = cautionWords(caution)
    return [styled(['bold', 'yellow'], `Caution: ${headline}`), ` ${consequence}`]
  })
  const unknown = plan.cannotCompare.map(({ id, why }) => `${id}: cannot compare the header value: ${why}`)
  const blocks = [cautions, ...plan.changes.map(changeBlock), unknown].filter((block) => block.length > 0)
  return [...blocks.flatMap((block) => [...block, '']), verdict(plan)]
}

function changeBlock(change: Change): readonly Line[] {
  const sign = SIGN[change.action]
  return [
    [styled(['bold', COLOUR[sign]], `${sign} ${change.action} ${change.id}`)],
    ...changeLines(change).map((line): Line => ['    ', coloured(line)]),
  ]
}

function coloured(line: string): Piece | string {
  const [sign] = line
  return sign === '+' || sign === '-' || sign === '!' ? styled(COLOUR[sign], line) : line
}

/** The report's verdict without its bold type: words and counts of our own. */
function verdict(plan: Plan): Line {
  return [styled('bold', planVerdict(plan).replaceAll('**', ''))]
}
