import { once } from 'node:events'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { Http } from '../../src/auco/http.ts'
import { Secret } from '../../src/core/secret.ts'
import { systemClock } from '../../src/system/clock.ts'

/** A self-signed certificate for `localhost`, made for this test and valid for a hundred years. */
const certificate = [
  'MIIBmTCCAUGgAwIBAgIUMp2/muPMm6pilD4FqgRj9d+oKBowCgYIKoZIzj0EAwIwFDESMBAGA1UEAwwJbG9jYWxob3N0MCAX',
  'DTI2MTEyMzIwMjk0MloYDzIxMjYxMDMwMjAyOTQyWjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO',
  'PQMBBwNCAAQ25XLh18l5J7UijqOSKiojkIg2JB1ZbuOp0nsyq5Yx/I5DJq8aYH3bHCRbKrq4i3Ly3TZfDaPXDPfsRd8pfdAo',
  'o28wbTAdBgNVHQ4EFgQUS0LRwaDJPR1fHVYkQLSj2grCG6swHwYDVR0jBBgwFoAUS0LRwaDJPR1fHVYkQLSj2grCG6swDwYD',
  'VR0TAQH/BAUwAwEB/zAaBgNVHREEEzARgglsb2NhbGhvc3SHBH8AAAEwCgYIKoZIzj0EAwIDRgAwQwIfPaqXxwcWJt9j4s81',
  'ZJ5F0IIlUuQ8M+4XQfX/5cY6CgIgT9LbaTdfEpQExlbkWmKAa/CCluViwXZ+vn1JUYq5rnQ=',
].join('')
const key = [
  'MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgr8JJLmZBNa9dP1guMC60Af0jn0135oHDNMdJMTH4i5uhRANC',
  'AAQ25XLh18l5J7UijqOSKiojkIg2JB1ZbuOp0nsyq5Yx/I5DJq8aYH3bHCRbKrq4i3Ly3TZfDaPXDPfsRd8pfdAo',
].join('')
const pem = (kind: string, text: string) => `-----BEGIN ${kind}-----\n${text}\n-----END ${kind}-----\n`

afterEach(() => {
  delete process.env['NODE_TLS_REJECT_UNAUTHORIZED']
})

it.each([
  ['by default', undefined],
  ['even if NODE_TLS_REJECT_UNAUTHORIZED is 0', '0'],
])('a server with an untrusted certificate gets no key, %s', async (_, setting) => {
  if (setting !== undefined) process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = setting
  const seen: unknown[] = []
  const server = createServer(
    { cert: pem('CERTIFICATE', certificate), key: pem('PRIVATE KEY', key) },
    (request, response) => {
      seen.push(request.headers)
      response.end('{"webhooks":[]}')
    },
  )
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address: AddressInfo | string | null = server.address()
  const port = typeof address === 'object' ? address?.port : undefined
  const http = new Http({
    baseUrl: `https://localhost:${port}`,
    clock: systemClock,
    cancelled: new AbortController().signal,
    onRetry: () => {},
  })
  const secret = new Secret('puk_goes-to-nobody')
  const answers = [await http.get(secret), await http.put(secret, '{}')]
  await http.close()
  server.close()

  const refused = {
    status: null,
    isFinal: true,
    reason: expect.stringContaining('DEPTH_ZERO_SELF_SIGNED_CERT'),
  }
  expect(answers).toMatchObject([refused, refused])
  expect(seen).toEqual([])
})
