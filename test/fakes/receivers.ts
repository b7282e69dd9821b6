import { once } from 'node:events'
import { createServer, type Server, type Socket } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import type { Identity } from './certificates.ts'

/** A receiver of notifications on this machine, and what it saw. */
export interface Receiver {
  readonly port: number
  /** For each connection: the name that it asked for (SNI), and the bytes that came over TLS. */
  readonly connections: { servername: string | null; bytes: number }[]
  /** How many sockets were opened, with TLS or without. */
  readonly opened: () => number
  /** How many were open at the same time, at most. */
  readonly mostOpen: () => number
  close(): Promise<void>
}

/** A receiver that speaks TLS. `delay`: milliseconds before it answers the first bytes of a connection. */
export async function startReceiver(identity: Identity, host = '127.0.0.1', delay = 0): Promise<Receiver> {
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
export async function startTcp(accept: (socket: Socket) => void, host = '127.0.0.1'): Promise<Receiver> {
  const sockets: Socket[] = []
  let [open, mostOpen] = [0, 0]
  const server: Server = createServer((socket) => {
    sockets.push(socket)
    open += 1
    mostOpen = Math.max(mostOpen, open)
    socket.on('close', () => {
      open -= 1
    })
    socket.on('error', () => {})
    accept(socket)
  })
  server.listen(0, host)
  await once(server, 'listening')
  const address = server.address()
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    connections: [],
    opened: () => sockets.length,
    mostOpen: () => mostOpen,
    close: async () => {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}
