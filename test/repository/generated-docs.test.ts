import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { GENERATED, root } from '../../scripts/docs/generated.ts'

it.each(Object.entries(GENERATED))('%s is up to date (otherwise: npm run docs)', (name, text) => {
  expect(readFileSync(path.join(root, name), 'utf8')).toBe(text())
})
