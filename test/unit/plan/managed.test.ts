import { describe, expect, it } from 'vitest'
import { readWebhooksFile } from '../../../src/config/webhooks-file.ts'
import type { DesiredWebhook, Webhook } from '../../../src/core/webhook.ts'
import { canBeKept, sortByVersions, unlistedWebhooks } from '../../../src/plan/managed.ts'
import { desired, KEY, liveWebhook, MAIN, MASKED, type Sketch, TOKEN } from './webhooks.ts'

/** What a version of the file declares, as an apply reads it: without any variable. */
function version(...webhooks: readonly object[]): readonly DesiredWebhook[] {
  const standard = { id: 'default', description: 'Main', url: 'https://hooks.example.com/auco' }
  const file = readWebhooksFile(JSON.stringify({ webhooks: [standard, ...webhooks] }), {
    environment: 'stage',
    variable: () => undefined,
    ownSecrets: [],
    unset: 'allowed',
  })
  return file.ok ? file.webhooks : expect.fail(JSON.stringify(file.problems))
}

/** Yields versions, newest first, and counts those that were asked for. */
function history(...versions: readonly (readonly DesiredWebhook[])[]) {
  const counted = { read: 0, versions: read() }
  return counted
  async function* read() {
    for (const each of versions) {
      counted.read += 1
      yield each
    }
  }
}

const sorted = async (unlisted: readonly Sketch[], ...versions: readonly (readonly DesiredWebhook[])[]) => {
  const counted = history(...versions)
  const groups = await sortByVersions(unlisted.map(liveWebhook), counted.versions)
  const ids = (webhooks: readonly Webhook[]) => webhooks.map(({ id }) => id).join()
  return { removed: ids(groups.removed), stay: ids(groups.changedSince), read: counted.read }
}

it('unlisted webhooks are what the file lacks, as it is at Auco, by exact id', () => {
  const [a, b, main] = [{ id: 'a', description: 'Live' }, { id: 'b' }, MAIN].map(liveWebhook)
  const before = [a, b, main].filter((webhook) => webhook !== undefined)
  expect(unlistedWebhooks(desired(MAIN, { id: 'A' }, { id: 'b', description: 'File' }), before)).toEqual([a])
})

describe('a webhook is removed only as an earlier version declared it:', () => {
  const url = 'https://billing.example.com/auco'
  const literal = (value: string, key = 'X-Source') => ({ header: { key, value, secret: false } })
  const secret = { header: { key: KEY, value: 'Bearer ${AUCO_TOKEN}' } }
  const path = { url: 'https://billing.example.com/in/${AUCO_PATH}?v=1' }

  it.each<[string, object, Partial<Sketch>, isManaged: boolean]>([
    ['equal', {}, {}, true],
    ['another description', {}, { description: 'Other' }, false],
    ['another URL', {}, { url: `${url}/2` }, false],
    ['another spelling of the URL', {}, { url: 'https://Billing.example.com:443/auco' }, true],
    ['an added header', {}, { header: ['X-Source', 'auco'] }, false],
    ['a header that was taken away', literal('auco'), {}, false],
    ['the same literal value', literal('auco'), { header: ['X-Source', 'auco'] }, true],
    ['another literal value', literal('auco'), { header: ['X-Source', 'portal'] }, false],
    ['another header name', literal('auco'), { header: ['X-Origin', 'auco'] }, false],
    ['a literal value that Auco hides', literal('auco'), { header: ['X-Source', MASKED] }, true],
    ['any value for a variable', secret, { header: TOKEN }, true],
    ['a value for a variable that Auco hides', secret, { header: [KEY, MASKED] }, true],
    ['a variable under another name', secret, { header: ['X-Token', TOKEN[1]] }, false],
    ['a variable in the URL', path, { url: 'https://billing.example.com/in/q7/z9?v=1' }, true],
    ['a URL variable that is empty', path, { url: 'https://billing.example.com/in/?v=1' }, false],
    ['what stands after a URL variable', path, { url: 'https://billing.example.com/in/q7?v=2' }, false],
    ['another host', path, { url: 'https://evil.example.com/in/q7?v=1' }, false],
  ])('%s', async (_, declared, now, isManaged) => {
    const webhook = { id: 'Billing', description: 'Main', url }
    expect(await sorted([{ ...webhook, ...now }], version({ ...webhook, ...declared }))).toMatchObject(
      isManaged ? { removed: 'Billing', stay: '' } : { removed: '', stay: 'Billing' },
    )
  })

  // An earlier version can say it in any environment, but it counts only where it is declared.
  it('not as it declared it for the other environment', async () => {
    const webhook = { id: 'Billing', description: 'Main', url }
    const found = await sorted([webhook], version({ ...webhook, environments: ['production'] }))
    expect(found).toMatchObject({ removed: '', stay: '' })
  })
})

describe('versions', () => {
  const [a, b] = [
    { id: 'a', description: 'Main', url: 'https://a.example.com' },
    { id: 'b', description: 'Main', url: 'https://b.example.com' },
  ]
  const older = { ...a, description: 'Older' }

  it.each<[string, readonly Sketch[], readonly (readonly DesiredWebhook[])[], object]>([
    ['the newest explains all', [a], [version(a), version()], { removed: 'a', read: 1 }],
    [
      'an older one counts as well',
      [older],
      [version(a), version(older), version()],
      { removed: 'a', read: 2 },
    ],
    ['two need different versions', [b, a], [version(a), version(b), version()], { removed: 'b,a', read: 2 }],
    ['none declares it', [a], [version(), version(b)], { removed: '', stay: '', read: 2 }],
    ['one of each', [b, older], [version(a)], { removed: '', stay: 'a', read: 1 }],
    ['no version at all', [a], [], { removed: '', stay: '', read: 0 }],
  ])('are read until every webhook is explained: %s', async (_, unlisted, versions, expected) => {
    expect(await sorted(unlisted, ...versions)).toMatchObject(expected)
  })

  it('that cannot be read fail the question: nothing is removed by a part of the history', async () => {
    async function* broken() {
      yield version(a)
      throw new Error('No answer')
    }
    await expect(sortByVersions([a, b].map(liveWebhook), broken())).rejects.toThrow('No answer')
  })
})

it('a write can keep what Auco shows, and nothing that may be a mask', () => {
  const isKept = (value: string | typeof MASKED) => canBeKept(liveWebhook({ id: 'a', header: [KEY, value] }))
  const jwt = 'Bearer eyJhbGciOiJIUzI1NiJ9.e30.ZRrHA1JJJW8opsbCGfG_HACGpVUMN'
  const clear = [TOKEN[1], KEY, jwt, 'q7*z9-f8e4', 'axbxcx-value', 'Basic YXVjbzpxN3o5Zjhl--__xxx//==']
  const masks = [
    ...['********', '••••••', 'xxxxxxxx', '........', 'Bearer ****', 'Bearer ...', 'live-bi...', '****9fK2'],
    ...['live…9fK2', 'XXXX-1234', 'Hidden', '[REDACTED]', '<hidden>', '(not shown)', MASKED],
  ]
  expect(clear.filter((value) => !isKept(value))).toEqual([])
  expect(masks.filter(isKept)).toEqual([])
  expect(canBeKept(liveWebhook(MAIN))).toBe(true)
  expect(canBeKept(liveWebhook({ id: 'a' }))).toBe(true)
})
