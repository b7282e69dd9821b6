/** Prints the release notes of a tag such as `v1.2.3` and its commit. Fails unless package.json has that version. */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import manifest from '../../package.json' with { type: 'json' }
import { releaseNotes } from './changelog.ts'

const [, , tag, commit = ''] = process.argv
const { version } = manifest
if (tag !== `v${version}`) fail(`The tag is ${tag}, but package.json has ${version}. Run \`npm version\`.`)
if (!/^[0-9a-f]{40}$/.test(commit)) fail('Give the commit of the tag as well: 40 hexadecimal digits.')
const changelog = readFileSync(path.resolve(import.meta.dirname, '../../CHANGELOG.md'), 'utf8')
const notes = releaseNotes(changelog, version, commit)
if (!notes.ok) fail(notes.problem)
console.log(notes.text)

function fail(problem: string): never {
  console.error(problem)
  process.exit(1)
}
