import { helpUrl } from '../core/docs-links.ts'
import type { Problem, UserError, UserErrorCode } from '../core/errors.ts'
import { formatCount, formatNumber } from '../core/format.ts'
import type {
  Caution,
  Change,
  FieldChange,
  HeaderChange,
  Plan,
  ShownWebhook,
  ValueComparison,
} from '../plan/plan.ts'
import { codeSpan, diffBlock, foreign, heading } from './markdown.ts'

/** Longest comment, in characters (GitHub refuses more than 65,536), and longest summary, in bytes (1 MiB a step). */
export const MAX_COMMENT = 60_000
export const MAX_SUMMARY = 900 * 1024

/** Where links lead to: `null` where the run does not say. */
export interface Links {
  readonly repositoryUrl: string | null
  readonly runUrl: string | null
  readonly sha: string
  readonly config: string
  /** docs/troubleshooting.md: each error has its section there. */
  readonly troubleshootingUrl: string
}

/** Everything that a report can say. Parts that do not apply are `null` or empty. */
export interface Report {
  readonly title: string
  /** The verdict in words and counts. */
  readonly verdict: string
  /** Sentences for a reader who must not miss them, as Markdown of our own. */
  readonly notes: readonly string[]
  readonly plan: Plan | null
  readonly problems: readonly Problem[]
  /** What the merge will do, or `null` where there is no merge to come. */
  readonly afterMerge: string | null
  readonly status: string | null
  readonly links: Links
}

/** Longest id that is shown whole, in characters: as long as the file may have it. */
const MAX_ID = 128

const STATUS = '**Status:** '
const FOOTER = '<sub>'

/** Room for the status of a comment, which the apply rewrites: a failure names ids and what Auco says. In characters. */
const STATUS_ROOM = 4_000

/** The report as a comment, under its hidden marker. */
export function renderComment(report: Report, marker: string): string {
  return renderReport(report, MAX_COMMENT - STATUS_ROOM, undefined, [marker])
}

/** The report as a job summary: that is where what is left out elsewhere can be found, so it points to nothing. */
export function renderSummary(report: Report): string {
  return renderReport(report, MAX_SUMMARY, Buffer.byteLength, [], null)
}

/**
 * The report as Markdown, at most `limit` long as `measure` counts: shortened on webhook and problem boundaries, with a
 * count of what is left out and where `more` is. What stands around them is limited in itself. `first` is put before it.
 */
export function renderReport(
  report: Report,
  limit: number,
  measure: (text: string) => number = (text) => text.length,
  first: readonly string[] = [],
  more: string | null = report.links.runUrl,
): string {
  const { title, verdict, notes, plan, problems, afterMerge, status, links } = report
  const head = [...first, heading(title), verdict, ...notes, ...(plan === null ? [] : cautionBlocks(plan))]
  const changes = plan === null ? [] : inOrderOfOrigin(plan.changes).map(changeSection)
  const middle =
    plan === null ? [] : [cannotCompareNote(plan), unchangedLine(plan)].filter((part) => part !== '')
  const lines = [...Map.groupBy(problems, ({ severity, message }) => severity + message).values()].map(
    (same) => problemLine(same, links),
  )
  const tail = [
    ...(afterMerge === null ? [] : [`**What the merge does:** ${afterMerge}`]),
    ...(status === null ? [] : [STATUS + status]),
    footer(links),
  ]
  const put = (shownChanges: readonly string[], shownLines: readonly string[]) =>
    `${[
      ...head,
      ...shownChanges,
      ...(shownChanges.length < changes.length ? [leftOut(changes.length - shownChanges.length, more)] : []),
      ...middle,
      ...(shownLines.length === 0 ? [] : [shownLines.join('\n')]),
      ...(shownLines.length < lines.length ? [leftOut(lines.length - shownLines.length, more)] : []),
      ...tail,
    ].join('\n\n')}\n`

  const whole = put(changes, lines)
  if (measure(whole) <= limit) return whole
  const room = limit - measure(put([], [])) - SLACK
  // Problems are short and say what to do, so they come first where room is scarce; half of it is left for the changes.
  const shownLines = fitting(lines, changes.length === 0 ? room : room / 2, 1, measure)
  return put(fitting(changes, room - measure(shownLines.join('\n')), 2, measure), shownLines)
}

/** Room for separators, and for counts that are longer than those of the empty report. */
const SLACK = 100

/** The longest start of the parts that fits, with a separator after each. */
function fitting(
  parts: readonly string[],
  room: number,
  separator: number,
  measure: (text: string) => number,
): readonly string[] {
  let left = room
  const end = parts.findIndex((part) => {
    left -= measure(part) + separator
    return left < 0
  })
  return end === -1 ? parts : parts.slice(0, end)
}

/** What the pull request does first, then what only somebody else did. */
function inOrderOfOrigin(changes: readonly Change[]): readonly Change[] {
  const isOutside = ({ origin }: Change) => origin === 'outside'
  return [...changes.filter((change) => !isOutside(change)), ...changes.filter(isOutside)]
}

/** What two comments must share to be the same: everything but the footer, whose run differs each time. */
export function withoutFooter(body: string): string {
  return body.replaceAll('\r\n', '\n').split(`\n\n${FOOTER}`)[0] ?? ''
}

/** The status that a comment shows; empty if it has none. */
export function statusOf(body: string): string {
  const line = body.split('\n').find((candidate) => candidate.startsWith(STATUS))
  return line?.slice(STATUS.length).trimEnd() ?? ''
}

/** The comment with another status line; unchanged if it has none. */
export function withStatus(body: string, status: string): string {
  return body
    .split('\n')
    .map((line) => (line.startsWith(STATUS) ? STATUS + status : line))
    .join('\n')
}

/** `1 to remove · 2 to update`, or that there is nothing to do. */
export function planVerdict(plan: Plan): string {
  const counted = countsOf(plan.changes, { remove: 'to remove', update: 'to update', create: 'to create' })
  if (counted !== '') {
    const outside = plan.changes.filter(({ origin }) => origin === 'outside').length
    const apart = outside === 0 ? '' : ` · ${formatNumber(outside)} of them an outside change`
    return `**${counted}**${apart} · ${formatNumber(plan.unchanged.length)} unchanged`
  }
  return plan.cannotCompare.length === 0
    ? `**No changes.** Live equals the file: ${formatCount(plan.unchanged.length, 'webhook')}.`
    : `**No changes that can be seen.** ${formatCount(plan.unchanged.length, 'webhook')}, of which the header value of ${formatNumber(plan.cannotCompare.length)} cannot be compared.`
}

/** `1 removed · 2 updated`; empty for an empty plan. */
export function appliedCounts(plan: Plan): string {
  return countsOf(plan.changes, { remove: 'removed', update: 'updated', create: 'created' })
}

function countsOf(changes: readonly Change[], words: Readonly<Record<Change['action'], string>>): string {
  const actions = ['remove', 'update', 'create'] as const
  return actions
    .map((action) => ({ action, number: changes.filter((change) => change.action === action).length }))
    .filter(({ number }) => number > 0)
    .map(({ action, number }) => `${formatNumber(number)} ${words[action]}`)
    .join(' · ')
}

/** Cautions in a list: more of one kind than this say no more than their number. */
const MAX_LISTED = 20
/** Longest row of ids, and longest list of sentences, in characters: all of them together leave room in a comment. */
const MAX_IDS_LENGTH = 2_000
const MAX_LIST_LENGTH = 4_000
const MAX_ORIGIN = 100

/** One block a kind of caution, however many webhooks it is about. */
function cautionBlocks(plan: Plan): readonly string[] {
  const byKind = Map.groupBy(plan.cautions, ({ kind }) => kind)
  return [...byKind.values()].flatMap((cautions) => {
    const shown = limited(cautions.map(cautionText))
    const isGrave = cautions.some(({ kind }) => kind === 'removal' || kind === 'rename')
    return [alert(isGrave ? 'CAUTION' : 'WARNING', shown.join('\n>\n> '))]
  })
}

function cautionText(caution: Caution): string {
  const { headline, consequence } = cautionWords(caution)
  return `**${headline}** ${consequence}`
}

/** A caution in two parts, what and what of it; ids and hosts in them are in code spans. */
export function cautionWords(caution: Caution): { readonly headline: string; readonly consequence: string } {
  switch (caution.kind) {
    case 'removal': {
      const them = caution.ids.length === 1 ? 'it' : 'them'
      return {
        headline: `Removes ${ids(caution.ids)}.`,
        consequence: `Auco processes that name ${them} lose their notifications, those in flight included.`,
      }
    }
    case 'rename':
      return {
        headline: `Renames ${id(caution.from)} to ${id(caution.to)}.`,
        consequence:
          'To Auco that is a removal: processes that name the old id go silent. Keep both until none does.',
      }
    case 'outside-change':
      return {
        headline: `${ids(caution.ids)} ${caution.ids.length === 1 ? 'was' : 'were'} changed outside the repository.`,
        consequence: caution.valueOnly
          ? 'Only the header value differs, so it may also be a secret that was rotated here. The merge makes live equal to the file.'
          : 'The merge undoes that; to keep it, put it into the file.',
      }
    case 'secret-to-new-host':
      return {
        headline: 'A secret goes to a new host.',
        consequence: `${id(caution.id)} moves from ${codeSpan(caution.from, MAX_ORIGIN)} to ${codeSpan(caution.to, MAX_ORIGIN)} and keeps its header.`,
      }
    case 'legacy-webhook':
      return {
        headline: 'Live has no `webhooks`, only the legacy `webhook` URL.',
        consequence:
          'It is not part of the file, and it stays as it is; check with Auco which of the two gets the notifications.',
      }
  }
}

/** A remark that is good to know. */
export function note(text: string): string {
  return alert('NOTE', text)
}

function alert(kind: 'CAUTION' | 'WARNING' | 'NOTE', text: string): string {
  return `> [!${kind}]\n> ${text}`
}

function changeSection(change: Change): string {
  const words = { remove: 'Remove', update: 'Update', create: 'Create' } as const
  // A difference from outside the repository stands apart from what the pull request does.
  const origin = {
    outside: ' · outside change',
    both: ' · also changed outside',
    'pull-request': '',
    unknown: '',
  } as const
  return `#### ${words[change.action]} ${id(change.id)}${origin[change.origin]}\n\n${diffBlock(changeLines(change))}`
}

/** A change field by field, each line after `+`, `-`, `!` or space; foreign text in it is visible and short. */
export function changeLines(change: Change): readonly string[] {
  switch (change.action) {
    case 'remove':
      return webhookLines('-', change.webhook)
    case 'create':
      return webhookLines('+', change.webhook)
    case 'update':
      return [...change.fields.flatMap(fieldLines), ...keptHeaderLines(change.keptHeader)]
  }
}

function webhookLines(sign: '+' | '-', webhook: ShownWebhook): readonly string[] {
  return [
    `${sign} description: ${foreign(webhook.description)}`,
    `${sign} url: ${foreign(webhook.url)}`,
    ...(webhook.headerKey === null ? [] : [`${sign} header: ${foreign(webhook.headerKey)}`]),
  ]
}

function fieldLines(change: FieldChange): readonly string[] {
  switch (change.field) {
    case 'description':
      return [`- description: ${foreign(change.from)}`, `+ description: ${foreign(change.to)}`]
    case 'url':
      return [
        ...(change.from === change.to
          ? []
          : [`- url: ${foreign(change.from)}`, `+ url: ${foreign(change.to)}`]),
        ...(change.from === change.to ? [`  url: ${foreign(change.to)}`] : []),
        ...(change.hiddenPart
          ? ['! url: changed in a part that is not shown (user, password, query or fragment)']
          : []),
      ]
    case 'header':
      return headerLines(change.header)
  }
}

function headerLines(header: HeaderChange): readonly string[] {
  switch (header.kind) {
    case 'added':
      return [`+ header: ${foreign(header.key)} (header added)`]
    case 'removed':
      return [`- header: ${foreign(header.key)} (header removed)`]
    case 'changed': {
      const value = valueWords(header.value)
      return header.fromKey === header.toKey
        ? [`! header: ${foreign(header.toKey)}, ${value}`]
        : [`- header: ${foreign(header.fromKey)}`, `+ header: ${foreign(header.toKey)}, ${value}`]
    }
  }
}

function keptHeaderLines(kept: Extract<Change, { action: 'update' }>['keptHeader']): readonly string[] {
  return kept === null ? [] : [`  header: ${foreign(kept.key)}, ${valueWords(kept.value)}`]
}

/** Words for how two header values compare; `why` is of our own words and variable names. */
export function valueWords(value: ValueComparison): string {
  return value.result === 'cannot-compare' ? `cannot compare: ${value.why}` : `secret ${value.result}`
}

function cannotCompareNote(plan: Plan): string {
  if (plan.cannotCompare.length === 0) return ''
  const byReason = Map.groupBy(plan.cannotCompare, ({ why }) => why)
  const lines = [...byReason].map(
    ([why, webhooks]) => `- ${ids(webhooks.map((webhook) => webhook.id))}: cannot compare: ${why}`,
  )
  return `**Header values**\n\n${limited(lines, '- ').join('\n')}`
}

/** Ids in a row, the first of them. */
export function ids(list: readonly string[]): string {
  const shown = fitting(list.slice(0, MAX_LISTED).map(id), MAX_IDS_LENGTH, 2, ({ length }) => length)
  const more = list.length - shown.length
  return more === 0 ? shown.join(', ') : `${shown.join(', ')} and ${formatNumber(more)} more`
}

/** The first lines of a list that could be of any length, so that there is always room for the changes themselves. */
function limited(lines: readonly string[], bullet = ''): readonly string[] {
  const shown = fitting(lines.slice(0, MAX_LISTED), MAX_LIST_LENGTH, 3, ({ length }) => length)
  const more = lines.length - shown.length
  return more === 0 ? shown : [...shown, `${bullet}… and ${formatNumber(more)} more.`]
}

function id(text: string): string {
  return codeSpan(text, MAX_ID)
}

/** A failure for a reader of Markdown: in the message itself what Auco says is foreign text. */
export function failure({ reason, fix, quote }: UserError): string {
  return [reason, ...(quote === null ? [] : [`Auco says: ${codeSpan(quote)}.`]), fix].join(' ')
}

function unchangedLine(plan: Plan): string {
  if (plan.unchanged.length === 0 || plan.changes.length === 0) return ''
  const summary = `${formatNumber(plan.unchanged.length)} unchanged`
  return `<details><summary>${summary}</summary>\n\n${ids(plan.unchanged)}\n\n</details>`
}

/** The link under a failure, last: who understands its message needs no more. */
export function helpLink(troubleshootingUrl: string, code: UserErrorCode): string {
  return `[How to fix this](${helpUrl(troubleshootingUrl, code)})`
}

/** Places of one problem that are linked; the same variable can be missing in every webhook. */
const MAX_PLACES = 5

/** One line for a problem, wherever it occurs. */
function problemLine(same: readonly Problem[], links: Links): string {
  const places = same.slice(0, MAX_PLACES).map(({ place }) => {
    const where = codeSpan(`${links.config}:${place.line}:${place.column}`)
    return links.repositoryUrl === null
      ? where
      : `[${where}](${fileUrl(links.repositoryUrl, links)}#L${place.line})`
  })
  const more = same.length > MAX_PLACES ? ` and ${formatNumber(same.length - MAX_PLACES)} more` : ''
  const [first] = same
  const sign = first?.severity === 'error' ? '❌' : '⚠️'
  return `- ${sign} ${places.join(', ')}${more}: ${first?.message ?? ''}${first === undefined ? '' : namedHelp(first, links)}`
}

/** An error has its name at its end, which leads to where it is explained; a warning says all there is to say. */
function namedHelp({ severity, code }: Problem, { troubleshootingUrl }: Links): string {
  return severity === 'error' ? ` [${code}](${helpUrl(troubleshootingUrl, code)})` : ''
}

function fileUrl(repositoryUrl: string, { sha, config }: Links): string {
  const path = config
    .split('/')
    .map(encodeURIComponent)
    .join('/')
    .replaceAll('(', '%28')
    .replaceAll(')', '%29')
  return `${repositoryUrl}/blob/${sha}/${path}`
}

function leftOut(number: number, runUrl: string | null): string {
  const rest = `*… and ${formatNumber(number)} more, left out here.*`
  return runUrl === null ? rest : `${rest} [The run's summary](${runUrl}) shows more.`
}

function footer({ repositoryUrl, runUrl, sha }: Links): string {
  const short = sha.slice(0, 7)
  const commit = repositoryUrl === null || sha === '' ? short : `[${short}](${repositoryUrl}/commit/${sha})`
  const parts = [
    commit === '' ? '' : `Commit ${commit}`,
    runUrl === null ? '' : `[run](${runUrl})`,
    'auco-webhooks-action',
  ]
  return `${FOOTER}${parts.filter((part) => part !== '').join(' · ')}</sub>`
}
