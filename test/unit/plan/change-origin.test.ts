import { expect, it } from 'vitest'
import { originsFrom } from '../../../src/plan/change-origin.ts'
import { desired, KEY, liveWebhook, MAIN, OTHER, type Sketch, UNSET } from './webhooks.ts'

const old: Sketch = { id: 'a', description: 'Old' }
const fresh: Sketch = { id: 'a', description: 'New' }
const third: Sketch = { id: 'a', description: 'Third' }
const unset: Sketch = { ...old, header: [KEY, UNSET] }
const variable: Sketch = { ...old, header: MAIN.header, written: '${AUCO_OLD}', variables: ['AUCO_OLD'] }

it.each<[string, base: Sketch[], file: Sketch[], live: Sketch[], string]>([
  ['changed in the file', [old], [fresh], [old], 'pull-request'],
  ['changed live', [old], [old], [fresh], 'outside'],
  ['changed in both', [old], [fresh], [third], 'both'],
  ['created in the file', [], [old], [], 'pull-request'],
  ['created live', [], [], [old], 'outside'],
  ['created in both', [], [fresh], [third], 'both'],
  ['removed from the file', [old], [], [old], 'pull-request'],
  ['removed live', [old], [old], [], 'outside'],
  ['changed in the file, removed live', [old], [fresh], [], 'both'],
  ['removed from the file, changed live', [old], [], [fresh], 'both'],
  ['another variable in the file', [variable], [{ ...variable, written: '${AUCO_NEW}' }], [fresh], 'both'],
  ['another value of the same variable', [variable], [{ ...variable, header: OTHER }], [fresh], 'outside'],
  [
    'a base value that cannot be compared',
    [unset],
    [{ ...unset, description: 'New' }],
    [{ ...old, header: OTHER }],
    'pull-request',
  ],
])('%s', (_, base, file, live, origin) => {
  expect(originsFrom(desired(...base), desired(...file), live.map(liveWebhook))('a')).toBe(origin)
})

it('is unknown without a base branch', () => {
  expect(originsFrom(null, desired(fresh), [liveWebhook(old)])('a')).toBe('unknown')
})
