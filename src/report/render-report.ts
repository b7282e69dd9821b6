import type { Problem } from '../core/errors.ts'
import { formatNumber } from '../core/format.ts'
import type { Plan } from '../plan/plan.ts'
import { cautionBlocks } from './cautions.ts'
import { type Links, problemLines } from './failure-text.ts'
import { firstThatFit, fold, joined } from './markdown.ts'
import { changeSections, untouchedLines } from './plan-words.ts'

/** Longest summary, in bytes; GitHub takes 1 MiB a step. */
const MAX_SUMMARY = 900 * 1024
/** Room for separators, and for counts that are longer than those of the empty report. */
const SLACK = 200
const MAX_OPEN = 5

/** Everything that a report can say. What does not apply is `null` or empty. */
export interface Report {
  /** One line of Markdown that begins with the state. */
  readonly status: string
  /** What limits the plan, as Markdown. */
  readonly notes: readonly string[]
  readonly plan: Plan | null
  readonly problems: readonly Problem[]
  /** What the merge will do, if that isn't the obvious. */
  readonly afterMerge: string | null
  /** The plan was carried out, or failed: it is folded under these words, and only cautions about what stays are left. */
  readonly foldedUnder: string | null
  readonly links: Links
}

/** The report as a job summary. It is the longest report, so it links to no longer one. */
export function renderSummary(heading: string, report: Report): string {
  return `${heading}\n\n${renderReport(report, MAX_SUMMARY, null)}\n`
}

/**
 * The report as Markdown, without a heading, of at most `limit` bytes. If it is too long, whole changes and whole problems are
 * left out and counted, with a link to a longer report, `more`. Everything else is limited in itself and always there.
 */
export function renderReport(
  report: Report,
  limit: number,
  more: string | null = report.links.runUrl,
): string {
  const { plan, links, foldedUnder } = report
  const changes = plan === null ? [] : changeSections(plan)
  const problems = problemLines(report.problems, links)
  const cautions = (plan?.cautions ?? []).filter(
    ({ kind }) => foldedUnder === null || kind === 'changed-since',
  )
  const assemble = (shownChanges: readonly string[], shownProblems: readonly string[]) => {
    const folded = shownChanges.slice(foldedUnder === null ? MAX_OPEN : shownChanges.length)
    const planned = [
      ...shownChanges.slice(0, shownChanges.length - folded.length),
      fold(`${formatNumber(folded.length)} more`, folded.join('\n\n')),
      ...leftOut(changes.length - shownChanges.length, more),
      ...(plan === null ? [] : untouchedLines(plan)),
      shownProblems.join('\n'),
      ...leftOut(problems.length - shownProblems.length, more),
    ]
    const details = joined('\n\n', planned)
    return joined('\n\n', [
      report.status,
      ...cautionBlocks(cautions),
      ...report.notes,
      foldedUnder === null ? details : fold(foldedUnder, details),
      report.afterMerge === null ? '' : `**What the merge does:** ${report.afterMerge}`,
      footer(links),
    ])
  }

  const whole = assemble(changes, problems)
  if (Buffer.byteLength(whole) <= limit) return whole
  const room = limit - Buffer.byteLength(assemble([], [])) - SLACK
  // Problems are short and say what to do, so they come first; half of the room is kept for changes.
  const shownProblems = firstThatFit(problems, changes.length === 0 ? room : room / 2, 1)
  const roomForChanges = room - Buffer.byteLength(shownProblems.join('\n'))
  return assemble(firstThatFit(changes, roomForChanges, 2), shownProblems)
}

function leftOut(number: number, more: string | null): readonly string[] {
  if (number === 0) return []
  const rest = `*… and ${formatNumber(number)} more, left out here.*`
  return [more === null ? rest : `${rest} [The run's summary](${more}) shows more.`]
}

/** The last line of a report: its commit, its run and this action. */
function footer({ repositoryUrl, runUrl, sha }: Links): string {
  const commit = `[${sha.slice(0, 7)}](${repositoryUrl}/commit/${sha})`
  return `<sub>Commit ${commit} · [run](${runUrl}) · auco-webhooks-action</sub>`
}
