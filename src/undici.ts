import type { Dispatcher } from 'undici'
// The package's entry evaluates fetch, WebSocket, caches and mocks too: three times what one request needs (docs/performance.md).
import send from 'undici/lib/api/api-request.js'
import EnvHttpProxyAgent from 'undici/lib/dispatcher/env-http-proxy-agent.js'

/** What carries requests, and ends them: connections are kept and reused until `destroy`. */
export type Connections = Pick<Dispatcher, 'dispatch' | 'destroy'>

/**
 * Connections through the proxies of the environment (`HTTP_PROXY`, `HTTPS_PROXY`, `NO_PROXY`). `timeout` is how long a
 * connection may take, in milliseconds. Certificates are checked even where NODE_TLS_REJECT_UNAUTHORIZED says otherwise:
 * keys travel here. HTTP/2 is off: a run makes few requests, and every test of a fault speaks HTTP/1.1.
 */
export function openConnections(timeout: number): Connections {
  const tls = { timeout, rejectUnauthorized: true }
  return new EnvHttpProxyAgent({ connect: tls, requestTls: tls, proxyTls: tls, allowH2: false })
}

/** undici's `request`; redirects are not followed. */
export function request(
  connections: Connections,
  options: Dispatcher.RequestOptions,
): Promise<Dispatcher.ResponseData> {
  return send.call(connections, options)
}
