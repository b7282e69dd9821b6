import { expect, it } from 'vitest'
import { runScript } from '../../fakes/gh.ts'
import { recipe, stepsOf } from './workflows.ts'

const { workflow, text } = recipe('drift-pull-request')
const script = stepsOf({ workflow }).findLast(({ run }) => run !== undefined)?.run ?? ''

const FILE = 'webhooks: # "ours"\n  - id: default\n'
const DRIFTED = `${FILE}    description: 'Changed by hand'\n`
const repo = 'repos/acme/webhooks'
const raw = (ref: string) =>
  `api -H Accept: application/vnd.github.raw ${repo}/contents/webhooks.yaml?ref=${ref}`

const LIST =
  'pr list --head auco-drift --state open --json number,isCrossRepository --jq map(select(.isCrossRepository | not))[0].number // ""'
const COMMIT = [
  `api ${repo}/git/trees -f base_tree=sha-of-main -f tree[][path]=webhooks.yaml -f tree[][mode]=100644 -f tree[][type]=blob -f tree[][content]=${DRIFTED} --jq .sha`,
  `api ${repo}/git/commits -f message=fix: what Auco has -f tree=tree-1 -f parents[]=sha-of-main --jq .sha`,
  `api --method PATCH ${repo}/git/refs/heads/auco-drift -f sha=commit-1 -F force=true`,
]
const NEW_BRANCH = `api ${repo}/git/refs -f ref=refs/heads/auco-drift -f sha=commit-1`
const CREATE = 'pr create --head auco-drift --base main --title What Auco has --body '

interface Case {
  readonly changed?: 'false' | 'unknown'
  /** What the import made of the file. */
  readonly file?: string
  /** The number of the open pull request. */
  readonly pull?: string
  /** The file on its branch. */
  readonly branch?: string
  readonly calls: readonly string[]
}

// The recipe runs on Linux. Windows ignores the first line of a script.
it.skipIf(process.platform === 'win32').each<[string, Case]>([
  ['is opened with what Auco has', { calls: [raw('sha-of-main'), ...COMMIT, NEW_BRANCH, CREATE] }],
  [
    'is opened again from the branch that is still there',
    { branch: DRIFTED, calls: [raw('sha-of-main'), ...COMMIT, CREATE] },
  ],
  [
    'is opened once',
    { pull: '7', branch: DRIFTED, calls: [raw('sha-of-main'), raw('auco-drift'), 'pr edit 7 --body '] },
  ],
  [
    'is brought up to date by another difference',
    {
      pull: '7',
      branch: FILE,
      calls: [raw('sha-of-main'), raw('auco-drift'), ...COMMIT, 'pr edit 7 --body '],
    },
  ],
  [
    'is closed without a difference',
    { changed: 'false', file: '', pull: '7', calls: ['pr close 7 --delete-branch --comment '] },
  ],
  ['is not opened if nothing differs', { changed: 'false', file: '', calls: [] }],
  ['is not opened if something could not be compared', { changed: 'unknown', file: '', calls: [] }],
  ['is not opened if the import failed', { file: '', calls: [] }],
  ['is not opened if only secrets differ', { file: FILE, calls: [raw('sha-of-main')] }],
])("the drift check's pull request %s", (_, scenario) => {
  const { changed = 'true', file = DRIFTED, pull = '', branch = null, calls: expected } = scenario
  const env = {
    GH_REPO: 'acme/webhooks',
    BASE: 'main',
    SHA: 'sha-of-main',
    CHANGED: changed,
    FILE: file,
    ADDED: '[]',
    UPDATED: '["default"]',
    REMOVED: '["`@team` $(rm)"]',
    RUN_URL: 'https://github.com/acme/webhooks/actions/runs/7',
  }
  const answers = {
    'pr list': pull,
    'ref=sha-of-main': FILE,
    'ref=auco-drift': branch ?? '',
    'git/trees': 'tree-1',
    'git/commits': 'commit-1',
    'refs/heads/auco-drift -f sha=commit-1 -F': branch === null ? null : '',
  }
  const { status, calls } = runScript(script, env, answers)
  expect(status).toBe(0)
  expect(calls).toEqual([LIST, ...expected.map((start) => expect.stringContaining(start))])
  // Indented code: nothing in an id ends it, or notifies anybody.
  const told = '\n    updated:       ["default"]\n    new at Auco:   ["`@team` $(rm)"]\n'
  for (const call of calls) if (/^pr (?:create|edit)/.test(call)) expect(call).toContain(told)
})

it('a check that could not read Auco imports and proposes nothing', () => {
  expect(workflow.jobs['import']?.if).toBe("failure() && needs.check.outputs.changed != ''")
  expect(workflow.jobs['propose']?.if).toBe("always() && needs.check.outputs.changed != ''")
})

it("the job that may write never sees Auco's key", () => {
  const [, propose = ''] = text.split('\n  propose:\n')
  expect(propose).toContain('contents: write')
  expect(propose).not.toMatch(/AUCO_PUBLIC_KEY|environment:/)
})
