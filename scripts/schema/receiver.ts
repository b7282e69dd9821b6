import { EVENTS } from '../../src/endpoints/test-notification.ts'
import type { Rule } from './rules.ts'

type KeysOf<Body> = Body extends unknown ? keyof Body : never
type Field = KeysOf<(typeof EVENTS)[number]['body']>

const text = (description: string): Rule => ({ description, type: 'string' })
const texts = (description: string): Rule => ({ description, type: 'array', items: { type: 'string' } })

/** An object that has at least these fields. */
function object(properties: Readonly<Record<string, Rule>>): Rule {
  return { type: 'object', properties: { ...properties }, required: Object.keys(properties) }
}

const CODE = text('The code of the document or of the check. A repeated notification has the same.')
const NAME = text('The name of the document or of the package.')
const URL = text('Where the document is.')

const FIELDS: Readonly<Record<Field, Rule>> = {
  code: CODE,
  name: NAME,
  status: text('What has happened.'),
  url: URL,
  message: text('Why, such as `OTP_CODE_INVALID`.'),
  tags: texts('The tags of the document.'),
  custom: texts('Data of the document, each as text that looks like JSON.'),
  signer: {
    description: 'The participant.',
    ...object({
      id: text('At Auco.'),
      name: text('In full.'),
      email: text('Address.'),
      phone: text('Number.'),
    }),
  },
  package: text('The code of the package. A repeated notification has the same.'),
  documents: {
    description: 'The documents of the package.',
    type: 'array',
    items: object({
      code: CODE,
      name: NAME,
      status: { description: 'Of the document.', enum: ['CREATE', 'FINISH', 'REJECT', 'EXPIRED'] },
      url: URL,
    }),
  },
  type: { description: 'It comes from AucoFace.', const: 'veriface' },
  finish: { description: 'The check has ended.', const: true },
  data: {
    description: 'What was read from the identity document: null or empty where nothing was.',
    ...object({ name: { type: ['string', 'null'] }, documentName: { type: ['string', 'null'] } }),
  },
  similarity: { description: 'Of the faces.', type: 'number' },
}

/**
 * The JSON Schema of what a receiver gets: an alternative for each event, with the fields of Auco's example. Others are
 * allowed, because Auco adds some where they apply (`scores` with an identity validation).
 */
export function receiverSchema(): Rule {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'What a receiver gets from Auco',
    anyOf: EVENTS.map(({ event, body }) => ({
      title: event.includes(':') ? event : `document:${event}`,
      ...object(
        Object.fromEntries(
          Object.keys(body).map((field) => [
            field,
            field === 'status' ? { const: body.status } : { $ref: `#/$defs/${field}` },
          ]),
        ),
      ),
    })),
    $defs: { ...FIELDS },
  }
}

/** The bodies as files to test a receiver with: the name of each, and its text. */
export function eventFiles(): readonly (readonly [name: string, text: string])[] {
  return EVENTS.map(({ event, body }) => [
    `${event.includes(':') ? event.replace(':', '-') : `document-${event}`}.json`,
    `${JSON.stringify(body, null, 2)}\n`,
  ])
}
