import { createServer } from 'node:https'
import { text } from 'node:stream/consumers'
import type { Identity } from './certificates.ts'
import { type Listening, listen } from './listen.ts'

interface Notification {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, unknown>>
  readonly body: string
}

interface Answer {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
}

type Given = Answer | string | null

/** A receiver that gets notifications. */
interface HttpsReceiver extends Listening {
  readonly requests: Notification[]
  /**
   * The answer, whose body is `TOP-SECRET-ANSWER`; bytes that need not be HTTP, of which no byte ends the connection; `null`
   * for none at all. A function is asked at each request.
   */
  answer: Given | ((request: Notification) => Given)
}

export const RECEIVER_BODY = 'TOP-SECRET-ANSWER'

export async function startHttpsReceiver(identity: Identity): Promise<HttpsReceiver> {
  const server = createServer(identity, (request, response) => {
    const { method = '', url = '', headers } = request
    text(request).then(
      (body) => {
        const notification = { method, path: url, headers, body }
        receiver.requests.push(notification)
        const { answer } = receiver
        const given = typeof answer === 'function' ? answer(notification) : answer
        if (given === '') response.destroy()
        else if (typeof given === 'string') response.socket?.write(given)
        else if (given !== null) response.writeHead(given.status, given.headers).end(RECEIVER_BODY)
      },
      () => response.destroy(),
    )
  })
  const receiver: HttpsReceiver = { ...(await listen(server)), requests: [], answer: { status: 204 } }
  return receiver
}
