import * as z from 'zod/mini'
import { stringifyEscaped } from '../core/format.ts'
import { ENVIRONMENTS, type Environment } from '../core/webhook.ts'
import { codeSpan, heading } from './markdown.ts'

/** What a section is about. Runs that share it replace each other's. */
export interface SectionName {
  readonly environment: Environment
  readonly config: string
}

export interface Section extends SectionName {
  /** The head of the pull request that it was planned for. */
  readonly sha: string
  /** It says what became of the merge; no later run changes it. */
  readonly isFinal: boolean
  /** Markdown, without a heading. */
  readonly text: string
}

/** Longest comment, in characters; GitHub refuses more than 65,536. */
const MAX_COMMENT = 60_000
/** Room that every section gets, in characters, and what separators and headings need. */
const MIN_ROOM = 12_000
const SLACK = 1_000

const USUAL_CONFIG = 'webhooks.yaml'

const SECTION = /^<!-- auco:section (\{.*\}) -->$/m
const Head = z.object({
  environment: z.enum(ENVIRONMENTS),
  config: z.string(),
  sha: z.string(),
  isFinal: z.boolean(),
})

/** The first line of the comments with this title. Anybody can write one, so look at the author, too. */
export function markerOf(title: string): string {
  return `<!-- auco-webhooks-action:v3 ${inComment(title)} -->`
}

/** JSON for an HTML comment, which a `>` would end. */
function inComment(value: unknown): string {
  return stringifyEscaped(value).replaceAll('>', '\\u003e')
}

export function isMarked(body: string, title: string): boolean {
  return body.split('\n', 1)[0]?.trimEnd() === markerOf(title)
}

/** The sections of a comment. Whatever isn't one, such as the headings, is written anew. */
export function sectionsOf(body: string): readonly Section[] {
  const [, ...parts] = body.replaceAll('\r\n', '\n').split(SECTION)
  return parts.flatMap((json, index) => {
    const head = index % 2 === 0 ? headIn(json) : null
    const text = parts[index + 1]?.trim().replace(/^##.*(?:\n+|$)/, '') ?? ''
    return head === null ? [] : [{ ...head, text }]
  })
}

function headIn(json: string): z.infer<typeof Head> | null {
  try {
    return Head.parse(JSON.parse(json))
  } catch {
    // Somebody edited it. Then its text belongs to no section, and is dropped.
    return null
  }
}

/** The comment: its marker, headings, and the sections in a fixed order. */
export function renderComment(title: string, sections: readonly Section[]): string {
  const sorted = sections.toSorted(
    (one, other) =>
      one.config.localeCompare(other.config, 'en') ||
      ENVIRONMENTS.indexOf(one.environment) - ENVIRONMENTS.indexOf(other.environment),
  )
  const isOne = sorted.length === 1
  const parts = sorted.map(({ text, ...head }) => {
    const name = isOne ? headingOf(title, head) : `### ${nameOf(head)}`
    return `<!-- auco:section ${inComment(head)} -->\n\n${name}\n\n${text}`
  })
  return `${[markerOf(title), ...(isOne ? [] : [heading(title)]), ...parts].join('\n\n')}\n`
}

export function headingOf(title: string, name: SectionName): string {
  return `${heading(title)} · ${nameOf(name)}`
}

function nameOf({ environment, config }: SectionName): string {
  return config === USUAL_CONFIG ? environment : `${environment} · ${codeSpan(config, 200)}`
}

export function isSameSection(one: SectionName, other: SectionName): boolean {
  return one.environment === other.environment && one.config === other.config
}

/**
 * The sections with another one, which `render` makes at most so many characters long. Where the others leave no room,
 * they are shortened to their status, the longest first.
 */
export function withSection(
  sections: readonly Section[],
  head: Omit<Section, 'text'>,
  render: (limit: number) => string,
): readonly Section[] {
  let others = sections.filter((section) => !isSameSection(section, head))
  const room = () => MAX_COMMENT - SLACK - others.reduce((sum, { text }) => sum + text.length + 400, 0)
  for (const longest of others.toSorted((one, other) => other.text.length - one.text.length)) {
    if (room() >= MIN_ROOM) break
    const text = shortened(longest.text)
    others = others.map((section) => (section === longest ? { ...section, text } : section))
  }
  return [...others, { ...head, text: render(room()) }]
}

/** The status and the footer of a section. */
function shortened(text: string): string {
  const [status = '', ...blocks] = text.split('\n\n')
  const rest = '*The details are left out here; the summary of the run has them.*'
  return [status, rest, ...blocks.slice(-1)].join('\n\n')
}
