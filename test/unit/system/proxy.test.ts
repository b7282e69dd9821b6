import { expect, it } from 'vitest'
import { checkProxies, hasProxy } from '../../../src/system/proxy.ts'

const of = (env: Readonly<Record<string, string>>) => (name: string) => env[name]

it.each<[Readonly<Record<string, string>>, readonly string[]]>([
  [{}, []],
  [{ HTTP_PROXY: '' }, []],
  [{ HTTPS_PROXY: 'http://proxy.example:3128' }, []],
  // undici prefers the lower case, even if it is empty.
  [{ https_proxy: '', HTTPS_PROXY: 'http://svc:Pa55@proxy.example' }, []],
  [
    { http_proxy: 'http://svc:one@proxy.example', https_proxy: 'https://svc:two@proxy.example' },
    ['one', 'two'],
  ],
  [{ HTTP_PROXY: 'http://svc:Pa55%2Fw0rd@proxy.example' }, ['Pa55%2Fw0rd', 'Pa55/w0rd']],
  [{ HTTP_PROXY: 'http://token%21@proxy.example' }, ['token%21', 'token!']],
])('%j has these passwords, as written and as meant: %j', (env, passwords) => {
  expect(checkProxies(of(env)).map((secret) => secret.reveal())).toEqual(passwords)
  expect(hasProxy(of(env))).toBe(Object.values(env).some((value) => value !== ''))
})

it.each([
  ['HTTPS_PROXY', 'http://svc:Pa55/w0rdXYZ@127.0.0.1:3128'],
  ['HTTP_PROXY', 'http://svc:Pa55%w0rdXYZ@127.0.0.1:3128'],
  ['HTTP_PROXY', 'http://sv%c:w0rdXYZ@127.0.0.1:3128'],
  ['https_proxy', 'svc:Pa55w0rdXYZ@proxy.example:3128'],
  ['HTTPS_PROXY', 'proxy.example:3128'],
  ['http_proxy', 'ftp://svc:Pa55w0rdXYZ@proxy.example'],
  ['HTTPS_PROXY', 'socks5:x'],
])('%s=%s is an error without its password', (name, url) => {
  const message = expect.not.stringMatching(/Pa55|w0rdXYZ/)
  expect(() => checkProxies(of({ [name]: url }))).toThrow(
    expect.objectContaining({ code: 'invalid-proxy', message }),
  )
})
