import { expect, it } from 'vitest'
import { statusOf } from '../../fakes/comment.ts'
import { startCompany } from '../../fakes/company.ts'
import { scheduleEvent } from '../../fakes/github-events.ts'
import { liveFile } from '../../fakes/webhooks-file.ts'

// How a report is shortened is in test/unit/report.
const company = await startCompany({ inProcess: true })
const { auco } = company

const offices = (count: number, description = 'Notifications of an office') =>
  Array.from({ length: count }, (_, n) => ({
    id: `Office ${n + 1}`,
    description,
    url: `https://office-${n + 1}.notaria.example/auco`,
  }))
/** How many webhooks the text shows, and how many it says it leaves out. */
const countsOf = (text: string) => [
  text.match(/^#### /gm)?.length ?? 0,
  Number(/\*… and ([\d,]+) more, left out here\.\*/.exec(text)?.[1]?.replace(',', '') ?? 0),
]

it('900 removals: the comment shows some of them, the summary more, and the merge removes all', async () => {
  auco.edit(({ webhooks }) =>
    webhooks.push(...offices(900, 'Ñandú «notaría» 文書 '.repeat(60).slice(0, 1000))),
  )
  const inputs = { removals: 'all' }
  const { pull, run, comment } = await company.planFile(liveFile, { inputs })
  expect(run).toMatchObject({ exitCode: 0, annotations: [] })
  expect(Buffer.byteLength(comment)).toBeLessThanOrEqual(60_000)
  expect(Buffer.byteLength(run.summary)).toBeLessThanOrEqual(900 * 1024)
  expect(statusOf(comment)).toBe('**Plan:** 900 to remove · 2 unchanged')
  const [inComment = 0, ...others] = countsOf(comment)
  const [inSummary = 0, ...more] = countsOf(run.summary)
  expect([others, more]).toEqual([[900 - inComment], [900 - inSummary]])
  expect(inComment).toBeGreaterThan(10)
  expect(inSummary).toBeGreaterThan(inComment)
  expect(comment).toContain(`https://github.com/acme/${company.repo.name}/actions/runs/`)

  const applied = await company.apply({ event: await company.merge(pull), inputs })
  expect(applied).toMatchObject({ exitCode: 0, annotations: [], written: [{ webhooks: [{}, {}] }] })
  expect(JSON.parse(applied.outputs['removed'] ?? '')).toHaveLength(900)
})

it('10,000 webhooks leave outputs that a later step can take', async () => {
  auco.edit(({ webhooks }) => webhooks.push(...offices(10_000)))
  const run = await company.plan({ event: scheduleEvent(company.repo), inputs: { removals: 'all' } })
  expect(run).toMatchObject({ exitCode: 0, annotations: [] })
  expect(run.outputs).toMatchObject({ changed: 'true', removed: '', plan: '', unmanaged: '[]' })
  expect(run.log).toContain('`removed` is too long')
})
