import { expect, it } from 'vitest'
import { problemsIn, type Run, read } from './reading.ts'

/** A file, and the problems that it is refused with, each as `line:column code: message`. */
type RefusedFile = readonly [name: string, file: string, problems: readonly string[], run?: Run]

/** Defines a test for each file: it is refused with exactly these problems. */
export function refuses(files: readonly RefusedFile[]) {
  for (const [name, text, problems, run] of files) {
    it(name, () => {
      const result = read(text, run)
      expect(problemsIn(result)).toEqual(problems)
      expect(result.ok).toBe(false)
    })
  }
}

/** A file whose only webhook is on lines 2 to 4: the id at 2:9, the description at 3:18, the URL at 4:10. */
export const file = ({
  id = 'default',
  description = 'Main',
  url = 'https://hooks.example.com',
  more = '',
}) =>
  `webhooks:
  - id: ${id}
    description: ${description}
    url: ${url}
${more}`
export const idIs = (id: string) => file({ id })
export const descriptionIs = (description: string) => file({ description })
export const urlIs = (url: string) => file({ url })
/** The header is a flow map that starts at 5:13. */
export const headerIs = (header: string) => file({ more: `    header: ${header}\n` })
/** The value starts at 5:32. */
export const valueIs = (value: string) => headerIs(`{ key: Key, value: ${value} }`)
/** A second webhook on lines 5 to 8: the id at 5:9, the environments at 8:19. */
export const environmentsAre = (environments: string) =>
  file({
    more: `  - id: Billing
    description: Invoices
    url: https://billing.example.com
    environments: ${environments}
`,
  })
