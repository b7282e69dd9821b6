/**
 * Builds `dist/` from `src/`: TypeScript to JavaScript by tsc, then a bundle each for the action and for the local commands
 * by ncc, whose own TypeScript loader does not work with TypeScript 7. With a folder as argument builds there instead, for
 * the check that dist is what src builds.
 */
import { execFileSync } from 'node:child_process'
import {
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { minifySync } from 'oxc-minify'
import manifest from '../package.json' with { type: 'json' }
import { ADAPTATIONS, type Adaptation } from './build/adaptations.ts'

const root = path.resolve(import.meta.dirname, '..')
const require = createRequire(import.meta.url)
const target = path.resolve(root, process.argv[2] ?? 'dist')
const run = (script: string, ...args: readonly string[]) =>
  execFileSync(process.execPath, [script, ...args], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] })

// Inside the project, because the bundler looks for packages upwards from what it bundles.
const work = path.join(root, 'build')
const out = path.join(work, 'out')
rmSync(work, { recursive: true, force: true })
mkdirSync(work)
try {
  const compiled = path.join(work, 'src')
  run(
    path.join(path.dirname(require.resolve('typescript/package.json')), 'bin/tsc'),
    '-p',
    'tsconfig.build.json',
    '--outDir',
    work,
  )
  for (const adaptation of ADAPTATIONS) copyPackage(adaptation)
  // Without a `type` the bundler reads ES modules and writes CommonJS, for which Node loads 3 ms less of itself.
  writeFileSync(path.join(work, 'package.json'), JSON.stringify({ version: manifest.version }))
  const bundle = (entry: string, folder: string) =>
    run(
      path.join(path.dirname(require.resolve('@vercel/ncc/package.json')), 'dist/ncc/cli.js'),
      'build',
      path.join(compiled, entry),
      '--out',
      folder,
      '--target',
      'es2022',
      '--license',
      'licenses.txt',
      '--no-cache',
      '--quiet',
    )
  bundle('main.js', out)
  // The command is a few lines that look at Node's version, and then load a bundle of its own: the action has no use for it.
  const commands = path.join(out, 'cli')
  bundle('cli/main.js', commands)
  renameSync(path.join(commands, 'index.js'), path.join(commands, 'main.js'))
  writeFileSync(path.join(out, 'cli.js'), asCommonJs(readFileSync(path.join(compiled, 'cli.js'), 'utf8')))
  writeFileSync(path.join(out, 'package.json'), '{ "type": "commonjs" }\n')
  for (const folder of [out, commands]) {
    completeLicenses(folder)
    for (const file of readdirSync(folder)) if (file.endsWith('.js')) makeSmall(path.join(folder, file))
  }
  // At the end and at once: a test that runs meanwhile finds the old bundle or the new one.
  rmSync(target, { recursive: true, force: true })
  cpSync(out, target, { recursive: true })
} finally {
  rmSync(work, { recursive: true, force: true })
}
console.log(`Built ${path.relative(root, target)}: ${readdirSync(target).join(', ')}`)

/** The start of the commands is not bundled, so that any Node can read it; it is a module for the compiler only. */
function asCommonJs(start: string): string {
  const load = /await import\((["'])\.\/cli\/main\.js\1\)/
  if (!load.test(start)) throw new Error('src/cli.ts does not load the commands')
  return start.replace(load, "require('./cli/main.js')").replace(/^export \{\};?\n?$/m, '')
}

/** Gives the bundler a copy of a package that is adapted to being bundled. Throws where an adaptation no longer fits. */
function copyPackage({ name, manifest, edits = [] }: Adaptation): void {
  const copy = path.join(work, 'node_modules', name)
  // Never a link to the original: this copy is written to.
  cpSync(realpathSync(path.join(root, 'node_modules', name)), copy, { recursive: true, dereference: true })
  const manifestFile = path.join(copy, 'package.json')
  const original: object = JSON.parse(readFileSync(manifestFile, 'utf8'))
  writeFileSync(manifestFile, JSON.stringify({ ...original, ...manifest }))
  for (const { file, from, to } of edits) {
    const text = readFileSync(path.join(copy, file), 'utf8')
    if (text.split(from).length !== 2) throw new Error(`${name}/${file} does not hold this once: ${from}`)
    writeFileSync(
      path.join(copy, file),
      text.replace(from, () => to),
    )
  }
}

/**
 * Leaves out comments, dead code and the length of local names, which V8 reads all the same. The names of functions and
 * classes stay, for stacks and errors. What of the bundle is reviewed is `src/`, and that it is what `dist/` was built of.
 */
function makeSmall(file: string): void {
  const names = { function: true, class: true }
  const { code, errors } = minifySync(file, readFileSync(file, 'utf8'), {
    module: false,
    compress: { target: 'es2022', keepNames: names },
    mangle: { toplevel: true, keepNames: names },
  })
  if (errors.length > 0) throw new Error(`${file} cannot be made smaller: ${errors[0]?.message}`)
  writeAsAscii(file, code)
}

/**
 * Writes every other character as an escape, which means the same in all texts and regular expressions of the bundle. One
 * of them would make V8 keep the whole file in two bytes a character, and read it so.
 */
function writeAsAscii(file: string, text: string): void {
  const escaped = (unit: string) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`
  if (text.includes('String.raw')) throw new Error(`${file} has text in which an escape is no escape`)
  writeFileSync(file, text.replace(/[^\0-\x7f]/g, escaped))
}

/** Adds the licences of the packages whose modules were joined into one scope: the bundler lists the others only. */
function completeLicenses(folder: string): void {
  const list = path.join(folder, 'licenses.txt')
  const listed = readFileSync(list, 'utf8')
  const code = readdirSync(folder)
    .filter((name) => name.endsWith('.js'))
    .map((name) => readFileSync(path.join(folder, name), 'utf8'))
  const joined = code.flatMap((text) =>
    [...text.matchAll(/CONCATENATED MODULE: .*?node_modules\/((?:@[^/]+\/)?[^/]+)\//g)].map(
      ([, name = '']) => name,
    ),
  )
  const missing = [...new Set(joined)].filter((name) => !listed.split('\n').includes(name)).toSorted()
  const added = missing.map((name) => `${name}\n${licenseOf(name)}`)
  writeFileSync(list, [listed.trimEnd(), ...added].join('\n\n').concat('\n'))
}

function licenseOf(name: string): string {
  const folder = path.join(root, 'node_modules', name)
  const file = readdirSync(folder).find((candidate) => /^licen[cs]e/i.test(candidate))
  if (file === undefined) throw new Error(`${name} has no file with its licence`)
  return readFileSync(path.join(folder, file), 'utf8').trimEnd()
}
