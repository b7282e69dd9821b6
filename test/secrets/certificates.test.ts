import { afterEach, expect, it } from 'vitest'
import { Http } from '../../src/auco/http.ts'
import { Secret } from '../../src/core/secret.ts'
import { systemClock } from '../../src/system/clock.ts'
import { startAuthority } from '../fakes/certificates.ts'
import { startHttpsReceiver } from '../fakes/https-receiver.ts'

const identity = startAuthority().issue({ names: ['localhost'] })

afterEach(() => {
  delete process.env['NODE_TLS_REJECT_UNAUTHORIZED']
})

it.each([
  ['by default', undefined],
  ['even if NODE_TLS_REJECT_UNAUTHORIZED is 0', '0'],
])('a server with an untrusted certificate gets no key, %s', async (_, setting) => {
  if (setting !== undefined) process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = setting
  const server = await startHttpsReceiver(identity)
  const http = new Http({
    baseUrl: `https://localhost:${server.port}`,
    clock: systemClock,
    cancelled: new AbortController().signal,
    onRetry: () => {},
  })
  const secret = new Secret('puk_goes-to-nobody')
  const answers = [await http.get(secret), await http.put(secret, '{}')]
  await http.close()
  await server.close()

  const refused = {
    status: null,
    isFinal: true,
    reason: expect.stringContaining('UNABLE_TO_GET_ISSUER'),
  }
  expect(answers).toMatchObject([refused, refused])
  expect(server.requests).toEqual([])
})
