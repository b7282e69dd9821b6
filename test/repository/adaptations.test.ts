import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { ADAPTATIONS, edited } from '../../scripts/build/adaptations.ts'

const edits = ADAPTATIONS.flatMap(({ name, edits = [] }) =>
  edits.map((edit) => [`${name}/${edit.file}: ${edit.from.slice(0, 40)}`, name, edit] as const),
)
const uses = { "require('node:assert')": 'assert.ok(true)', "require('node:http')": 'http.STATUS_CODES[200]' }

it.each(edits)('%s still fits, and another use of what it replaces stops the build', (_, name, edit) => {
  const text = readFileSync(`node_modules/${name}/${edit.file}`, 'utf8')
  expect(edited(text, edit)).not.toBe(text)
  expect(() => edited(text.replaceAll(edit.from, ''), edit)).toThrow(/does not hold this once/)
  const use = Object.entries(uses).find(
    ([module]) => edit.from.startsWith('const') && edit.from.includes(module),
  )
  if (use === undefined || edit.lacks === undefined) return
  const added = edit.from.includes('IncomingMessage') ? 'new IncomingMessage()' : use[1]
  expect(() => edited(`${text}\n${added}\n`, edit)).toThrow(/its replacement lacks/)
})
