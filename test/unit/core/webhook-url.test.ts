import { inspect } from 'node:util'
import { expect, it } from 'vitest'
import { WebhookUrl } from '../../../src/core/webhook-url.ts'

const NOT_WEB = '(not a web address)'

it.each([
  ['a host', 'https://a.example', null, 'https://a.example/…', ''],
  ['a path', 'https://a.example/s3cret', null, 'https://a.example/…', '/s3cret'],
  ['a port', 'https://a.example:8443/s3cret', null, 'https://a.example:8443/…', '/s3cret'],
  ['the usual port', 'https://a.example:443/s3cret', null, 'https://a.example/…', '/s3cret'],
  ['http', 'http://a.example/s3cret', null, 'http://a.example/…', '/s3cret'],
  ['capital letters', 'HTTPS://A.Example/s3cret', null, 'https://a.example/…', '/s3cret'],
  ['space around it', ' https://a.example/x ', null, 'https://a.example/…', ' https://a.example/x '],
  ['a user', 'https://s3cret@a.example/auco', null, 'https://a.example/…', 's3cret@/auco'],
  ['a password', 'https://u:s3cret@a.example', null, 'https://a.example/…', 'u:s3cret@'],
  ['a user with an @', 'https://u@s3cret@a.example/', null, 'https://a.example/…', 'u@s3cret@/'],
  ['a backslash for a slash', 'https://a.example\\s3cret', null, 'https://a.example/…', '\\s3cret'],
  ['a query', 'https://a.example?key=s3cret', null, 'https://a.example/…', '?key=s3cret'],
  ['a fragment', 'https://a.example/#s3cret', null, 'https://a.example/…', '/#s3cret'],
  ['an address of mail', 'mailto:s3cret@a.example', null, NOT_WEB, 'mailto:s3cret@a.example'],
  ['another scheme', 'ftp://a.example/s3cret', null, NOT_WEB, '/s3cret'],
  ['no URL', 's3cret word', null, NOT_WEB, 's3cret word'],
  ['nothing', '', null, NOT_WEB, ''],
  ['what a file writes', 'https://A.example/x?k=v', 'https://A.example/x?k=v', 'https://A.example/x?k=v', ''],
  ['variables', 'https://a.example/s3cret', 'https://a.example/${AUCO_X}', 'https://a.example/${AUCO_X}', ''],
])('a URL with %s', (_, text, written, shown, hidden) => {
  const url = new WebhookUrl(text, written)
  expect([url.shown, url.hidden(), url.reveal()]).toEqual([shown, hidden, text])
  expect(JSON.stringify(url)).not.toContain('s3cret')
  const options = { depth: Number.POSITIVE_INFINITY, showHidden: true, customInspect: false, getters: true }
  expect(inspect({ deep: [{ url }], own: Object.getOwnPropertyDescriptors(url) }, options)).not.toContain(
    's3cret',
  )
})

it.each([
  ['another path', 'https://a.example/x', 'https://a.example/y', false],
  ['another host', 'https://a.example', 'https://b.example', false],
  ['another query value', 'https://a.example/?k=1', 'https://a.example/?k=2', false],
  ['the default port', 'https://a.example:443/x', 'https://a.example/x', true],
  ['a last slash', 'https://a.example/x', 'https://a.example/x/', false],
  ['another text that is no URL', 'hooks', 'hook', false],
  [
    'capitals in the host, and an international one',
    'https://Añil.example',
    'https://xn--ail-7ma.example/',
    true,
  ],
  ['a space at the end', 'https://a.example/x ', 'https://a.example/x', false],
  ['a tab in the host', 'https://a.exa\tmple/x', 'https://a.example/x', false],
  ['an invisible character in the host', 'https://a.exa\u200bmple/x', 'https://a.example/x', false],
  ['a filler in the host', 'https://a.exa\u115fmple/x', 'https://a.example/x', false],
  ['backslashes', 'https:\\\\a.example\\x', 'https://a.example/x', false],
  ['a backslash in the path', 'https://a.example/x\\y', 'https://a.example/x/y', false],
  ['one slash', 'https:/a.example/x', 'https://a.example/x', false],
  ['three slashes', 'https:///a.example/x', 'https://a.example/x', false],
  ['an encoded host', 'https://%61.example/x', 'https://a.example/x', false],
  ['an empty user', 'https://@a.example/x', 'https://a.example/x', false],
])('two URLs that have %s', (_, first, second, isEqual) => {
  const [a, b] = [new WebhookUrl(first), new WebhookUrl(second)]
  expect([a.equals(b), b.equals(a)]).toEqual([isEqual, isEqual])
})
