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

it.each([
  ['all', 'removed'],
  ['managed', 'unmanaged'],
])(
  '10,000 webhooks leave outputs that a later step can take, with `removals: %s`',
  async (removals, list) => {
    const many = offices(10_000)
    auco.edit(({ webhooks }) => webhooks.push(...many))
    const run = await company.plan({
      event: scheduleEvent(company.repo),
      inputs: { removals },
    })
    expect(run).toMatchObject({ exitCode: 0, annotations: [] })
    const texts = Object.values(run.outputs)
    expect(Math.max(...texts.map((value) => Buffer.byteLength(value)))).toBeLessThan(128 * 1024)
    // GitHub counts in UTF-16.
    expect(texts.join('').length * 2).toBeLessThan(1_000_000)
    const ids: unknown[] = JSON.parse(run.outputs[list] ?? '')
    expect(ids).toEqual(many.slice(0, ids.length).map(({ id }) => id))
    expect(run.plan).toMatchObject({ truncated: { [list]: 10_000 - ids.length } })
    expect(run.log).toContain(`\`${list}\` is limited in size`)
  },
)

it.each([
  ['with', auco.publicKey],
  ['without', ''],
])('a plan %s Auco of a file with long ids has the first of them', async (_, publicKey) => {
  const long = offices(1_000).map((office) => ({ ...office, id: office.id.padEnd(100, '-') }))
  const file = fileOf(entries.default, ...long)
  const { run } = await company.planFile(file, { inputs: { 'public-key': publicKey } })
  const ids: unknown[] = JSON.parse(run.outputs['webhook-ids'] ?? '')
  expect(ids).toEqual(['default', ...long.slice(0, ids.length - 1).map(({ id }) => id)])
  expect(run.plan).toMatchObject({ truncated: { 'webhook-ids': 1_001 - ids.length } })
})
