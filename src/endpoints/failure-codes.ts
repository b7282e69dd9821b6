import type { Failure } from '../plan/endpoint-findings.ts'

/** What Node.js calls the failures of a certificate (tls, "X509 certificate error codes"). */
export const CERTIFICATE_FAILURE: Readonly<Record<string, Failure>> = {
  CERT_HAS_EXPIRED: 'certificate-expired',
  CERT_NOT_YET_VALID: 'certificate-not-yet-valid',
  ERR_TLS_CERT_ALTNAME_INVALID: 'certificate-of-another-host',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'certificate-self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'certificate-chain',
  UNABLE_TO_GET_ISSUER_CERT: 'certificate-chain',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'certificate-chain',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'certificate-chain',
}

/** Failures of this machine: it has no address of that family, no route, or a rule of its own against it. */
export const NO_ROUTE = ['ENETUNREACH', 'EADDRNOTAVAIL', 'EAFNOSUPPORT', 'EACCES', 'EPERM', 'ENETDOWN']

/** The code of an error of Node.js or undici, or of its cause; empty if it has none. */
export function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return ''
  if ('code' in error && typeof error.code === 'string') return error.code
  return codeOf(error.cause)
}
