import { codeOf } from '../faults/in-process.ts'
import { type Head, has } from './contract.ts'
import type { Ended } from './judge.ts'

/** The sections of a pull request's comment, by environment. */
export type Sections = ReadonlyMap<string, { readonly isFinal: boolean; readonly text: string }>

export function sectionsOf(body: string): Sections {
  const parts = body.split(/^<!-- auco:section (.*) -->$/m)
  return new Map(
    parts.flatMap((json, index) => {
      if (index % 2 === 0) return []
      const { environment, isFinal } = JSON.parse(json)
      return [[environment, { isFinal, text: (parts[index + 1] ?? '').replaceAll(/^#+ .*$/gm, '').trim() }]]
    }),
  )
}

/** What is wrong with a comment after a plan (`null`) or an apply: a final section never changes, and a status is true. */
export function* judgeSections(
  { before, after }: { readonly before: Sections | undefined; readonly after: Sections | undefined },
  ended: Ended | null,
  /** What `main` has had, and the head that the pull request made of it. */
  { heads, merge }: { readonly heads: readonly Head[]; readonly merge: Head | undefined },
): Generator<string> {
  // Of a comment that GitHub doesn't show yet a run knows nothing.
  if (ended?.fault === 'comments lag') return
  for (const [environment, old] of before ?? []) {
    const now = after?.get(environment)
    const isChanged = now?.text !== old.text
    if (isChanged && old.isFinal) yield 'a final section was changed'
    if (ended === null || now === undefined) continue
    if (environment === ended.apply.environment) yield* untruths(now, isChanged, ended, heads, merge)
    else if (isChanged) yield 'an apply changed the section of another environment'
  }
}

function* untruths(
  { text, isFinal }: { readonly isFinal: boolean; readonly text: string },
  isChanged: boolean,
  { apply, after, ending, fault }: Ended,
  heads: readonly Head[],
  merge: Head | undefined,
): Generator<string> {
  const [status = ''] = text.split('\n')
  const isGreen = ending.ok && ending.result !== 'superseded'
  if (fault === 'nothing' && status.startsWith('⏳')) yield 'a section still says that it is being applied'
  if (fault === 'nothing' && merge?.sha === apply.commit.sha && isGreen && !isFinal)
    yield 'a green apply left a section open'
  if (!isChanged) return
  const says = /Applied/.test(status) ? 'applied' : /Nothing to do/.test(status) ? 'unchanged' : null
  const [, sha = null] = /Auco has the file as of (\w+)/.exec(status) ?? []
  if (isFinal !== (says !== null || sha !== null)) yield `final, or not, by mistake: ${status}`
  if (says !== null && says !== codeOf(ending)) yield `${codeOf(ending)}, but the comment says: ${status}`
  if (sha === null) return
  const commit = heads.find((head) => head.sha.startsWith(sha))
  if (commit === undefined || !ending.ok || !has(after, { ...apply, variables: null }, commit))
    yield `not true: ${status}`
  if (status.startsWith('✅') && commit?.file !== merge?.file) yield `another file than its own: ${status}`
}
