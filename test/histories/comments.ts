import { codeOf } from '../faults/in-process.ts'
import { declaredBy, type Head, has } from './contract.ts'
import type { Ended } from './judge.ts'

/** A section of a comment, as far as it matters here. */
interface Section {
  readonly environment: string
  readonly isFinal: boolean
  readonly text: string
}

/** The sections of a pull request before and after a run. */
export interface Sections {
  readonly before: readonly Section[]
  readonly after: readonly Section[]
  /** The file that the pull request brought, and whether the run's commit merged it. */
  readonly merged: string | null | undefined
  readonly isOwn: boolean
}

export function sectionsOf(bodies: readonly string[]): readonly Section[] {
  return bodies.flatMap((body) =>
    [...body.matchAll(/^<!-- auco:section (.*) -->$([^]*?)(?=^<!-- auco:section|$(?![^]))/gm)].map(
      ([, json = '{}', text = '']) => ({
        ...JSON.parse(json),
        text: text.replaceAll(/^#+ .*$/gm, '').trim(),
      }),
    ),
  )
}

/** What is wrong with the comments after a plan (`null`) or an apply: a final section never changes, and each is true. */
export function* judgeSections(
  { before, after, merged, isOwn }: Sections,
  ended: Ended | null,
  head: Head,
): Generator<string> {
  for (const section of before) {
    const now = after.find(({ environment }) => environment === section.environment)
    const isChanged = now?.text !== section.text
    if (isChanged && section.isFinal) yield 'a final section was changed'
    if (isChanged && ended !== null && section.environment !== ended.apply.environment)
      yield 'an apply changed the section of another environment'
    if (ended === null || now === undefined || section.environment !== ended.apply.environment) continue
    yield* untruths(now, isChanged, ended, head, merged)
    const isGreen = ended.ending.ok && ended.ending.result !== 'superseded'
    if (isOwn && isGreen && ended.fault === 'nothing' && !now.isFinal)
      yield 'a green apply left a section open'
  }
}

function* untruths(
  { text, isFinal }: Section,
  isChanged: boolean,
  { apply, after, ending, fault }: Ended,
  head: Head,
  merged: Sections['merged'],
): Generator<string> {
  if (text.startsWith('⏳') && fault === 'nothing') yield 'a section still says that it is being applied'
  if (!isChanged) return
  const [status = ''] = text.split('\n')
  const [, sha = null] = /Auco has the file as of (\w+)/.exec(status) ?? []
  const commit = [head, apply.commit].find((one) => sha !== null && one.sha.startsWith(sha))
  const says = /Applied/.test(status) ? 'applied' : /Nothing to do/.test(status) ? 'unchanged' : null
  if (isFinal !== (says !== null || sha !== null)) yield `final, or not, by mistake: ${status}`
  if (says !== null && says !== codeOf(ending)) yield `${codeOf(ending)}, but the comment says: ${status}`
  if (sha === null) return
  if (!ending.ok) yield `red, but the comment says: ${status}`
  if (commit === undefined || !has(after, { ...apply, variables: null }, commit)) yield `not true: ${status}`
  const own = declaredBy(merged ?? null, apply.environment)
  if (
    status.startsWith('✅') &&
    JSON.stringify(own) !== JSON.stringify(declaredBy(commit?.file ?? null, apply.environment))
  )
    yield `not the file of the pull request: ${status}`
}
