import { describe, expect, it } from 'vitest'
import { asWritten, differingIds, hiddenIds } from '../../../src/plan/compare-webhooks.ts'
import { desired, KEY, liveWebhook, MAIN, MASKED, OTHER, type Sketch, TOKEN } from './webhooks.ts'

const stars = [KEY, '***'] as const
const masked: Sketch = { ...MAIN, header: [KEY, MASKED] }

describe('differingIds', () => {
  const between = (a: readonly Sketch[], b: readonly Sketch[], isReadable?: (id: string) => boolean) =>
    differingIds(a.map(liveWebhook), b.map(liveWebhook), isReadable)

  it.each<[string, readonly Sketch[], readonly Sketch[], readonly string[]]>([
    ['nothing', [MAIN], [MAIN], []],
    ['nothing but the order', [{ id: 'a' }, MAIN], [MAIN, { id: 'a' }], []],
    ['a description', [{ id: 'a', description: 'A' }], [{ id: 'a', description: 'B' }], ['a']],
    ['a URL', [{ id: 'a', url: 'https://a.example' }], [{ id: 'a', url: 'https://a.example/x' }], ['a']],
    ['a header value', [MAIN], [{ ...MAIN, header: OTHER }], ['default']],
    ['a header value that cannot be compared', [MAIN], [masked], []],
    ['a header', [MAIN], [{ id: 'default' }], ['default']],
    ['ids', [{ id: 'a' }, MAIN], [MAIN, { id: 'z' }], ['a', 'z']],
  ])('by %s, in either direction', (_, a, b, ids) => {
    expect(between(a, b)).toEqual(ids)
    expect(between(b, a).toSorted()).toEqual(ids)
  })

  it.each<[string, Sketch, Sketch, readonly string[]]>([
    ['a known value that became hidden', MAIN, masked, ['default']],
    ['a value that was hidden before', masked, masked, []],
    ['a hidden value that became known', masked, MAIN, []],
    ['a known value that looks masked itself', { ...MAIN, header: stars }, masked, []],
    ['no header', { id: 'default' }, { id: 'default' }, []],
  ])('where values are readable: %s', (_, a, b, ids) => {
    expect(between([a], [b], (id) => id === 'default')).toEqual(ids)
    expect(between([a], [b], (id) => id !== 'default')).toEqual([])
  })
})

describe('hiddenIds', () => {
  it('are those with a value that is known here and hidden there', () => {
    const all = (header: Sketch['header']) =>
      ['a', 'b', 'c'].map((id) => liveWebhook({ id, header: header ?? null }))
    const known = [
      ...all(TOKEN),
      liveWebhook({ ...masked, id: 'd' }),
      liveWebhook({ id: 'e', header: TOKEN }),
    ]
    const seen = [
      liveWebhook({ ...masked, id: 'c' }),
      liveWebhook({ id: 'b', header: TOKEN }),
      liveWebhook({ ...masked, id: 'a' }),
      liveWebhook({ ...masked, id: 'd' }),
    ]
    expect(hiddenIds(known, seen)).toEqual(['a', 'c'])
  })
})

describe('asWritten', () => {
  it('replaces values by what the file writes, so that only the text counts', () => {
    const one = desired(MAIN, { id: 'a' })
    expect(differingIds(asWritten(one), asWritten(desired({ ...MAIN, header: OTHER }, { id: 'a' })))).toEqual(
      [],
    )
    expect(
      differingIds(asWritten(one), asWritten(desired({ ...MAIN, written: '${AUCO_B}' }, { id: 'a' }))),
    ).toEqual(['default'])
  })
})
