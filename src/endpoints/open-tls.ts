import { isIP } from 'node:net'
import { connect } from 'node:tls'
import type { Failure } from '../plan/endpoint-findings.ts'
import type { Endpoint } from '../plan/endpoints.ts'
import { CERTIFICATE_FAILURE, codeOf, NO_ROUTE } from './failure-codes.ts'

/** How a TLS connection began. `no-route`: this machine has no way to an address of that family. */
export type Handshake =
  /** When the certificate ends, in milliseconds since the epoch. */
  | { readonly ok: true; readonly certificateEnds: number }
  | { readonly ok: false; readonly problem: Failure | 'no-route' }

/**
 * Opens a TLS connection to the address, for the host, verifies its certificate and closes the connection: nothing is sent
 * over it. Certificates are verified even if NODE_TLS_REJECT_UNAUTHORIZED says otherwise. Never rejects; ends as `no-answer`
 * when the signal aborts.
 */
export async function openTls(
  address: string,
  { host, port }: Endpoint,
  signal: AbortSignal,
): Promise<Handshake> {
  const { promise, resolve } = Promise.withResolvers<Handshake>()
  // An address is not looked up again, so this connects to what was checked. The name is for SNI and the certificate.
  const socket = connect({
    host: address,
    port,
    rejectUnauthorized: true,
    ...(isIP(host) === 0 && { servername: host }),
  })
  let isConnected = false
  const abort = () => {
    resolve({ ok: false, problem: 'no-answer' })
    socket.destroy()
  }
  socket.once('connect', () => {
    isConnected = true
  })
  socket.once('secureConnect', () => {
    resolve({ ok: true, certificateEnds: Date.parse(socket.getPeerCertificate().valid_to) })
    socket.destroySoon()
  })
  // Further errors come while it is being closed.
  socket.on('error', (error) => resolve({ ok: false, problem: failureOf(error, isConnected) }))
  socket.once('close', () => resolve({ ok: false, problem: isConnected ? 'no-tls' : 'no-connection' }))
  if (signal.aborted) abort()
  signal.addEventListener('abort', abort, { once: true })
  try {
    return await promise
  } finally {
    signal.removeEventListener('abort', abort)
  }
}

/** The library's messages are never shown: one can quote the certificate, and that is the server's text. */
function failureOf(error: Error, isConnected: boolean): Failure | 'no-route' {
  const code = codeOf(error)
  if (!isConnected) return NO_ROUTE.includes(code) ? 'no-route' : 'no-connection'
  const known = CERTIFICATE_FAILURE[code]
  if (known !== undefined) return known
  return /^(?:ERR_SSL|ERR_TLS|EPROTO|E[A-Z]+$)/.test(code) ? 'no-tls' : 'certificate-invalid'
}
