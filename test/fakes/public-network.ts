import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type CertificateOptions, startAuthority } from './certificates.ts'
import { startDns } from './dns.ts'
import { startHttpsReceiver } from './https-receiver.ts'
import type { Listening } from './listen.ts'
import { startReceiver } from './receivers.ts'

export type PublicNetwork = Awaited<ReturnType<typeof startPublicNetwork>>

const preload = new URL('./public-network.mjs', import.meta.url).href

/** What runs on GitHub's machines see of the world: a DNS, which knows Auco, and receivers at public addresses. */
export async function startPublicNetwork() {
  const directory = await mkdtemp(path.join(tmpdir(), 'public-network-'))
  const authority = startAuthority()
  const root = path.join(directory, 'root.pem')
  await writeFile(root, authority.root)
  const dns = await startDns({ 'api.auco.ai': ['8.8.8.8'], 'dev.auco.ai': ['8.8.8.8'] })
  const addresses: Record<string, number> = {}
  const receivers: Listening[] = []
  let hosts = 0
  const addressFor = (host: string) => {
    hosts += 1
    const address = `9.9.9.${hosts}`
    dns.names = { ...dns.names, [host]: [address] }
    return address
  }
  const publish = <R extends Listening>(host: string, receiver: R): R => {
    receivers.push(receiver)
    addresses[`${addressFor(host)}:443`] = receiver.port
    return receiver
  }
  return {
    dns,
    /** What a run in this network is started with. */
    options: () => ({
      nodeArguments: ['--import', preload],
      env: {
        PUBLIC_NETWORK: JSON.stringify({ server: dns.server, addresses }),
        NODE_EXTRA_CA_CERTS: root,
      },
    }),
    /** A receiver for this host. */
    receiver: async (host: string, certificate: Partial<CertificateOptions> = {}) =>
      publish(host, await startReceiver(authority.issue({ names: [host], ...certificate }))),
    /** A receiver for this host that answers notifications. */
    answering: async (host: string) =>
      publish(host, await startHttpsReceiver(authority.issue({ names: [host] }))),
    /** A name that leads to a public address at which nobody is. */
    deserted: (host: string) => {
      addressFor(host)
    },
    close: async () => {
      await Promise.all([dns, ...receivers].map((server) => server.close()))
      await rm(directory, { recursive: true })
    },
  }
}
