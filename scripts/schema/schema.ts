import * as z from 'zod/mini'
import { WebhooksFile } from '../../src/config/fields.ts'
import { FIELDS } from './editor-texts.ts'
import { RULES, type Rule } from './rules.ts'

/**
 * The JSON Schema of the file: the shape from the schema that the action itself checks, with the texts of the fields and
 * the rules between them. Throws if a field has no text, or a text or a rule no field.
 *
 * Draft 2020-12, because "exactly one `default`" is `maxContains`, which draft-07 lacks; yaml-language-server knows it
 * since 1.20, and editors with an older one do without that rule.
 */
export function webhooksSchema(): Rule {
  const words = new Map<string, string>()
  const shape = z.toJSONSchema(WebhooksFile, {
    target: 'draft-2020-12',
    io: 'input',
    override: ({ zodSchema }) => {
      for (const { _zod } of zodSchema._zod.def.checks ?? []) {
        const { def } = _zod
        if ('pattern' in def && def.pattern instanceof RegExp) words.set(def.pattern.source, wordsOf(def))
      }
    },
  })
  const used = new Set<string>()
  const schema = complete(shape, '', { words, used })
  const unused = [...Object.keys(FIELDS), ...Object.keys(RULES)].filter((path) => !used.has(path))
  if (unused.length > 0) throw new Error(`The schema has no field for ${unused.join(', ')}.`)
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Webhooks of a company at Auco',
    ...schema,
  }
}

/** The words of a check, which zod keeps as a function of the issue; ours look at none. */
function wordsOf({ error }: z.core.$ZodCheckDef): string {
  return error === undefined ? '' : String(Reflect.apply(error, undefined, []))
}

interface Sources {
  readonly words: ReadonlyMap<string, string>
  readonly used: Set<string>
}

/** The schema of the value at a path, with everything that is to be said of it and of what is in it. */
function complete(schema: z.core.JSONSchema._JSONSchema, path: string, sources: Sources): Rule {
  if (typeof schema === 'boolean') throw new Error(`${path} may be anything.`)
  sources.used.add(path)
  const { $schema: _, properties, items, anyOf, allOf, ...own } = schema
  const rule = RULES[path]
  const inner = (part: z.core.JSONSchema._JSONSchema) => complete(part, path, sources)
  const parts = [...(allOf ?? []).map(inner), ...(rule?.allOf ?? [])]
  return {
    ...(own.pattern === undefined ? {} : { patternErrorMessage: sources.words.get(own.pattern) ?? '' }),
    ...own,
    ...(anyOf === undefined ? {} : { anyOf: anyOf.map(inner) }),
    ...(properties === undefined ? {} : { properties: fieldsOf(properties, path, sources) }),
    ...(Array.isArray(items) || items === undefined ? {} : { items: complete(items, `${path}[]`, sources) }),
    ...rule,
    ...(parts.length === 0 ? {} : { allOf: parts }),
  }
}

function fieldsOf(
  properties: Readonly<Record<string, z.core.JSONSchema._JSONSchema>>,
  parent: string,
  sources: Sources,
): Record<string, Rule> {
  return Object.fromEntries(
    Object.entries(properties).map(([name, schema]) => {
      const path = parent === '' ? name : `${parent}.${name}`
      const text = FIELDS[path]
      if (text === undefined) throw new Error(`The field ${path} has no description. Add it in fields.ts.`)
      const { description, examples } = text
      return [name, { description, examples: [...examples], ...complete(schema, path, sources) }]
    }),
  )
}
