import { describe, expect, it } from 'vitest'
import { idsOf, type Plan } from '../../../src/plan/plan.ts'
import { planWithoutAuco } from '../../../src/plan/plan-changes.ts'
import { asIs, desired, emptyPlan, KEY, MAIN, MASKED, OTHER, planOf, type Sketch, UNSET } from './webhooks.ts'

const plan = (file: readonly Sketch[], now: readonly Sketch[]): Plan => planOf({ file, now })

describe('a plan', () => {
  it('removes, updates and creates, and shows nothing that may be secret', () => {
    const old = { id: 'old', description: 'Old', url: 'https://old.example/?key=secret', header: OTHER }
    const fresh: Sketch = { id: 'new', url: 'https://new.example/', header: ['X-Key', UNSET] }
    expect(plan([{ ...MAIN, description: 'New' }, fresh], [MAIN, old])).toEqual({
      ...emptyPlan,
      changes: [
        {
          action: 'remove',
          id: 'old',
          webhook: { description: 'Old', url: 'https://old.example/…', headerKey: KEY },
        },
        {
          action: 'update',
          id: 'default',
          fields: [{ field: 'description', from: 'Main', to: 'New' }],
          keptHeader: { key: KEY, value: { result: 'unchanged' } },
        },
        {
          action: 'create',
          id: 'new',
          webhook: { description: 'Main', url: 'https://new.example/', headerKey: 'X-Key' },
        },
      ],
      cautions: [{ kind: 'removal', ids: ['old'] }],
    })
  })

  it('lists a header value that is not compared, although the webhook changes', () => {
    const found = plan([{ ...MAIN, description: 'New' }], [{ ...MAIN, header: [KEY, MASKED] }])
    expect(idsOf(found, 'update')).toEqual(['default'])
    expect(found.cannotCompare).toEqual([{ id: 'default', field: 'header', ...MASKED }])
  })

  it('has removals in the order of live, then updates and creations in the order of the file', () => {
    const at = (id: string, description = id): Sketch => ({ id, description, url: `https://${id}.example/` })
    const found = plan(
      [at('c1'), at('u2', 'new'), at('same2'), at('u1', 'new'), at('c0'), at('same1')],
      [at('r2'), at('same1'), at('u1'), at('r1'), at('same2'), at('u2')],
    )
    expect([found.changes.map(({ action, id }) => `${action} ${id}`), found.unchanged]).toEqual([
      ['remove r2', 'remove r1', 'update u2', 'update u1', 'create c1', 'create c0'],
      ['same2', 'same1'],
    ])
  })

  it('leaves alone what no version declared, and what was changed since one did', () => {
    const now = [{ id: 'b' }, MAIN, { id: 'a', header: OTHER }]
    const file = [MAIN]
    const kept = { ...emptyPlan, unchanged: ['default'], unmanaged: ['b', 'a'] }
    expect(planOf({ file, now, unlisted: 'unmanaged' })).toEqual(kept)
    expect(planOf({ file, now, unlisted: 'changedSince' })).toEqual({
      ...kept,
      changedSince: ['b', 'a'],
      cautions: [{ kind: 'changed-since', ids: ['b', 'a'] }],
    })
  })

  it('has every text redacted', () => {
    const found = planOf({ file: [MAIN, { id: 'q7z9' }], now: [MAIN] }, (text) => text.replace('q7z9', '***'))
    expect(idsOf(found, 'create')).toEqual(['***'])
  })
})

it('a plan without Auco compares with the default branch, as both are written', () => {
  const escaped: Sketch = { id: 'b', header: ['X-Source', '${a}'], written: '$${a}', variables: [] }
  const unset: Sketch = { ...MAIN, header: [KEY, UNSET] }
  const file = { webhooks: desired(unset, escaped, { id: 'c' }), elsewhere: [] }
  const found = planWithoutAuco(
    {
      ...{ environment: 'stage', defaultBranch: { name: 'main', file } },
      desired: desired(unset, { ...escaped, description: 'New' }),
    },
    asIs,
  )
  expect(found).toMatchObject({ unchanged: ['default'], deferred: [], cannotCompare: [] })
  expect(found.changes.map(({ action, id }) => `${action} ${id}`)).toEqual(['remove c', 'update b'])
  expect(found.cautions.map(({ kind }) => kind)).toEqual(['removal'])
})
