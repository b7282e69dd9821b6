/** Prints the release notes of a tag such as `v1.2.3`. Fails unless package.json has that version. */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import manifest from '../../package.json' with { type: 'json' }
import { releaseNotes } from './changelog.ts'

const [, , tag] = process.argv
const { version } = manifest
if (tag !== `v${version}`) fail(`The tag is ${tag}, but package.json has ${version}. Run \`npm version\`.`)
const changelog = readFileSync(path.resolve(import.meta.dirname, '../../CHANGELOG.md'), 'utf8')
const notes = releaseNotes(changelog, version)
if (!notes.ok) fail(notes.problem)
console.log(notes.text)

function fail(problem: string): never {
  console.error(problem)
  process.exit(1)
}
