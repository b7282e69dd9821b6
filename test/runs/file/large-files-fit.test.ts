import { expect, it } from 'vitest'
import { entries, fileOf, startCompany, stored } from '../../fakes/company.ts'
import { pullRequestEvent } from '../../fakes/github-events.ts'

const company = await startCompany()

it('a plan of many webhooks is shortened on their boundaries, and applied as a whole', async () => {
  const many = Array.from({ length: 800 }, (_, n) => ({
    id: `Branch office ${n + 1}`,
    description: `Notifications of branch office ${n + 1}, ${'as agreed '.repeat(8)}`.trim(),
    url: `https://office-${n + 1}.notaria.example/auco`,
  }))
  const file = fileOf(entries.default, entries.billing, ...many)
  const pull = await company.propose(file)
  const planned = await company.plan({ file, event: pullRequestEvent(company.repo, pull) })

  expect(planned).toMatchObject({ exitCode: 0, annotations: [], outputs: { updated: '[]', removed: '[]' } })
  expect(JSON.parse(planned.outputs['added'] ?? '')).toHaveLength(800)
  const [comment = ''] = await company.comments(pull)
  expect(comment.length).toBeLessThanOrEqual(60_000)
  expect(comment).toContain('800 to create')
  const shown = comment.match(/^#+ .*Branch office/gm)?.length ?? 0
  expect(shown).toBeGreaterThan(50)
  expect(comment).toContain(`${800 - shown} more`)
  expect(Buffer.byteLength(planned.summary)).toBeLessThanOrEqual(900 * 1024)

  const applied = await company.apply({ file, event: await company.merge(pull) })
  expect(applied).toMatchObject({ exitCode: 0, outputs: { result: 'applied' } })
  const entriesOfFile = [entries.default, entries.billing, ...many]
  expect(company.auco.company().webhooks).toEqual(entriesOfFile.map((entry) => stored(entry)))
})
