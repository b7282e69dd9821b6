import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'

const src = path.resolve(import.meta.dirname, '../src')

/** What a folder may import besides its own files: files and folders of src, and packages. */
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
  import: ['config', 'errors.ts', 'plan', 'secret.ts', 'visible.ts', 'webhook.ts', 'yaml'],
  github: ['secret.ts', '@octokit/core', 'undici', 'undici.ts', 'zod/mini'],
}
/** Globals that are input, output, time or chance: pure folders may not name them. */
const IMPURE =
  /\b(?:process|console|fetch|setTimeout|setInterval|Date\.now|new Date|Math\.random|performance)\b/

describe.each(Object.entries(ALLOWED))('src/%s', (folder, allowed) => {
  it('imports only what its place in the architecture allows', () => {
    const foreign = filesOf(folder).flatMap((file) =>
      importsOf(file)
        .filter((name) => !allowed.includes(name) && name !== folder)
        .map((name) => `${path.basename(file)} imports ${name}`),
    )
    expect(foreign).toEqual([])
  })
})

describe.each(['config', 'import', 'plan', 'report'])('src/%s', (folder) => {
  it('is pure: names no input, output, clock or chance', () => {
    const impure = filesOf(folder).filter((file) => IMPURE.test(code(file)))
    expect(impure.map((file) => path.basename(file))).toEqual([])
  })
})

describe('a plan', () => {
  it('loads nothing that can write to Auco', () => {
    const loaded = loadedBy(path.join(src, 'run-plan.ts')).map((file) => path.relative(src, file))
    expect(loaded).toContain(path.join('auco', 'reader.ts'))
    expect(loaded).not.toContain(path.join('auco', 'writer.ts'))
    expect(loaded).not.toContain('apply.ts')
  })
})

describe('a local command', () => {
  it('loads nothing that can write to Auco', () => {
    const loaded = loadedBy(path.join(src, 'cli/main.ts')).map((file) => path.relative(src, file))
    expect(loaded).toContain(path.join('auco', 'reader.ts'))
    expect(loaded).not.toContain(path.join('auco', 'writer.ts'))
  })
})

describe('process.env', () => {
  it('is read where a process starts only', () => {
    const readers = filesOf('.').filter((file) => /process\.env\b/.test(code(file)))
    expect(readers.map((file) => path.relative(src, file)).toSorted()).toEqual([
      path.join('cli', 'main.ts'),
      'main.ts',
    ])
  })
})

function filesOf(folder: string): readonly string[] {
  return readdirSync(path.join(src, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => path.join(src, folder, name))
}

/** The code without comments and text: a word in a message is no access. */
function code(file: string): string {
  return readFileSync(file, 'utf8')
    .replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '')
    .replaceAll(/'[^'\n]*'|`[^`]*`/g, "''")
}

/** The files that a file loads, itself included; types are not loaded. */
function loadedBy(file: string, seen: Set<string> = new Set()): readonly string[] {
  if (seen.has(file)) return []
  seen.add(file)
  const values = readFileSync(file, 'utf8').replaceAll(/import type [^;]*? from '[^']+'/g, '')
  const imported = [...values.matchAll(/(?:from|import\()\s*'(\.[^']+)'/g)].map((match) => match[1] ?? '')
  for (const specifier of imported) loadedBy(path.resolve(path.dirname(file), specifier), seen)
  return [...seen]
}

/** Imported packages, and imported files as folder or file of src. */
function importsOf(file: string): readonly string[] {
  const specifiers = [...readFileSync(file, 'utf8').matchAll(/(?:from|import\()\s*'([^']+)'/g)].map(
    (match) => match[1] ?? '',
  )
  return specifiers.map((specifier) => {
    if (!specifier.startsWith('.')) return specifier
    const [first = ''] = path.relative(src, path.resolve(path.dirname(file), specifier)).split(path.sep)
    return first
  })
}
