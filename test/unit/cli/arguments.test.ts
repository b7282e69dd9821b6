import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { readArguments } from '../../../src/cli/arguments.ts'
import { UserError } from '../../../src/core/errors.ts'

/** Each line that starts with `$` is a command line. What follows is approved: `vitest -u` writes it. */
const file = path.join(import.meta.dirname, 'command-lines.txt')

it('what command lines ask for, and why others are refused', async () => {
  const lines = [...readFileSync(file, 'utf8').matchAll(/^\$ ?(.*)$/gm)]
  const outcomes = lines.map(([, line = '']) => `$ ${line}\n${outcomeOf(line)}\n`)
  await expect(outcomes.join('\n')).toMatchFileSnapshot(file)
})

function outcomeOf(line: string): string {
  try {
    const invocation = readArguments(line === '' ? [] : line.split(' '))
    switch (invocation.kind) {
      case 'help':
        return `the help of ${invocation.of?.name ?? 'all commands'}`
      case 'version':
        return 'the version'
      case 'command':
        return `${invocation.command.name} ${JSON.stringify(invocation.given, null, 1).replaceAll(/\n\s*/g, ' ')}`
    }
  } catch (error) {
    if (error instanceof UserError) return `${error.code}: ${error.message}`
    throw error
  }
}
