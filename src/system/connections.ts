import { platform } from 'node:os'
import { setFlagsFromString } from 'node:v8'
import type { Dispatcher } from 'undici'
// The package's entry also evaluates fetch, WebSocket, caches and mocks: three times what a request needs (docs/internals/performance.md).
import connect from 'undici/lib/api/api-connect.js'
import request from 'undici/lib/api/api-request.js'
import buildConnector from 'undici/lib/core/connect.js'
import Agent from 'undici/lib/dispatcher/agent.js'
import Prototype from 'undici/lib/dispatcher/dispatcher.js'
import EnvHttpProxyAgent from 'undici/lib/dispatcher/env-http-proxy-agent.js'
import { isLoopback } from '../core/addresses.ts'

// The entry does this with all of its API. `connect` opens a proxy's tunnel.
Object.assign(Prototype.prototype, { connect, request })

/**
 * V8's flags on a system, named as by `os.platform()`.
 *
 * undici's HTTP parser is WebAssembly, compiled with the first connection. After a few responses V8 starts to optimize it
 * in the background, and the process waits 30 to 50 ms for that at its end (docs/internals/performance.md). The budget, in executed
 * bytes, keeps the code of the first compiler.
 *
 * On Windows, code of the compiler Maglev can crash the process (nodejs/node#62260). Between a write and its read-back,
 * nobody would learn what Auco has.
 */
export function v8FlagsFor(system: string): readonly string[] {
  return ['--wasm-tiering-budget=1000000000', ...(system === 'win32' ? ['--no-maglev'] : [])]
}

for (const flag of v8FlagsFor(platform())) setFlagsFromString(flag)

/** A pool of connections: they are reused until `destroy`. Redirects are not followed. */
export interface Connections {
  request(options: Dispatcher.RequestOptions & { readonly origin: string }): Promise<Dispatcher.ResponseData>
  destroy(): Promise<void>
}

type AddressOf = (host: string) => Promise<string>

/**
 * Connections through the proxies of the environment (`HTTP_PROXY`, `HTTPS_PROXY`, `NO_PROXY`), except to this machine:
 * a proxy can't reach it, and would see keys that are sent over `http:`. `timeout` is the limit for
 * opening one, in milliseconds; `maxConnections` the limit per server, without which undici opens another connection
 * instead of waiting a tick for a free one. Certificates are verified even if NODE_TLS_REJECT_UNAUTHORIZED says otherwise,
 * because keys are sent here. HTTP/2 is off: a run makes few requests, and the fault tests speak HTTP/1.1. `addressOf`, if
 * given, says where a host is and is connected to there; behind a proxy, the proxy knows.
 */
export function openConnections(timeout: number, maxConnections: number, addressOf?: AddressOf): Connections {
  const tls = { timeout, rejectUnauthorized: true, allowH2: false }
  const connectTo = buildConnector(tls)
  const connectToAddress: typeof connectTo = (options, callback) => {
    addressOf?.(options.hostname).then(
      (hostname) => connectTo({ ...options, hostname }, callback),
      (error: Error) => callback(error, null),
    )
  }
  const connect = addressOf === undefined ? tls : connectToAddress
  const shared = { connect, allowH2: false, connections: maxConnections }
  const proxied = new EnvHttpProxyAgent({ ...shared, requestTls: tls, proxyTls: tls })
  const direct = new Agent(shared)
  return {
    request: async (options) =>
      (isLoopback(new URL(options.origin).hostname) ? direct : proxied).request(options),
    destroy: async () => {
      await Promise.all([proxied.destroy(), direct.destroy()])
    },
  }
}
