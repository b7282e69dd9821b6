import { execFileSync } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { stepsOf, workflowsIn } from './workflows.ts'

const recipe = workflowsIn('examples').find(({ path }) => path === 'examples/drift-pull-request.yml')
const script =
  (recipe === undefined ? [] : stepsOf(recipe)).findLast(({ run }) => run !== undefined)?.run ?? ''

/**
 * The part of GitHub's command line that the recipe uses: files by branch, and pull requests, in a file. Exits with 64 for
 * the rest.
 */
const gh = `
const { readFileSync, writeFileSync } = require('node:fs')
const file = process.env.GH_STATE
const state = JSON.parse(readFileSync(file, 'utf8'))
const args = process.argv.slice(2)
const option = (name) => args[args.indexOf(name) + 1]
const field = (name) => args.find((arg) => arg.startsWith(name + '='))?.slice(name.length + 1)
const address = args.find((arg) => arg.startsWith('repos/acme/webhooks/'))?.slice('repos/acme/webhooks/'.length)
const pulls = () => state.pulls.filter(({ open }) => open)
switch (args.slice(0, 2).join(' ')) {
  case 'pr list': {
    if (option('--head') !== 'auco-drift' || !option('--jq').includes('isCrossRepository | not')) process.exit(64)
    const own = state.pulls.findIndex(({ open, isFork }) => open && !isFork)
    if (own !== -1) console.log(own + 1)
    break
  }
  case 'pr create':
    state.pulls.push({ open: true, isFork: false, body: option('--body') })
    break
  case 'pr edit':
    state.pulls[args[2] - 1].body = option('--body')
    break
  case 'pr close':
    state.pulls[args[2] - 1].open = false
    delete state.branches['auco-drift']
    break
  default: {
    const [, ref] = /^contents\\/webhooks\\.yaml\\?ref=(.*)$/.exec(address ?? '') ?? []
    if (ref !== undefined) {
      process.stdout.write(state.branches[ref] ?? '')
    } else if (address === 'git/trees' && field('tree[][path]') === 'webhooks.yaml') {
      state.tree = field('tree[][content]')
      console.log('tree-1')
    } else if (address === 'git/commits' && field('tree') === 'tree-1' && field('parents[]') === 'sha-of-main') {
      console.log('commit-1')
    } else if (address === 'git/refs/heads/auco-drift' && option('--method') === 'PATCH') {
      if (state.branches['auco-drift'] === undefined) process.exit(1)
      state.branches['auco-drift'] = state.tree
      state.commits += 1
    } else if (address === 'git/refs' && field('sha') === 'commit-1') {
      state.branches['auco-drift'] = state.tree
      state.commits += 1
    } else process.exit(64)
  }
}
writeFileSync(file, JSON.stringify(state))
`

const State = z.object({
  branches: z.record(z.string(), z.string()),
  commits: z.number(),
  pulls: z.array(z.object({ open: z.boolean(), isFork: z.boolean(), body: z.string() })),
})

// The recipe runs on Linux. Windows ignores the first line of a script.
describe.skipIf(process.platform === 'win32')("the drift check's pull request", () => {
  const directory = mkdtempSync(path.join(tmpdir(), 'drift-pull-request-'))
  const state = path.join(directory, 'state.json')
  writeFileSync(path.join(directory, 'gh'), `#!${process.execPath}\n${gh}`)
  chmodSync(path.join(directory, 'gh'), 0o755)
  afterAll(() => rmSync(directory, { recursive: true }))

  const FILE = 'webhooks: # "ours"\n  - id: default\n'
  const DRIFTED = `${FILE}    description: 'Changed by hand'\n`
  const ofFork = { open: true, isFork: true, body: '' }
  beforeEach(() => {
    const branches = { 'sha-of-main': FILE }
    writeFileSync(state, JSON.stringify({ branches, commits: 0, pulls: [ofFork] }))
  })

  /** One nightly check, with what the import made of the file. Returns what there is at GitHub after it. */
  function check(changed: 'true' | 'false' | 'unknown', file = '') {
    execFileSync('bash', ['-e', '-c', script], {
      env: {
        PATH: [directory, process.env['PATH']].join(path.delimiter),
        GH_STATE: state,
        GH_REPO: 'acme/webhooks',
        BASE: 'main',
        SHA: 'sha-of-main',
        CHANGED: changed,
        FILE: file,
        ADDED: '[]',
        UPDATED: '["default"]',
        REMOVED: '["`@team` $(rm)"]',
        RUN_URL: 'https://github.com/acme/webhooks/actions/runs/7',
      },
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    const { branches, commits, pulls } = State.parse(JSON.parse(readFileSync(state, 'utf8')))
    return { branch: branches['auco-drift'], commits, pulls }
  }
  const pull = (open = true) => ({
    open,
    isFork: false,
    // Indented code: nothing in an id ends it, or notifies anybody.
    body: expect.stringContaining('\n    updated:       ["default"]\n    new at Auco:   ["`@team` $(rm)"]\n'),
  })

  it('is opened with what is live, once', () => {
    const opened = { branch: DRIFTED, commits: 1, pulls: [ofFork, pull()] }
    expect(check('true', DRIFTED)).toEqual(opened)
    expect(check('true', DRIFTED)).toEqual(opened)
  })

  it('is brought up to date by another difference', () => {
    check('true', DRIFTED)
    const more = `${DRIFTED}  - id: New\n`
    expect(check('true', more)).toEqual({ branch: more, commits: 2, pulls: [ofFork, pull()] })
  })

  it('is closed without a difference, and opened again for the next one', () => {
    check('true', DRIFTED)
    expect(check('false')).toEqual({ branch: undefined, commits: 1, pulls: [ofFork, pull(false)] })
    expect(check('true', DRIFTED)).toMatchObject({ branch: DRIFTED, pulls: [ofFork, pull(false), pull()] })
  })

  it('is opened again if its reviewer closed it, from the branch that is still there', () => {
    check('true', DRIFTED)
    const then = State.parse(JSON.parse(readFileSync(state, 'utf8')))
    writeFileSync(
      state,
      JSON.stringify({ ...then, pulls: [ofFork, { ...ofFork, open: false, isFork: false }] }),
    )
    expect(check('true', DRIFTED)).toMatchObject({ branch: DRIFTED, commits: 2 })
  })

  const nothing = { branch: undefined, commits: 0, pulls: [ofFork] }
  it.each([
    ['nothing differs', 'false', ''],
    ['something could not be compared', 'unknown', ''],
    ['the import failed', 'true', ''],
    ['only secrets differ', 'true', FILE],
  ] as const)('is not opened if %s', (_, changed, file) => {
    expect(check(changed, file)).toEqual(nothing)
  })
})

it('a check that could not read Auco imports and proposes nothing', () => {
  expect(recipe?.workflow.jobs['import']?.if).toBe("failure() && needs.check.outputs.changed != ''")
  expect(recipe?.workflow.jobs['propose']?.if).toBe("always() && needs.check.outputs.changed != ''")
})

it("the job that may write never sees Auco's key", () => {
  const [, propose = ''] = recipe?.text.split('\n  propose:\n') ?? []
  expect(propose).toContain('contents: write')
  expect(propose).not.toMatch(/AUCO_PUBLIC_KEY|environment:/)
})
