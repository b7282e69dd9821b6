/**
 * Builds `dist/` from `src/`: tsc compiles, because ncc's own TypeScript loader doesn't support TypeScript 7; then ncc makes
 * a bundle for the action and one for the local commands. An argument is another folder to build into.
 */
import { execFileSync } from 'node:child_process'
import {
  cpSync,
  existsSync,
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
import { ADAPTATIONS, type Adaptation, edited } from './build/adaptations.ts'
import { COPIED } from './build/copied.ts'

const root = path.resolve(import.meta.dirname, '..')
const require = createRequire(import.meta.url)
const target = path.resolve(root, process.argv[2] ?? 'dist')
const run = (script: string, ...args: readonly string[]) =>
  execFileSync(process.execPath, [script, ...args], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] })

// Inside the project, because ncc looks for packages upwards from what it bundles.
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
  // `cli.js` checks Node's version, then loads the bundle of the commands.
  const commands = path.join(out, 'cli')
  bundle('cli/main.js', commands)
  renameSync(path.join(commands, 'index.js'), path.join(commands, 'main.js'))
  writeFileSync(path.join(out, 'cli.js'), asCommonJs(readFileSync(path.join(compiled, 'cli.js'), 'utf8')))
  writeFileSync(path.join(out, 'package.json'), '{ "type": "commonjs" }\n')
  for (const folder of [out, commands]) {
    completeLicenses(folder)
    for (const file of readdirSync(folder)) if (file.endsWith('.js')) minify(path.join(folder, file))
  }
  for (const file of readdirSync(commands)) if (file.endsWith('.js')) share(file)
  // Last, so that a test that runs meanwhile finds the old bundle or the new one.
  rmSync(target, { recursive: true, force: true })
  cpSync(out, target, { recursive: true })
} finally {
  rmSync(work, { recursive: true, force: true })
}
console.log(`Built ${path.relative(root, target)}: ${readdirSync(target).join(', ')}`)

/** `cli.js` as CommonJS. It isn't bundled, so that every version of Node can load it. */
function asCommonJs(start: string): string {
  const load = /await import\((["'])\.\/cli\/main\.js\1\)/
  if (!load.test(start)) throw new Error('src/cli.ts does not load the commands')
  return start.replace(load, "require('./cli/main.js')").replace(/^export \{\};?\n?$/m, '')
}

/** Gives ncc an adapted copy of a package. Throws if an adaptation doesn't fit the package any more. */
function copyPackage({ name, manifest, edits = [] }: Adaptation): void {
  const copy = path.join(work, 'node_modules', name)
  // Never a link to the original, because the copy is changed.
  cpSync(realpathSync(path.join(root, 'node_modules', name)), copy, { recursive: true, dereference: true })
  const manifestFile = path.join(copy, 'package.json')
  const original: object = JSON.parse(readFileSync(manifestFile, 'utf8'))
  writeFileSync(manifestFile, JSON.stringify({ ...original, ...manifest }))
  for (const edit of edits) {
    const file = path.join(copy, edit.file)
    writeFileSync(file, edited(readFileSync(file, 'utf8'), edit))
  }
}

/** Minifies a file, because V8 reads every character. Functions and classes keep their names, for stacks and errors. */
function minify(file: string): void {
  const names = { function: true, class: true }
  const { code, errors } = minifySync(file, readFileSync(file, 'utf8'), {
    module: false,
    compress: { target: 'es2022', keepNames: names },
    mangle: { toplevel: true, keepNames: names },
  })
  if (errors.length > 0) throw new Error(`${file} cannot be minified: ${errors[0]?.message}`)
  writeAsAscii(file, code)
}

/**
 * Lets the commands load a chunk from the action's bundle if both have the same, as they have of undici. Every job downloads
 * both bundles.
 */
function share(file: string): void {
  const copy = path.join(out, 'cli', file)
  const original = path.join(out, file)
  if (!existsSync(original) || !readFileSync(original).equals(readFileSync(copy))) return
  writeFileSync(copy, `module.exports=require("../${file}");\n`)
}

/**
 * Escapes everything that isn't ASCII, which means the same in every string and regular expression of the bundle: with one
 * such character, V8 would keep the whole file with two bytes a character.
 */
function writeAsAscii(file: string, text: string): void {
  const escaped = (unit: string) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`
  if (text.includes('String.raw'))
    throw new Error(`${file} has String.raw, where an escape would change the text`)
  writeFileSync(file, text.replace(/[^\0-\x7f]/g, escaped))
}

/** Adds the licenses of packages whose modules were joined into one scope, because ncc lists only the others. */
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
  const notices = COPIED.filter(({ trace }) => code.some((text) => text.includes(trace)))
  const added = [
    ...missing.map((name) => `${name}\n${licenseOf(name)}`),
    ...notices.map(({ notice }) =>
      readFileSync(path.join(root, 'scripts/build/notices', notice), 'utf8').trimEnd(),
    ),
  ]
  writeFileSync(list, [listed.trimEnd(), ...added].join('\n\n').concat('\n'))
}

/** The licence of a package, from its own file. */
function licenseOf(name: string): string {
  const folder = path.join(root, 'node_modules', name)
  const file = readdirSync(folder).find((candidate) => /^licen[cs]e/i.test(candidate))
  if (file === undefined) throw new Error(`${name} has no license file`)
  return readFileSync(path.join(folder, file), 'utf8').trimEnd()
}
