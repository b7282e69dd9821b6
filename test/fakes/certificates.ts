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
  /** Days from now until it begins; by default it began two days ago. */
  readonly begins?: number
  /** `self`: signed with its own key. The default is the authority's intermediate. */
  readonly issuer?: 'intermediate' | 'self'
  /** Leaves out the intermediate that a client needs. */
  readonly isIncomplete?: boolean
}

export interface Authority {
  /** The certificate that clients have to trust. */
  readonly root: string
  issue(options: CertificateOptions): Identity
}

const DAY = 24 * 60 * 60 * 1_000

interface Signer {
  readonly subject: forge.pki.CertificateField[]
  readonly key: forge.pki.rsa.PrivateKey
}

/** One key for all: making one takes a tenth of a second, and no test is about keys. */
let sharedKey: ReturnType<typeof makeKey> | undefined

function makeKey() {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 })
  const pem = privateKey.export({ type: 'pkcs1', format: 'pem' }).toString()
  const key = forge.pki.privateKeyFromPem(pem)
  return { pem, key, publicKey: forge.pki.setRsaPublicKey(key.n, key.e) }
}

/** An authority of its own, with a root and an intermediate, as public ones have. Two of the same name are the same. */
export function startAuthority(name = 'Test'): Authority {
  sharedKey ??= makeKey()
  const { pem, key, publicKey } = sharedKey
  let serial = Date.now()
  const make = (
    commonName: string,
    issuer: Signer | null,
    extensions: readonly object[],
    { days = 90, begins = -2 }: Pick<CertificateOptions, 'days' | 'begins'> = {},
  ) => {
    const certificate = forge.pki.createCertificate()
    const subject = [{ name: 'commonName', value: commonName }]
    certificate.publicKey = publicKey
    serial += 1
    certificate.serialNumber = `01${serial.toString(16)}`.padEnd(16, '0')
    certificate.validity.notBefore = new Date(Date.now() + begins * DAY)
    certificate.validity.notAfter = new Date(Date.now() + days * DAY)
    certificate.setSubject(subject)
    certificate.setIssuer(issuer?.subject ?? subject)
    certificate.setExtensions([...extensions])
    certificate.sign(issuer?.key ?? key, forge.md.sha256.create())
    return { pem: forge.pki.certificateToPem(certificate), signer: { subject, key } }
  }
  const authority = [
    { name: 'basicConstraints', cA: true, critical: true },
    { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
  ]
  const root = make(`${name} root`, null, authority)
  const intermediate = make(`${name} intermediate`, root.signer, authority)
  return {
    root: root.pem,
    issue: ({ names, issuer = 'intermediate', isIncomplete = false, ...validity }) => {
      const altNames = names.map((name) =>
        /^[\d.]+$|:/.test(name) ? { type: 7, ip: name } : { type: 2, value: name },
      )
      const extensions = [{ name: 'subjectAltName', altNames }]
      const signer = issuer === 'self' ? null : intermediate.signer
      const leaf = make(names[0] ?? 'nobody', signer, extensions, validity)
      return { key: pem, cert: leaf.pem + (signer === null || isIncomplete ? '' : intermediate.pem) }
    },
  }
}
