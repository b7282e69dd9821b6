import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import * as z from 'zod'
import type { FileResult } from '../../../src/config/webhooks-file.ts'
import type { Problem } from '../../../src/core/errors.ts'
import { ENVIRONMENTS } from '../../../src/core/webhook.ts'
import { opened } from './reading.ts'

const folder = path.join(import.meta.dirname, 'files')
const APPROVED = /^(?: *(?:\^+|\|)(?:…\S+)? #> |#= )/

/** What follows a case's name: the run, and how its text differs from what stands in the file. */
const Options = z.strictObject({
  environment: z.exactOptional(z.enum(ENVIRONMENTS)),
  variables: z.exactOptional(z.record(z.string(), z.string())),
  ownKeys: z.exactOptional(z.array(z.string())),
  unset: z.exactOptional(z.enum(['error', 'allowed'])),
  /** Characters that an editor would hide or change, each by what stands for it. */
  replace: z.record(z.string(), z.string()).default({}),
  /** Each entry from the second is a file of its own, with the first: so the schema is asked of each. */
  apart: z.boolean().default(false),
})

/** One `webhooks.yaml` of a collection: `### name {options}`, the file, and what becomes of it beside its lines. */
export interface Case {
  readonly name: string
  readonly options: z.infer<typeof Options>
  readonly written: string
  readonly text: string
}

/** The collections in `files/`: path and cases. What is approved is left out of the cases. */
export const COLLECTIONS = readdirSync(folder)
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => {
    const file = path.join(folder, name)
    return { name, file, cases: readFileSync(file, 'utf8').split(/^### /m).slice(1).map(caseOf) }
  })

function caseOf(written: string): Case {
  const [head = '', ...rest] = written.split('\n')
  const [, name = '', options = '{}'] = /^(.*?)(?: (\{".*\}))?$/.exec(head) ?? []
  const lines = rest.filter((line) => !APPROVED.test(line))
  const parsed = Options.parse(JSON.parse(options))
  const text = Object.entries(parsed.replace).reduce(
    (before, [mark, character]) => before.replaceAll(mark, () => character),
    lines.join('\n'),
  )
  return { name, options: parsed, written: `### ${[head, ...lines].join('\n')}`, text }
}

/** The case as it is approved: under each line its problems, and at the end the webhooks if it is accepted. */
export function approved({ written }: Case, result: FileResult): string {
  const [head, ...lines] = written.split('\n')
  const problems = result.ok ? result.warnings : result.problems
  const marked = lines.flatMap((line, index) => {
    const own = problems.filter(({ place }) => place.line === index + 1).map(markOf)
    return line === '' && index === lines.length - 1 ? own : [line, ...own]
  })
  const webhooks = result.ok ? result.webhooks.map((webhook) => `#= ${JSON.stringify(opened(webhook))}`) : []
  return `${[head, ...marked, ...webhooks].join('\n')}\n`
}

/** The place underlined, the code, and so much of the message that it is told from others: `messages.txt` has all of it. */
function markOf({ severity, code, message, place }: Problem): string {
  const { line, column, endLine, endColumn } = place
  const isOneLine = endLine === line
  const underline = isOneLine && endColumn === column ? '|' : '^'.repeat(isOneLine ? endColumn - column : 1)
  const end = isOneLine ? '' : `…${endLine}:${endColumn}`
  const start = message.length > 60 ? `${message.slice(0, 60)}…` : message
  return `${' '.repeat(column - 1)}${underline}${end} #> ${severity === 'warning' ? 'warning ' : ''}${code}: ${start}`
}
