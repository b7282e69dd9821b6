/**
 * Prints the release notes of a tag: its section of CHANGELOG.md. Fails unless the tag, package.json and src/core/version.ts
 * name the same version, and the section is there and dated.
 */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { VERSION } from '../src/core/version.ts'
import { releaseNotes } from './release-notes/release-notes.ts'

const root = path.resolve(import.meta.dirname, '..')
const read = (name: string) => readFileSync(path.join(root, name), 'utf8')
const manifest: unknown = JSON.parse(read('package.json'))

const notes = releaseNotes({
  tag: process.argv[2] ?? '',
  sourceVersion: VERSION,
  packageVersion: manifest instanceof Object && 'version' in manifest ? String(manifest.version) : '',
  changelog: read('CHANGELOG.md'),
})
if (notes.ok) {
  console.log(notes.text)
} else {
  console.error(notes.problem)
  process.exitCode = 1
}
