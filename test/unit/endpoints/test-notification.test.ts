import { readFileSync } from 'node:fs'
import path from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect, it } from 'vitest'
import * as z from 'zod'
import { EVENTS, testNotification } from '../../../src/endpoints/test-notification.ts'

const file = path.resolve(import.meta.dirname, '../../../receiver.schema.json')
const schema = z
  .looseObject({ anyOf: z.array(z.looseObject({})) })
  .parse(JSON.parse(readFileSync(file, 'utf8')))
const ajv = new Ajv2020({ strict: true, strictRequired: false, allowUnionTypes: true })
/** The names of the events that the schema takes this for. */
const takenFor = (body: unknown) =>
  schema.anyOf.filter((one) => ajv.validate({ ...schema, anyOf: [one] }, body)).map(({ title }) => title)

it.each(EVENTS)(
  '$event is this event only by the published schema, and says that it is a test',
  ({ event }) => {
    const [status = '', family = 'document'] = event.split(':').toReversed()
    const text = testNotification(event)
    expect(takenFor(JSON.parse(text))).toEqual([`${family}:${status}`])
    expect(JSON.parse(text)).toMatchObject({ status })
    expect(text).toMatch(/"(?:code|package)":"TEST"|"name":"Test notification/)
  },
)

const lease = { code: 'A1', name: 'Lease', status: 'FINISH', url: 'https://x' }
it.each([
  ['a field that Auco adds', { ...lease, scores: {} }, ['document:FINISH']],
  ['a status of no event', { ...lease, status: 'NOTIFY' }, []],
  ['a document without its code', { ...lease, code: undefined }, []],
  ['a signer without an id', { code: 'A1', name: 'Lease', status: 'NOTIFICATION', signer: {} }, []],
])('the schema and %s', (_, body, events) => {
  expect(takenFor(JSON.parse(JSON.stringify(body)))).toEqual(events)
})
