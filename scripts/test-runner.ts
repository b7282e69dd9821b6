/**
 * Runs the workflow `self-test` with act, on this machine and without containers: action.yml, its defaults, `with:`, `env:`,
 * outputs and masks. Needs act, Git, bash, curl and jq.
 */
import { spawnSync } from 'node:child_process'
import path from 'node:path'
import { problemsOf } from './test-runner/log.ts'

/** The version that this was tested with. */
const ACT = 'github.com/nektos/act@v0.2.89'
/** A run takes less than a minute. In milliseconds. */
const TIMEOUT = 10 * 60_000

const root = path.resolve(import.meta.dirname, '..')
const { error, status, stdout } = spawnSync(
  'act',
  [
    'workflow_dispatch',
    '--workflows=.github/workflows/self-test.yml',
    '--platform=ubuntu-latest=-self-hosted',
    '--no-cache-server',
  ],
  {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    stdio: ['ignore', 'pipe', 'inherit'],
    timeout: TIMEOUT,
    // For `using: node24` act takes Node from the PATH.
    env: {
      ...process.env,
      PATH: [path.dirname(process.execPath), process.env['PATH']].join(path.delimiter),
    },
  },
)
if (error !== undefined && 'code' in error && error.code === 'ENOENT') {
  console.error(
    `act is not installed. Install Go (https://go.dev/doc/install), then run \`go install ${ACT}\` and put \`$(go env GOPATH)/bin\` on the PATH.`,
  )
  process.exit(1)
}
if (error !== undefined) throw error

console.log(stdout)
const problems = [...(status === 0 ? [] : [`act ended with exit code ${status}`]), ...problemsOf(stdout)]
for (const problem of problems) console.error(problem)
if (problems.length > 0) process.exitCode = 1
else console.log('The log shows the plan, the verified apply and the failures that are meant, and no secret.')
