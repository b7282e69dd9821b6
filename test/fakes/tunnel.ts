import { createServer } from 'node:http'
import { connect } from 'node:net'
import { listen } from './listen.ts'

/**
 * A proxy on this machine that leads names to ports here: so a process reaches a name that no DNS has. `targets`: from
 * `host:port` to a port of this machine. `asked`: every `host:port` that was asked for, also where it leads nowhere.
 */
export async function startTunnel(targets: Readonly<Record<string, number>>) {
  const asked: string[] = []
  const proxy = createServer((_, response) => response.writeHead(502).end())
  proxy.on('connect', ({ url = '' }, socket) => {
    asked.push(url)
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
  const { port, close } = await listen(proxy)
  return { url: `http://127.0.0.1:${port}`, asked, close }
}
