import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { decode, encode } from 'dns-packet'

/** What a name's question is answered with: addresses of both kinds, `NXDOMAIN` and the like, or `null` for silence. */
export type Records = readonly string[] | 'NXDOMAIN' | 'SERVFAIL' | 'REFUSED' | null

export interface FakeDns {
  /** Address and port, as Node.js takes it. */
  readonly server: string
  /** Every question, as `A name` or `AAAA name`. */
  readonly questions: readonly string[]
  /** A function is asked for each question. Names that aren't here don't exist. */
  names: Readonly<Record<string, Records | ((type: string) => Records)>>
  close(): Promise<void>
}

/** Codes of answers (RFC 1035, section 4.1.1); `dns-packet` has the code in the last bits of `flags`. */
const CODE = { NOERROR: 0, SERVFAIL: 2, NXDOMAIN: 3, REFUSED: 5 } as const

/** A DNS server on this machine that knows the given names. */
export async function startDns(names: FakeDns['names'] = {}): Promise<FakeDns> {
  const questions: string[] = []
  const socket = createSocket('udp4')
  const fake: FakeDns = {
    server: '',
    questions,
    names,
    close: () => new Promise((resolve) => socket.close(() => resolve())),
  }
  socket.on('message', (message, { port, address }) => {
    const query = decode(message)
    const [question] = query.questions ?? []
    if (question === undefined) return
    const { name, type } = question
    questions.push(`${type} ${name}`)
    const known = fake.names[name.toLowerCase()]
    const records = typeof known === 'function' ? known(type) : known === undefined ? 'NXDOMAIN' : known
    if (records === null) return
    const isOfType = (data: string) => (type === 'AAAA') === data.includes(':')
    const answers =
      typeof records === 'string'
        ? []
        : records.filter(isOfType).map((data) => ({ type, name, ttl: 60, data }))
    socket.send(
      encode({
        type: 'response',
        id: query.id,
        flags: 0x180 | CODE[typeof records === 'string' ? records : 'NOERROR'],
        questions: [question],
        answers: answers.map(({ data, ttl }) =>
          type === 'AAAA' ? { type: 'AAAA', name, ttl, data } : { type: 'A', name, ttl, data },
        ),
      }),
      port,
      address,
    )
  })
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  return Object.assign(fake, { server: `127.0.0.1:${socket.address().port}` })
}
