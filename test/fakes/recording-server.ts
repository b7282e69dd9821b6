import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import { setTimeout as wait } from 'node:timers/promises'
import { listen } from './listen.ts'

/** An HTTP answer. Text is sent as it is, any other body as JSON. */
export interface Answer {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>> | undefined
  readonly body: unknown
}

/** Sends something that isn't a whole answer; see `halfOf` and `drip`. */
type Transmit = (response: ServerResponse) => void | Promise<void>

/** What a server can do with a request: answer it, reset the connection, never answer, or send a part. */
export type Outcome = Answer | 'reset' | 'silence' | Transmit

export interface SeenRequest {
  readonly method: string
  /** Decoded (octokit encodes the slashes of a ref), without the query. */
  readonly path: string
  /** Path and query as sent. */
  readonly target: string
  readonly query: Readonly<Record<string, string>>
  readonly headers: Readonly<IncomingHttpHeaders>
  /** The `Authorization` header without its scheme. */
  readonly token: string | undefined
  /** Parsed if it is JSON, otherwise the text; undefined without a body. */
  readonly body: unknown
}

export interface RecordedRequest extends SeenRequest {
  readonly status: number | 'reset' | 'silence' | 'partial' | 'pending'
}

/**
 * A test's own outcome for a request; undefined leaves the fake's own answer. `own` lets the fake do its work first (a
 * write is stored) and returns that answer, the same one every time. Without a call, the fake does nothing.
 */
export type Respond = (
  request: SeenRequest,
  own: () => Promise<Answer>,
) => Outcome | undefined | Promise<Outcome | undefined>

/**
 * Starts a server on a free port of 127.0.0.1 that records each request with its outcome, in order of arrival. `serve`
 * answers; `respond` gives the hook to ask first, if there is one at that moment. `url`: its origin.
 */
export async function startRecordingServer(
  serve: (request: SeenRequest, rawBody: string) => Answer | Promise<Answer>,
  respond: () => Respond | undefined = () => undefined,
): Promise<{ url: string; requests: readonly RecordedRequest[]; close(): Promise<void> }> {
  const requests: RecordedRequest[] = []
  const handle = async (message: IncomingMessage, response: ServerResponse) => {
    const rawBody = await text(message)
    const seen = readRequest(message, rawBody)
    const position = requests.push({ ...seen, status: 'pending' }) - 1
    let answer: Promise<Answer> | undefined
    const own = () => (answer ??= Promise.resolve().then(() => serve(seen, rawBody)))
    const outcome = (await respond()?.(seen, own)) ?? (await own())
    requests[position] = { ...seen, status: recordedStatus(outcome) }
    if (outcome === 'reset') message.socket.resetAndDestroy()
    else if (typeof outcome === 'function') await outcome(response)
    else if (outcome !== 'silence') send(response, outcome)
  }
  const server = createServer((message, response) => {
    // A broken fake must show up as such in the test, not as an unhandled rejection.
    handle(message, response).catch((error: unknown) => {
      const body = `The fake failed: ${error instanceof Error ? error.stack : error}`
      if (!response.headersSent) send(response, { status: 500, body })
    })
  })
  const { port, close } = await listen(server)
  return { url: `http://127.0.0.1:${port}`, requests, close }
}

/** Announces more than the whole answer, sends half of it, and hangs up. */
export function halfOf(answer: Answer): Transmit {
  const { content, headers } = encode(answer)
  return (response) => {
    response.writeHead(answer.status, { ...headers, 'content-length': content.length + 100 })
    response.write(content.subarray(0, content.length / 2), () => response.destroy())
  }
}

/** Sends these bytes, Latin-1, as they are and hangs up: what no HTTP server sends. */
export function rawBytes(bytes: string): Transmit {
  return ({ socket }) => {
    socket?.end(Buffer.from(bytes, 'latin1'))
  }
}

/** Sends a byte a millisecond for a second and never a whole answer. `onByte` can move a virtual clock. */
export function drip(onByte: () => void): Transmit {
  return async (response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': 1_001 })
    for (let bytes = 0; bytes < 1_000 && !response.destroyed; bytes += 1) {
      response.write(' ')
      onByte()
      await wait(1)
    }
    response.destroy()
  }
}

/** How an outcome is recorded. */
export function recordedStatus(outcome: Outcome): RecordedRequest['status'] {
  if (typeof outcome === 'function') return 'partial'
  return typeof outcome === 'string' ? outcome : outcome.status
}

function readRequest(message: IncomingMessage, rawBody: string): SeenRequest {
  const url = new URL(message.url ?? '/', 'http://fake.invalid')
  return {
    method: message.method ?? 'GET',
    path: decodeURIComponent(url.pathname),
    target: `${url.pathname}${url.search}`,
    query: Object.fromEntries(url.searchParams),
    headers: message.headers,
    token: message.headers.authorization?.replace(/^(bearer|token)\s+/i, ''),
    body: rawBody === '' ? undefined : parseOrKeep(rawBody),
  }
}

function parseOrKeep(rawBody: string): unknown {
  try {
    return JSON.parse(rawBody)
  } catch {
    return rawBody
  }
}

function send(response: ServerResponse, answer: Answer): void {
  const { content, headers } = encode(answer)
  response.writeHead(answer.status, headers)
  response.end(content)
}

function encode({ body, headers }: Answer): { content: Buffer; headers: Record<string, string> } {
  const isText = typeof body === 'string'
  const type = isText ? 'text/plain; charset=utf-8' : 'application/json; charset=utf-8'
  const content = Buffer.from(isText ? body : (JSON.stringify(body) ?? ''))
  return { content, headers: { 'content-type': type, ...headers } }
}
