import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import * as z from 'zod/mini'
import type { Secret } from '../core/secret.ts'

/** What distinguishes the comments of this action on a pull request. Runs that share it share a comment. */
export interface CommentIdentity {
  readonly title: string
  readonly config: string
  readonly environment: string
}

/** The removals that a plan comment announced, and the commit they were reviewed for. */
export interface Announcement {
  readonly repository: string
  readonly pullRequest: number
  readonly headSha: string
  readonly removals: readonly string[]
}

/** Most removals that can be announced; more would leave no room in the comment for the plan. */
export const MAX_ANNOUNCED = 1000

/** Ids are announced as hashes of 96 bits, because a thousand long ids would not fit into a comment. */
const HASH_BYTES = 12
/** The same in base64url, in characters. */
const HASH_LENGTH = 16

const PREFIX = '<!-- auco-webhooks-action:v1 '
/** Of a comment that a newer one has replaced. It is no longer marked as ours, so nothing finds it again. */
const REPLACED_PREFIX = '<!-- auco-webhooks-action:v1-replaced '
const SUFFIX = ' -->'

/** The hidden first line of a comment as data. Ids and identities are hashes. */
interface Marker {
  readonly identity: string
  /** `null` if there is none, or none with a valid seal. */
  readonly announcement: z.infer<typeof SealedAnnouncement> | null
}

const SealedAnnouncement = z.object({
  identity: z.string(),
  repository: z.string(),
  pullRequest: z.number(),
  headSha: z.string(),
  /** Hashes of the removed ids, concatenated. */
  removals: z.string(),
})

/**
 * The marker of a comment. It announces nothing if `announcement` or the public key is `null`, or if there are more than
 * `MAX_ANNOUNCED` removals.
 */
export function renderMarker(
  identity: CommentIdentity,
  announcement: Announcement | null,
  key: Secret | null,
): string {
  const start = PREFIX + identityHash(identity)
  if (announcement === null || key === null || announcement.removals.length > MAX_ANNOUNCED)
    return start + SUFFIX
  const { repository, pullRequest, headSha, removals } = announcement
  const sealed: z.infer<typeof SealedAnnouncement> = {
    identity: identityHash(identity),
    repository,
    pullRequest,
    headSha,
    removals: removals.map(idHash).join(''),
  }
  const text = Buffer.from(JSON.stringify(sealed)).toString('base64url')
  return `${start} ${text}.${seal(text, key)}${SUFFIX}`
}

/** The marker of a comment that a newer one has replaced: it announces nothing. */
export function renderReplacedMarker(identity: CommentIdentity): string {
  return REPLACED_PREFIX + identityHash(identity) + SUFFIX
}

/** True if a comment starts with a marker of this identity. Anyone can write one, so check the author as well. */
export function isMarked(body: string, identity: CommentIdentity): boolean {
  return readMarker(body, null)?.identity === identityHash(identity)
}

/**
 * Tells which ids a comment announced for removal. A forged, copied or edited announcement, or one for another commit,
 * announces nothing: the seal must be of this key, and everything but the ids as expected.
 */
export function announcedRemovals(
  body: string,
  identity: CommentIdentity,
  expected: Omit<Announcement, 'removals'>,
  key: Secret,
): (id: string) => boolean {
  const sealed = sealedAnnouncement(body, identity, expected, key)
  return sealed?.headSha === expected.headSha ? announcedBy(sealed) : () => false
}

/**
 * Whether a comment would announce more removals if it were edited: those who read it would not be notified. For another
 * commit it would not, because a push notifies. A comment without an announcement that `key` proves announced nothing.
 */
export function announcesMore(
  body: string,
  identity: CommentIdentity,
  announcement: Announcement,
  key: Secret,
): boolean {
  const { removals, headSha } = announcement
  if (removals.length > MAX_ANNOUNCED) return false
  const sealed = sealedAnnouncement(body, identity, announcement, key)
  if (sealed === null) return removals.length > 0
  return sealed.headSha === headSha && !removals.every(announcedBy(sealed))
}

/** The announcement of a comment, for whichever commit; `null` without one that is ours and for this pull request. */
function sealedAnnouncement(
  body: string,
  identity: CommentIdentity,
  expected: Pick<Announcement, 'repository' | 'pullRequest'>,
  key: Secret,
): Marker['announcement'] {
  const marker = readMarker(body, key)
  const sealed = marker?.announcement ?? null
  const isExpected =
    sealed !== null &&
    marker?.identity === identityHash(identity) &&
    sealed.identity === identityHash(identity) &&
    sealed.repository === expected.repository &&
    sealed.pullRequest === expected.pullRequest
  return isExpected ? sealed : null
}

function announcedBy({ removals }: z.infer<typeof SealedAnnouncement>): (id: string) => boolean {
  const hashes = new Set(removals.match(new RegExp(`.{${HASH_LENGTH}}`, 'g')))
  return (id) => hashes.has(idHash(id))
}

/** The marker that a comment starts with; `null` without one. Only `key` can prove an announcement. */
function readMarker(body: string, key: Secret | null): Marker | null {
  const line = body.split('\n', 1)[0] ?? ''
  if (!line.startsWith(PREFIX)) return null
  const [identity = '', ...rest] = line.slice(PREFIX.length).split(' ')
  if (rest.length === 0) return null
  return { identity, announcement: key === null ? null : readAnnouncement(rest.join(' '), key) }
}

/** What follows the identity: an announcement, its seal and the end of the line. */
function readAnnouncement(content: string, key: Secret): Marker['announcement'] {
  if (!content.trimEnd().endsWith(SUFFIX)) return null
  const [text = '', mac = ''] = content.trimEnd().slice(0, -SUFFIX.length).split('.')
  const given = Buffer.from(mac)
  const right = Buffer.from(seal(text, key))
  if (given.length !== right.length || !timingSafeEqual(given, right)) return null
  return SealedAnnouncement.safeParse(parseJson(text)).data ?? null
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
  return createHmac('sha256', key.reveal()).update(`auco-webhooks-action:v1\n${text}`).digest('base64url')
}

function identityHash({ title, config, environment }: CommentIdentity): string {
  return createHash('sha256')
    .update(JSON.stringify([title, config, environment]))
    .digest('hex')
    .slice(0, 16)
}

/** Of the id as JSON, which escapes lone surrogates: in UTF-8 they would all be the same character. */
function idHash(id: string): string {
  return createHash('sha256')
    .update(JSON.stringify(id))
    .digest()
    .subarray(0, HASH_BYTES)
    .toString('base64url')
}
