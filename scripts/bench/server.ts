import { createServer } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'

/** What is live at Auco, and what GitHub says; nothing is checked, so that the time is the action's. */
export interface World {
  /** Stored webhooks; a write replaces them for this world's next reads, and `reset` brings them back. */
  readonly webhooks: readonly object[]
  /** Text of the file on the base branch. */
  readonly baseFile: string
  /** Comments of the pull request. */
  readonly comments: readonly object[]
  /** Commit of the branch's head. */
  readonly head: string
  /** Added before each answer, in milliseconds. */
  readonly latency: number
}

export interface BenchServer {
  readonly aucoUrl: string
  readonly githubUrl: string
  /** What answers from now on. */
  use(world: World): void
  /** Requests since the last `use`. */
  requests(): number
  /** Text of the comment that was written last. */
  comment(): string
  close(): void
}

/** Serves both APIs on loopback with the least work of its own: the emulators would measure themselves. */
export async function startBenchServer(): Promise<BenchServer> {
  let world: World = { webhooks: [], baseFile: '', comments: [], head: '', latency: 0 }
  let stored: unknown = []
  let seen = 0
  let comment = ''
  const server = createServer((request, response) => {
    seen += 1
    let body = ''
    request.setEncoding('utf8')
    request.on('data', (chunk: string) => {
      body += chunk
    })
    const respond = async () => {
      if (world.latency > 0) await sleep(world.latency)
      const { status, answer } = answerTo(request.method ?? '', request.url ?? '', body)
      response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' })
      response.end(JSON.stringify(answer))
    }
    request.on('end', () => {
      respond().catch(() => response.destroy())
    })
  })
  const answerTo = (method: string, url: string, body: string): { status: number; answer: unknown } => {
    const [path = ''] = url.split('?')
    if (path === '/auco/company') {
      if (method === 'GET') return { status: 200, answer: { webhooks: stored, webhook: '' } }
      stored = JSON.parse(body).webhooks
      return { status: 200, answer: { response: 'OK' } }
    }
    if (path.endsWith('/comments') && method === 'GET') return { status: 200, answer: world.comments }
    if (path.includes('/comments')) {
      comment = JSON.parse(body).body
      return { status: method === 'POST' ? 201 : 200, answer: { html_url: 'https://github.com/comment' } }
    }
    if (path.includes('/contents/')) {
      const content = Buffer.from(world.baseFile).toString('base64')
      return { status: 200, answer: { type: 'file', encoding: 'base64', content } }
    }
    if (path.includes('/git/ref/')) return { status: 200, answer: { object: { sha: world.head } } }
    if (path.endsWith('/pulls')) return { status: 200, answer: [] }
    if (path.includes('/pulls/')) return { status: 200, answer: { number: 1, state: 'open' } }
    if (path.endsWith('/graphql')) {
      return { status: 200, answer: { data: { viewer: { login: 'github-actions[bot]' } } } }
    }
    return { status: 404, answer: { message: 'Not Found' } }
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The server has no port')
  const origin = `http://127.0.0.1:${address.port}`
  return {
    aucoUrl: `${origin}/auco`,
    githubUrl: `${origin}/github`,
    use: (next) => {
      world = next
      stored = next.webhooks
      seen = 0
    },
    requests: () => seen,
    comment: () => comment,
    close: () => {
      server.close()
      server.closeAllConnections()
    },
  }
}
