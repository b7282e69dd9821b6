/** npm runs this first on `npm version 1.2.3`: checks what npm itself does not check, and dates the changelog. */
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { release } from './changelog.ts'

const version = process.env['npm_new_version'] ?? ''
const file = path.resolve(import.meta.dirname, '../../CHANGELOG.md')
const git = (...args: readonly string[]) => execFileSync('git', args, { encoding: 'utf8' }).trim()

if (!/^\d+\.\d+\.\d+$/.test(version)) fail('Give the version: `npm version 1.2.3`.')
if (git('tag', '--list', `v${version}`) !== '') fail(`The tag v${version} exists. Choose the next version.`)
if (git('branch', '--show-current') !== 'main') fail('Releases are made from `main`. Switch to it.')
const changelog = release(readFileSync(file, 'utf8'), version, new Date().toISOString().slice(0, 10))
if (!changelog.ok) fail(changelog.problem)
writeFileSync(file, changelog.text)

function fail(problem: string): never {
  console.error(problem)
  process.exit(1)
}
