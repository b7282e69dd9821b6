import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { ADAPTATIONS, edited } from '../../scripts/build/adaptations.ts'

const edits = ADAPTATIONS.flatMap(({ name, edits = [] }) =>
  edits.map((edit) => [`${name}/${edit.file}: ${edit.from.slice(0, 40)}`, name, edit] as const),
)

const OTHER_USES = ['new IncomingMessage()', 'http.STATUS_CODES[200]', 'assert.equal(1, 1)']

it.each(edits)('%s still fits, and another use of what it replaces stops the build', (_, name, edit) => {
  const text = readFileSync(`node_modules/${name}/${edit.file}`, 'utf8')
  expect(edited(text, edit)).not.toBe(text)
  expect(() => edited(text.replaceAll(edit.from, ''), edit)).toThrow(/does not hold this once/)
  if (edit.lacks === undefined) return
  const use = OTHER_USES.find((one) => edit.lacks?.test(one))
  expect(() => edited(`${text}\n${use}\n`, edit)).toThrow(/its replacement lacks/)
})
