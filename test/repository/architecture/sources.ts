import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { parseSync } from 'oxc-parser'

/** What a source file says of itself, by a parser: a word in a text or a comment is none. */
export interface Source {
  /** Path below `src/`, with slashes. */
  readonly name: string
  /** What it imports or exports from elsewhere, with or without names, at its start or later. */
  readonly imports: readonly Import[]
  /** Names that it uses and that are no properties: its own, imported ones and globals. */
  readonly identifiers: ReadonlySet<string>
  /** Accesses to a property by its name, such as `Math.random`, with a dot or in brackets. */
  readonly accesses: ReadonlySet<string>
}

export interface Import {
  /** A package, a module of Node, or a file below `src/`. */
  readonly target: string
  /** Only of types, which are gone when the code runs. */
  readonly isType: boolean
}

/** Every file below a folder, by its name. */
export function sourcesIn(folder: string): ReadonlyMap<string, Source> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => name.replaceAll(path.sep, '/'))
  return new Map(names.map((name) => [name, sourceOf(name, readFileSync(path.join(folder, name), 'utf8'))]))
}

export function sourceOf(name: string, text: string): Source {
  const { module, program, errors } = parseSync(name, text, { lang: 'ts' })
  if (errors.length > 0) throw new Error(`${name}: ${errors[0]?.message}`)
  const identifiers = new Set<string>()
  const accesses = new Set<string>()
  visit(program, identifiers, accesses)
  const { staticImports, staticExports, dynamicImports } = module
  const found = [
    ...staticImports.map(({ moduleRequest, entries }) => ({
      specifier: moduleRequest.value,
      isType: entries.length > 0 && entries.every((entry) => entry.isType),
    })),
    ...staticExports.flatMap(({ entries }) =>
      entries.flatMap(({ moduleRequest, isType }) =>
        moduleRequest === null ? [] : [{ specifier: moduleRequest.value, isType }],
      ),
    ),
    ...dynamicImports.map(({ moduleRequest: { start, end } }) => ({
      specifier: text.slice(start + 1, end - 1),
      isType: false,
    })),
  ]
  const imports = found.map(({ specifier, isType }) => ({
    target: specifier.startsWith('.') ? path.posix.join(path.posix.dirname(name), specifier) : specifier,
    isType,
  }))
  return { name, imports, identifiers, accesses }
}

/** The files that run when one is loaded, itself included; `isType` imports do not count, unless they are asked for. */
export function closure(
  sources: ReadonlyMap<string, Source>,
  start: string,
  withTypes = false,
): ReadonlySet<string> {
  const seen = new Set<string>()
  const waiting = [start]
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (seen.has(name)) continue
    seen.add(name)
    const imports = sources.get(name)?.imports ?? []
    waiting.push(
      ...imports
        .filter(({ isType, target }) => (withTypes || !isType) && sources.has(target))
        .map(({ target }) => target),
    )
  }
  return seen
}

/** A way from a file back to itself; `null` if there is none from any. Types count: they tie files together, too. */
export function cycle(sources: ReadonlyMap<string, Source>): readonly string[] | null {
  const done = new Set<string>()
  const walk = (name: string, way: readonly string[]): readonly string[] | null => {
    if (way.includes(name)) return [...way.slice(way.indexOf(name)), name]
    if (done.has(name)) return null
    for (const { target } of sources.get(name)?.imports ?? []) {
      const found = sources.has(target) ? walk(target, [...way, name]) : null
      if (found !== null) return found
    }
    done.add(name)
    return null
  }
  for (const name of sources.keys()) {
    const found = walk(name, [])
    if (found !== null) return found
  }
  return null
}

function visit(node: unknown, identifiers: Set<string>, accesses: Set<string>): void {
  if (Array.isArray(node)) {
    for (const item of node) visit(item, identifiers, accesses)
    return
  }
  if (typeof node !== 'object' || node === null) return
  const fields = new Map(Object.entries(node))
  const type = fields.get('type')
  if (type === 'Identifier') identifiers.add(String(fields.get('name')))
  if (type === 'MemberExpression') {
    const property = nameOf(fields.get('property'))
    if (property !== null) accesses.add(`${nameOf(fields.get('object')) ?? ''}.${property}`)
  }
  // A name behind a dot, or of a property, is no use of a variable of that name.
  const isNamed = type === 'MemberExpression' || type === 'Property' || type === 'PropertyDefinition'
  for (const [key, value] of fields) {
    const isName =
      (key === 'property' && isNamed) ||
      (key === 'key' && (isNamed || /Method|Accessor|TSProp/.test(String(type))))
    if (isName && fields.get('computed') !== true) continue
    visit(value, identifiers, accesses)
  }
}

/** The name of an identifier or the text of a literal. */
function nameOf(node: unknown): string | null {
  if (typeof node !== 'object' || node === null) return null
  if ('name' in node && typeof node.name === 'string') return node.name
  return 'value' in node && typeof node.value === 'string' ? node.value : null
}
