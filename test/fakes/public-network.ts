import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type Authority, type CertificateOptions, startAuthority } from './certificates.ts'
import { type FakeDns, startDns } from './dns.ts'
import { type HttpsReceiver, startHttpsReceiver } from './https-receiver.ts'
import { type Receiver, startReceiver, startTcp } from './receivers.ts'

/** What runs on GitHub's machines see of the world: a DNS, and receivers at public addresses. */
export interface PublicNetwork {
  readonly dns: FakeDns
  /** What a run in this network is started with. */
  readonly options: () => { readonly nodeArguments: readonly string[]; readonly env: Record<string, string> }
  /** A receiver for this host. Without a certificate it stays silent. */
  receiver(host: string, certificate?: Partial<CertificateOptions> | null): Promise<Receiver>
  /** A receiver for this host that answers notifications. */
  answering(host: string): Promise<HttpsReceiver>
  /** A name that leads to a public address at which nobody is. */
  deserted(host: string): void
  close(): Promise<void>
}

const preload = new URL('./public-network.mjs', import.meta.url).href

/** Starts a network whose DNS knows Auco. */
export async function startPublicNetwork(): Promise<PublicNetwork> {
  const directory = await mkdtemp(path.join(tmpdir(), 'public-network-'))
  const authority: Authority = startAuthority()
  const root = path.join(directory, 'root.pem')
  await writeFile(root, authority.root)
  const dns = await startDns({ 'api.auco.ai': ['8.8.8.8'], 'dev.auco.ai': ['8.8.8.8'] })
  const addresses: Record<string, number> = {}
  const receivers: Pick<Receiver, 'close'>[] = []
  let next = 0
  const addressFor = (host: string) => {
    next += 1
    const address = `9.9.9.${next}`
    dns.names = { ...dns.names, [host]: [address] }
    return address
  }
  return {
    dns,
    options: () => ({
      nodeArguments: ['--import', preload],
      env: {
        PUBLIC_NETWORK: JSON.stringify({ server: dns.server, addresses }),
        NODE_EXTRA_CA_CERTS: root,
      },
    }),
    receiver: async (host, certificate = {}) => {
      const receiver = await (certificate === null
        ? startTcp(() => {})
        : startReceiver(authority.issue({ names: [host], ...certificate })))
      receivers.push(receiver)
      addresses[`${addressFor(host)}:443`] = receiver.port
      return receiver
    },
    answering: async (host) => {
      const receiver = await startHttpsReceiver(authority.issue({ names: [host] }))
      receivers.push(receiver)
      addresses[`${addressFor(host)}:443`] = receiver.port
      return receiver
    },
    deserted: (host) => {
      addressFor(host)
    },
    close: async () => {
      await Promise.all([dns.close(), ...receivers.map((receiver) => receiver.close())])
      await rm(directory, { recursive: true })
    },
  }
}
