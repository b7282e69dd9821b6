import { describe, expect, it } from 'vitest'
import { isPlainWords, isSecretSegment, looksLikeToken } from '../../../src/core/looks-secret.ts'

it.each([
  ['X-Hub-Signature-256', false],
  ['X-OAuth2-Hmac-Sha256', false],
  ['q4Wm2Lk9', true],
  ['AB12-CD34-EF56-GHIJ', true],
])('in the place of a name, %s is a token: %s', (text, expected) => {
  expect(looksLikeToken(text)).toBe(expected)
})

const TOKEN = '0a1b2c3d4e5f6a7b'
it.each([
  ['hooks.example.com', ['', 'hooks', TOKEN.slice(1), 'abcdefghijklmnop', '1234567890123456'], false],
  ['hooks.example.com', ['%C3%BCberweisungen-k'], false],
  ['hooks.example.com', [TOKEN, '6f1c8a52-0d3b-4e8f-9a71-2c5d4e6f7a8b', '%30a1b2c3d4e5f6a7%62'], true],
  ['hooks.zapier.com', ['', 'hooks'], false],
  ['hooks.zapier.com', ['7719406'], true],
  ['hooks.zapier.com.', ['qwkzdeb'], true],
  ['hook.eu1.make.com', ['abcdefghij'], true],
  ['prod-1.westus.logic.azure.com', ['workflows'], false],
  ['api.zapier.com', ['7719406'], false],
])('at %s, the segments %j of a path are secrets: %s', (host, segments, expected) => {
  expect(segments.map((segment) => isSecretSegment(host, segment))).toEqual(segments.map(() => expected))
})

describe('plain words', () => {
  it.each(['production', 'auco-stage', 'Key 1', 'FACTURAS', 'webhookBilling', 'Facturación/2024', '1234567'])(
    'are %s',
    (text) => {
      expect(isPlainWords(text)).toBe(true)
    },
  )

  it.each(['1234567890', 'PbsvpQQs', 'BrTTDbXhCPWC', 'hooks/qWkZdebx', 'q7z9f8e4', 'abcdefghijklmnop', ''])(
    'are not %j',
    (text) => {
      expect(isPlainWords(text)).toBe(false)
    },
  )
})
