import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { withHelp } from '../../scripts/cli-docs/help-blocks.ts'

it('docs/cli.md shows what --help shows (else: npm run docs:cli)', () => {
  const file = readFileSync(path.resolve(import.meta.dirname, '../../docs/cli.md'), 'utf8')
  expect(file).toBe(withHelp(file))
})
