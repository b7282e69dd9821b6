import { expect, it } from 'vitest'
import { figuresTable } from './figures-reporter.ts'

it('figures of all campaigns are one table, by campaign, with thousands apart', () => {
  const table = figuresTable([
    { campaign: 'Schedules', rows: [['runs', 1_234]] },
    {
      campaign: 'Leaks',
      rows: [
        ['a | b', 5],
        ['slowest', '3 ms'],
      ],
    },
  ])
  expect(table).toBe(
    [
      '| Campaign | What | Figure |',
      '|---|---|--:|',
      '| Leaks | a \\| b | 5 |',
      '| Leaks | slowest | 3 ms |',
      '| Schedules | runs | 1,234 |',
    ].join('\n'),
  )
})
