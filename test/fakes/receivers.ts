import { createServer, type Socket } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import type { Identity } from './certificates.ts'
import { type Listening, listen } from './listen.ts'

/** A receiver of notifications on this machine, and what it saw. */
export interface Receiver extends Listening {
  /** For each connection: the name that it asked for (SNI), and the bytes that came over TLS. */
  readonly connections: { servername: string | null; bytes: number }[]
  /** How many sockets were opened, with TLS or without. */
  readonly opened: () => number
}

/** A receiver that speaks TLS. `delay`: milliseconds before it answers the first bytes of a connection. */
export async function startReceiver(identity: Identity, host?: string, delay = 0): Promise<Receiver> {
  const connections: Receiver['connections'] = []
  const tls = createTlsServer(identity, (socket) => {
    const seen = { servername: socket.servername || null, bytes: 0 }
    connections.push(seen)
    socket.on('data', (data) => {
      seen.bytes += data.length
    })
    socket.on('error', () => {})
    socket.on('end', () => socket.end())
  })
  tls.on('tlsClientError', () => {})
  const receiver = await startTcp((socket) => {
    setTimeout(() => tls.emit('connection', socket), delay)
  }, host)
  return { ...receiver, connections }
}

/** A receiver that does something else with its sockets: stays silent, or resets them. */
export async function startTcp(accept: (socket: Socket) => void, host?: string): Promise<Receiver> {
  let opened = 0
  const server = createServer((socket) => {
    opened += 1
    accept(socket)
  })
  return { ...(await listen(server, host)), connections: [], opened: () => opened }
}
