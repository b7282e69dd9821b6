import type { Problem } from '../core/errors.ts'
import { formatNumber } from '../core/format.ts'
import type { Plan } from '../plan/plan.ts'
import { cautionBlocks } from './cautions.ts'
import { fold, joinParts } from './comment-parts.ts'
import { footer } from './footer.ts'
import { type Links, summaryLink } from './links.ts'
import { heading } from './markdown.ts'
import { cannotCompareSection, changeSections, untouchedSection } from './plan-sections.ts'
import { problemLines } from './problem-lines.ts'
import { firstThatFit, length } from './shorten.ts'

/** Longest comment, in characters; GitHub refuses more than 65,536. */
export const MAX_COMMENT = 60_000
/** Longest summary, in bytes; GitHub takes 1 MiB a step. */
export const MAX_SUMMARY = 900 * 1024

/** Room for the status that the apply writes into the comment, in characters: a failure names ids and quotes Auco. */
const STATUS_ROOM = 4_000

/** Room for separators, and for counts that are longer than those of the empty report. */
const SLACK = 100

/** Everything that a report can say. What does not apply is `null` or empty. */
export interface Report {
  readonly title: string
  /** One line of Markdown that begins with the state. */
  readonly status: string
  /** What limits the plan, as Markdown. */
  readonly notes: readonly string[]
  readonly plan: Plan | null
  readonly problems: readonly Problem[]
  /** What the merge will do, if that isn't the obvious. */
  readonly afterMerge: string | null
  /** The plan is live: its cautions are gone, and it is folded under these words. `null` while it is open. */
  readonly foldedUnder: string | null
  readonly links: Links
}

interface Layout {
  /** Greatest length, as `measure` counts. */
  readonly limit: number
  /** Counts characters by default. */
  readonly measure?: (text: string) => number
  /** Address of a longer report, for what is left out here; by default the run. */
  readonly more?: string | null
}

/** The report as a pull request comment, under its hidden marker. `redactLines` checks all that is visible of it. */
export function renderComment(report: Report, marker: string, redactLines: (text: string) => string): string {
  const limit = MAX_COMMENT - STATUS_ROOM - `${marker}\n\n`.length
  return `${marker}\n\n${redactLines(renderReport(report, { limit }))}`
}

/** The report as a job summary. It is the longest report, so it links to no longer one. */
export function renderSummary(report: Report): string {
  return renderReport(report, { limit: MAX_SUMMARY, measure: Buffer.byteLength, more: null })
}

/**
 * The report as Markdown. If it is too long, whole changes and whole problems are left out and counted. Everything else is
 * limited in itself and always there.
 */
export function renderReport(report: Report, layout: Layout): string {
  const { plan, links, foldedUnder } = report
  const { limit, measure = length, more = links.runUrl } = layout
  const changes = plan === null ? [] : changeSections(plan)
  const others = plan === null ? [] : [...cannotCompareSection(plan), ...untouchedSection(plan)]
  const problems = problemLines(report.problems, links)
  const cautions = plan === null || foldedUnder !== null ? [] : cautionBlocks(plan.cautions)
  const assemble = (shownChanges: readonly string[], shownProblems: readonly string[]) => {
    const planned = [
      ...shownChanges,
      ...leftOut(changes.length - shownChanges.length, more),
      ...others,
      ...(shownProblems.length === 0 ? [] : [shownProblems.join('\n')]),
      ...leftOut(problems.length - shownProblems.length, more),
    ].join('\n\n')
    const parts = {
      status: report.status,
      cautions: [...report.notes, ...cautions].join('\n\n'),
      plan: foldedUnder === null ? planned : fold(foldedUnder, planned),
      merge: report.afterMerge === null ? '' : `**What the merge does:** ${report.afterMerge}`,
      footer: footer(links),
    }
    return `${heading(report.title)}\n\n${joinParts(parts, foldedUnder !== null)}\n`
  }

  const whole = assemble(changes, problems)
  if (measure(whole) <= limit) return whole
  const room = limit - measure(assemble([], [])) - SLACK
  // Problems are short and say what to do, so they come first; half of the room is kept for changes.
  const shownProblems = firstThatFit(problems, changes.length === 0 ? room : room / 2, 1, measure)
  const roomForChanges = room - measure(shownProblems.join('\n'))
  return assemble(firstThatFit(changes, roomForChanges, 2, measure), shownProblems)
}

function leftOut(number: number, more: string | null): readonly string[] {
  if (number === 0) return []
  const rest = `*… and ${formatNumber(number)} more, left out here.*`
  return [more === null ? rest : `${rest} ${summaryLink(more)} shows more.`]
}
