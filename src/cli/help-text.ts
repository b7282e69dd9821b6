import type { Command, HelpRow, Option } from './command.ts'
import { COMMANDS, optionsOf, SHARED_OPTIONS } from './commands.ts'

/** What `--help` shows; `null` for no command. `npm run docs` writes the same texts into docs/cli.md. */
export function helpText(command: Command | null): string {
  const sections = command === null ? generalHelp() : commandHelp(command)
  return `${sections.join('\n\n')}\n`
}
function generalHelp(): readonly string[] {
  return [
    'Auco webhooks as code, on your machine. Nothing here writes to Auco.',
    'Usage: auco-webhooks <command> [options]',
    `Commands:\n${rows(COMMANDS.map((command) => [usageOf(command), command.summary]))}`,
    optionSection(Object.entries(SHARED_OPTIONS)),
    'auco-webhooks <command> --help shows what a command takes.',
  ]
}

function commandHelp(command: Command): readonly string[] {
  const { description, id, file, variables, exitCodes } = command
  return [
    description,
    `Usage: auco-webhooks ${usageOf(command)} [options]`,
    rows([...(id === undefined ? [] : [['<id>', id] as const]), ['[file]', ...file]]),
    optionSection([...optionsOf(command)]),
    ...(variables === undefined ? [] : [`Variables:\n${rows(variables)}`]),
    `Exit codes:\n${rows(exitCodes, 6)}`,
  ]
}

/** The command with its arguments. */
function usageOf({ name, id }: Command): string {
  return id === undefined ? `${name} [file]` : `${name} <id> [file]`
}

function optionSection(options: readonly (readonly [name: string, Option])[]): string {
  const optionRows = options.map(([name, { short, value, help }]): HelpRow => {
    const flag = `${short === undefined ? '   ' : `-${short},`} --${name}`
    return [value === undefined ? flag : `${flag} <${value}>`, ...help.split('\n')]
  })
  return `Options:\n${rows(optionRows)}`
}

/** Two columns, the first one `width` characters wide; a term that is too long for it has a line of its own. */
function rows(all: readonly HelpRow[], width = 30): string {
  const lines = all.flatMap(([term, ...explanation]) => {
    const start = `  ${term}`
    const [first = '', ...rest] = start.length < width ? explanation : ['', ...explanation]
    return [`${start.padEnd(width)}${first}`.trimEnd(), ...rest.map((line) => ' '.repeat(width) + line)]
  })
  return lines.join('\n')
}
