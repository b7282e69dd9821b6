import { seedCompany } from '../fakes/auco.ts'
import type { Reply } from './faulty-auco.ts'
import { START } from './virtual-clock.ts'

/**
 * What an answer means to the run.
 * `transient`: worth retrying. `final`: retrying doesn't help. `unusable`: a success without a company, which a read can't
 * use and which says nothing about a write. `harmless`: correct in everything that matters.
 */
export type Meaning = 'transient' | 'final' | 'unusable' | 'harmless'

export interface NamedReply {
  readonly name: string
  readonly meaning: Meaning
  readonly reply: Reply
  /** Longest pause that `Retry-After` may cause, in milliseconds. */
  readonly asked?: number
}

const html = { 'content-type': 'text/html' }
const large = `{"response":"${'x'.repeat(8 * 1024 * 1024)}"}`
const busy = (status: number, retryAfter?: string): Reply => ({
  status,
  headers: retryAfter === undefined ? {} : { 'retry-after': retryAfter },
  body: { message: 'Try again later' },
})

/** All answers that a schedule can use; redirects point to `elsewhere`. */
export function repliesWith(elsewhere: string): readonly NamedReply[] {
  const location = `${elsewhere}/v1.5/ext/company`
  return [
    { name: '408', meaning: 'transient', reply: busy(408) },
    { name: '429', meaning: 'transient', reply: busy(429) },
    { name: '429 for 7 seconds', meaning: 'transient', reply: busy(429, '7'), asked: 7_000 },
    {
      name: '429 until a date',
      meaning: 'transient',
      reply: busy(429, new Date(START + 20_000).toUTCString()),
      asked: 20_000,
    },
    { name: '429 for 999999999 seconds', meaning: 'transient', reply: busy(429, '999999999'), asked: 60_000 },
    { name: '429 for -5 seconds', meaning: 'transient', reply: busy(429, '-5') },
    { name: '429 for a while', meaning: 'transient', reply: busy(429, 'a while') },
    { name: '500', meaning: 'transient', reply: { status: 500, body: { message: 'Internal error' } } },
    {
      name: '502 as HTML',
      meaning: 'transient',
      reply: { status: 502, headers: html, body: '<h1>Bad</h1>' },
    },
    { name: '503', meaning: 'transient', reply: { status: 503, body: '' } },
    { name: '503 for 30 seconds', meaning: 'transient', reply: busy(503, '30'), asked: 30_000 },
    { name: 'a reset', meaning: 'transient', reply: 'reset' },
    { name: 'half an answer', meaning: 'transient', reply: 'half' },
    { name: 'silence', meaning: 'transient', reply: 'silence' },
    { name: 'a drip', meaning: 'transient', reply: 'drip' },
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
