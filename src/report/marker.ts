import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import * as z from 'zod/mini'
import type { Secret } from '../core/secret.ts'

/** What tells one comment of this action from another. Runs that share it share a comment. */
export interface CommentIdentity {
  readonly title: string
  readonly config: string
  readonly environment: string
}

/** What a plan comment announced, and for which state of which pull request. */
export interface Announcement {
  readonly repository: string
  readonly pullRequest: number
  readonly headSha: string
  readonly removals: readonly string[]
}

/** Ids are announced as hashes of 96 bits: a list of a thousand long ids would not fit into a comment. */
const HASH_BYTES = 12
/** … in base64url. */
const HASH_LENGTH = 16
/** Longest list of announced ids; a longer one would leave no room for the plan itself. */
export const MAX_ANNOUNCED = 1000

const PREFIX = '<!-- auco-webhooks-action:v1 '
const SUFFIX = ' -->'

const Sealed = z.object({
  identity: z.string(),
  repository: z.string(),
  pullRequest: z.number(),
  headSha: z.string(),
  /** Hashes of the removed ids, one after the other. */
  removals: z.string(),
})

/** The hidden first line of a comment: whose it is and, where the public key is known, what it announces. */
export function marker(
  identity: CommentIdentity,
  announcement: Announcement | null,
  key: Secret | null,
): string {
  const start = PREFIX + identityHash(identity)
  if (announcement === null || key === null || announcement.removals.length > MAX_ANNOUNCED)
    return start + SUFFIX
  const { repository, pullRequest, headSha, removals } = announcement
  const sealed: z.infer<typeof Sealed> = {
    identity: identityHash(identity),
    repository,
    pullRequest,
    headSha,
    removals: removals.map(idHash).join(''),
  }
  const text = Buffer.from(JSON.stringify(sealed)).toString('base64url')
  return `${start} ${text}.${seal(text, key)}${SUFFIX}`
}

/** Whether a comment's text starts with the marker of this identity. Its author is checked elsewhere. */
export function isMarked(body: string, identity: CommentIdentity): boolean {
  const start = PREFIX + identityHash(identity)
  return body.startsWith(start + SUFFIX) || body.startsWith(`${start} `)
}

/**
 * Whether a comment announced the removal of an id: only if the seal is of this key, and identity, repository, pull
 * request and head commit are the expected ones. Everything else, forged, copied, edited or of an earlier commit,
 * announces nothing.
 */
export function announcedRemovals(
  body: string,
  identity: CommentIdentity,
  expected: Omit<Announcement, 'removals'>,
  key: Secret,
): (id: string) => boolean {
  const nothing = () => false
  const line = body.split('\n', 1)[0]?.trimEnd() ?? ''
  const start = `${PREFIX}${identityHash(identity)} `
  if (!line.startsWith(start) || !line.endsWith(SUFFIX)) return nothing
  const [text = '', mac = ''] = line.slice(start.length, -SUFFIX.length).split('.')
  const given = Buffer.from(mac)
  const right = Buffer.from(seal(text, key))
  if (given.length !== right.length || !timingSafeEqual(given, right)) return nothing
  const sealed = Sealed.safeParse(parse(text))
  if (!sealed.success) return nothing
  const { data } = sealed
  const isExpected =
    data.identity === identityHash(identity) &&
    data.repository === expected.repository &&
    data.pullRequest === expected.pullRequest &&
    data.headSha === expected.headSha
  const removals = new Set(
    isExpected ? (data.removals.match(new RegExp(`.{${HASH_LENGTH}}`, 'g')) ?? []) : [],
  )
  return (id) => removals.has(idHash(id))
}

function parse(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))
  } catch {
    // Sealed by this key, so never reached but for a version that sealed something else.
    return undefined
  }
}

/** HMAC-SHA-256 with the public key, which only those can know who may read the company (RFC 2104). */
function seal(text: string, key: Secret): string {
  return createHmac('sha256', key.reveal()).update(`auco-webhooks-action:v1\n${text}`).digest('base64url')
}

function identityHash({ title, config, environment }: CommentIdentity): string {
  return createHash('sha256')
    .update(JSON.stringify([title, config, environment]))
    .digest('hex')
    .slice(0, 16)
}

function idHash(id: string): string {
  return createHash('sha256').update(id).digest().subarray(0, HASH_BYTES).toString('base64url')
}
