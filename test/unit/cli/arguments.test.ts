import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { readArguments } from '../../../src/cli/arguments.ts'
import { COMMANDS, helpText } from '../../../src/cli/commands.ts'
import { VERSION } from '../../../src/core/about.ts'
import { UserError } from '../../../src/core/errors.ts'

/** Each line that starts with `$` is a command line. What follows is approved: `vitest -u` writes it. */
const file = path.join(import.meta.dirname, 'command-lines.txt')
const TEXTS = new Map([
  [`${VERSION}\n`, 'the version'],
  ...[null, ...COMMANDS].map((one) => [helpText(one), `the help of ${one?.name ?? 'all commands'}`] as const),
])

it('what command lines ask for, and why others are refused', async () => {
  const lines = [...readFileSync(file, 'utf8').matchAll(/^\$ ?(.*)$/gm)]
  const outcomes = lines.map(([, line = '']) => `$ ${line}\n${outcomeOf(line)}\n`)
  await expect(outcomes.join('\n')).toMatchFileSnapshot(file)
})

function outcomeOf(line: string): string {
  try {
    const asked = readArguments(line === '' ? [] : line.split(' '))
    if (typeof asked === 'string') return TEXTS.get(asked) ?? asked
    return `${asked.command.name} ${JSON.stringify(asked.given, null, 1).replaceAll(/\n\s*/g, ' ')}`
  } catch (error) {
    if (error instanceof UserError) return `${error.code}: ${error.message}`
    throw error
  }
}
