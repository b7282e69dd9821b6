/**
 * Fails if a package that is in `dist/` has a known vulnerability. All packages are development dependencies, so
 * `npm audit --omit=dev` sees none of them, and plain `npm audit` would stop every change for an advisory about a linter.
 */
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { findAdvisories } from './audit/advisories.ts'

const read = (name: string) => readFileSync(path.resolve(import.meta.dirname, '..', name), 'utf8')
const licenses = read('dist/licenses.txt') + read('dist/cli/licenses.txt')
// It fails if it finds anything at all; the report says what.
const { stdout } = spawnSync('npm', ['audit', '--include=dev', '--json'], { encoding: 'utf8' })
const { audited, advisories } = findAdvisories(stdout, licenses, read('package-lock.json'))
for (const line of advisories) console.error(line)
console.log(`${audited.length} bundled packages: ${audited.join(', ')}`)
if (advisories.length > 0) process.exitCode = 1
