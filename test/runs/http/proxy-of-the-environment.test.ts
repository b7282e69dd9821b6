import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { connect, createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createServer as createTlsServer } from 'node:tls'
import { afterAll, beforeEach, expect, it } from 'vitest'
import { startAuthority } from '../../fakes/certificates.ts'
import { startCompany } from '../../fakes/company.ts'
import { scheduleEvent } from '../../fakes/github-events.ts'
import { startTunnel } from '../../fakes/tunnel.ts'
import { desiredFile, hookTokens } from '../../fakes/webhooks-file.ts'

const company = await startCompany()

const portOf = async (server: Server) => {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  return typeof address === 'object' ? Number(address?.port) : 0
}
/** Auco at a name that only the proxy knows: nothing on this machine goes through a proxy. */
const authority = startAuthority()
const distant = createTlsServer(authority.issue({ names: ['auco.invalid'] }), (socket) => {
  const { hostname, port } = new URL(company.auco.url)
  const onward = connect(Number(port), hostname)
  onward.pipe(socket)
  socket.pipe(onward)
  onward.on('error', () => socket.destroy())
  socket.on('error', () => onward.destroy())
})
const proxy = await startTunnel({ 'auco.invalid:443': await portOf(distant) })
const directory = await mkdtemp(path.join(tmpdir(), 'proxy-'))
const certificate = path.join(directory, 'root.pem')
await writeFile(certificate, authority.root)

const distantAuco = { 'api-url': 'https://auco.invalid/v1.5/ext' }
const trusting = { ...hookTokens, NODE_EXTRA_CA_CERTS: certificate }

beforeEach(() => {
  proxy.asked.length = 0
})
afterAll(async () => {
  distant.close()
  await proxy.close()
  await rm(directory, { recursive: true })
})

it.each(['https_proxy', 'HTTP_PROXY'])('%s is used for reads and writes', async (name) => {
  const run = await company.apply({
    file: desiredFile,
    event: await company.push(desiredFile),
    inputs: distantAuco,
    env: { ...trusting, [name]: proxy.url.replace('//', '//svc:Pa55%2Fw0rdXYZ@') },
    fastClock: true,
  })

  expect(run).toMatchObject({ exitCode: 0, stderr: '', outputs: { result: 'applied' } })
  expect(run.written).toHaveLength(1)
  expect(new Set(proxy.asked)).toEqual(new Set(['auco.invalid:443']))
  expect(run.masks).toEqual(expect.arrayContaining(['Pa55%2Fw0rdXYZ', 'Pa55/w0rdXYZ']))
})

it.each(['localhost', '[::ffff:127.0.0.1]'])(
  'no proxy is used for %s on this machine, which may be without TLS',
  async (host) => {
    const run = await company.plan({
      event: scheduleEvent(company.repo),
      inputs: { 'api-url': company.auco.url.replace('127.0.0.1', host) },
      env: { ...hookTokens, HTTP_PROXY: proxy.url, HTTPS_PROXY: proxy.url },
    })

    expect(run).toMatchObject({ exitCode: 0, stderr: '', outputs: { result: 'planned' } })
    expect(proxy.asked).toEqual([])
  },
)

it('a wrong proxy is one error, before anything is asked', async () => {
  const event = await company.push(desiredFile)
  const env = { ...hookTokens, HTTPS_PROXY: 'http://svc:Pa55/w0rdXYZ@127.0.0.1:3128' }
  const run = await company.apply({ file: desiredFile, event, env, debug: true })

  expect(run).toMatchObject({ exitCode: 1, stderr: '', toAuco: [], toGitHub: [] })
  expect(run.annotations).toMatchObject([{ level: 'error', message: expect.stringContaining('HTTPS_PROXY') }])
  expect(run.stdout + run.summary).not.toMatch(/Pa55|w0rdXYZ/)
})

it.each(['auco.invalid', '*'])('NO_PROXY %s goes around it', async (around) => {
  const run = await company.plan({
    event: scheduleEvent(company.repo),
    inputs: distantAuco,
    env: { ...trusting, HTTPS_PROXY: proxy.url, NO_PROXY: around },
    fastClock: true,
  })

  expect(run).toMatchObject({ exitCode: 1, stderr: '', toAuco: [] })
  expect(run.annotations[0]?.message).toMatch(/connection to Auco failed \(E\w+\)/)
  expect(proxy.asked).toEqual([])
})

it.each([
  ['garbage', 'no HTTP at all\r\n\r\n', /connection to Auco failed/],
  ['nothing', '', /connection to Auco failed/],
  ['502', 'HTTP/1.1 502 Bad Gateway\r\n\r\n', /proxy refuses the connection \(502\)/],
  ['407', 'HTTP/1.1 407 Proxy Authentication Required\r\n\r\n', /authentication \(407\).*HTTPS_PROXY/],
  ['plain HTTP in the tunnel', 'HTTP/1.1 200 OK\r\n\r\nHTTP/1.1 400 Bad Request\r\n\r\n', /failed \(ERR_SSL/],
])('a proxy that answers CONNECT with %s is one clear error', async (_, bytes, words) => {
  const broken = createServer((socket) => {
    socket.on('error', () => {})
    socket.once('data', () => socket.end(bytes))
  })
  const run = await company.plan({
    event: scheduleEvent(company.repo),
    inputs: distantAuco,
    env: { ...trusting, HTTPS_PROXY: `http://127.0.0.1:${await portOf(broken)}` },
    fastClock: true,
  })
  broken.close()

  expect(run).toMatchObject({ exitCode: 1, signal: null, stderr: '', toAuco: [] })
  expect(run.annotations).toMatchObject([{ level: 'error', message: expect.stringMatching(words) }])
  expect(run.annotations[0]?.message).not.toMatch(/UND_ERR|bug/)
})

it.each([
  ['stage', 'dev.auco.ai:443'],
  ['production', 'api.auco.ai:443'],
])("HTTPS_PROXY is asked for a tunnel to Auco's %s", async (environment, target) => {
  const run = await company.plan({
    event: scheduleEvent(company.repo),
    inputs: { environment, 'api-url': '' },
    env: { ...hookTokens, HTTPS_PROXY: proxy.url },
    fastClock: true,
  })

  expect(run).toMatchObject({ exitCode: 1, signal: null, stderr: '', toAuco: [] })
  expect(new Set(proxy.asked)).toEqual(new Set([target]))
})
