import { addAbortListener, setMaxListeners } from 'node:events'
import { isIP } from 'node:net'
import { connect } from 'node:tls'
import { errorCode } from '../core/errors.ts'
import {
  type Endpoint,
  type EndpointCheck,
  type EndpointResult,
  type Failure,
  SLOW_MS,
  shownEndpoint,
} from '../plan/endpoints.ts'
import { type EndpointOptions, NO_ROUTE, publicResolver } from './hosts.ts'

/** How long all checks of a run take at most, in milliseconds. */
const ALL_CHECKS_MS = 10_000
const DAY_MS = 24 * 60 * 60 * 1_000

/** A check that ends, for all endpoints together, within ten seconds from now. */
export function endpointCheck(options: EndpointOptions): EndpointCheck {
  const { clock, cancelled } = options
  const ended = AbortSignal.any([cancelled, clock.deadline(ALL_CHECKS_MS)])
  // Every connection listens to it.
  setMaxListeners(0, ended)
  const resolve = publicResolver(ended, options)

  const check = async (endpoint: Endpoint): Promise<EndpointResult> => {
    const started = clock.now()
    const found = await resolve(endpoint.host)
    if (found.outcome !== 'found') return found
    const opened = await openTls(found.address, endpoint, ended)
    const milliseconds = clock.now() - started
    if (typeof opened === 'number') {
      const days = Math.floor((opened - clock.now()) / DAY_MS)
      const on = new Date(opened).toISOString().slice(0, 10)
      return { outcome: 'answered', milliseconds, certificate: { days, on } }
    }
    if (opened === 'network') return { outcome: 'not-checked', why: 'network' }
    if (ended.aborted && milliseconds < SLOW_MS) return { outcome: 'not-checked', why: 'time' }
    return { outcome: 'failed', problem: opened }
  }

  const results = new Map<string, Promise<EndpointResult>>()
  return (endpoint) => {
    const key = shownEndpoint(endpoint)
    const result = results.get(key) ?? check(endpoint)
    results.set(key, result)
    return result
  }
}

/**
 * Opens a TLS connection to the address, for the host, verifies its certificate and closes the connection: nothing is sent
 * over it. Certificates are verified even if NODE_TLS_REJECT_UNAUTHORIZED says otherwise. Returns when the certificate ends,
 * in milliseconds since the epoch, or what failed; `network`: this machine has no way there. Never rejects; the signal ends it.
 */
async function openTls(
  address: string,
  { host, port }: Endpoint,
  signal: AbortSignal,
): Promise<number | Failure | 'network'> {
  const { promise, resolve } = Promise.withResolvers<number | Failure | 'network'>()
  // An address is not looked up again, so this connects to what was checked. The name is for SNI and the certificate.
  const socket = connect({
    host: address,
    port,
    rejectUnauthorized: true,
    ...(isIP(host) === 0 && { servername: host }),
  })
  let isConnected = false
  socket.once('connect', () => {
    isConnected = true
  })
  socket.once('secureConnect', () => {
    resolve(Date.parse(socket.getPeerCertificate().valid_to))
    socket.destroySoon()
  })
  // Further errors come while it is being closed.
  socket.on('error', (error) => resolve(failureOf(error, isConnected)))
  socket.once('close', () => resolve(isConnected ? 'no-tls' : 'no-connection'))
  const listener = addAbortListener(signal, () => socket.destroy())
  return await promise.finally(() => listener[Symbol.dispose]())
}

/** The library's messages are never shown: one can quote the certificate, and that is the server's text. */
function failureOf(error: Error, isConnected: boolean): Failure | 'network' {
  const code = errorCode(error)
  if (!isConnected) return NO_ROUTE.includes(code) ? 'network' : 'no-connection'
  return /^(?:ERR_SSL|E[A-Z]+$)/.test(code) ? 'no-tls' : 'certificate'
}
