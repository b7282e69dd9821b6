import { once } from 'node:events'
import { createServer } from 'node:http'
import { connect } from 'node:net'

/** A proxy on this machine that leads names to ports here: so a process reaches a name that no DNS has. */
export interface Tunnel {
  readonly url: string
  /** What was asked for, as `host:port`, also where it leads nowhere. */
  readonly asked: string[]
  close(): Promise<void>
}

/** `targets`: from `host:port` to a port of this machine. */
export async function startTunnel(targets: Readonly<Record<string, number>>): Promise<Tunnel> {
  const asked: string[] = []
  const proxy = createServer((_, response) => response.writeHead(502).end())
  proxy.on('connect', ({ url = '' }, socket) => {
    asked.push(url)
    socket.on('error', () => {})
    const port = targets[url]
    if (port === undefined) {
      socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n')
      return
    }
    const onward = connect(port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
      onward.pipe(socket)
      socket.pipe(onward)
    })
    onward.on('error', () => socket.destroy())
    socket.on('close', () => onward.destroy())
  })
  proxy.listen(0, '127.0.0.1')
  await once(proxy, 'listening')
  const address = proxy.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    close: async () => {
      proxy.close()
      proxy.closeAllConnections()
      await once(proxy, 'close')
    },
  }
}
