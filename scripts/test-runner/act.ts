import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import type { FakeGitHub } from '../../test/fakes/github.ts'
import type { ActionEvent } from '../../test/fakes/run-action.ts'

/** The version that this was tested with. */
const ACT = 'github.com/nektos/act@v0.2.89'
/** A run takes less than a minute. In milliseconds. */
const TIMEOUT = 10 * 60_000

export interface Job {
  /** Path of the workflow, from the root of the repository. */
  readonly workflow: string
  readonly event: ActionEvent
  readonly github: FakeGitHub
  readonly secrets: Readonly<Record<string, string>>
  /** The folder that `org/auco-webhooks-action@v1` names. */
  readonly action: string
  /** More variables of every step; a `PATH` is put before the one of this process. */
  readonly env?: Readonly<Record<string, string>>
}

export interface ActRun {
  /** Null after a timeout. */
  readonly exitCode: number | null
  /** What act prints, errors too. */
  readonly log: string
}

/** Runs a workflow of this folder with act, on this machine and without containers. Throws if act isn't installed. */
export async function runAct(cwd: string, job: Job): Promise<ActRun> {
  const directory = mkdtempSync(path.join(tmpdir(), 'act-'))
  try {
    return await spawnAct(cwd, argumentsFor(job, directory), job.env?.['PATH'] ?? '')
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}

function argumentsFor({ workflow, event, github, secrets, action, env: more = {} }: Job, directory: string) {
  const payload = path.join(directory, 'event.json')
  writeFileSync(payload, JSON.stringify(event.payload))
  const { PATH: _, ...others } = more
  const env = {
    ...others,
    GITHUB_REPOSITORY: event.repository,
    GITHUB_REF: event.ref ?? '',
    GITHUB_API_URL: github.url,
    GITHUB_GRAPHQL_URL: `${github.url}/graphql`,
    // act makes GITHUB_SHA of it.
    SHA_REF: event.sha ?? '',
    // act doesn't know it.
    GITHUB_WORKFLOW_REF: `${event.repository}/${workflow}@${event.ref}`,
  }
  return [
    event.name,
    `--workflows=${workflow}`,
    `--eventpath=${payload}`,
    `--local-repository=org/auco-webhooks-action@v1=${action}`,
    `--action-cache-path=${path.join(directory, 'cache')}`,
    '--platform=ubuntu-latest=-self-hosted',
    '--no-cache-server',
    ...Object.entries(env).flatMap(([name, value]) => ['--env', `${name}=${value}`]),
    ...Object.entries({ GITHUB_TOKEN: github.botToken, ...secrets }).flatMap(([name, value]) => [
      '--secret',
      `${name}=${value}`,
    ]),
  ]
}

async function spawnAct(cwd: string, args: readonly string[], first: string): Promise<ActRun> {
  const child = spawn('act', args, {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: TIMEOUT,
    // For `using: node24` act takes Node from the PATH.
    env: {
      ...process.env,
      PATH: [first, path.dirname(process.execPath), process.env['PATH']].join(path.delimiter),
    },
  })
  try {
    const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')])
    return { exitCode: child.exitCode, log: stdout + stderr }
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
    throw new Error(
      `act is not installed. Install Go (https://go.dev/doc/install), then run \`go install ${ACT}\` and put \`$(go env GOPATH)/bin\` on the PATH.`,
    )
  }
}
