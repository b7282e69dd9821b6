import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { HeaderName, liveHeaderName } from '../../../src/core/header-name.ts'

describe('a header name', () => {
  it.each(['Authorization', 'x-api-key', 'X_Key', "!#$%&'*+-.^_`|~09azAZ"])(
    'that is a token is shown: %s',
    (text) => {
      const name = new HeaderName(text)
      expect([name.shown, name.isShown, name.reveal(), name.hiddenSecrets()]).toEqual([text, true, text, []])
    },
  )

  it.each([
    ['with the value in it', 'Authorization: Bearer q7z-9f8e'],
    ['with a space', 'Bearer q7z-9f8e'],
    ['with a slash', 'q7z/9f8e'],
    ['with padding', 'cTd6OTg='],
    ['outside of ASCII', 'contraseña'],
    ['with a line break', 'X-Key\n'],
    ['that is empty', ''],
  ])('that is no token is a secret: %s', (_, text) => {
    const name = new HeaderName(text)
    expect([name.shown, name.reveal(), name.hiddenSecrets().map((secret) => secret.reveal())]).toEqual([
      '(not a header name)',
      text,
      [text],
    ])
    const printed = [
      `${name}`,
      JSON.stringify(name),
      inspect(name, { customInspect: false, showHidden: true }),
    ]
    if (text !== '') expect(printed.filter((print) => print.includes(text))).toEqual([])
  })

  it('is equal to the same text only', () => {
    expect(new HeaderName('X-Key').equals(new HeaderName('X-Key'))).toBe(true)
    expect(new HeaderName('X-Key').equals(new HeaderName('x-key'))).toBe(false)
    expect(new HeaderName('a b').equals(new HeaderName('a c'))).toBe(false)
  })
})

const declared: ReadonlySet<string> = new Set(['x-billing-token', 'zt7-q4wm2lk9xv3bn8-name'])

describe('a live header name', () => {
  it.each([
    ['X-Api-Key', 'q7z-9f8e-4d3c'],
    ['X-Hub-Signature-256', 'q7z-9f8e-4d3c'],
    ['X-Auco-Token-2', 'red-blue-green'],
    ['X-OAuth2-Access-Token', 'q7z-9f8e-4d3c'],
    ['X-Hmac-Sha256', 'q7z-9f8e-4d3c'],
    ['XWebhookSecretToken', 'q7z-9f8e-4d3c'],
    ['X-2FA-Token', 'X-9f8e'],
    ['Authorization', 'Bearer q7z'],
    ['Ocp-Apim-Subscription-Key', 'q7z'],
    ['X-Billing-Token', 'Authorization'],
    ['Zt7-q4Wm2Lk9Xv3Bn8-Name', 'declared'],
  ])('%s: %s is shown', (name, value) => {
    expect(liveHeaderName(name, value, declared).shown).toBe(name)
  })

  it.each([
    ['Zt7-q4Wm2Lk9Xv3Bn8', 'X-Other-Token'],
    ['Zt7-q4Wm2Lk9Xv3Bn8', 'anything'],
    ['3f2b8c1a-9d4e-4c1b-8f00-1234567890ab', ''],
    ['AB12-CD34-EF56-GH78', ''],
    ['tok-abcd-1234-efgh', ''],
    ['whsec_MfKQ9r8GKYqrTwjUPD8ILP', ''],
    ['QwErTyUiOpAsDfGh', ''],
    ['hunter2', 'Billing-Token'],
    ['hunter2', 'X-Token:'],
    ['correct-horse', 'X-Other'],
    ['correct-horse', 'x-billing-token'],
    ['q7z-9f8e', 'Authorization'],
    ['q7z-9f8e', 'x-auth-token:'],
  ])('%s: %s is a secret', (name, value) => {
    expect(
      liveHeaderName(name, value, declared)
        .hiddenSecrets()
        .map((secret) => secret.reveal()),
    ).toEqual([name])
  })
})
