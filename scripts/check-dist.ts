/**
 * Fails unless `dist/` is what `src/` builds, byte for byte, in this folder and in another one. Nobody reviews a bundle, so
 * everybody must be able to reproduce it, wherever their copy of the project is.
 */
import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

const root = path.resolve(import.meta.dirname, '..')
const dist = path.join(root, 'dist')
const temporary = mkdtempSync(path.join(tmpdir(), 'dist-'))
try {
  const elsewhere = path.join(temporary, 'another folder', 'of another depth')
  copyProject(elsewhere)
  const fresh = [root, elsewhere].map((folder, index) => {
    const target = path.join(temporary, `dist-${index}`)
    execFileSync(process.execPath, [path.join(folder, 'scripts/build.ts'), target], {
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    return target
  })
  const names = [...new Set([dist, ...fresh].flatMap(filesIn))].toSorted()
  const differing = names.filter((name) =>
    fresh.some((folder) => !read(dist, name).equals(read(folder, name))),
  )
  if (differing.length > 0) {
    console.error(
      `dist/ is not what src/ builds: ${differing.join(', ')}. Run \`npm run bundle\` and commit dist/.`,
    )
    process.exitCode = 1
  } else {
    console.log(`dist/ is what src/ builds, here and in another folder (${names.length} files).`)
  }
} finally {
  rmSync(temporary, { recursive: true, force: true })
}

/** Copies what a build reads. Packages are linked, except ncc and what it bundles: their paths could end up in the bundle. */
function copyProject(folder: string): void {
  for (const name of ['src', 'scripts', 'package.json', 'tsconfig.json', 'tsconfig.build.json']) {
    cpSync(path.join(root, name), path.join(folder, name), { recursive: true })
  }
  const copied = ['@vercel/ncc', ...readFileSync(path.join(dist, 'licenses.txt'), 'utf8').split('\n')]
  const packages = path.join(root, 'node_modules')
  const names = readdirSync(packages)
    .filter((name) => !name.startsWith('.'))
    .flatMap((name) =>
      name.startsWith('@') ? readdirSync(path.join(packages, name)).map((part) => `${name}/${part}`) : [name],
    )
  for (const name of names) {
    const copy = path.join(folder, 'node_modules', name)
    if (copied.includes(name)) cpSync(path.join(packages, name), copy, { recursive: true })
    else {
      mkdirSync(path.dirname(copy), { recursive: true })
      symlinkSync(path.join(packages, name), copy, 'junction')
    }
  }
}

/** All files below a folder, as paths relative to it. */
function filesIn(folder: string): readonly string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
}

/** The bytes of a file. A missing file differs from every other. */
function read(folder: string, name: string): Buffer {
  return filesIn(folder).includes(name)
    ? readFileSync(path.join(folder, name))
    : Buffer.from(`no file in ${folder}`)
}
