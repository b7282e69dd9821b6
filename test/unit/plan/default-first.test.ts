import { expect, it } from 'vitest'
import { defaultFirst } from '../../../src/plan/default-first.ts'
import { liveWebhook } from './webhooks.ts'

it.each([
  ['default', 'default'],
  ['b default a', 'default b a'],
  ['b a default', 'default b a'],
  ['b Default a', 'b Default a'],
  ['', ''],
])('%j is sent as %j', (ids, sent) => {
  const webhooks = ids.split(' ').map((id) => liveWebhook({ id }))
  expect(defaultFirst(webhooks).map(({ id }) => id)).toEqual(sent.split(' '))
})
