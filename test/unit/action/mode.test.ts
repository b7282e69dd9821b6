import { describe, expect, it } from 'vitest'
import { decideMode } from '../../../src/action/mode.ts'

const main = { ref: 'refs/heads/main', defaultBranch: 'main' } as const
const EVENTS = [
  ...[
    'push',
    'workflow_dispatch',
    'pull_request',
    'pull_request_target',
    'pull_request_review',
    'merge_group',
  ],
  ...[
    'schedule',
    'repository_dispatch',
    'workflow_run',
    'workflow_call',
    'issue_comment',
    'release',
    'deployment',
  ],
  ...['create', 'delete', '', 'Push', 'PULL_REQUEST', 'push ', '__proto__', 'constructor'],
] as const

describe('dry-run: auto', () => {
  it.each(['push', 'workflow_dispatch'])('applies on %s to the default branch', (eventName) => {
    expect(decideMode('auto', { ...main, eventName })).toEqual({
      mode: 'apply',
      because: `the event is ${eventName} on the default branch`,
    })
  })

  it.each([
    ['another branch', 'refs/heads/other', 'main'],
    ['a branch whose name starts like the default', 'refs/heads/main2', 'main'],
    ['a branch whose name ends like the default', 'refs/heads/feature/main', 'main'],
    ['the default branch in other letters', 'refs/heads/Main', 'main'],
    ['a tag of the same name', 'refs/tags/main', 'main'],
    ['a short ref', 'main', 'main'],
    ['no ref', '', 'main'],
    ['no ref and an empty default branch', '', ''],
    ['a pull request', 'refs/pull/7/merge', 'main'],
    ['a default branch that is written as a ref', 'refs/heads/main', 'refs/heads/main'],
  ])('plans on %s', (_, ref, defaultBranch) => {
    for (const eventName of ['push', 'workflow_dispatch']) {
      expect(decideMode('auto', { eventName, ref, defaultBranch })).toEqual({
        mode: 'plan',
        because: `the event is ${eventName}, but not on the default branch`,
      })
    }
  })

  it('applies on a default branch with a slash', () => {
    const trigger = { eventName: 'push', ref: 'refs/heads/release/main', defaultBranch: 'release/main' }
    expect(decideMode('auto', trigger).mode).toBe('apply')
  })

  it.each(['push', 'workflow_dispatch'])(
    'plans on %s when the event names no default branch',
    (eventName) => {
      for (const ref of ['refs/heads/main', 'refs/heads/null', 'refs/heads/', '']) {
        expect(decideMode('auto', { eventName, ref, defaultBranch: null })).toEqual({
          mode: 'plan',
          because: 'the event does not name the default branch',
        })
      }
    },
  )

  const others = EVENTS.filter(
    (eventName) => !['push', 'workflow_dispatch', 'pull_request_target'].includes(eventName),
  )
  it.each(others)('plans on the event %j, even on the default branch', (eventName) => {
    expect(decideMode('auto', { ...main, eventName })).toEqual({
      mode: 'plan',
      because: `the event is ${eventName}`,
    })
  })
})

describe('dry-run decides by itself', () => {
  const triggers = EVENTS.filter((eventName) => eventName !== 'pull_request_target').flatMap((eventName) => [
    { ...main, eventName },
    { eventName, ref: 'refs/heads/other', defaultBranch: 'main' },
    { eventName, ref: 'refs/heads/main', defaultBranch: null },
  ])

  it.each(triggers)('on $eventName, $ref and $defaultBranch', (trigger) => {
    expect(decideMode('true', trigger)).toEqual({ mode: 'plan', because: '`dry-run` is `true`' })
    expect(decideMode('false', trigger)).toEqual({ mode: 'apply', because: '`dry-run` is `false`' })
  })
})

describe('pull_request_target', () => {
  it.each(['auto', 'true', 'false'] as const)('never applies, with dry-run: %s', (dryRun) => {
    for (const ref of ['refs/heads/main', 'refs/pull/7/merge']) {
      for (const defaultBranch of ['main', null]) {
        expect(decideMode(dryRun, { eventName: 'pull_request_target', ref, defaultBranch })).toEqual({
          mode: 'plan',
          because: 'nothing is ever applied on pull_request_target',
        })
      }
    }
  })
})
