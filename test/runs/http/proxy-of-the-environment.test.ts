import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { connect, createServer as createTcpServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createServer as createTlsServer } from 'node:tls'
import { afterAll, beforeEach, expect, it } from 'vitest'
import { read, startCompany, write } from '../../fakes/company.ts'
import { pullRequestEvent, scheduleEvent, workflowDispatchEvent } from '../../fakes/github-events.ts'
import { desiredFile, hookTokens } from '../../fakes/webhooks-file.ts'

const company = await startCompany()

const pem = (kind: string, lines: readonly string[]) =>
  `-----BEGIN ${kind}-----\n${lines.join('')}\n-----END ${kind}-----\n`
/** A certificate for `auco.invalid`, made for this test alone and good for a hundred years. */
const tls = {
  cert: pem('CERTIFICATE', [
    'MIIBnjCCAUSgAwIBAgIUDF4HpG2l1FSnzP18julWnsS7KPEwCgYIKoZIzj0EAwIwFzEVMBMGA1UEAwwMYXVjby5pbnZhbGlkMCAX',
    'DTI2MTEyNTIyMjE0N1oYDzIxMjYxMTAxMjIyMTQ3WjAXMRUwEwYDVQQDDAxhdWNvLmludmFsaWQwWTATBgcqhkjOPQIBBggqhkjO',
    'PQMBBwNCAARU8Rr7Y9qi0TIFJcmnk0CeTImey/vO0wBqCw8nhJsg/igJhE6LApMEmGaQSg7uqs+ExfazEBnZjs5InChzODslo2ww',
    'ajAdBgNVHQ4EFgQUQ3Z1qMaG7Y1F3+RIxWmj5eOPrF4wHwYDVR0jBBgwFoAUQ3Z1qMaG7Y1F3+RIxWmj5eOPrF4wDwYDVR0TAQH/',
    'BAUwAwEB/zAXBgNVHREEEDAOggxhdWNvLmludmFsaWQwCgYIKoZIzj0EAwIDSAAwRQIgIP8xNIv3GHxoa8msqR2tK6eeDlrKQ5Uz',
    'bm1vDcU1Yd4CIQCLXSPnSxjAazyUvsvMFGvSym8GoHwKlgdzdiR8qKU64Q==',
  ]),
  key: pem('PRIVATE KEY', [
    'MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgiHzPGnPPxZNv3NK81Wd9djmoQfDpoFNVDWzYn9Q48mqhRANCAARU',
    '8Rr7Y9qi0TIFJcmnk0CeTImey/vO0wBqCw8nhJsg/igJhE6LApMEmGaQSg7uqs+ExfazEBnZjs5InChzODsl',
  ]),
}

/** Auco at a name that only the proxy knows: nothing on this machine goes through a proxy. */
const distant = createTlsServer(tls, (socket) => {
  const { hostname, port } = new URL(company.auco.url)
  const onward = connect(Number(port), hostname)
  onward.pipe(socket)
  socket.pipe(onward)
  onward.on('error', () => socket.destroy())
  socket.on('error', () => onward.destroy())
})
const portOf = async (server: Server) => {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  return typeof address === 'object' ? Number(address?.port) : 0
}

/** What the proxy was asked for, and the keys in those requests. */
const seen: string[] = []
const keysSeen: (string | undefined)[] = []
/** A proxy that makes tunnels to `auco.invalid` only. */
const proxy = createServer((message, response) => {
  seen.push(`${message.method} ${message.url}`)
  keysSeen.push(message.headers.authorization)
  response.writeHead(502)
  response.end()
})
proxy.on('connect', (message, socket) => {
  seen.push(`CONNECT ${message.url}`)
  keysSeen.push(message.headers.authorization)
  if (message.url !== 'auco.invalid:443') {
    socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n')
    return
  }
  const onward = connect(distantPort, '127.0.0.1', () => {
    socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
    onward.pipe(socket)
    socket.pipe(onward)
  })
  onward.on('error', () => socket.destroy())
  socket.on('error', () => onward.destroy())
})
const [distantPort, port] = [await portOf(distant), await portOf(proxy)]
const url = `http://127.0.0.1:${port}`
const directory = await mkdtemp(path.join(tmpdir(), 'proxy-'))
const certificate = path.join(directory, 'auco.pem')
await writeFile(certificate, tls.cert)

const distantAuco = { 'api-url': 'https://auco.invalid/v1.5/ext' }
const trusting = { ...hookTokens, NODE_EXTRA_CA_CERTS: certificate }

beforeEach(() => {
  seen.length = 0
  keysSeen.length = 0
})
afterAll(async () => {
  distant.close()
  proxy.close()
  proxy.closeAllConnections()
  await rm(directory, { recursive: true })
})

it.each(['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY'])(
  '%s is used for Auco, for reads and writes',
  async (name) => {
    const run = await company.apply({
      file: desiredFile,
      event: await company.push(desiredFile),
      inputs: distantAuco,
      env: { ...trusting, [name]: url },
      fastClock: true,
    })

    expect(run).toMatchObject({ exitCode: 0, stderr: '', outputs: { result: 'applied' } })
    expect(run.toAuco).toEqual([read(), write(), read()])
    expect(new Set(seen)).toEqual(new Set(['CONNECT auco.invalid:443']))
    expect(keysSeen.filter((key) => key !== undefined)).toEqual([])
  },
)

it.each(['127.0.0.1', 'localhost', '127.1', '[::ffff:127.0.0.1]'])(
  'no proxy is used for %s on this machine, which may be without TLS',
  async (host) => {
    const run = await company.apply({
      file: desiredFile,
      event: await company.push(desiredFile),
      inputs: { 'api-url': company.auco.url.replace('127.0.0.1', host) },
      env: { ...hookTokens, HTTP_PROXY: url, HTTPS_PROXY: url },
    })

    expect(run).toMatchObject({ exitCode: 0, stderr: '', outputs: { result: 'applied' } })
    expect(run.toAuco).toEqual([read(), write(), read()])
    expect(seen).toEqual([])
  },
)

it.each([
  ['a password with a slash', 'HTTPS_PROXY', 'http://svc:Pa55/w0rdXYZ@127.0.0.1:3128'],
  ['a password with a stray percent sign', 'HTTP_PROXY', 'http://svc:Pa55%w0rdXYZ@127.0.0.1:3128'],
  ['no scheme', 'https_proxy', 'svc:Pa55w0rdXYZ@proxy.example:3128'],
  ['no scheme and no user', 'HTTPS_PROXY', 'proxy.example:3128'],
  ['another scheme', 'http_proxy', 'ftp://svc:Pa55w0rdXYZ@proxy.example'],
])('a proxy with %s is one clear error, without its password', async (_, name, proxyUrl) => {
  const events = [
    await company.push(desiredFile),
    workflowDispatchEvent(company.repo, 'main'),
    pullRequestEvent(company.repo, await company.propose(desiredFile)),
  ]
  for (const event of events) {
    const run = await company.apply({
      file: desiredFile,
      event,
      env: { ...hookTokens, [name]: proxyUrl },
      debug: true,
    })

    expect(run).toMatchObject({ exitCode: 1, stderr: '', toAuco: [], toGitHub: [] })
    expect(run.annotations.map(({ message }) => message)).toEqual([
      `The variable \`${name}\` is not the URL of a proxy. Write it in full, such as \`http://proxy.example.com:3128\`; percent-encode special characters in the user and password (\`/\` as \`%2F\`).`,
    ])
    expect(run.stdout + run.summary).not.toMatch(/Pa55|w0rdXYZ/)
  }
})

it.each(['socks5:x', 'socks5://svc:Pa55w0rdXYZ@proxy.example:1080', 'socks://proxy.example'])(
  'the protocol of %s is not supported',
  async (proxyUrl) => {
    const run = await company.plan({
      event: scheduleEvent(company.repo),
      env: { ...hookTokens, HTTPS_PROXY: proxyUrl },
    })

    expect(run).toMatchObject({ exitCode: 1, toAuco: [] })
    expect(run.annotations.map(({ message }) => message)).toEqual([
      "The variable `HTTPS_PROXY` names a SOCKS proxy, which isn't supported. Use an HTTP proxy, such as `http://proxy.example.com:3128`.",
    ])
    expect(run.stdout + run.summary).not.toContain('Pa55w0rdXYZ')
  },
)

it("a proxy's password is masked, as it is written and as it is meant", async () => {
  const withUser = url.replace('//', '//svc:Pa55%2Fw0rdXYZ@')
  const run = await company.plan({
    event: scheduleEvent(company.repo),
    env: { ...hookTokens, HTTP_PROXY: withUser },
  })

  expect(run).toMatchObject({ exitCode: 0, outputs: { result: 'planned' }, toAuco: [read()] })
  expect(run.masks).toEqual(expect.arrayContaining(['Pa55%2Fw0rdXYZ', 'Pa55/w0rdXYZ']))
})

it.each(['auco.invalid', '*'])('NO_PROXY %s goes around it', async (around) => {
  const run = await company.plan({
    event: scheduleEvent(company.repo),
    inputs: distantAuco,
    env: { ...trusting, HTTPS_PROXY: url, NO_PROXY: around },
    fastClock: true,
  })

  expect(run).toMatchObject({ exitCode: 1, stderr: '', toAuco: [] })
  expect(run.annotations[0]?.message).toMatch(/host name could not be resolved/)
  expect(seen).toEqual([])
})

it.each([
  ['garbage', 'no HTTP at all\r\n\r\n', /not valid HTTP/],
  ['a line end without CR', 'HTTP/1.1 200 OK\n\n', /not valid HTTP/],
  ['nothing', '', /connection to the proxy broke/],
  ['502', 'HTTP/1.1 502 Bad Gateway\r\n\r\n', /proxy refuses the connection \(502\)/],
  [
    '407',
    'HTTP/1.1 407 Proxy Authentication Required\r\nproxy-authenticate: Basic\r\n\r\n',
    /proxy asks for authentication \(407\).*HTTPS_PROXY/,
  ],
  ['plain HTTP in the tunnel', 'HTTP/1.1 200 OK\r\n\r\nHTTP/1.1 400 Bad Request\r\n\r\n', /not speak TLS/],
])('a proxy that answers CONNECT with %s is one clear error', async (_, bytes, words) => {
  const broken = createTcpServer((socket) => {
    socket.on('error', () => {})
    socket.once('data', () => socket.end(bytes))
  })
  const brokenPort = await portOf(broken)
  const run = await company.plan({
    event: scheduleEvent(company.repo),
    inputs: distantAuco,
    env: { ...trusting, HTTPS_PROXY: `http://127.0.0.1:${brokenPort}` },
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
])("HTTPS_PROXY is asked for a tunnel to Auco's %s, without a key", async (environment, authority) => {
  const run = await company.plan({
    event: scheduleEvent(company.repo),
    inputs: { environment, 'api-url': '' },
    env: { ...hookTokens, HTTPS_PROXY: url },
    fastClock: true,
  })

  expect(run).toMatchObject({ exitCode: 1, signal: null, stderr: '', toAuco: [] })
  expect(run.annotations.map(({ level }) => level)).toEqual(['error'])
  expect(new Set(seen)).toEqual(new Set([`CONNECT ${authority}`]))
  expect(keysSeen.filter((key) => key !== undefined)).toEqual([])
})
