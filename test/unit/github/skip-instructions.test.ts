import { expect, it } from 'vitest'
import { skipsWorkflows } from '../../../src/github/skip-instructions.ts'

it.each([
  'chore(release): 1.2.3 [skip ci]',
  '[ci skip] notes',
  'chore: nothing\n\n[no ci]',
  'docs [skip actions]',
  'docs [Actions Skip]',
  'chore: release\n\n\nskip-checks: true',
  'chore: release\n\n\nCo-authored-by: Somebody\nskip-checks:true\n',
])('GitHub starts no workflow for %j', (message) => {
  expect(skipsWorkflows(message)).toBe(true)
})

it.each([
  'fix: skip ci',
  'fix: [skip-ci]',
  'skip-checks: true is a trailer\n\nand this is not',
  'feat: x\n\nskip-checks: false',
])('GitHub starts workflows for %j', (message) => {
  expect(skipsWorkflows(message)).toBe(false)
})
