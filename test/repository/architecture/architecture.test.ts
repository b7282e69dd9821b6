import { readdirSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { closure, cycle, sourceOf, sourcesIn } from './sources.ts'

const src = path.resolve(import.meta.dirname, '../../../src')
const sources = sourcesIn(src)

/** What a folder may import besides its own files: folders and files of src, and packages. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  config: [
    'codes.ts',
    'errors.ts',
    'number.ts',
    'redact.ts',
    'secret.ts',
    'visible.ts',
    'webhook.ts',
    'webhook-url.ts',
    'yaml',
    'zod/mini',
  ],
  plan: ['webhook.ts'],
  report: [
    'codes.ts',
    'errors.ts',
    'number.ts',
    'plan',
    'secret.ts',
    'troubleshooting.ts',
    'visible.ts',
    'zod/mini',
    'node:crypto',
  ],
  import: [
    'config',
    'errors.ts',
    'plan',
    'secret.ts',
    'troubleshooting.ts',
    'visible.ts',
    'webhook.ts',
    'yaml',
  ],
  auco: [
    'clock.ts',
    'codes.ts',
    'errors.ts',
    'redact.ts',
    'secret.ts',
    'visible.ts',
    'webhook.ts',
    'webhook-url.ts',
    'undici',
    'undici.ts',
    'zod/mini',
  ],
  github: ['secret.ts', '@octokit/core', 'undici', 'undici.ts', 'zod/mini'],
}
/** Folders that hold a program, which puts the others together. */
const PROGRAMS = ['cli']
const PURE = ['config', 'import', 'plan', 'report']

/** Input, output, time and chance, and the ways around a name: what is pure uses none of them. */
const IMPURE = [
  ...['process', 'console', 'fetch', 'navigator', 'crypto', 'performance', 'Date', 'Intl', 'WebSocket'],
  ...['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask', 'EventSource', 'localStorage'],
  ...['globalThis', 'global', 'require', 'module', 'eval', 'Function', 'WebAssembly', 'Atomics'],
]

/** The folder of a file, or the file itself where it stands in none; a package as it is. */
function roomOf(target: string): string {
  return sources.has(target) ? (target.split('/')[0] ?? target) : target
}

it('every folder of src/ has its place in the architecture', () => {
  const folders = readdirSync(src, { withFileTypes: true }).filter((entry) => entry.isDirectory())
  const known = [...Object.keys(ALLOWED), ...PROGRAMS]
  expect(folders.map(({ name }) => name).toSorted()).toEqual(known.toSorted())
})

describe.each(Object.entries(ALLOWED))('src/%s', (folder, allowed) => {
  it('imports only what its place in the architecture allows', () => {
    const foreign = [...sources.values()]
      .filter(({ name }) => name.startsWith(`${folder}/`))
      .flatMap(({ name, imports }) =>
        imports
          .map(({ target }) => roomOf(target))
          .filter((room) => room !== folder && !allowed.includes(room))
          .map((room) => `${name} imports ${room}`),
      )
    expect(foreign).toEqual([])
  })
})

describe.each(PURE)('src/%s', (folder) => {
  const loaded = [...sources.keys()]
    .filter((name) => name.startsWith(`${folder}/`))
    .flatMap((name) => [...closure(sources, name)])

  it('is pure, and so is all that it loads: no input, output, clock or chance', () => {
    const impure = [...new Set(loaded)].flatMap((name) => {
      const source = sources.get(name)
      const used = IMPURE.filter((word) => source?.identifiers.has(word))
      const random = source?.accesses.has('Math.random') === true ? ['Math.random'] : []
      return [...used, ...random].map((word) => `${name} uses ${word}`)
    })
    expect(impure).toEqual([])
  })

  it('loads no package that reads or writes', () => {
    const packages = [...new Set(loaded)].flatMap((name) =>
      (sources.get(name)?.imports ?? [])
        .filter(({ isType, target }) => !isType && !sources.has(target))
        .map(({ target }) => target),
    )
    expect(
      [...new Set(packages)].filter((name) => !['yaml', 'zod/mini', 'node:crypto'].includes(name)),
    ).toEqual([])
  })
})

it('no file leads back to itself, not even by types', () => {
  expect(cycle(sources)).toBe(null)
})

describe.each([
  ['a plan', 'run-plan.ts'],
  ['a local command', 'cli/main.ts'],
])('%s', (_, start) => {
  it('loads nothing that can write to Auco', () => {
    const loaded = closure(sources, start)
    expect(loaded).toContain('auco/reader.ts')
    expect([...loaded].filter((name) => name === 'auco/writer.ts' || name === 'apply.ts')).toEqual([])
  })
})

describe('the process', () => {
  it('is asked for its environment where a process starts only', () => {
    const readers = [...sources.values()].filter(({ accesses }) => accesses.has('process.env'))
    expect(readers.map(({ name }) => name).toSorted()).toEqual(['cli/main.ts', 'main.ts'])
  })

  it('is taken apart nowhere, and only its start and the working folder know it', () => {
    const users = [...sources.values()].filter(({ identifiers }) => identifiers.has('process'))
    expect(users.map(({ name }) => name).toSorted()).toEqual([
      'cli.ts',
      'cli/main.ts',
      'context.ts',
      'main.ts',
    ])
  })
})

describe('what is read of a file', () => {
  it.each<[string, string, readonly string[]]>([
    ['without names', "import './b.ts'", ['a/b.ts']],
    ['in double quotes', 'import x from "node:fs"', ['node:fs']],
    ['later', "const b = await import('../b.ts')", ['b.ts']],
    ['later, in backticks', 'const b = await import(`./b.ts`)', ['a/b.ts']],
    ['exported', "export { x } from './b.ts'", ['a/b.ts']],
    ['types', "import type { X } from './b.ts'", ['a/b.ts']],
    ['in a comment or a text', "// import './b.ts'\nconst x = \"import './b.ts'\"", []],
  ])('imports %s', (_, text, expected) => {
    expect(sourceOf('a/a.ts', text).imports.map(({ target }) => target)).toEqual(expected)
  })

  it.each<[string, string, boolean]>([
    ['a call', 'Date()', true],
    ['a part', 'const { now } = Date', true],
    ['inside of a template', '`${process.pid}`', true],
    ['a property of that name', 'x.process', false],
    ['a field of that name', 'const x = { process: 1, Date: 2 }', false],
    ['a key in brackets', 'x[process.pid]', true],
    ['a text', "const x = 'process'", false],
  ])('uses: %s', (_, text, isUse) => {
    const { identifiers } = sourceOf('a.ts', text)
    expect(IMPURE.some((word) => identifiers.has(word))).toBe(isUse)
  })

  it.each(["process['env']", 'process.env', 'globalThis.process.env'])('access: %s', (text) => {
    const { accesses, identifiers } = sourceOf('a.ts', text)
    expect(accesses.has('process.env') || identifiers.has('globalThis')).toBe(true)
  })

  it('a cycle of types', () => {
    const files = { 'a.ts': "import type { B } from './b.ts'", 'b.ts': "import './a.ts'" }
    const map = new Map(Object.entries(files).map(([name, text]) => [name, sourceOf(name, text)]))
    expect(cycle(map)).toEqual(['a.ts', 'b.ts', 'a.ts'])
  })
})
