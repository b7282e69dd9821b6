import { generateKeyPairSync } from 'node:crypto'
import forge from 'node-forge'

/** A certificate, its key, and what a server sends with it. */
export interface Identity {
  readonly key: string
  /** The certificate, and those of its issuers without the root. */
  readonly cert: string
}

export interface CertificateOptions {
  /** Names or addresses of the server. */
  readonly names: readonly string[]
  /** Days from now until it ends; by default 90. */
  readonly days?: number
  /** Leaves out the intermediate that a client needs. */
  readonly isIncomplete?: boolean
}

const DAY = 24 * 60 * 60 * 1_000

/** One key for all: making one takes a tenth of a second, and no test is about keys. */
let sharedKey: ReturnType<typeof makeKey> | undefined

function makeKey() {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 })
  const pem = privateKey.export({ type: 'pkcs1', format: 'pem' }).toString()
  const key = forge.pki.privateKeyFromPem(pem)
  return { pem, key, publicKey: forge.pki.setRsaPublicKey(key.n, key.e) }
}

/**
 * An authority of its own, with a root and an intermediate, as public ones have. Two of the same name are the same. `root`:
 * the certificate that clients have to trust.
 */
export function startAuthority(name = 'Test') {
  sharedKey ??= makeKey()
  const { pem, key, publicKey } = sharedKey
  let serial = Date.now()
  const make = (subject: string, issuer: string, extensions: object[], days = 90) => {
    const certificate = forge.pki.createCertificate()
    certificate.publicKey = publicKey
    serial += 1
    certificate.serialNumber = `01${serial.toString(16)}`.padEnd(16, '0')
    certificate.validity.notBefore = new Date(Date.now() + -2 * DAY)
    certificate.validity.notAfter = new Date(Date.now() + days * DAY)
    certificate.setSubject([{ name: 'commonName', value: subject }])
    certificate.setIssuer([{ name: 'commonName', value: issuer }])
    certificate.setExtensions(extensions)
    certificate.sign(key, forge.md.sha256.create())
    return forge.pki.certificateToPem(certificate)
  }
  const [root, intermediate] = [`${name} root`, `${name} intermediate`] as const
  const authority = [
    { name: 'basicConstraints', cA: true, critical: true },
    { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
  ]
  const chain = make(intermediate, root, authority)
  return {
    root: make(root, root, authority),
    issue: ({ names, isIncomplete = false, days }: CertificateOptions): Identity => {
      const altNames = names.map((host) =>
        /^[\d.]+$|:/.test(host) ? { type: 7, ip: host } : { type: 2, value: host },
      )
      const [subject = 'nobody'] = names
      const extensions = [{ name: 'subjectAltName', altNames }]
      const leaf = make(subject, intermediate, extensions, days)
      return { key: pem, cert: leaf + (isIncomplete ? '' : chain) }
    },
  }
}
