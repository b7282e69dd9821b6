import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeUtf8 } from '../../../src/config/file-bytes.ts'
import { Secret } from '../../../src/core/secret.ts'
import { SecretRedactor } from '../../../src/core/secret-redactor.ts'
import { runs } from '../../campaign/soak.ts'
import { readAlone } from './reading.ts'

it('a byte order mark is not part of the text', () => {
  expect(decodeUtf8(Buffer.from('\ufeffañadir \ufeff'), 'webhooks.yaml')).toBe('añadir \ufeff')
})

it.each([
  ['UTF-16', [0xff, 0xfe, 0x61, 0x00]],
  ['Latin-1', [0x61, 0xf1]],
  ['a truncated character', [0x61, 0xc3]],
  ['an encoded surrogate', [0xed, 0xa0, 0x80]],
])('%s is refused as not UTF-8', (_, bytes) => {
  expect(() => decodeUtf8(Buffer.from(bytes), 'webhooks.yaml')).toThrow('`webhooks.yaml` is not UTF-8. ')
})

describe('a secret in an id is replaced before a message', () => {
  it.each([
    ['escapes it', 'q7z9\u00a0f8e4', ['default', 'a q7z9\u00a0f8e4', 'a q7z9\u00a0f8e4']],
    ['replaces its backticks', 'q7z9`f8e4', ['default', 'a q7z9`f8e4', 'a q7z9`f8e4']],
    [
      'cuts it',
      'q7z9f8e4d3c2b1a0',
      ['default', `${'i'.repeat(120)}q7z9f8e4d3c2b1a0`, `${'i'.repeat(120)}q7z9f8e4d3c2b1a0`],
    ],
  ])('that %s', (_, secret, ids) => {
    const redactor = new SecretRedactor()
    redactor.add(new Secret(secret))
    const webhooks = ids.map((id) => ({ id, description: 'Main', url: 'https://hooks.example.com' }))
    const result = readAlone(JSON.stringify({ webhooks }), { redact: (id) => redactor.redact(id) })
    const problems = JSON.stringify(result.ok ? result.warnings : result.problems)
    expect(problems).toContain('***')
    expect(problems).not.toMatch(/q7z9|f8e4/)
  })
})

const URL_START = 'https://hooks.example.com/'
const file = (url: string, header?: object) =>
  JSON.stringify({
    webhooks: [{ id: 'default', description: 'Main', url, ...(header !== undefined && { header }) }],
  })

describe('lengths', () => {
  const of = (length: number) => 'a'.repeat(length)
  const url = (rest: string) => file(URL_START + rest)
  const rest = 8_192 - URL_START.length
  const header = (value: string, more = {}) => file(URL_START, { key: 'Key', value, ...more })
  const value = header('Bearer ${AUCO_TOKEN}')
  // A plan must not tell the length of a secret to whoever writes the text around it.
  it.each<[string, string, token: number, unset: 'error' | 'allowed', problem: string | null]>([
    ['a URL', url(of(rest)), 1, 'error', null],
    ['a URL', url(of(rest + 1)), 1, 'allowed', 'invalid-url'],
    ['a URL beside a variable', url(`\${AUCO_TOKEN}${of(rest)}`), 1, 'allowed', 'invalid-url'],
    ['a value', header(of(8_192), { secret: false }), 1, 'error', null],
    ['a value', header(of(8_193), { secret: false }), 1, 'allowed', 'invalid-value'],
    ['a value beside a variable', header(`\${AUCO_TOKEN}${of(8_193)}`), 1, 'allowed', 'invalid-value'],
    ["a URL's variable", url('${AUCO_TOKEN}'), rest, 'error', null],
    ["a URL's variable", url('${AUCO_TOKEN}'), 8_193, 'error', 'illegal-value'],
    ["a URL's variable, in a plan", url('${AUCO_TOKEN}'), 8_193, 'allowed', 'illegal-value'],
    ["a value's variable", value, 8_193, 'error', 'illegal-value'],
    ["a value's variable, in a plan", value, 8_193, 'allowed', 'illegal-value'],
    ['the sum in a URL', url('${AUCO_TOKEN}'), rest + 1, 'error', 'illegal-value'],
    ['the sum in a URL, in a plan', url('${AUCO_TOKEN}'), rest + 1, 'allowed', null],
    ['the sum in a value', value, 8_192, 'error', 'illegal-value'],
    ['the sum in a value, in a plan', value, 8_192, 'allowed', null],
    ['the sum in a value that just fits', value, 8_192 - 'Bearer '.length, 'error', null],
  ])('%s', (_, text, token, unset, problem) => {
    const result = readAlone(text, { variables: { AUCO_TOKEN: of(token) }, unset })
    const found = result.ok ? [] : result.problems.map(({ code }) => code)
    expect(found).toEqual(problem === null ? [] : [problem])
  })
})

it('a URL never leaves its origin, whatever its variable is', () => {
  const paths = ['${AUCO_PATH}', 'a/${AUCO_PATH}/b', '?a=${AUCO_PATH}', '%${AUCO_PATH}']
  const value = fc.string({ unit: fc.constantFrom(...'/\\?#@:.%2eE[]a1\t\n '), maxLength: 12 })
  fc.assert(
    fc.property(fc.constantFrom(...paths), value, (path, AUCO_PATH) => {
      const result = readAlone(file(URL_START + path), { variables: { AUCO_PATH } })
      const origins = result.ok ? result.webhooks.map(({ url }) => url.origin) : []
      expect(origins.filter((origin) => `${origin}/` !== URL_START)).toEqual([])
    }),
    runs(500, 5_000),
  )
})
