/** What marks a test: nothing at Auco has this code, or this name. */
const code = 'TEST'
const name = 'Test notification of auco-webhooks: nothing at Auco'

const url = 'https://example.com/test.pdf'
const signer = { id: code, name, email: 'test@example.com', phone: '+570000000000' } as const
const message = 'OTP_CODE_INVALID'
const tags = ['test'] as const
const custom = ["{'info':'test', 'definition': 'test'}"] as const
const inPackage = { package: code, name } as const
const documentIn = <Status extends string>(status: Status) => [{ code, name, status, url }] as const
const ofFace = { code, type: 'veriface', finish: true } as const
const read = { name, documentName: code } as const
const nothingRead = { name: null, documentName: '' } as const

/**
 * What Auco sends to a receiver, each event with exactly the fields of its documented example (Auco: Webhooks / Document,
 * Package, AucoFace). `REJECT` has no example; its fields are those of `FINISH`.
 */
export const EVENTS = [
  { event: 'CREATE', body: { code, name, status: 'CREATE', url } },
  { event: 'NOTIFICATION', body: { code, name, signer, status: 'NOTIFICATION' } },
  { event: 'FINISH', body: { code, name, status: 'FINISH', url } },
  { event: 'REJECT', body: { code, name, status: 'REJECT', url } },
  { event: 'REJECTED', body: { name, signer, status: 'REJECTED', message, tags } },
  { event: 'BLOCKED', body: { name, signer, status: 'BLOCKED', message, tags, custom } },
  { event: 'EXPIRED', body: { code, name, status: 'EXPIRED', url, tags, custom } },
  { event: 'package:CREATE', body: { ...inPackage, status: 'CREATE', documents: documentIn('CREATE') } },
  { event: 'package:NOTIFICATION', body: { ...inPackage, signer, status: 'NOTIFICATION' } },
  {
    event: 'package:SIGNED_PACKAGE',
    body: { ...inPackage, status: 'SIGNED_PACKAGE', documents: documentIn('FINISH') },
  },
  {
    event: 'package:DOCUMENT_REJECT',
    body: { ...inPackage, status: 'DOCUMENT_REJECT', documents: documentIn('REJECT') },
  },
  { event: 'package:REJECTED', body: { ...inPackage, signer, status: 'REJECTED', message } },
  { event: 'package:BLOCKED', body: { ...inPackage, signer, status: 'BLOCKED', message } },
  { event: 'face:APPROVED', body: { ...ofFace, status: 'APPROVED', data: read, similarity: 1 } },
  { event: 'face:BLOCKED', body: { ...ofFace, status: 'BLOCKED', data: nothingRead, message } },
  { event: 'face:VALIDATED', body: { ...ofFace, status: 'VALIDATED', data: read } },
  { event: 'face:INVALIDATED', body: { ...ofFace, status: 'INVALIDATED', data: nothingRead } },
] as const

/** The status of a document, or that of a package or of AucoFace with its family before it. */
export type EventName = (typeof EVENTS)[number]['event']

export function testNotification(event: EventName): string {
  return JSON.stringify(EVENTS.find((one) => one.event === event)?.body)
}
