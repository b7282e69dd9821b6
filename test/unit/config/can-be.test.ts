import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hasLiterals } from '../../../src/config/template.ts'
import { fitsInUrl } from '../../../src/config/url-rules.ts'
import { Secret } from '../../../src/core/secret.ts'
import { WebhookUrl } from '../../../src/core/webhook-url.ts'
import { runs } from '../../campaign/soak.ts'
import { readAlone } from './reading.ts'

const fileOf = (webhook: object) =>
  JSON.stringify({
    webhooks: [{ id: 'default', description: 'Main', url: 'https://a.example.com', ...webhook }],
  })

/** A webhook of a valid file, read with these variables. */
function webhookOf(webhook: object, variables: Readonly<Record<string, string>> = {}) {
  const file = readAlone(fileOf(webhook), { variables, unset: 'allowed' })
  return file.ok ? file.webhooks[0] : undefined
}

/** Whether what the file writes can be a URL, or a header value, whatever its variables stand for. */
const urlCanBe = (written: string, found: string) => {
  const url = webhookOf({ url: written })?.url
  return url?.known === false ? url.canBe(new WebhookUrl(found)) : expect.fail('known')
}
const headerCanBe = (written: string, found: string) => {
  const value = webhookOf({ header: { key: 'X-Key', value: written } })?.header?.value
  return value?.known === false ? value.canBe?.(new Secret(found)) : expect.fail('known')
}

it.each<[string, readonly string[], boolean]>([
  ['a', ['a'], true],
  ['ab', ['a'], false],
  ['', ['', ''], false],
  ['a', ['', ''], true],
  ['a', ['', '', ''], false],
  ['ab', ['', '', ''], true],
  ['aa', ['a', 'a'], false],
  ['aaa', ['a', 'a'], true],
  ['aba', ['ab', 'ba'], false],
  // The first place isn't always the right one for the last literal.
  ['a-b-b', ['a', '-b'], true],
  ['xabyab', ['x', 'ab', 'ab'], false],
  ['xabyabzab', ['x', 'ab', 'ab'], true],
])('%j with the literals %j: %s', (text, literals, expected) => {
  expect(hasLiterals(text, literals)).toBe(expected)
})

it.each<[string, string, boolean]>([
  ['Bearer ${AUCO_A}', 'Bearer q7z9', true],
  ['Bearer ${AUCO_A}', 'Bearer ', false],
  ['Bearer ${AUCO_A}', 'bearer q7z9', false],
  ['Bearer ${AUCO_A}', 'Token q7z9', false],
  ['${AUCO_A}:${AUCO_B}', 'user:pass', true],
  ['${AUCO_A}:${AUCO_B}', 'user', false],
  ['$${x}${AUCO_A}', '${x}q7', true],
  ['$${x}${AUCO_A}', '$${x}q7', false],
])('a header %j can be %j: %s', (written, found, expected) => {
  expect(headerCanBe(written, found)).toBe(expected)
})

const H = 'https://a.example.com'
it.each<[string, string, boolean]>([
  [`${H}/\${AUCO_A}`, `${H}/q7/z9?v=1`, true],
  [`${H}/\${AUCO_A}`, `${H}/`, false],
  [`${H}/\${AUCO_A}`, 'https://b.example.com/q7', false],
  [`${H}/in/\${AUCO_A}`, `${H}/out/q7`, false],
  [`${H}/\${AUCO_A}?v=1`, `${H}/q7?v=2`, false],
  ['https://A.example.com:443/in/${AUCO_A}', `${H}/in/q7`, true],
])('a URL %j can be %j: %s', (written, found, expected) => {
  expect(urlCanBe(written, found)).toBe(expected)
})

describe('whatever the variables stand for, it can be that:', () => {
  const mark = '${AUCO_A}'
  const pieces = (...literals: readonly string[]) =>
    fc
      .array(fc.constantFrom(mark, mark, '${AUCO_B}', ...literals), { maxLength: 8 })
      .map((parts) => [...parts, mark].join(''))
  const valueFrom = (characters: string) =>
    fc.string({ unit: fc.constantFrom(...characters), minLength: 1, maxLength: 5 })

  it('a header', () => {
    fc.assert(
      fc.property(
        pieces('a', 'b', ':', ' ', '$'),
        valueFrom('ab:$'),
        valueFrom('ab:$'),
        (text, one, other) => {
          const header = { key: 'X-Key', value: `a${text}b` }
          const expanded = webhookOf({ header }, { AUCO_A: one, AUCO_B: other })?.header?.value
          fc.pre(expanded?.known === true)
          expect(headerCanBe(header.value, expanded.secret.reveal())).toBe(true)
        },
      ),
      runs(200, 20_000),
    )
  })

  it('a URL', () => {
    const path = pieces('/', 'a', '/ñ', '%2f', '?k=', '&', "'", '.', '//', '{', '"')
    const value = valueFrom("a0/&=.'%").filter(fitsInUrl)
    fc.assert(
      fc.property(path, value, value, (text, one, other) => {
        const url = `https://a.example.com/${text}`
        const expanded = webhookOf({ url }, { AUCO_A: one, AUCO_B: other })?.url
        fc.pre(expanded?.known === true)
        for (const stored of [expanded.reveal(), expanded.serialized()])
          expect(urlCanBe(url, stored)).toBe(true)
      }),
      runs(200, 20_000),
    )
  })
})

it('a text can be longer than a file can make by no character', () => {
  expect([73_728, 73_729].map((length) => hasLiterals('a'.repeat(length), ['', '']))).toEqual([true, false])
})
