import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { WebhookUrl } from '../../../src/core/webhook-url.ts'

describe('what is shown', () => {
  it.each([
    ['a host', 'https://a.example', 'https://a.example'],
    ['a host with a slash', 'https://a.example/', 'https://a.example/'],
    ['a path', 'https://a.example/auco/v1', 'https://a.example/auco/v1'],
    ['a port', 'https://a.example:8443/auco', 'https://a.example:8443/auco'],
    ['the usual port', 'https://a.example:443/auco', 'https://a.example/auco'],
    ['another scheme', 'http://a.example/auco', 'http://a.example/auco'],
    ['capital letters', 'HTTPS://A.Example/Auco', 'https://a.example/Auco'],
    ['an international host and path', 'https://bücher.example/ü', 'https://xn--bcher-kva.example/%C3%BC'],
    ['space around it', ' https://a.example ', 'https://a.example'],
    ['bidirectional characters in the path', 'https://a.example/\u202egpj', 'https://a.example/%E2%80%AEgpj'],
    ['a backtick and brackets in the path', 'https://a.example/`<b>`', 'https://a.example/%60%3Cb%3E%60'],
    ['a line break in the path', 'https://a.example/a\n::b', 'https://a.example/a::b'],
    ['a user', 'https://us3r@a.example/auco', 'https://***@a.example/auco'],
    ['a password', 'https://:p4ss@a.example', 'https://***@a.example'],
    ['a user and a password', 'https://us3r:p4ss@a.example/', 'https://***@a.example/'],
    ['a user and a port', 'https://us3r:p4ss@a.example:8443', 'https://***@a.example:8443'],
    ['query values', 'https://a.example/?key=s3cret&page=2', 'https://a.example/?key=***&page=***'],
    ['query values without a path', 'https://a.example?key=s3cret', 'https://a.example?key=***'],
    ['an empty query value', 'https://a.example/?key=', 'https://a.example/?***'],
    ['a query of padded base64', 'https://a.example/?czNjcmV0LXQwa2VuLTE=', 'https://a.example/?***'],
    [
      'padded base64 beside a name',
      'https://a.example/?page=1&czNjcmV0LQ==',
      'https://a.example/?page=***&***',
    ],
    ['a query without names', 'https://a.example/?s3cret', 'https://a.example/?***'],
    ['a query of several without names', 'https://a.example/?s3cret&t0ken', 'https://a.example/?***'],
    [
      'a query value that holds a URL',
      'https://a.example/?to=https://us3r:p4ss@b.example/?k=v',
      'https://a.example/?to=***',
    ],
    ['a query name with marks', 'https://a.example/?a%26b=s3cret', 'https://a.example/?a%26b=***'],
    ['an empty query', 'https://a.example/?', 'https://a.example/'],
    ['a fragment', 'https://a.example/#s3cret', 'https://a.example/#***'],
    [
      'everything',
      'https://us3r:p4ss@a.example:8443/auco?key=s3cret#t0ken',
      'https://***@a.example:8443/auco?key=***#***',
    ],
    ['a path only', '/auco?key=s3cret', '(not a URL)'],
    ['nothing', '', '(not a URL)'],
  ])('of %s', (_, text, shown) => {
    const url = new WebhookUrl(text)
    expect(url.shown).toBe(shown)
    expect(`${url}`).toBe(shown)
    expect(JSON.stringify({ url })).toBe(JSON.stringify({ url: shown }))
  })

  it.each([
    ['a user', 'https://us3r@a.example', 'us3r'],
    ['a password', 'https://user:p4ssword@a.example', 'p4ssword'],
    ['a query value', 'https://a.example/?key=s3cret', 's3cret'],
    ['a query without a name', 'https://a.example/?s3cret', 's3cret'],
    ['a query without a name beside one with a name', 'https://a.example/?page=1&s3cret', 's3cret'],
    ['a query that ends in `=`', 'https://a.example/?s3cret=', 's3cret'],
    ['a parameter that ends in `=`', 'https://a.example/?page=1&s3cret=', 's3cret'],
    ['a fragment', 'https://a.example/#s3cret', 's3cret'],
    ['a user of a scheme without a host', 'mailto:user:s3cret@a.example', 's3cret'],
  ])('is never %s', (_, text, secret) => {
    const url = new WebhookUrl(text)
    const prints = [
      `${url}`,
      JSON.stringify(url),
      inspect(url, { depth: Number.POSITIVE_INFINITY, showHidden: true }),
      inspect(
        { deep: [{ url }] },
        { depth: Number.POSITIVE_INFINITY, showHidden: true, customInspect: false, getters: true },
      ),
      inspect(Object.getOwnPropertyDescriptors(url), { depth: Number.POSITIVE_INFINITY, showHidden: true }),
    ]
    expect(prints.filter((print) => print.includes(secret))).toEqual([])
    expect(url.reveal()).toBe(text)
  })
})

describe('origin', () => {
  it.each([
    ['https://a.example/auco', 'https://a.example'],
    ['https://A.Example:443/other', 'https://a.example'],
    ['https://a.example:8443', 'https://a.example:8443'],
    ['http://a.example', 'http://a.example'],
    ['https://us3r:p4ss@a.example/?key=s3cret', 'https://a.example'],
    ['https://bücher.example', 'https://xn--bcher-kva.example'],
    ['https://a.example.', 'https://a.example.'],
    ['hooks', null],
    ['', null],
  ])('of %j is %j', (text, origin) => {
    expect(new WebhookUrl(text).origin).toBe(origin)
  })
})

describe('two URLs', () => {
  it.each([
    ['the same', 'https://a.example/?k=1', 'https://a.example/?k=1', true, false],
    ['another path', 'https://a.example/x', 'https://a.example/y', false, false],
    ['another host', 'https://a.example', 'https://b.example', false, false],
    ['another query value', 'https://a.example/?k=1', 'https://a.example/?k=2', false, true],
    ['another query value and path', 'https://a.example/x?k=1', 'https://a.example/y?k=2', false, true],
    [
      'another path with the same query value',
      'https://a.example/x?k=1',
      'https://a.example/y?k=1',
      false,
      false,
    ],
    ['another user', 'https://u@a.example', 'https://v@a.example', false, true],
    ['another password', 'https://u:p@a.example', 'https://u:q@a.example', false, true],
    ['a user and none', 'https://u@a.example', 'https://a.example', false, true],
    ['another fragment', 'https://a.example/#a', 'https://a.example/#b', false, true],
    ['another spelling', 'https://a.example/', 'HTTPS://A.example/', true, false],
    ['the default port', 'https://a.example:443/x', 'https://a.example/x', true, false],
    ['no path and the empty one', 'https://a.example', 'https://a.example/', true, false],
    ['Unicode and Punycode', 'https://bücher.example/', 'https://xn--bcher-kva.example/', true, false],
    ['a last slash', 'https://a.example/x', 'https://a.example/x/', false, false],
    ['another text that is no URL', 'hooks', 'hook', false, true],
    ['the same text that is no URL', 'hooks', 'hooks', true, false],
  ])('that have %s', (_, first, second, isEqual, hidesDifference) => {
    const [a, b] = [new WebhookUrl(first), new WebhookUrl(second)]
    expect([a.equals(b), b.equals(a)]).toEqual([isEqual, isEqual])
    expect([a.hidesDifferenceTo(b), b.hidesDifferenceTo(a)]).toEqual([hidesDifference, hidesDifference])
  })
})

describe('the hidden parts', () => {
  it.each([
    ['of a plain URL', 'https://a.example/auco', []],
    ['a user and a password', 'https://us3r:p4ss@a.example', ['us3r', 'p4ss']],
    ['a fragment', 'https://a.example/#s3cret', ['s3cret']],
    ['query values, and a parameter without one', 'https://a.example/?key=s3cret&t0ken', ['s3cret', 't0ken']],
    [
      'as written and decoded',
      'https://a.example/?key=s3c%2Fret#fr%40g',
      ['fr%40g', 's3c%2Fret', 's3c/ret', 'fr@g'],
    ],
    ['with an ampersand', 'https://a.example/#fr%40g&c', ['fr%40g&c', 'fr@g&c']],
    ['of three characters and more', 'https://a.example/?a=ab&b=abc', ['abc']],
    ['the whole text if it is no URL', 'p4ss word', ['p4ss word']],
  ])('%s', (_, text, parts) => {
    expect(new WebhookUrl(text).hiddenSecrets().map((secret) => secret.reveal())).toEqual(parts)
  })
})

describe('a URL that is too long to be taken apart', () => {
  const long = `https://us3r:p4ssword@a.example:8443/p4th?${Array.from({ length: 100_000 }, (_, index) => `k${index}=v4lue${index}`).join('&')}`

  it('shows its origin only', () => {
    expect(new WebhookUrl(long).shown).toBe('https://a.example:8443/…')
  })

  it('is one secret', () => {
    expect(new WebhookUrl(long).hiddenSecrets().map((secret) => secret.reveal())).toEqual([long])
  })

  it('is still compared as a whole', () => {
    const [one, other] = [new WebhookUrl(long), new WebhookUrl(`${long}0`)]
    expect([one.equals(other), one.hidesDifferenceTo(other)]).toEqual([false, true])
  })
})
