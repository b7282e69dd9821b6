import { expect, it } from 'vitest'
import { readWebhooksFile } from '../../../src/config/webhooks-file.ts'
import { importing, outcome } from './importing.ts'

const HOST = 'https://hooks.zapier.com'
const fileWith = (url: string) =>
  `webhooks:\n  - id: default\n    description: Main\n    url: ${url} # Zapier\n`
const live = (url: string) => ({ id: 'default', description: 'Main', url })

it.each([
  ['a path', '/catch/${AUCO_PATH}', '/catch/123/abc', '123/abc'],
  ['a part between literals', '/catch/${AUCO_PATH}/x', '/catch/123/abc/x', '123/abc'],
  ['a query value', '/in?a=b&sig=${AUCO_PATH}', '/in?a=b&sig=c%2Fd', 'c%2Fd'],
  ['what stands after an escaped one', '/$${x}/${AUCO_PATH}', '/${x}/y', 'y'],
  [
    'the same in another spelling of the host',
    '/catch/${AUCO_PATH}',
    '/catch/1',
    '1',
    'https://HOOKS.zapier.com',
  ],
])(
  'the URL of the file stays as it is written if its variable can be %s',
  (_, written, url, value, host = HOST) => {
    const file = fileWith(HOST + written)
    const result = importing(file, 'stage', live(host + url))
    expect(outcome(result)).toBe(file)
    expect(result).toMatchObject({ secrets: [{ name: 'AUCO_PATH', id: 'default', headerKey: null }] })
    const read = readWebhooksFile(file, {
      environment: 'stage',
      variable: () => value,
      ownSecrets: [],
      unset: 'error',
    })
    const found = read.ok ? read.webhooks[0]?.url : undefined
    expect(found?.known === true && found.serialized()).toBe(new URL(HOST + url).href)
  },
)

it('a URL of several variables is refused, and not shown', () => {
  const file = fileWith(`${HOST}/\${AUCO_A}/\${AUCO_B}`)
  const refusals = outcome(importing(file, 'stage', live(`${HOST}/one/two`)))
  expect(refusals).toEqual([expect.stringMatching(/has several variables/)])
  expect(JSON.stringify(refusals)).not.toContain('/one')
})

it('a live URL with `${` in it is written with an escape', () => {
  const url = 'https://hooks.example.com/${AUCO_PATH}/$${x}'
  const result = importing(null, 'stage', live(url))
  expect(outcome(result)).toContain('    url: https://hooks.example.com/$${AUCO_PATH}/$$${x}\n')
})
