/**
 * Makes the commit and the tag of a release: `npm run release -- 1.2.3`. Sets the version everywhere, dates the section
 * `Unreleased` of CHANGELOG.md, builds `dist/`, and says what to push; the workflow `release` does the rest.
 */
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { released } from './release-notes/released.ts'

const root = path.resolve(import.meta.dirname, '..')
const git = (...args: readonly string[]) => execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim()

const files = ['package.json', 'package-lock.json', 'src/core/version.ts', 'CHANGELOG.md'] as const
const before = Object.fromEntries(files.map((file) => [file, readFileSync(path.join(root, file), 'utf8')]))
const result = released({
  version: process.argv[2] ?? '',
  date: new Date().toISOString().slice(0, 10),
  tags: git('tag', '--list').split('\n'),
  branch: git('branch', '--show-current'),
  changes: git('status', '--porcelain'),
  files: before,
})
if (result.ok) {
  for (const [file, text] of Object.entries(result.files)) writeFileSync(path.join(root, file), text)
  execFileSync(process.execPath, [path.join(root, 'scripts/build.ts')], { stdio: 'inherit' })
  git('add', '--all')
  git('commit', '--message', `build: release ${result.tag}`)
  git('tag', '--annotate', result.tag, '--message', result.tag)
  console.log(`Committed and tagged. To release: git push --atomic origin main ${result.tag}`)
} else {
  console.error(result.problem)
  process.exitCode = 1
}
