import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { findAdvisories } from '../../scripts/audit/advisories.ts'

const read = (name: string) => readFileSync(path.resolve(import.meta.dirname, '../..', name), 'utf8')
const licenses = read('dist/licenses.txt') + read('dist/cli/licenses.txt')
const lock = read('package-lock.json')
const advisory = (title: string) => ({
  title,
  url: `https://github.com/advisories/${title}`,
  severity: 'high',
})
const reportOf = (vulnerabilities: Readonly<Record<string, readonly unknown[]>>) =>
  JSON.stringify({
    vulnerabilities: Object.fromEntries(
      Object.entries(vulnerabilities).map(([name, via]) => [name, { via }]),
    ),
  })

it('every package that is bundled is audited, and no other', () => {
  const { audited, advisories } = findAdvisories(reportOf({}), licenses, lock)
  expect(audited).toEqual(expect.arrayContaining(['@actions/core', '@octokit/core', 'undici', 'yaml', 'zod']))
  for (const tool of ['vitest', 'typescript', 'node']) expect(audited).not.toContain(tool)
  expect(advisories).toEqual([])
})

it('an advisory counts if it is about a bundled package itself', () => {
  const report = reportOf({
    undici: [advisory('GHSA-1')],
    vitest: [advisory('GHSA-2')],
    '@actions/core': ['undici'],
  })
  expect(findAdvisories(report, licenses, lock).advisories).toEqual([
    'undici: GHSA-1 (high), https://github.com/advisories/GHSA-1',
  ])
})

it('a registry that gives no report is a failure', () => {
  expect(() => findAdvisories('{"error":{"summary":"405"}}', licenses, lock)).toThrow()
  expect(() => findAdvisories('', licenses, lock)).toThrow()
})
