import { describe, expect, it } from 'vitest'
import type { Caution } from '../../../src/plan/plan.ts'
import {
  KEY,
  live,
  MAIN,
  MASKED,
  OTHER,
  type PlanSketch,
  planOf,
  type Sketch,
  TOKEN,
  UNSET,
} from './webhooks.ts'

/** The cautions of a kind in a plan; by default Auco has the default branch's file. */
const cautionsOf = (kind: Caution['kind'], sketch: Omit<PlanSketch, 'now'> & Partial<PlanSketch>) =>
  planOf({ now: sketch.base ?? [], ...sketch }).cautions.filter((caution) => caution.kind === kind)

describe('a rename is told once, not as a removal as well:', () => {
  const removed: Sketch = { id: 'Billing', url: 'https://billing.example/auco', header: TOKEN }
  const told = (from: readonly Sketch[], to: readonly Sketch[]) =>
    planOf({ file: to, now: from }).cautions.map((caution) => {
      if (caution.kind === 'rename') return `${caution.from} → ${caution.to}`
      return caution.kind === 'removal' ? `${caution.ids.join()} removed` : caution
    })

  it.each<[string, Partial<Sketch>, boolean]>([
    ['an unknown header value', { header: [KEY, UNSET] }, true],
    ['a header key in another case', { header: ['AUTHORIZATION', TOKEN[1]] }, true],
    ['another URL', { url: 'https://billing.example/other' }, false],
    ['another header key', { header: ['X-Token', TOKEN[1]] }, false],
    ['no header', { header: null }, false],
  ])('with %s', (_, different, isRename) => {
    expect(told([removed], [{ ...removed, id: 'Invoices', ...different }])).toEqual(
      isRename ? ['Billing → Invoices'] : ['Billing removed'],
    )
  })

  it('pairs each removed webhook with one created, in order', () => {
    const of = (ids: string) => [...ids].map((id) => ({ ...removed, id }))
    expect(told(of('ab'), of('xyz'))).toEqual(['a → x', 'b → y'])
    expect(told(of('abc'), of('x'))).toEqual(['b,c removed', 'a → x'])
  })
})

/** Webhooks that send variables: `id@host A,B` is a header with two of them, `id@host /A` a path with one. */
const sending = (webhooks: string): readonly Sketch[] =>
  webhooks.split('; ').map((text) => {
    const [id = '', host = '', names = ''] = text.split(/[@ ]/)
    const url = `https://${host}/auco`
    if (!names.startsWith('/'))
      return { id, url, ...(names && { header: TOKEN, variables: names.split(',') }) }
    const variables = [names.slice(1)]
    return { id, url, writtenUrl: { text: `https://${host}/\${${variables}}`, variables, isSet: true } }
  })

it.each<[string, base: string | null, file: string, variables: string, to?: string]>([
  ['the default branch uses it', 'a@x A', 'a@x A', ''],
  ['in a header', 'c@x', 'a@x A', 'A', 'https://x'],
  ['in a URL', 'b@y A', 'a@x /B; b@y A', 'B', 'https://x'],
  ['used by another webhook there', 'b@y A', 'a@x A', ''],
  ['twice in a first file', null, 'a@x A,B; b@y A', 'A,B', 'https://x,https://y'],
])('a variable is new or not: %s', (_, base, file, variables, to = '') => {
  const sketch = {
    file: sending(file),
    base: base === null ? null : sending(base),
    elsewhere: sending('z@x A'),
  }
  expect(cautionsOf('new-variables', sketch)).toEqual(
    variables === '' ? [] : [{ kind: 'new-variables', variables: variables.split(','), to: to.split(',') }],
  )
  expect(cautionsOf('new-variables', { ...sketch, base: undefined })).toEqual([])
})

it.each<[string, base: string | null, file: string, found: string, elsewhere?: string]>([
  ['another host', 'a@x A', 'a@y A', 'a: A → https://y'],
  ['a subdomain', 'a@x A', 'a@b.x A', 'a: A → https://b.x'],
  ['another port', 'a@x A', 'a@x:8443 A', 'a: A → https://x:8443'],
  ['the default port', 'a@x A', 'a@X:443 A', ''],
  ['another path', 'a@x A', 'a@x/other A', ''],
  ['a new webhook', 'a@x A', 'a@x A; b@y A', 'b: A → https://y'],
  ['an added header', 'a@x A; b@y', 'a@x A; b@y A', 'b: A → https://y'],
  ['a new id for the same host', 'a@x A', 'b@x A', ''],
  ['two that change places', 'a@x A; b@y A', 'a@y A; b@x A', ''],
  ['a URL, sent by a header before', 'a@x A', 'a@y /A', 'a: A → https://y'],
  ['both variables', 'a@x A,B', 'a@y A,B', 'a: A,B → https://y'],
  ['one of two', 'a@x A; b@y B', 'a@y A,B', 'a: A → https://y'],
  ['a variable that is new', 'a@x B', 'a@x A; b@y A', ''],
  ['a variable of the other environment', 'a@x', 'a@x A', 'a: A → https://x', 'a@y A'],
  ['a host of the other environment', 'a@x A', 'a@x A; b@y A', 'b: A → https://y', 'b@y A'],
  ['a variable and its host of the other environment', 'a@x', 'a@x A', '', 'a@x A'],
  ['no variable', 'a@x A', 'a@y', ''],
  ['a first file', null, 'a@x A', ''],
])('a secret goes to a new host or not: %s', (_, base, file, found, elsewhere) => {
  const sketch = {
    base: base === null ? null : sending(base),
    file: sending(file),
    elsewhere: elsewhere === undefined ? [] : sending(elsewhere),
  }
  // What Auco has doesn't matter.
  for (const now of [[], sketch.file, sending('a@else')]) {
    const cautions = cautionsOf('secret-to-new-host', { ...sketch, now })
    const told = cautions.map(
      (one) => one.kind === 'secret-to-new-host' && `${one.id}: ${one.variables} → ${one.to}`,
    )
    expect(told.join()).toBe(found)
  }
})

// Of what Auco has as the branch's file writes it, or the pull request's file repeats, properties.test.ts tells.
it.each<[string, PlanSketch, readonly string[]]>([
  ['changed, by the pull request as well', sketched('New', 'Other', 'Main'), ['default']],
  ['none, where the pull request adopts it', sketched('Other', 'Other', 'Main'), []],
  ['none, by a webhook that the file adopts', { file: [MAIN, { id: 'a' }], now: [MAIN], base: [] }, []],
  ['none, by a value that cannot be compared', unsetEverywhere(), []],
  ['none, where the branch has no file', { ...sketched('Main', 'Other', 'Main'), base: null }, []],
])('a difference from the default branch: %s', (_, sketch, ids) => {
  expect(cautionsOf('differs-from-branch', sketch)).toEqual(
    ids.length === 0 ? [] : [{ kind: 'differs-from-branch', ids, branch: 'main' }],
  )
})

function sketched(...[file, now, base]: readonly [string, string, string]): PlanSketch {
  const of = (description: string) => [{ ...MAIN, description }]
  return { file: of(file), now: of(now), base: of(base) }
}

function unsetEverywhere(): PlanSketch {
  const unset: Sketch = { ...MAIN, header: [KEY, UNSET] }
  return { file: [{ ...unset, description: 'New' }], now: [{ ...MAIN, header: OTHER }], base: [unset] }
}

describe('where a write sends unmanaged webhooks, too:', () => {
  const changed = [{ ...MAIN, description: 'New' }]
  const masked: Sketch = { ...MAIN, header: [KEY, MASKED] }
  const kept = live(MAIN, { id: 'a', header: [KEY, '****9fK2'] }, { id: 'b', header: TOKEN })
  const unknownFields = ['default', 'a', 'gone'].map((id, index) => {
    return { id, fields: ['events', `retries${index}`] }
  })
  const lost = { kind: 'unknown-fields', fields: ['events', 'retries0'] }

  it.each<[string, Pick<PlanSketch, 'file' | 'now'>, readonly object[]]>([
    ['nothing that is readable is told', { file: changed, now: live(MAIN, { id: 'a', header: OTHER }) }, []],
    ['a value that Auco hides', { file: changed, now: kept }, [{ kind: 'cannot-keep', ids: ['a'] }]],
    ['but not if nothing is written', { file: [MAIN], now: { ...kept, unknownFields } }, []],
    [
      'fields that no file can declare',
      { file: changed, now: { ...live(MAIN, { id: 'a' }), unknownFields } },
      [{ ...lost, ids: ['default', 'a'], fields: ['events', 'retries0', 'retries1'] }],
    ],
    [
      'also if only a value that Auco hides is written again',
      { file: [MAIN], now: { ...live(masked), unknownFields } },
      [{ ...lost, ids: ['default'] }],
    ],
  ])('%s', (_, sketch, expected) => {
    expect(planOf({ ...sketch, unlisted: 'unmanaged', base: [MAIN] }).cautions).toEqual(expected)
  })
})

it.each([
  [true, [], [{ kind: 'legacy-webhook' }]],
  [true, [MAIN], []],
  [false, [], []],
])('a legacy webhook, set: %s, beside %j', (hasLegacyWebhook, webhooks, expected) => {
  const now = { ...live(...webhooks), hasLegacyWebhook }
  expect(cautionsOf('legacy-webhook', { file: [MAIN], now })).toEqual(expected)
})
