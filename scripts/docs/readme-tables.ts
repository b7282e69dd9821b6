import { parse } from 'yaml'
import * as z from 'zod'

const Action = z.object({
  inputs: z.record(z.string(), z.object({ description: z.string(), default: z.string() })),
  outputs: z.record(z.string(), z.object({ description: z.string() })),
})

/** The README with its tables of inputs and outputs as action.yml (the text `action`) has them. */
export function withTables(readme: string, action: string): string {
  return fillTables(readme, action, () => null)
}

/**
 * README.es.md likewise. The translated descriptions stay as they are; that of a new input or output is in English until
 * somebody translates it.
 */
export function withSpanishTables(readme: string, action: string): string {
  return fillTables(readme, action, (rows, name) => {
    const row = rows.find((text) => text.startsWith(`| \`${name}\` |`))
    return row?.split(' | ').at(-1)?.replace(/ \|$/, '') ?? null
  })
}

/** `translate` gets the rows of the present table, and may give an own description for a name. */
function fillTables(
  readme: string,
  action: string,
  translate: (rows: readonly string[], name: string) => string | null,
): string {
  const { inputs, outputs } = Action.parse(parse(action))
  const descriptionOf = (rows: readonly string[], name: string, description: string) =>
    translate(rows, name) ?? description.replaceAll(/\s+/g, ' ').trim()
  const withInputs = fillTable(readme, '## Inputs', (rows) =>
    Object.entries(inputs).map(([name, input]) => {
      const value = input.default === '' ? '' : `\`${input.default}\``
      return `| \`${name}\` | ${value} | ${descriptionOf(rows, name, input.description)} |`
    }),
  )
  return fillTable(withInputs, '## Outputs', (rows) =>
    Object.entries(outputs).map(
      ([name, output]) => `| \`${name}\` | ${descriptionOf(rows, name, output.description)} |`,
    ),
  )
}

/** Replaces the rows of the first table after a heading. Throws if there is none. */
function fillTable(
  markdown: string,
  heading: string,
  fill: (rows: readonly string[]) => readonly string[],
): string {
  const table = new RegExp(`(?<=^${heading}\n\n\\|.*\n\\|[-|]*\n)(?:\\|.*\n)*`, 'm')
  if (!table.test(markdown)) throw new Error(`No table follows the heading "${heading}".`)
  return markdown.replace(table, (rows) => `${fill(rows.trimEnd().split('\n')).join('\n')}\n`)
}
