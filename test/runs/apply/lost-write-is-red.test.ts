import { expect, it } from 'vitest'
import { seedCompany } from '../../fakes/auco.ts'
import { startCompany, write } from '../../fakes/company.ts'
import { desired, desiredFile, stored } from '../../fakes/webhooks-file.ts'

const company = await startCompany({ inProcess: true })

it('writes that Auco accepts and does not store are red after exactly three attempts', async () => {
  const { auco } = company
  auco.quirks.storesNothing = true
  const run = await company.apply({
    file: desiredFile,
    event: await company.push(desiredFile),
    fastClock: true,
  })

  expect(run).toMatchObject({ exitCode: 1, signal: null, stderr: '' })
  expect(run.annotations).toMatchObject([{ level: 'error', message: expect.stringMatching(/not applied/i) }])
  expect(run.outputs).not.toHaveProperty('result')
  expect(run.outputs).toMatchObject({ changed: 'true', added: '["Audit"]', updated: '["default"]' })

  const webhooks = desired.map((entry) => stored(entry))
  expect(run.written).toEqual([{ webhooks }, { webhooks }, { webhooks }])
  // A whole window of read-backs follows each write.
  const windows = run.toAuco
    .map(([method]) => method[0])
    .join('')
    .split('P')
  expect(windows).toEqual(['G', ...Array<unknown>(3).fill(expect.stringMatching(/^G{2,}$/))])
  expect(run.waits.reduce((sum, wait) => sum + wait, 0)).toBeGreaterThan(3 * 3_000)
  expect(auco.company()).toEqual(seedCompany())
})

it.each<[string, () => void, RegExp]>([
  [
    'drops one of the webhooks',
    () => {
      company.auco.quirks.onWrite = ({ webhooks }) => webhooks.pop()
    },
    /`Audit`/,
  ],
  [
    'is followed by an edit of a person',
    () => {
      company.auco.quirks.onWrite = ({ webhooks }) =>
        webhooks.push({ id: 'Manual', url: 'https://m.example/' })
    },
    /`Manual`/,
  ],
])('a write that %s is red at once: somebody else is writing', async (_, prepare, id) => {
  prepare()
  const run = await company.apply({
    file: desiredFile,
    event: await company.push(desiredFile),
    fastClock: true,
  })

  expect(run).toMatchObject({ exitCode: 1, stderr: '' })
  expect(run.annotations).toMatchObject([
    { level: 'error', message: expect.stringMatching(/somebody else/i) },
  ])
  expect(run.annotations[0]?.message).toMatch(id)
  expect(run.outputs).not.toHaveProperty('result')
  expect(run.toAuco.filter(([method]) => method === 'PUT')).toEqual([write()])
})
