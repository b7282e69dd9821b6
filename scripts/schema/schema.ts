import * as z from 'zod/mini'
import { WebhooksFile } from '../../src/config/shape.ts'
import { EDITOR_TEXTS, type EditorText } from './editor-texts.ts'
import { RULES, type Rule } from './rules.ts'

const TEXTS: Readonly<Record<string, EditorText>> = EDITOR_TEXTS

/**
 * The JSON Schema of the file: the shape from the fields that the action checks, with the editor's texts and the rules
 * that zod doesn't check.
 *
 * Draft 2020-12, because "exactly one `default`" needs `maxContains`, which draft-07 lacks. yaml-language-server supports
 * it since 1.20; older ones ignore that rule.
 */
export function webhooksSchema(): Rule {
  const messages = new Map<string, string>()
  const shape = z.toJSONSchema(WebhooksFile, {
    target: 'draft-2020-12',
    io: 'input',
    override: ({ zodSchema }) => {
      for (const { _zod } of zodSchema._zod.def.checks ?? []) {
        const { def } = _zod
        if ('pattern' in def && def.pattern instanceof RegExp)
          messages.set(def.pattern.source, messageOf(def))
      }
    },
  })
  const schema = complete(shape, '', messages)
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Webhooks of a company at Auco',
    ...schema,
  }
}

/** The message of a check. zod keeps it as a function of the issue, which ours ignore. */
function messageOf({ error }: z.core.$ZodCheckDef): string {
  return error === undefined ? '' : String(Reflect.apply(error, undefined, []))
}

/** The schema of the value at a path, completed with messages (by pattern), texts and rules, inner values too. */
function complete(
  schema: z.core.JSONSchema._JSONSchema,
  path: string,
  messages: ReadonlyMap<string, string>,
): Rule {
  if (typeof schema === 'boolean') throw new Error(`${path} may be anything.`)
  const { $schema: _, properties, items, anyOf, allOf, ...own } = schema
  const rule = RULES[path]
  const inner = (part: z.core.JSONSchema._JSONSchema) => complete(part, path, messages)
  const parts = [...(allOf ?? []).map(inner), ...(rule?.allOf ?? [])]
  return {
    ...(own.pattern === undefined ? {} : { patternErrorMessage: messages.get(own.pattern) ?? '' }),
    ...own,
    ...(anyOf === undefined ? {} : { anyOf: anyOf.map(inner) }),
    ...(properties === undefined ? {} : { properties: fieldsOf(properties, path, messages) }),
    ...(Array.isArray(items) || items === undefined ? {} : { items: complete(items, `${path}[]`, messages) }),
    ...rule,
    ...(parts.length === 0 ? {} : { allOf: parts }),
  }
}

function fieldsOf(
  properties: Readonly<Record<string, z.core.JSONSchema._JSONSchema>>,
  parent: string,
  messages: ReadonlyMap<string, string>,
): Record<string, Rule> {
  return Object.fromEntries(
    Object.entries(properties).map(([name, schema]) => {
      const path = parent === '' ? name : `${parent}.${name}`
      const text = TEXTS[path]
      if (text === undefined)
        throw new Error(`The field ${path} has no description. Add it in editor-texts.ts.`)
      const { description, examples } = text
      return [name, { description, examples: [...examples], ...complete(schema, path, messages) }]
    }),
  )
}
