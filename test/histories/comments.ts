import type { Section } from '../fakes/comment.ts'
import { type Head, has } from './contract.ts'
import type { Ended } from './judge.ts'

/** The sections of a pull request's comment, by environment. */
export type Sections = ReadonlyMap<string, Pick<Section, 'isFinal' | 'text'>>

/** What is wrong with the comment of a pull request after a run: `merge` is what its own merge made of `main`. */
export function* judgeSections(
  before: Sections,
  after: Sections,
  { apply, fault, isPlan, isGreen, code, ...ended }: Ended,
  heads: readonly Head[],
  { isOpen, merge }: { readonly isOpen: boolean; readonly merge?: Head },
): Generator<string> {
  // Of a comment that GitHub doesn't show yet a run knows nothing.
  if (fault === 'comments lag') return
  for (const [environment, old] of before) {
    const { isFinal, text } = after.get(environment) ?? { isFinal: false, text: '' }
    const isChanged = text !== old.text
    if (isChanged && old.isFinal) yield 'a final section was changed'
    if (isPlan) continue
    if (isChanged && isOpen) yield 'an apply changed the section of an open pull request'
    if (isChanged && environment !== apply.environment) yield 'a section of another environment was changed'
    if (environment !== apply.environment) continue
    const [status = ''] = text.split('\n')
    const isOwn = fault === 'nothing' && merge?.sha === apply.commit.sha
    if (fault === 'nothing' && status.startsWith('⏳')) yield `after ${code}: ${status}`
    if (isOwn && !isFinal && ['applied', 'unchanged'].includes(code))
      yield `not final after ${code}: ${status}`
    if (!isChanged) continue
    const says = /Applied/.test(status) ? 'applied' : /Nothing to do/.test(status) ? 'unchanged' : code
    const [, sha = null] = /Auco has the file as of (\w+)/.exec(status) ?? []
    const commit = heads.find((head) => sha !== null && head.sha.startsWith(sha))
    const isThere = commit !== undefined && has(ended.after, { ...apply, variables: null }, commit)
    if (isFinal !== /Applied|Nothing to do|Auco has the file/.test(status))
      yield `final, or not, by mistake: ${status}`
    if (says !== code || (sha !== null && !(isGreen && isThere))) yield `not true after ${code}: ${status}`
    if (sha !== null && status.startsWith('✅') && commit?.file !== merge?.file)
      yield `not its own file: ${status}`
  }
}
