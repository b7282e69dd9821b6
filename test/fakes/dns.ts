import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { decode, encode } from 'dns-packet'

/** What a name's question is answered with: addresses of both kinds, `NXDOMAIN` and the like, or `null` for silence. */
export type Records = readonly string[] | 'NXDOMAIN' | 'SERVFAIL' | 'REFUSED' | null

/** Names that aren't here don't exist. A function is asked for each question. */
type Names = Readonly<Record<string, Records | ((type: string) => Records)>>

/** Codes of answers (RFC 1035, section 4.1.1); `dns-packet` has the code in the last bits of `flags`. */
const CODE = { NOERROR: 0, SERVFAIL: 2, NXDOMAIN: 3, REFUSED: 5 } as const

export type FakeDns = Awaited<ReturnType<typeof startDns>>

/**
 * A DNS server on this machine that knows the given names. `server`: address and port, as Node.js takes it. `questions`:
 * all of them, as `A name` or `AAAA name`.
 */
export async function startDns(names: Names = {}) {
  const questions: string[] = []
  const known = { names }
  const socket = createSocket('udp4')
  socket.on('message', (message, { port, address }) => {
    const query = decode(message)
    const [question] = query.questions ?? []
    if (question === undefined) return
    const { name, type } = question
    questions.push(`${type} ${name}`)
    const { [name.toLowerCase()]: given = 'NXDOMAIN' } = known.names
    const records = typeof given === 'function' ? given(type) : given
    if (records === null) return
    const isRefusal = typeof records === 'string'
    const of = type === 'AAAA' ? 'AAAA' : 'A'
    const addresses = isRefusal ? [] : records.filter((data) => data.includes(':') === (of === 'AAAA'))
    const answer = encode({
      type: 'response',
      id: query.id,
      flags: 0x180 | CODE[isRefusal ? records : 'NOERROR'],
      questions: [question],
      answers: addresses.map((data) => ({ type: of, name, ttl: 60, data })),
    })
    socket.send(answer, port, address)
  })
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  return Object.assign(known, {
    server: `127.0.0.1:${socket.address().port}`,
    questions,
    close: () => new Promise<void>((resolve) => socket.close(() => resolve())),
  })
}
