import { once } from 'node:events'
import { createServer, request as send } from 'node:http'
import { connect } from 'node:net'
import { pipeline } from 'node:stream/promises'
import { afterAll, beforeEach, expect, it } from 'vitest'
import { read, startCompany, write } from '../../fakes/company.ts'
import { pullRequestEvent, scheduleEvent, workflowDispatchEvent } from '../../fakes/github-events.ts'
import { desiredFile, hookTokens } from '../../fakes/webhooks-file.ts'

const company = await startCompany()

/** What the proxy was asked for: `CONNECT host:port`, or a request with an absolute URL. */
const seen: string[] = []
const keysSeen: (string | undefined)[] = []
/** A proxy that forwards to this machine, and refuses tunnels to everything else. */
const proxy = createServer((message, response) => {
  seen.push(`${message.method} ${message.url}`)
  const { method, headers } = message
  const onward = send(message.url ?? '', { method, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers)
    pipeline(answer, response).catch(() => response.destroy())
  })
  pipeline(message, onward).catch(() => response.destroy())
})
proxy.on('connect', (message, socket) => {
  seen.push(`CONNECT ${message.url}`)
  keysSeen.push(message.headers.authorization)
  const { hostname, port } = new URL(`http://${message.url}`)
  if (hostname !== '127.0.0.1') {
    socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n')
    return
  }
  const onward = connect(Number(port), hostname, () => {
    socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
    onward.pipe(socket)
    socket.pipe(onward)
  })
  onward.on('error', () => socket.destroy())
  socket.on('error', () => onward.destroy())
})
proxy.listen(0, '127.0.0.1')
await once(proxy, 'listening')
const address = proxy.address()
const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`

beforeEach(() => {
  seen.length = 0
  keysSeen.length = 0
})
afterAll(() => {
  proxy.close()
  proxy.closeAllConnections()
})

const { host } = new URL(company.auco.url)

it.each(['HTTP_PROXY', 'http_proxy'])('%s is used for Auco, for reads and writes', async (name) => {
  const run = await company.apply({
    file: desiredFile,
    event: await company.push(desiredFile),
    env: { ...hookTokens, [name]: url },
  })

  expect(run).toMatchObject({ exitCode: 0, stderr: '', outputs: { result: 'applied' } })
  expect(run.toAuco).toEqual([read(), write(), read()])
  const toAuco = seen.filter((line) => line.includes(host))
  expect(toAuco.length).toBeGreaterThan(0)
  expect(keysSeen.filter((key) => key !== undefined)).toEqual([])
})

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
      `The variable \`${name}\` is not the URL of a proxy. Write it in full, such as \`http://proxy.example.com:3128\`; in a user or password, percent-encode what a URL does not take (\`/\` as \`%2F\`).`,
    ])
    expect(run.stdout + run.summary).not.toMatch(/Pa55|w0rdXYZ/)
  }
})

it("a proxy's password is masked, as it is written and as it is meant", async () => {
  const withUser = url.replace('//', '//svc:Pa55%2Fw0rdXYZ@')
  const run = await company.plan({
    event: scheduleEvent(company.repo),
    env: { ...hookTokens, HTTP_PROXY: withUser },
  })

  expect(run).toMatchObject({ exitCode: 0, outputs: { result: 'planned' }, toAuco: [read()] })
  expect(run.masks).toEqual(expect.arrayContaining(['Pa55%2Fw0rdXYZ', 'Pa55/w0rdXYZ']))
})

it.each([host, '127.0.0.1', '*'])('NO_PROXY %s goes around it', async (around) => {
  const run = await company.plan({
    event: scheduleEvent(company.repo),
    env: { ...hookTokens, HTTP_PROXY: url, NO_PROXY: around },
  })

  expect(run).toMatchObject({ exitCode: 0, outputs: { result: 'planned' }, toAuco: [read()] })
  expect(seen).toEqual([])
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
