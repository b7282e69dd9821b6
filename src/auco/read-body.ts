import type { Dispatcher } from 'undici'
import type { Clock } from '../system/clock.ts'
import { NoAnswerError } from './answer.ts'
import { type Limits, MAX_RESPONSE_BYTES } from './limits.ts'

/** The text of a response body. Throws a `NoAnswerError` if it takes too long or is too large. */
export async function readBody(
  body: Dispatcher.ResponseData['body'],
  clock: Clock,
  limits: Limits,
): Promise<string> {
  // undici's body timeout is per chunk, so a server that sends a byte a second would never hit it. This is for the whole.
  const slow = clock.deadline(limits.body)
  const destroy = () =>
    body.destroy(new NoAnswerError(`Auco's answer took more than ${limits.body / 1000} seconds.`, true))
  slow.addEventListener('abort', destroy, { once: true })
  const chunks: Buffer[] = []
  let bytes = 0
  try {
    for await (const chunk of body) {
      if (!Buffer.isBuffer(chunk)) continue
      bytes += chunk.length
      if (bytes > MAX_RESPONSE_BYTES) {
        throw new NoAnswerError(
          `Auco's answer is larger than ${MAX_RESPONSE_BYTES / 1024 / 1024} MiB.`,
          false,
        )
      }
      chunks.push(chunk)
    }
  } finally {
    slow.removeEventListener('abort', destroy)
  }
  return Buffer.concat(chunks).toString('utf8')
}
