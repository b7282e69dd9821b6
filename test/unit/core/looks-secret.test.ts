import { describe, expect, it } from 'vitest'
import { isPlainWords, isSecretSegment, looksLikeToken } from '../../../src/core/looks-secret.ts'

it.each([
  ['X-Api-Key', false],
  ['X-Hub-Signature-256', false],
  ['X-Auco-Token-2', false],
  ['X-OAuth2-Access-Token', false],
  ['X-Hmac-Sha256', false],
  ['XWebhookSecretToken', false],
  ['X-2FA-Token', false],
  ['Ocp-Apim-Subscription-Key', false],
  ['q4Wm2Lk9', true],
  ['Zt7-q4Wm2Lk9Xv3Bn8', true],
  ['3f2b8c1a-9d4e-4c1b-8f00-1234567890ab', true],
  ['AB12-CD34-EF56-GH78', true],
  ['tok-abcd-1234-efgh', true],
  ['whsec_MfKQ9r8GKYqrTwjUPD8ILP', true],
  ['QwErTyUiOpAsDfGh', true],
])('in the place of a name, %s looks like a token: %s', (text, expected) => {
  expect(looksLikeToken(text)).toBe(expected)
})

const TOKEN = '0a1b2c3d4e5f6a7b'

describe('a segment of a path', () => {
  it.each([
    ['hooks.example.com', 'hooks', false],
    ['hooks.example.com', '', false],
    ['hooks.example.com', TOKEN.slice(1), false],
    ['hooks.example.com', TOKEN, true],
    ['hooks.example.com', '6f1c8a52-0d3b-4e8f-9a71-2c5d4e6f7a8b', true],
    ['hooks.example.com', 'abcdefghijklmnop', false],
    ['hooks.example.com', '1234567890123456', false],
    ['hooks.example.com', '%30a1b2c3d4e5f6a7%62', true],
    ['hooks.example.com', '%C3%BCberweisungen-k', false],
    ['hooks.example.com', '%E0%A4%A_0123456789', true],
    ['hooks.zapier.com', 'hooks', false],
    ['hooks.zapier.com', '', false],
    ['hooks.zapier.com', '7719406', true],
    ['hooks.zapier.com.', 'qwkzdeb', true],
    ['hook.eu1.make.com', 'abcdefghij', true],
    ['prod-1.westus.logic.azure.com', 'workflows', false],
    ['api.zapier.com', '7719406', false],
  ])('at %s: %j is a secret: %s', (host, segment, expected) => {
    expect(isSecretSegment(host, segment)).toBe(expected)
  })
})

it.each([
  ['production', true],
  ['auco-stage', true],
  ['Key 1', true],
  ['FACTURAS', true],
  ['webhookBilling', true],
  ['Facturación/2024', true],
  ['1234567', true],
  ['1234567890', false],
  ['PbsvpQQs', false],
  ['BrTTDbXhCPWC', false],
  ['hooks/qWkZdebx', false],
  ['q7z9f8e4', false],
  ['abcdefghijklmnop', false],
  ['', false],
])('%j is plain words: %s', (text, expected) => {
  expect(isPlainWords(text)).toBe(expected)
})
