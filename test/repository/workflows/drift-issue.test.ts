import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { type Issue, installGh } from '../../fakes/gh.ts'
import { stepsOf, workflowsIn } from './workflows.ts'

const recipe = workflowsIn('examples').find(({ path }) => path === 'examples/drift-check.yml')
const script = (recipe === undefined ? [] : stepsOf(recipe)).find(({ run }) => run !== undefined)?.run ?? ''

// The recipe runs on Linux. Windows ignores the first line of a script.
describe.skipIf(process.platform === 'win32')("the drift check's issue", () => {
  const directory = mkdtempSync(path.join(tmpdir(), 'drift-issue-'))
  const gh = installGh(directory)
  afterAll(() => rmSync(directory, { recursive: true }))

  const otherIssue: Issue = { open: true, label: 'bug' }
  beforeEach(() => {
    gh.issues = [otherIssue]
  })

  /** One nightly check. Returns the issues after it. */
  function check(changed: 'true' | 'false' | 'unknown', delivered = '{"Billing":204}'): readonly Issue[] {
    const isRed = changed === 'true' || !delivered.includes('204')
    execFileSync('bash', ['-e', '-c', script], {
      env: {
        PATH: [directory, process.env['PATH']].join(path.delimiter),
        GH_STATE: gh.state,
        RESULT: isRed ? 'failure' : 'success',
        CHANGED: changed,
        DELIVERED: delivered,
        RUN_URL: 'https://github.com/acme/webhooks/actions/runs/7',
      },
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    return gh.issues
  }
  const issue = (open: boolean) => ({ open, label: 'auco-drift', body: expect.stringContaining('/runs/7') })

  it('is opened once, however long the difference lasts', () => {
    expect(check('true')).toEqual([otherIssue, issue(true)])
    expect(check('true')).toEqual([otherIssue, issue(true)])
  })

  it('is closed when the difference is gone, and opened again for the next one', () => {
    check('true')
    expect(check('false')).toEqual([otherIssue, issue(false)])
    expect(check('true')).toEqual([otherIssue, issue(false), issue(true)])
  })

  it('is neither opened nor closed if something could not be compared', () => {
    expect(check('unknown')).toEqual([otherIssue])
    check('true')
    expect(check('unknown')).toEqual([otherIssue, issue(true)])
  })

  it('is opened once for a receiver that takes no notification, and closed when it does', () => {
    const lost = { ...issue(true), body: expect.stringContaining('`{"Billing":401}`') }
    expect(check('false', '{"Billing":401}')).toEqual([otherIssue, lost])
    expect(check('unknown', '{"Billing":401}')).toEqual([otherIssue, lost])
    expect(check('false')).toEqual([otherIssue, { ...lost, open: false }])
  })

  it('is not opened without a difference, and other issues stay open', () => {
    expect(check('false')).toEqual([otherIssue])
  })
})

it('a check that could not read Auco opens and closes nothing', () => {
  expect(recipe?.text).toContain("if: always() && needs.check.outputs.changed != ''")
})
