import { parse } from 'yaml'
import type { Webhook } from '../fakes/auco.ts'

/**
 * The contract that the histories are judged by, in the order of the design: what the file declares, what it manages,
 * whether a run is still current, and what Auco may have when it has ended. It knows the history of `main` as it was made.
 */

export type Environment = 'stage' | 'production'
export type Removals = 'managed' | 'all' | 'none'
export type Variables = Readonly<Record<string, string>>

/** A head that `main` has had. */
export interface Head {
  readonly sha: string
  /** The heads that it came after. */
  readonly line: readonly string[]
  /** The file and the workflow that git has there; null for none. */
  readonly file: string | null
  readonly workflow: string | null
  /** The file that a run of this commit applies: a step may make it, or change it. */
  readonly applied: string | null
  /** Git's file after each direct commit and each merged pull request that changed it, oldest first. */
  readonly versions: readonly (string | null)[]
}

/** One environment of a run. */
export interface Apply {
  readonly environment: Environment
  readonly removals: Removals
  /** Auco shows no header value. */
  readonly hides: boolean
  /** The commit of its run. */
  readonly commit: Head
  /** The step's variables; null if nobody knows which the last apply had. */
  readonly variables: Variables | null
  /** Where the branch was before the push that started its run; null if no push did. */
  readonly pushedFrom: string | null
}

/** The branch, and the runs of later pushes that were not cancelled or skipped. */
export interface Moment {
  readonly head: Head
  readonly newer: readonly ('waiting' | 'green' | 'red')[]
}

/** An entry of a file, as far as the histories have it. */
interface Entry {
  readonly id: string
  readonly description: string
  readonly url: string | Record<Environment, string>
  readonly environments?: readonly Environment[]
  readonly header?: { readonly key: string; readonly value: string }
}

/** Versions are asked about again and again. */
const known = new Map<string, readonly Webhook[] | null>()

/** What a file declares for an environment, with its variables; null without a file, or if it can't be read. */
export function declaredBy(text: string | null, environment: Environment): readonly Webhook[] | null {
  const key = `${environment} ${text}`
  const declared = known.get(key) ?? readFile(text, environment)
  known.set(key, declared)
  return declared
}

function readFile(text: string | null, environment: Environment): readonly Webhook[] | null {
  try {
    const { webhooks }: { webhooks: readonly Entry[] } = parse(text ?? '')
    const own = webhooks.filter(({ environments = [environment] }) => environments.includes(environment))
    return own.map(({ id, description, url, header }) => {
      const one = typeof url === 'string' ? url : url[environment]
      return {
        id,
        description,
        url: one,
        ...(header && { header: { key: header.key, value: header.value } }),
      }
    })
  } catch {
    return null
  }
}

export function expanded(webhook: Webhook, variables: Variables | null): Webhook {
  const text = JSON.stringify(webhook)
  return JSON.parse(text.replaceAll(/\$\{(\w+)\}/g, (written, name: string) => variables?.[name] ?? written))
}

/** Whether Auco has what an entry says: id, description, URL, header. Any value fits a variable, and one that is hidden. */
function fits(entry: Webhook, live: Webhook, hides: boolean): boolean {
  const isEqual = (written: string | null | undefined, value: string | null | undefined) => {
    const [start = '', end] = written?.split(/\$\{\w+\}/) ?? []
    return end === undefined ? written === value : value?.startsWith(start) === true && value.endsWith(end)
  }
  return (
    isEqual(entry.id, live.id) &&
    isEqual(entry.description, live.description) &&
    isEqual(entry.url, live.url) &&
    isEqual(entry.header?.key, live.header?.key) &&
    (hides || isEqual(entry.header?.value, live.header?.value))
  )
}

/** What the file manages: which of the webhooks that aren't in it go. */
function goes(live: Webhook, { environment, removals, hides }: Apply, { versions }: Head): boolean {
  const isDeclared = (version: string | null) =>
    declaredBy(version, environment)?.some((entry) => fits(entry, live, hides)) ?? false
  return removals === 'all' || (removals === 'managed' && versions.slice(-50).some(isDeclared))
}

/** What Auco has to have after an apply: what the file declares, and whatever stays as it was. Null without a file. */
export function outcomeOf(apply: Apply, before: readonly Webhook[], head: Head): readonly Webhook[] | null {
  const entries = declaredBy(apply.commit.applied, apply.environment)
  if (entries === null) return null
  const isListed = ({ id }: Webhook) => entries.some((entry) => entry.id === id)
  const staying = before.filter((webhook) => !isListed(webhook) && !goes(webhook, apply, head))
  return [...entries.map((entry) => expanded(entry, apply.variables)), ...staying]
}

/** Whether Auco has the file of the head, as far as this can be compared. */
export function has(live: readonly Webhook[], apply: Apply, head: Head): boolean {
  const outcome = outcomeOf({ ...apply, commit: head }, live, head)
  const isThere = (webhook: Webhook) =>
    live.includes(webhook) || live.some((one) => fits(webhook, one, apply.hides))
  return outcome !== null && outcome.length === live.length && outcome.every(isThere)
}

/** Rules 1 to 3: whether a run may write. `isAsked`: whether that takes the list of runs. */
export function isCurrent(
  { commit }: Apply,
  { head, newer }: Moment,
): { current: boolean; isAsked: boolean } {
  const isSame = commit.file === head.file && commit.workflow === head.workflow
  if (commit.sha === head.sha || (isSame && commit.applied === commit.file && commit.file !== null))
    return { current: true, isAsked: false }
  return { current: newer.length === 0 && commit.file === head.file, isAsked: true }
}

/** Rule 4: whether a run that isn't current ends green. Otherwise nobody will apply the head: rule 5. */
export function isTakenOver(apply: Apply, { head, newer }: Moment, live: readonly Webhook[]): boolean {
  const { commit, pushedFrom } = apply
  const variables = commit.workflow === head.workflow ? apply.variables : null
  const isInGit = head.file !== null && head.file === head.applied && commit.applied === commit.file
  return (
    (isInGit && has(live, { ...apply, variables }, head)) ||
    (pushedFrom !== null && newer.some((state) => state !== 'green'))
  )
}

/** A set of webhooks as text, to compare: absent, null and empty differ. */
export function contentsOf(webhooks: readonly Webhook[]): string {
  const texts = webhooks.map(({ id, description, url, header }) =>
    JSON.stringify({ id, description, url, header: header && { key: header.key, value: header.value } }),
  )
  return texts.sort().join('\n')
}
