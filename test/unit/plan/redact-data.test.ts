import { expect, it } from 'vitest'
import { UserError } from '../../../src/core/errors.ts'
import { redactData } from '../../../src/plan/redact-data.ts'

const redacted = <T>(data: T) => redactData(data, (text) => text.replaceAll('q7z9', '***'))

it('redacts every text at any depth, in fields that nobody knows yet, too', () => {
  expect(redacted({ id: 'a q7z9', lists: [['q7z9'], { brandNew: 'q7z9', none: null, count: 7 }] })).toEqual({
    id: 'a ***',
    lists: [['***'], { brandNew: '***', none: null, count: 7 }],
  })
})

it('leaves the words that code decides by, whatever the secrets are', () => {
  const ours = { action: 'remove', kind: 'removal', field: 'url', result: 'changed', environment: 'stage' }
  const nested = { changes: [ours], problem: { kind: 'slow' } }
  expect(redactData(nested, () => '***')).toEqual(nested)
})

it('leaves what is no plain data, and changes nothing in place', () => {
  const data = { cause: new UserError('usage', 'q7z9', 'Fix.'), id: 'q7z9' }
  expect(redacted(data)).toEqual({ cause: data.cause, id: '***' })
  expect(data.id).toBe('q7z9')
})
