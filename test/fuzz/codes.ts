import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

const config = path.resolve(import.meta.dirname, '../../src/config')

/** Rules of single values, whose codes are made of the field's name. */
const OF_FIELDS = ['id', 'description', 'url', 'key', 'value', 'environments', 'webhooks'].map(
  (field) => `invalid-${field}`,
)

/** Every code that the sources of `src/config` give a problem by name, and those of the fields. */
export function codesInSource(): readonly string[] {
  const sources = readdirSync(config).map((name) => readFileSync(path.join(config, name), 'utf8'))
  const named = sources.flatMap((source) =>
    [...source.matchAll(/(?:code: |(?:\bproblem|\bone|#add|#warn)\(\s*)'([a-z0-9-]+)'/g)].map(
      ([, code]) => code ?? '',
    ),
  )
  return [...new Set([...named, ...OF_FIELDS])].toSorted()
}
