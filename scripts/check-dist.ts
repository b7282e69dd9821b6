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
  const names = [...new Set([...readdirSync(dist), ...readdirSync(fresh)])].toSorted()
  const differing = names.filter((name) => !read(dist, name).equals(read(fresh, name)))
  if (differing.length > 0) {
    console.error(
      `dist/ is not what src/ builds: ${differing.join(', ')}. Run \`npm run build\` and commit dist/.`,
    )
    process.exitCode = 1
  } else {
    console.log(`dist/ is what src/ builds (${names.length} files).`)
  }
} finally {
  rmSync(fresh, { recursive: true, force: true })
}

/** A file's bytes; a missing file is unlike any other. */
function read(folder: string, name: string): Buffer {
  return readdirSync(folder).includes(name)
    ? readFileSync(path.join(folder, name))
    : Buffer.from(`no file in ${folder}`)
}
