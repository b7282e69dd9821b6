import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { afterAll, afterEach, expect, it } from 'vitest'
import { WebhookUrl } from '../../../src/core/webhook-url.ts'
import { deliver } from '../../../src/endpoints/deliver.ts'
import { systemClock } from '../../../src/system/clock.ts'
import { startAuthority } from '../../fakes/certificates.ts'
import { startHttpsReceiver } from '../../fakes/https-receiver.ts'
import { startTcp } from '../../fakes/receivers.ts'
import { startTunnel } from '../../fakes/tunnel.ts'

const authority = startAuthority()
const trusted = getCACertificates('default')
setDefaultCACertificates([authority.root])
const silent = await startHttpsReceiver(authority.issue({ names: ['silent.example'] }))
silent.answer = null
const plain = await startTcp((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'))
const tunnel = await startTunnel({ 'silent.example:443': silent.port, 'plain.example:443': plain.port })
const { HTTPS_PROXY: before } = process.env
afterEach(() => {
  if (before === undefined) delete process.env['HTTPS_PROXY']
  else process.env['HTTPS_PROXY'] = before
})
afterAll(async () => {
  setDefaultCACertificates(trusted)
  await Promise.all([silent.close(), plain.close(), tunnel.close()])
})

const clock = { ...systemClock, deadline: () => AbortSignal.timeout(300) }

it.each([
  ['silent.example', 'no-answer'],
  ['plain.example', 'no-tls'],
  ['nowhere.example', 'no-connection'],
])('%s: %s', async (host, problem) => {
  process.env['HTTPS_PROXY'] = tunnel.url
  const recipient = { url: new WebhookUrl(`https://${host}/`), header: null }
  expect(await deliver(recipient, '{}', clock)).toEqual({ answered: false, problem })
})
