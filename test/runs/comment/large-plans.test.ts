import { expect, it } from 'vitest'
import { statusOf } from '../../fakes/comment.ts'
import { startCompany } from '../../fakes/company.ts'
import { scheduleEvent } from '../../fakes/github-events.ts'
import { entries, fileOf, liveFile } from '../../fakes/webhooks-file.ts'

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

it('10,000 webhooks and long ids leave outputs that a later step can take', async () => {
  const many = offices(10_000)
  const long = offices(1_000).map((office) => ({ ...office, id: office.id.padEnd(100, '-') }))
  const file = fileOf(entries.default, ...long)
  const listed = ['default', ...long.map(({ id }) => id)]
  auco.edit(({ webhooks }) => webhooks.splice(1, webhooks.length, ...many))
  const event = scheduleEvent(company.repo)
  const run = await company.plan({ file, event })
  expect(run).toMatchObject({ exitCode: 0, annotations: [] })
  const texts = Object.values(run.outputs)
  expect(Math.max(...texts.map((value) => Buffer.byteLength(value)))).toBeLessThan(128 * 1024)
  // GitHub counts in UTF-16.
  expect(texts.join('').length * 2).toBeLessThan(1_000_000)
  const ids: unknown[] = JSON.parse(run.outputs['unmanaged'] ?? '')
  expect(ids).toEqual(many.slice(0, ids.length).map(({ id }) => id))
  expect(run.plan).toMatchObject({
    truncated: { unmanaged: expect.any(Number), 'webhook-ids': expect.any(Number) },
  })
  expect(run.log).toContain('`unmanaged` is limited in size')

  const { outputs } = await company.run({ file, event })
  for (const output of [outputs, run.outputs].map((of) => of['webhook-ids'])) {
    const first: unknown[] = JSON.parse(output ?? '')
    expect(first).toEqual(listed.slice(0, first.length))
    expect(first.length).toBeLessThan(listed.length)
  }
})
