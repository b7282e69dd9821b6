/**
 * Fails unless `dist/` is, byte for byte, what `src/` builds: nobody reviews a bundle, so it must be provable.
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

const root = path.resolve(import.meta.dirname, '..')
const dist = path.join(root, 'dist')
const fresh = mkdtempSync(path.join(tmpdir(), 'dist-'))
try {
  execFileSync(process.execPath, [path.join(root, 'scripts/build.ts'), fresh], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const names = [...new Set([...filesIn(dist), ...filesIn(fresh)])].toSorted()
  const differing = names.filter((name) => !read(dist, name).equals(read(fresh, name)))
  if (differing.length > 0) {
    console.error(
      `dist/ is not what src/ builds: ${differing.join(', ')}. Run \`npm run bundle\` and commit dist/.`,
    )
    process.exitCode = 1
  } else {
    console.log(`dist/ is what src/ builds (${names.length} files).`)
  }
} finally {
  rmSync(fresh, { recursive: true, force: true })
}

/** The files of a folder and the folders in it, by their path in it. */
function filesIn(folder: string): readonly string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
}

/** A file's bytes; a missing file is unlike any other. */
function read(folder: string, name: string): Buffer {
  return filesIn(folder).includes(name)
    ? readFileSync(path.join(folder, name))
    : Buffer.from(`no file in ${folder}`)
}
