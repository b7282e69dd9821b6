import { execFileSync } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { stepsOf, workflowsIn } from './workflows.ts'

const recipe = workflowsIn('examples').find(({ path }) => path === 'examples/drift-check.yml')
const script = (recipe === undefined ? [] : stepsOf(recipe)).find(({ run }) => run !== undefined)?.run ?? ''

/** The part of GitHub's command line that the recipe uses, with issues and labels in a file. Exits with 64 for the rest. */
const gh = `
const { readFileSync, writeFileSync } = require('node:fs')
const file = process.env.GH_STATE
const state = JSON.parse(readFileSync(file, 'utf8'))
const [noun, verb, ...rest] = process.argv.slice(2)
const option = (name) => rest[rest.indexOf(name) + 1]
switch (noun + ' ' + verb) {
  case 'issue list':
    for (const [index, issue] of state.issues.entries()) {
      if (issue.open && issue.label === option('--label')) { console.log(index + 1); break }
    }
    break
  case 'label create':
    state.labels = [...new Set([...state.labels, rest[0]])]
    break
  case 'issue create':
    if (!state.labels.includes(option('--label'))) process.exit(1)
    state.issues.push({ open: true, label: option('--label'), body: option('--body') })
    break
  case 'issue close':
    state.issues[rest[0] - 1].open = false
    break
  default:
    process.exit(64)
}
writeFileSync(file, JSON.stringify(state))
`

const Issue = z.object({ open: z.boolean(), label: z.string(), body: z.string().optional() })
type Issue = z.infer<typeof Issue>

// The recipe runs on Linux. Windows ignores the first line of a script.
describe.skipIf(process.platform === 'win32')("the drift check's issue", () => {
  const directory = mkdtempSync(path.join(tmpdir(), 'drift-issue-'))
  const state = path.join(directory, 'state.json')
  writeFileSync(path.join(directory, 'gh'), `#!${process.execPath}\n${gh}`)
  chmodSync(path.join(directory, 'gh'), 0o755)
  afterAll(() => rmSync(directory, { recursive: true }))

  const otherIssue: Issue = { open: true, label: 'bug' }
  beforeEach(() => writeFileSync(state, JSON.stringify({ labels: ['bug'], issues: [otherIssue] })))

  /** One nightly check. Returns the issues after it. */
  function check(changed: 'true' | 'false' | 'unknown'): readonly Issue[] {
    execFileSync('bash', ['-e', '-c', script], {
      env: {
        PATH: [directory, process.env['PATH']].join(path.delimiter),
        GH_STATE: state,
        CHANGED: changed,
        RUN_URL: 'https://github.com/acme/webhooks/actions/runs/7',
      },
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    return z.object({ issues: z.array(Issue) }).parse(JSON.parse(readFileSync(state, 'utf8'))).issues
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

  it('is not opened without a difference, and other issues stay open', () => {
    expect(check('false')).toEqual([otherIssue])
  })
})

it('a check that could not read Auco opens and closes nothing', () => {
  expect(recipe?.text).toContain("if: always() && needs.check.outputs.changed != ''")
})
