import fc from 'fast-check'
import { expect, it } from 'vitest'
import { tellFigures } from '../campaign/figures.ts'
import { isSoak } from '../campaign/soak.ts'
import { startCompany } from '../fakes/company.ts'
import { workflowDispatchEvent } from '../fakes/github-events.ts'
import { Judge, variables } from './judge.ts'
import { mutated } from './mutations.ts'
import { VALID_FILES, WRONG_FILES } from './seeds.ts'

const company = await startCompany()
const run = { environment: 'stage', unset: 'error' } as const
let runs = 0

/** Refused whatever the keys of the run are, and written to a disk without a change. */
function isRefused(text: string): boolean {
  const result = new Judge().judge({ source: 'mutations', text, run })
  return (
    !result.ok && result.problems.some(({ code, severity }) => severity === 'error' && code !== 'own-secret')
  )
}

const refused = mutated(VALID_FILES, WRONG_FILES).filter((text) => text.isWellFormed() && isRefused(text))

it('a whole run with a refused file fails, says why, and does not ask Auco', {
  timeout: 600_000,
}, async () => {
  const property = fc.asyncProperty(refused, async (file) => {
    runs += 1
    const event = workflowDispatchEvent(company.repo, 'main')
    const told = await company.apply({
      file,
      event,
      env: { ...variables, AUCO_OWN_KEY: company.auco.privateKey },
    })
    expect(told).toMatchObject({
      exitCode: 1,
      signal: null,
      stderr: '',
      outputs: {},
      toAuco: [],
      // For the comment that has to say so.
      toGitHub: [['POST', '/graphql', 200]],
    })
    expect(told.annotations.length).toBeGreaterThan(0)
    expect(told.stdout).not.toMatch(/^ +at .*:\d+:\d+/m)
  })
  await fc.assert(property, { numRuns: isSoak ? 120 : 3 })
})

tellFigures('Whole runs with a refused file', () => [['runs', runs]])
