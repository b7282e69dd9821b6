/**
 * `npm run docs:cli`: writes what `--help` shows into docs/cli.md.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { withHelp } from './help-blocks.ts'

const file = path.resolve(import.meta.dirname, '../../docs/cli.md')
writeFileSync(file, withHelp(readFileSync(file, 'utf8')))
console.log('docs/cli.md: written')
