/**
 * Runs actionlint (with shellcheck, if that is installed) and zizmor on the project's workflows and on the recipes in
 * examples/. With a GH_TOKEN, zizmor also checks on GitHub that each pin is a commit of its tag.
 */
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { UNKNOWN_KEYS } from './lint-workflows/unknown-keys.ts'

const INSTALL = {
  actionlint:
    'Install Go (https://go.dev/doc/install), then run `go install github.com/rhysd/actionlint/cmd/actionlint@v1.7.12`',
  zizmor:
    'Run `pip install --require-hashes --requirement scripts/lint-workflows/requirements.txt` in a virtual environment',
} as const

const root = path.resolve(import.meta.dirname, '..')
const recipes = readdirSync(path.join(root, 'examples')).filter((name) => name.endsWith('.yml'))

// Recipes refer to each other by the paths that they will have, so that is where actionlint looks.
const elsewhere = mkdtempSync(path.join(tmpdir(), 'recipes-'))
try {
  mkdirSync(path.join(elsewhere, '.git'))
  cpSync(path.join(root, 'examples'), path.join(elsewhere, '.github/workflows'), { recursive: true })
  const ignored = UNKNOWN_KEYS.flatMap((message) => ['-ignore', message])
  run('actionlint', ignored, root)
  run('actionlint', ignored, elsewhere)
  run(
    'zizmor',
    ['--persona=pedantic', '--config=.github/zizmor.yml', '.', ...recipes.map((name) => `examples/${name}`)],
    root,
  )
} finally {
  rmSync(elsewhere, { recursive: true, force: true })
}

function run(tool: keyof typeof INSTALL, args: readonly string[], directory: string): void {
  const { error, status } = spawnSync(tool, args, { cwd: directory, stdio: 'inherit' })
  if (error !== undefined && 'code' in error && error.code === 'ENOENT') {
    console.error(`${tool} is not installed. ${INSTALL[tool]} and put it on the PATH.`)
  } else if (error !== undefined) {
    throw error
  }
  if (status !== 0) process.exitCode = 1
}
