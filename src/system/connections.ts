import type { Dispatcher } from 'undici'
// First: it has to run before the parser of undici is loaded.
import './v8-flags.ts'
// The package's entry evaluates fetch, WebSocket, caches and mocks too: three times what a request needs (docs/performance.md).
import connect from 'undici/lib/api/api-connect.js'
import request from 'undici/lib/api/api-request.js'
import Prototype from 'undici/lib/dispatcher/dispatcher.js'
import EnvHttpProxyAgent from 'undici/lib/dispatcher/env-http-proxy-agent.js'

// As the entry does with every call of its API: proxies are asked for their tunnels by `connect`.
Object.assign(Prototype.prototype, { connect, request })

/** What carries requests, and ends them: connections are kept and reused until `destroy`. Redirects are not followed. */
export type Connections = Pick<Dispatcher, 'request' | 'destroy'>

/**
 * Connections through the proxies of the environment (`HTTP_PROXY`, `HTTPS_PROXY`, `NO_PROXY`). `timeout` is how long a
 * connection may take, in milliseconds; `most` is how many there may be to one server: undici opens another one rather than
 * wait for the turn in which a connection is free again. Certificates are checked even where NODE_TLS_REJECT_UNAUTHORIZED
 * says otherwise: keys travel here. HTTP/2 is off: a run makes few requests, and every test of a fault speaks HTTP/1.1.
 */
export function openConnections(timeout: number, most: number): Connections {
  const tls = { timeout, rejectUnauthorized: true }
  return new EnvHttpProxyAgent({
    connect: tls,
    requestTls: tls,
    proxyTls: tls,
    allowH2: false,
    connections: most,
  })
}
