import { seedCompany } from '../fakes/auco.ts'
import type { Reply } from './faulty-auco.ts'
import { START } from './virtual-clock.ts'

/**
 * What an answer means to the run.
 * `transient`: worth retrying. `final`: retrying doesn't help. `unusable`: a success without a company, a redirect or an
 * undocumented status, which a read can't use and which says nothing about a write. `harmless`: correct in everything that matters.
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

const OK = 'HTTP/1.1 200 OK\r\n'
const brokenHttp: readonly (readonly [string, string])[] = [
  ['line ends without CR', 'HTTP/1.1 200 OK\ncontent-length: 2\n\n{}'],
  ['a chunk without a length', `${OK}transfer-encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n`],
  ['a negative length', `${OK}content-length: -1\r\n\r\n{}`],
  ['two lengths', `${OK}content-length: 2\r\ncontent-length: 3\r\n\r\n{}`],
  ['a folded header', `${OK}x-a: b\r\n c\r\ncontent-length: 2\r\n\r\n{}`],
  ['HTTP/0.9', '{"webhooks":[]}'],
  ['a TLS alert', '\x15\x03\x01\x00\x02\x02\x46'],
  ['a NUL in a header', `${OK}x: a\0b\r\ncontent-length: 2\r\n\r\n{}`],
  ['endless headers', `${OK}x: ${'a'.repeat(100_000)}\r\n\r\n`],
  ['another protocol', 'HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n'],
  ['a status without an end', OK],
  ['no byte', ''],
]

/** Answers that break HTTP itself. All of them are worth retrying. */
export const transportReplies: readonly NamedReply[] = brokenHttp.map(([name, bytes]) => ({
  name,
  meaning: 'transient',
  reply: { bytes },
}))

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
    { name: 'a drip', meaning: 'transient', reply: 'drip' },
    ...[301, 302, 307, 308].map(
      (status): NamedReply => ({
        name: `${status}`,
        meaning: 'unusable',
        reply: { status, headers: { location }, body: '' },
      }),
    ),
    ...[400, 401, 403, 404, 409, 422].map(
      (status): NamedReply => ({
        name: `${status}`,
        meaning: status === 409 ? 'unusable' : 'final',
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
