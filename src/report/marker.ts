import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import * as z from 'zod/mini'
import type { Secret } from '../core/secret.ts'
import type { LiveWebhook } from '../core/webhook.ts'

/** What distinguishes the comments of this action on a pull request. Runs that share it share a comment. */
export interface CommentIdentity {
  readonly title: string
  readonly config: string
  readonly environment: string
}

/** What the plan in a comment is by now. A `replaced` comment has given way to a newer one. */
export type PlanState = 'planned' | 'applied' | 'replaced'

/** The commit and the branch that a plan was reviewed for. */
export interface Reviewed {
  /** `owner/repo` */
  readonly repository: string
  readonly pullRequest: number
  readonly headSha: string
  readonly baseBranch: string
}

/** The removals that a plan comment announces: the webhooks as they are live. */
export interface Announcement extends Reviewed {
  readonly removals: readonly LiveWebhook[]
}

/** A plan comment's marker, read with the key that sealed it. */
export interface SealedPlan {
  readonly state: PlanState
  /** True for a webhook whose removal was announced, if it is still what it was then. */
  readonly announces: (webhook: LiveWebhook) => boolean
}

/** Most removals that can be announced; more would leave no room in the comment for the plan. */
export const MAX_ANNOUNCED = 1000

/** Webhooks are announced as hashes of 96 bits, because a thousand would not fit into a comment. */
const HASH_BYTES = 12
/** The same in base64url, in characters. */
const HASH_LENGTH = 16

const PREFIX = '<!-- auco-webhooks-action:v2 '
const SUFFIX = ' -->'
/** Comments of earlier versions announce nothing, but a plan replaces them. */
const MARKED = /^<!-- auco-webhooks-action:v[12] ([0-9a-f]{16}) /
const MARKER =
  /^<!-- auco-webhooks-action:v2 ([0-9a-f]{16}) (planned|applied|replaced)(?: ([\w-]+)\.([\w-]+))? -->\s*$/

const Sealed = z.object({
  identity: z.string(),
  repository: z.string(),
  pullRequest: z.number(),
  headSha: z.string(),
  baseBranch: z.string(),
  /** Hashes of the removed webhooks, concatenated. */
  removals: z.string(),
})

/**
 * The hidden first line of a plan comment. It announces nothing if `announcement` or the public key is `null`, or if there
 * are more than `MAX_ANNOUNCED` removals.
 */
export function renderMarker(
  identity: CommentIdentity,
  announcement: Announcement | null,
  key: Secret | null,
): string {
  const hash = identityHash(identity)
  if (announcement === null || key === null || announcement.removals.length > MAX_ANNOUNCED)
    return `${PREFIX}${hash} planned${SUFFIX}`
  const { removals, ...reviewed } = announcement
  const sealed: z.infer<typeof Sealed> = {
    identity: hash,
    ...reviewed,
    removals: removals.map((webhook) => webhookHash(webhook, key)).join(''),
  }
  return markerLine(hash, 'planned', Buffer.from(JSON.stringify(sealed)).toString('base64url'), key)
}

/** True if a comment has a marker of this identity. Anyone can write one, so check the author as well. */
export function isMarked(body: string, identity: CommentIdentity): boolean {
  return MARKED.exec(body)?.[1] === identityHash(identity)
}

/** The state that a comment's marker names; a marker of an earlier version is `planned`. It isn't proof of anything. */
export function stateOf(body: string): PlanState {
  return isState(readLine(body)?.[2]) ?? 'planned'
}

/**
 * The plan of a comment that was sealed with this key for this pull request, head and base branch; `null` for any other,
 * such as one that was forged, copied or edited.
 */
export function readSealedPlan(
  body: string,
  identity: CommentIdentity,
  expected: Reviewed,
  key: Secret,
): SealedPlan | null {
  const sealed = readSealed(body, identity, key)
  const isExpected =
    sealed !== null &&
    sealed.repository === expected.repository &&
    sealed.pullRequest === expected.pullRequest &&
    sealed.headSha === expected.headSha &&
    sealed.baseBranch === expected.baseBranch
  if (!isExpected) return null
  const removals = hashesIn(sealed.removals)
  return { state: stateOf(body), announces: (webhook) => removals.has(webhookHash(webhook, key)) }
}

function readSealed(body: string, identity: CommentIdentity, key: Secret): z.infer<typeof Sealed> | null {
  const [, hash = '', state = '', text = '', mac = ''] = readLine(body) ?? []
  if (!isEqual(mac, seal(`${state}\n${text}`, key))) return null
  const { data } = Sealed.safeParse(parseJson(text))
  const isOfIdentity = data?.identity === hash && hash === identityHash(identity)
  return isOfIdentity ? data : null
}

function hashesIn(removals: string): ReadonlySet<string> {
  return new Set(removals.match(new RegExp(`.{${HASH_LENGTH}}`, 'g')))
}

/**
 * Whether a comment would announce more removals if it were edited: those who read it would not be notified. For another
 * commit it would not, because a push notifies. A comment that isn't sealed for this pull request announced nothing.
 */
export function announcesMore(
  body: string,
  identity: CommentIdentity,
  { removals, ...reviewed }: Announcement,
  key: Secret,
): boolean {
  if (removals.length === 0 || removals.length > MAX_ANNOUNCED) return false
  const seen = readSealed(body, identity, key)
  if (seen === null || seen.repository !== reviewed.repository || seen.pullRequest !== reviewed.pullRequest)
    return true
  const announced = hashesIn(seen.removals)
  return (
    seen.headSha === reviewed.headSha && removals.some((webhook) => !announced.has(webhookHash(webhook, key)))
  )
}

/**
 * The comment with another state in its marker. What it announced stays sealed, if this key sealed it; a marker of an
 * earlier version becomes one of this version that announces nothing.
 */
export function withState(body: string, state: PlanState, key: Secret): string {
  const hash = MARKED.exec(body)?.[1]
  if (hash === undefined) return body
  const [line = ''] = /^.*/.exec(body) ?? []
  const [, , word = '', text, mac = ''] = readLine(body) ?? []
  const isSealed = text !== undefined && isEqual(mac, seal(`${word}\n${text}`, key))
  return markerLine(hash, state, isSealed ? text : null, key) + body.slice(line.length)
}

function markerLine(hash: string, state: PlanState, text: string | null, key: Secret): string {
  const sealed = text === null ? '' : ` ${text}.${seal(`${state}\n${text}`, key)}`
  return `${PREFIX}${hash} ${state}${sealed}${SUFFIX}`
}

/** The parts of a marker: the line, the identity's hash, the state, and what is sealed with its seal. */
function readLine(body: string): RegExpExecArray | null {
  return MARKER.exec(body.split('\n', 1)[0] ?? '')
}

function isState(word: string | undefined): PlanState | null {
  return word === 'planned' || word === 'applied' || word === 'replaced' ? word : null
}

function parseJson(base64: string): unknown {
  try {
    return JSON.parse(Buffer.from(base64, 'base64url').toString('utf8'))
  } catch {
    // The seal is ours, so only a version that sealed something other than JSON gets here.
    return undefined
  }
}

/** HMAC-SHA-256 (RFC 2104) with the public key, which only those know who may read the company. */
function seal(text: string, key: Secret): string {
  return createHmac('sha256', key.reveal()).update(`auco-webhooks-action:v2\n${text}`).digest('base64url')
}

function isEqual(given: string, right: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(right)]
  return a.length === b.length && timingSafeEqual(a, b)
}

function identityHash({ title, config, environment }: CommentIdentity): string {
  return createHash('sha256')
    .update(JSON.stringify([title, config, environment]))
    .digest('hex')
    .slice(0, 16)
}

/**
 * A webhook as it is live, all of it: one that was re-pointed or created again since the review is another one. JSON keeps
 * even lone surrogates apart. A value that Auco doesn't return is left out.
 */
function webhookHash({ id, description, url, header }: LiveWebhook, key: Secret): string {
  const value = header?.value.known === true ? header.value.secret.reveal() : null
  const content = JSON.stringify([id, description, url.serialized(), header?.key.reveal() ?? null, value])
  return createHmac('sha256', key.reveal())
    .update(`auco-webhooks-action:webhook\n${content}`)
    .digest()
    .subarray(0, HASH_BYTES)
    .toString('base64url')
}
