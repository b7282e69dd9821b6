import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { isApply, isOwnAction, quickStart, workflowsIn } from './workflows.ts'

const security = readFileSync(path.resolve(import.meta.dirname, '../../../docs/security.md'), 'utf8')

describe('the trusted plan', () => {
  const [file, ...others] = [
    ...workflowsIn('examples'),
    ...workflowsIn('.github/workflows'),
    quickStart(),
  ].filter(({ workflow }) => workflow.on.pull_request_target !== undefined)
  const plan = file?.workflow.jobs['plan']

  it('is the only workflow on `pull_request_target`, and has no plan on `pull_request`', () => {
    expect(file?.path).toBe('examples/trusted-plan.yml')
    expect(others).toEqual([])
    expect(file?.workflow.on.pull_request).toBeUndefined()
  })

  it('is one step, the action, which has no private key', () => {
    expect(plan?.if).toBe("github.event_name == 'pull_request_target'")
    expect(plan?.steps.map((step) => [isOwnAction(step), isApply(step)])).toEqual([[true, false]])
    expect(plan?.permissions).toEqual({ contents: 'read', 'pull-requests': 'write' })
  })

  // A branch's own workflow can name an environment, but GitHub compares its rule with the ref that runs.
  it('has its secrets in environments that admit the default branch only, where a branch can push what it likes', () => {
    expect(file?.text).toContain('both limited to the default branch')
    const jobs = file?.text.split(/^ {2}(?=\w+:$)/m).filter((text) => text.includes('secrets.')) ?? []
    expect(jobs).toHaveLength(2)
    expect(jobs.filter((text) => !/^ {4}environment: /m.test(text))).toEqual([])
    const names = Object.values(file?.workflow.jobs ?? {}).map(({ environment }) => environment?.name)
    expect(names).toEqual(['auco-plan', 'auco-production'])
    const relied = security.split('## The trusted plan')[1]?.split('\n## ')[0]
    for (const [event, ref] of [
      ['pull_request_target', 'the default branch'],
      ['pull_request', '`refs/pull/<number>/merge`'],
      ['push', 'the branch itself'],
    ]) {
      expect(relied).toMatch(RegExp(`${ref} on \`${event}\``))
    }
    expect(relied).toContain(
      "from the repository's default branch, regardless of the pull request's base branch",
    )
    expect(relied).toContain('](https://github.blog/changelog/2025-11-07-actions-pull_request_target-')
    expect(relied).toContain(
      '](https://docs.github.com/en/actions/how-tos/administer/control-workflow-execution)',
    )
  })
})
