import { expect, it } from 'vitest'
import { decideMode } from '../../../src/action/plan-or-apply.ts'

const MAIN = 'refs/heads/main'
const EVENTS = ['push', 'workflow_dispatch']
const OTHERS = [
  ...['pull_request', 'pull_request_review', 'merge_group', 'schedule', 'repository_dispatch'],
  ...['workflow_run', 'workflow_call', 'issue_comment', 'release', 'create', 'delete'],
  ...['', 'Push', 'push ', '__proto__', 'constructor'],
]

it.each<[string, ref: string, defaultBranch: string | null, mode: string, because: string]>([
  ['the default branch', MAIN, 'main', 'apply', ' on the default branch'],
  ['a default branch with a slash', 'refs/heads/a/main', 'a/main', 'apply', ' on the default branch'],
  ['a branch whose name starts like the default', 'refs/heads/main2', 'main', 'plan', ', but not on'],
  ['a branch whose name ends like the default', 'refs/heads/a/main', 'main', 'plan', ', but not on'],
  ['the default branch in other letters', 'refs/heads/Main', 'main', 'plan', ', but not on'],
  ['a tag of the same name', 'refs/tags/main', 'main', 'plan', ', but not on'],
  ['a short ref', 'main', 'main', 'plan', ', but not on'],
  ['no ref and an empty default branch', '', '', 'plan', ', but not on'],
  ['a pull request', 'refs/pull/7/merge', 'main', 'plan', ', but not on'],
  ['a default branch that is written as a ref', MAIN, MAIN, 'plan', ', but not on'],
  ['a branch, and the event names no default', MAIN, null, 'plan', 'does not name the default branch'],
  ['null, and the event names no default', 'refs/heads/null', null, 'plan', 'does not name the default'],
])('dry-run auto: a push to, or a run by hand on %s', (_, ref, defaultBranch, mode, because) => {
  for (const eventName of EVENTS) {
    expect(decideMode('auto', { eventName, ref, defaultBranch })).toEqual({
      mode,
      because: expect.stringContaining(because),
    })
  }
})

it.each(OTHERS)('dry-run auto plans on the event %j, even on the default branch', (eventName) => {
  const decided = decideMode('auto', { eventName, ref: MAIN, defaultBranch: 'main' })
  expect(decided).toEqual({ mode: 'plan', because: `the event is ${eventName}` })
})

it.each([...EVENTS, ...OTHERS])('dry-run true and false decide by themselves on %j', (eventName) => {
  for (const defaultBranch of ['main', 'other', null]) {
    const trigger = { eventName, ref: MAIN, defaultBranch }
    expect([decideMode('true', trigger).mode, decideMode('false', trigger).mode]).toEqual(['plan', 'apply'])
  }
})

it.each(['auto', 'true', 'false'] as const)('pull_request_target never applies, dry-run: %s', (dryRun) => {
  const eventName = 'pull_request_target'
  for (const ref of [MAIN, 'refs/pull/7/merge']) {
    for (const defaultBranch of ['main', null]) {
      expect(decideMode(dryRun, { eventName, ref, defaultBranch }).mode).toBe('plan')
    }
  }
})
