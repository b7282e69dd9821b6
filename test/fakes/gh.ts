import { spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

/** GitHub's command line: logs what it was asked for, and has an answer to a part of it. Null is a failure. */
const gh = `
const { appendFileSync } = require('node:fs')
const call = process.argv.slice(2).join(' ')
appendFileSync(process.env.GH_LOG, call + '\\0')
const [, answer = ''] = JSON.parse(process.env.GH_ANSWERS).find(([part]) => call.includes(part)) ?? []
if (answer === null) process.exit(1)
process.stdout.write(answer)
`

/** Puts the command into a directory, which scripts need in their PATH, beside `env`. */
export function installGh(directory: string, answers: Readonly<Record<string, string | null>>) {
  const command = path.join(directory, 'gh')
  const log = path.join(directory, 'log')
  writeFileSync(log, '')
  writeFileSync(command, `#!${process.execPath}\n${gh}`)
  chmodSync(command, 0o755)
  return {
    env: { GH_LOG: log, GH_ANSWERS: JSON.stringify(Object.entries(answers)) },
    /** All that it was asked for. */
    calls: () => readFileSync(log, 'utf8').split('\0').slice(0, -1),
  }
}

/** Runs the script of a workflow's step as GitHub does. Returns its exit code, and all that it asked `gh` for. */
export function runScript(
  script: string,
  env: Readonly<Record<string, string>>,
  answers: Readonly<Record<string, string | null>>,
) {
  const directory = mkdtempSync(path.join(tmpdir(), 'gh-'))
  try {
    const gh = installGh(directory, answers)
    const PATH = [directory, process.env['PATH']].join(path.delimiter)
    const { status } = spawnSync('bash', ['-e', '-c', script], {
      env: { PATH, GITHUB_STEP_SUMMARY: path.join(directory, 'summary'), ...gh.env, ...env },
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    return { status, calls: gh.calls() }
  } finally {
    rmSync(directory, { recursive: true })
  }
}
