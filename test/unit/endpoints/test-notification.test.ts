import { readFileSync } from 'node:fs'
import path from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { EVENTS, testNotification } from '../../../src/endpoints/test-notification.ts'

const file = path.resolve(import.meta.dirname, '../../../receiver.schema.json')
const schema = z
  .looseObject({ anyOf: z.array(z.looseObject({})) })
  .parse(JSON.parse(readFileSync(file, 'utf8')))
const ajv = new Ajv2020({ strict: true, strictRequired: false, allowUnionTypes: true })
const accepts = ajv.compile(schema)
/** The names of the events that the schema takes this for. */
const takenFor = (body: unknown) =>
  schema.anyOf.filter((one) => ajv.validate({ ...schema, anyOf: [one] }, body)).map(({ title }) => title)

describe.each(EVENTS.map(({ event, body }) => [event, body] as const))('%s', (event, body) => {
  const [status = '', family = 'document'] = event.split(':').toReversed()

  it('is what the published schema says of this event, and of no other', () => {
    expect(takenFor(JSON.parse(testNotification(event)))).toEqual([`${family}:${status}`])
  })

  it('says that it is a test, in the fields that Auco documents', () => {
    expect(body.status).toBe(status)
    const marks = ['code', 'package', 'name'].map(
      (field) => Object.entries(body).find(([key]) => key === field)?.[1],
    )
    expect(marks.some((value) => value === 'TEST' || String(value).startsWith('Test notification'))).toBe(
      true,
    )
  })
})

it.each([
  [
    'a field that Auco adds',
    { code: 'A1', name: 'Lease', status: 'FINISH', url: 'https://x', scores: {} },
    true,
  ],
  ['a status of no event', { code: 'A1', name: 'Lease', status: 'NOTIFY', url: 'https://x' }, false],
  ['a document without its code', { name: 'Lease', status: 'FINISH', url: 'https://x' }, false],
  ['a signer without an id', { code: 'A1', name: 'Lease', status: 'NOTIFICATION', signer: {} }, false],
])('the schema and %s', (_, body, isAccepted) => {
  expect(accepts(body)).toBe(isAccepted)
})
