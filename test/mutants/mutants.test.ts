import { execFile } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import * as z from 'zod'
import { isSoak } from '../campaign/soak.ts'

const root = path.resolve(import.meta.dirname, '../..')
const directory = mkdtempSync(path.join(tmpdir(), 'mutants-'))
afterAll(() => rmSync(directory, { recursive: true }))
const Text = z.string().min(1)
const mutants = z
  .array(z.strictObject({ in: Text, find: Text, replace: z.string(), caughtBy: Text, because: Text }))
  .parse(parse(readFileSync(path.join(import.meta.dirname, 'mutants.yaml'), 'utf8')))

it.each(mutants)('is about code and a test that there are: $because', (mutant) => {
  const code = readFileSync(path.join(root, mutant.in), 'utf8')
  expect(code.split(mutant.find)).toHaveLength(2)
  expect(existsSync(path.join(root, mutant.caughtBy))).toBe(true)
})

describe.runIf(isSoak)('its last killer is there', () => {
  it.each(mutants)('$because', async (mutant) => {
    expect(await failedTests(mutant)).toBeGreaterThan(0)
  })
})

/** How many tests of the mutant's test file fail with it. */
async function failedTests(mutant: (typeof mutants)[number]): Promise<number> {
  // A run of its own: not the soak, and not a part of this one.
  const others = Object.entries(process.env).filter(([name]) => name !== 'MODE' && !name.startsWith('VITEST'))
  const env = { ...Object.fromEntries(others), MUTANT: JSON.stringify(mutant) }
  const report = path.join(directory, 'report.json')
  rmSync(report, { force: true })
  const vitest = [path.join(root, 'node_modules/vitest/vitest.mjs'), 'run', mutant.caughtBy, '--root', root]
  const options = ['--config', path.join(import.meta.dirname, 'vitest.config.ts'), '--bail=1']
  const output = ['--reporter=json', `--outputFile=${report}`]
  await new Promise((ended) => {
    execFile(process.execPath, [...vitest, ...options, ...output], { cwd: root, env }, ended)
  })
  return z.object({ numFailedTests: z.number() }).parse(JSON.parse(readFileSync(report, 'utf8')))
    .numFailedTests
}
