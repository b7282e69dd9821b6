import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import { closeHttpServer, waitForListening } from 'emulate'

/** An HTTP answer; a body that is not text is sent as JSON. */
export interface Answer {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>> | undefined
  readonly body: unknown
}

/** What a server can do with a request: answer, cut the connection, or never say anything. */
export type Outcome = Answer | 'reset' | 'silence'

export interface SeenRequest {
  readonly method: string
  /** Decoded (octokit encodes the slashes of a ref), without the query. */
  readonly path: string
  /** Path and query as sent. */
  readonly target: string
  readonly query: Readonly<Record<string, string>>
  readonly headers: Readonly<IncomingHttpHeaders>
  /** The `Authorization` without its scheme. */
  readonly token: string | undefined
  /** Parsed where it is JSON, else the text; undefined without a body. */
  readonly body: unknown
}

export interface RecordedRequest extends SeenRequest {
  readonly status: number | 'reset' | 'silence' | 'pending'
}

/** A test's own answer to a request; undefined lets the emulator answer. */
export type Respond = (request: SeenRequest) => Outcome | undefined | Promise<Outcome | undefined>

export interface RecordingServer {
  /** Origin, on 127.0.0.1. */
  readonly url: string
  /** In order of arrival. */
  readonly requests: readonly RecordedRequest[]
  close(): Promise<void>
}

/** Starts a server that records each request with the outcome that `serve` decides on. */
export async function startRecordingServer(
  serve: (request: SeenRequest, rawBody: string) => Promise<Outcome>,
): Promise<RecordingServer> {
  const requests: RecordedRequest[] = []
  const answerOne = async (message: IncomingMessage, response: ServerResponse) => {
    const rawBody = await text(message)
    const seen = readRequest(message, rawBody)
    const position = requests.push({ ...seen, status: 'pending' }) - 1
    const outcome = await serve(seen, rawBody)
    requests[position] = { ...seen, status: typeof outcome === 'string' ? outcome : outcome.status }
    if (outcome === 'reset') message.socket.resetAndDestroy()
    else if (outcome !== 'silence') send(response, outcome)
  }
  const server = createServer((message, response) => {
    // A broken emulator must show up as such in the test, not as an unhandled rejection.
    answerOne(message, response).catch((error: unknown) => {
      send(response, {
        status: 500,
        body: `The emulator failed: ${error instanceof Error ? error.stack : error}`,
      })
    })
  })
  server.listen(0, '127.0.0.1')
  await waitForListening(server)
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The server has no port')
  return { url: `http://127.0.0.1:${address.port}`, requests, close: () => closeHttpServer(server) }
}

function readRequest(message: IncomingMessage, rawBody: string): SeenRequest {
  const url = new URL(message.url ?? '/', 'http://emulator.invalid')
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

function send(response: ServerResponse, { status, headers, body }: Answer): void {
  const [content, type] =
    typeof body === 'string' ? [body, 'text/plain'] : [JSON.stringify(body) ?? '', 'application/json']
  response.writeHead(status, { 'content-type': `${type}; charset=utf-8`, ...headers })
  response.end(content)
}
