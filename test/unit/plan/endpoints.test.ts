import { expect, it } from 'vitest'
import { WebhookUrl } from '../../../src/core/webhook-url.ts'
import { createdOrRepointed } from '../../../src/plan/compare-webhooks.ts'
import { endpointOf, endpointTargets, shownEndpoint } from '../../../src/plan/endpoints.ts'
import { desired, live } from './webhooks.ts'

it.each([
  ['https://Hooks.Example.com/auco?x=1#y', 'hooks.example.com', 443, 'hooks.example.com'],
  ['https://hooks.example.com.:8443/', 'hooks.example.com', 8443, 'hooks.example.com:8443'],
  ['https://ñandú.example/', 'xn--and-6ma2c.example', 443, 'xn--and-6ma2c.example'],
  ['https://8.8.8.8/', '8.8.8.8', 443, '8.8.8.8'],
  ['https://[2606:4700::1111]:444/', '2606:4700::1111', 444, '[2606:4700::1111]:444'],
])('the endpoint of %s', (url, host, port, shown) => {
  const endpoint = endpointOf(new WebhookUrl(url))
  expect(endpoint).toEqual({ host, port })
  expect(endpoint === null ? null : shownEndpoint(endpoint)).toBe(shown)
})

it.each(['not a URL', 'http://hooks.example.com', 'ftp://hooks.example.com'])('%s has none', (url) => {
  expect(endpointOf(new WebhookUrl(url))).toBeNull()
})

it('webhooks of one host and port are one target', () => {
  const webhooks = desired(
    { id: 'default', url: 'https://a.example/x' },
    { id: 'b', url: 'https://b.example/' },
    { id: 'c', url: 'https://A.example:443/y?z' },
    { id: 'd', url: 'https://a.example:444/' },
  )
  expect(endpointTargets(webhooks)).toEqual([
    { endpoint: { host: 'a.example', port: 443 }, ids: ['default', 'c'] },
    { endpoint: { host: 'b.example', port: 443 }, ids: ['b'] },
    { endpoint: { host: 'a.example', port: 444 }, ids: ['d'] },
  ])
})

it('what is created or re-pointed: the id is new, or its URL is another', () => {
  const webhooks = desired(
    { id: 'same', description: 'New', url: 'https://A.example' },
    { id: 'moved', url: 'https://b.example/' },
    { id: 'path', url: 'https://c.example/2' },
    { id: 'new', url: 'https://d.example/' },
  )
  const before = live(
    { id: 'same', url: 'https://a.example/' },
    { id: 'moved', url: 'https://a.example/' },
    { id: 'path', url: 'https://c.example/1' },
    { id: 'gone', url: 'https://d.example/' },
  )
  const ids = createdOrRepointed(webhooks, before.webhooks).map(({ id }) => id)
  expect(ids).toEqual(['moved', 'path', 'new'])
})
