import { seedCompany } from '../fakes/auco.ts'
import { drip, halfOf, rawBytes } from '../fakes/recording-server.ts'
import type { Reply } from './faulty-auco.ts'

/**
 * What an answer means to the run.
 * `transient`: worth retrying. `final`: retrying doesn't help. `unusable`: a success without a company, a redirect or an
 * undocumented status, which a read can't use and which says nothing about a write. `harmless`: correct in everything that matters.
 */
type Meaning = 'transient' | 'final' | 'unusable' | 'harmless'

export interface NamedReply {
  readonly name: string
  readonly meaning: Meaning
  readonly reply: Reply
  /** Longest pause that `Retry-After` may cause, in milliseconds. */
  readonly asked: number
}

const html = { 'content-type': 'text/html' }
const status = (code: number): Reply => ({ status: code, body: { message: `No: ${code}` } })
const elsewhere = (code: number): Reply => ({
  status: code,
  headers: { location: 'http://127.0.0.1:9/v1.5/ext/company' },
  body: '',
})

const OK = 'HTTP/1.1 200 OK\r\n'
const brokenHttp: Readonly<Record<string, string>> = {
  'line ends without CR': 'HTTP/1.1 200 OK\ncontent-length: 2\n\n{}',
  'a chunk without a length': `${OK}transfer-encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n`,
  'two lengths': `${OK}content-length: 2\r\ncontent-length: 3\r\n\r\n{}`,
  'a folded header': `${OK}x-a: b\r\n c\r\ncontent-length: 2\r\n\r\n{}`,
  'HTTP/0.9': '{"webhooks":[]}',
  'a TLS alert': '\x15\x03\x01\x00\x02\x02\x46',
  'endless headers': `${OK}x: ${'a'.repeat(100_000)}\r\n\r\n`,
  'another protocol': 'HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n',
  'a status without an end': OK,
  'no byte': '',
}

const plain: readonly (readonly [name: string, Meaning, Reply])[] = [
  ...[408, 429, 500, 503].map((code) => [`${code}`, 'transient', status(code)] as const),
  ['502 as HTML', 'transient', { status: 502, headers: html, body: '<h1>Bad</h1>' }],
  ['a reset', 'transient', () => 'reset'],
  ['half an answer', 'transient', halfOf],
  ['a drip', 'transient', (_, clock) => drip(() => clock.advance(1_000))],
  ...[301, 307].map((code) => [`${code}`, 'unusable', elsewhere(code)] as const),
  ...[400, 401, 403, 404, 422].map((code) => [`${code}`, 'final', status(code)] as const),
  ['409', 'unusable', status(409)],
  ['a sign-in page', 'unusable', { status: 200, headers: html, body: '<p>Hi</p>' }],
  ['no company', 'unusable', { status: 200, body: { response: 'OK' } }],
  ['a list', 'unusable', { status: 200, body: seedCompany().webhooks }],
  ['nothing', 'unusable', { status: 200, body: '' }],
  ['the wrong type', 'harmless', (own) => ({ ...own, headers: html })],
]

/** All answers that a schedule can use. */
export const replies: readonly NamedReply[] = [
  ...plain.map(([name, meaning, reply]) => ({ name, meaning, reply, asked: 0 })),
  ...[7, 60].map((seconds): NamedReply => {
    const reply = { status: 429, headers: { 'retry-after': String(seconds) }, body: '' }
    return { name: `429 for ${seconds} s`, meaning: 'transient', reply, asked: seconds * 1_000 }
  }),
  ...Object.entries(brokenHttp).map(([name, bytes]): NamedReply => {
    return { name, meaning: 'transient', reply: () => rawBytes(bytes), asked: 0 }
  }),
]
