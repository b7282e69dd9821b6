import { seedCompany } from '../fakes/auco.ts'
import type { Reply } from './faulty-auco.ts'
import { START } from './virtual-clock.ts'

/**
 * What an answer means to who gets it.
 * `passing`: it may be gone at the next attempt. `final`: it will not change. `unusable`: a success without a company in
 * it, which a read cannot use and which says nothing about a write. `harmless`: right in all that counts.
 */
export type Meaning = 'passing' | 'final' | 'unusable' | 'harmless'

export interface NamedReply {
  readonly name: string
  readonly meaning: Meaning
  readonly reply: Reply
  /** The longest pause that may follow it, in milliseconds, where the server asks for one. */
  readonly asked?: number
}

const html = { 'content-type': 'text/html' }
const large = `{"response":"${'x'.repeat(8 * 1024 * 1024)}"}`
const busy = (status: number, retryAfter?: string): Reply => ({
  status,
  headers: retryAfter === undefined ? {} : { 'retry-after': retryAfter },
  body: { message: 'Try again later' },
})

/** Every answer that a schedule can give; redirects lead to `elsewhere`. */
export function repliesWith(elsewhere: string): readonly NamedReply[] {
  const location = `${elsewhere}/v1.5/ext/company`
  return [
    { name: '408', meaning: 'passing', reply: busy(408) },
    { name: '429', meaning: 'passing', reply: busy(429) },
    { name: '429 for 7 seconds', meaning: 'passing', reply: busy(429, '7'), asked: 7_000 },
    {
      name: '429 until a date',
      meaning: 'passing',
      reply: busy(429, new Date(START + 20_000).toUTCString()),
      asked: 20_000,
    },
    { name: '429 for 999999999 seconds', meaning: 'passing', reply: busy(429, '999999999'), asked: 60_000 },
    { name: '429 for -5 seconds', meaning: 'passing', reply: busy(429, '-5') },
    { name: '429 for a while', meaning: 'passing', reply: busy(429, 'a while') },
    { name: '500', meaning: 'passing', reply: { status: 500, body: { message: 'Internal error' } } },
    { name: '502 as HTML', meaning: 'passing', reply: { status: 502, headers: html, body: '<h1>Bad</h1>' } },
    { name: '503', meaning: 'passing', reply: { status: 503, body: '' } },
    { name: '503 for 30 seconds', meaning: 'passing', reply: busy(503, '30'), asked: 30_000 },
    { name: 'a reset', meaning: 'passing', reply: 'reset' },
    { name: 'half an answer', meaning: 'passing', reply: 'half' },
    { name: 'silence', meaning: 'passing', reply: 'silence' },
    { name: 'a drip', meaning: 'passing', reply: 'drip' },
    ...[301, 302, 307, 308].map(
      (status): NamedReply => ({
        name: `${status}`,
        meaning: 'final',
        reply: { status, headers: { location }, body: '' },
      }),
    ),
    ...[400, 401, 403, 404, 409, 422].map(
      (status): NamedReply => ({
        name: `${status}`,
        meaning: 'final',
        reply: { status, body: { message: `No: ${status}` } },
      }),
    ),
    { name: 'a sign-in page', meaning: 'unusable', reply: { status: 200, headers: html, body: '<p>Hi</p>' } },
    { name: 'no company', meaning: 'unusable', reply: { status: 200, body: { response: 'OK' } } },
    { name: 'a list', meaning: 'unusable', reply: { status: 200, body: seedCompany().webhooks } },
    { name: 'nothing', meaning: 'unusable', reply: { status: 200, body: '' } },
    {
      name: '8 MB',
      meaning: 'unusable',
      reply: { status: 200, headers: { 'content-type': 'application/json' }, body: large },
    },
    {
      name: 'the wrong type',
      meaning: 'harmless',
      reply: (own) => ({ ...own, headers: html }),
    },
  ]
}
