import { describe, expect, it } from 'vitest'
import type { Webhook } from '../../../src/core/webhook.ts'
import { canBeKept, unlistedWebhooks } from '../../../src/plan/unlisted-webhooks.ts'
import { desired, KEY, liveWebhook, MAIN, MASKED, type Sketch, TOKEN } from './webhooks.ts'

describe('unlisted webhooks', () => {
  const a = liveWebhook({ id: 'a', description: 'Live' })
  const b = liveWebhook({ id: 'b' })
  it.each<[string, readonly Sketch[], readonly Webhook[], readonly Webhook[]]>([
    ['nothing', [MAIN], [liveWebhook(MAIN)], []],
    ['nothing, if live has none', [MAIN], [], []],
    ['what the file lacks, as it is live', [MAIN], [b, liveWebhook(MAIN), a], [b, a]],
    ['everything, if the file has none', [], [a, b], [a, b]],
    ['not what the file changes', [{ id: 'a', description: 'File' }], [a], []],
    ['an id that differs in case', [{ id: 'A' }], [a], [a]],
  ])('are %s', (_, file, before, unlisted) => {
    expect(unlistedWebhooks(desired(...file), before)).toEqual(unlisted)
  })
})

describe('a live webhook', () => {
  it.each<[string, NonNullable<Sketch['header']> | null]>([
    ['without a header', null],
    ['with a value in clear', TOKEN],
    ['with a public word as its value', ['X-Source', 'portal']],
    ['with name and value swapped', ['q4Wm2Lk9', KEY]],
    ['with a header name that is none', ['Bearer live-5kP2', 'yes']],
    [
      'with a JSON web token',
      [KEY, 'Bearer eyJhbGciOiJIUzI1NiJ9.e30.ZRrHA1JJJW8opsbCGfG_HACGpVUMN_a9IV7pAx_Zmeo'],
    ],
    ['with base64 and its padding', [KEY, 'Basic YXVjbzpxN3o5Zjhl--__xxx//==']],
    ['with a single star', [KEY, 'q7*z9-f8e4']],
    ['with accents', ['X-Source', 'Notaría']],
    ['with dots and dashes', [KEY, '/q7/../z9----f8e4']],
  ])('%s can be kept', (_, header) => {
    expect(canBeKept(liveWebhook({ id: 'a', header }))).toBe(true)
  })

  // The reader takes these for known if the same answer shows another value.
  it.each<[string, NonNullable<Sketch['header']> | null]>([
    ['that Auco returns masked', [KEY, MASKED]],
    ['that is empty', [KEY, '']],
    ['of stars', [KEY, '********']],
    ['of a scheme and stars', [KEY, 'Bearer ****']],
    ['with its last characters', [KEY, '****9fK2']],
    ['that ends in dots', [KEY, 'Bearer live...']],
    ['in words', [KEY, '[REDACTED]']],
    ['with two stars in it', [KEY, 'a**b']],
    ['of a scheme, and with two stars in it', [KEY, 'Bearer q7**f8']],
    ['with a bullet in it', [KEY, 'q7z9•f8e4']],
    ['with four crosses at its end', [KEY, 'q7z9f8e4xxxx']],
    ['with four hashes at its start', [KEY, '####f8e4']],
    ['with middle dots in it', [KEY, 'live····1pRd']],
    ['with a full-width star in it', [KEY, 'q7z9＊f8e4']],
    ['with low lines in it', [KEY, 'live____1pRd']],
    ['with three crosses between dashes', [KEY, 'live-xxx-1pRd']],
    ['with a word in brackets at its end', [KEY, 'sk-[Hidden]']],
    ['with a word in brackets at its start', [KEY, '[REDACTED] 1pRd']],
  ])('with a value %s cannot', (_, header) => {
    expect(canBeKept(liveWebhook({ id: 'a', header }))).toBe(false)
  })
})
