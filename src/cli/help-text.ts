import type { Command, HelpRow } from './command.ts'
import { COMMANDS } from './commands/all-commands.ts'
import type { Option } from './option.ts'
import { API_URL, ENVIRONMENT, HELP_FLAG, VERSION_FLAG } from './shared-usage.ts'

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
    optionSection([]),
    'auco-webhooks <command> --help shows what a command takes.',
  ]
}

function commandHelp(command: Command): readonly string[] {
  const { description, id, file, options, variables, exitCodes } = command
  return [
    description,
    `Usage: auco-webhooks ${usageOf(command)} [options]`,
    rows([...(id === null ? [] : [['<id>', ...id] as const]), ['[file]', ...file]]),
    optionSection(options),
    ...(variables.length === 0 ? [] : [`Variables:\n${rows(variables)}`]),
    `Exit codes:\n${rows(exitCodes, 6)}`,
  ]
}

/** The command with its arguments. */
function usageOf({ name, id }: Command): string {
  return id === null ? `${name} [file]` : `${name} <id> [file]`
}

/** What commands share comes first, then what is a command's own, and at the end what all of them have. */
function optionSection(options: readonly Option[]): string {
  const shared = [ENVIRONMENT, API_URL].flatMap(({ name }) =>
    options.filter((option) => option.name === name),
  )
  const own = options.filter((option) => !shared.some((one) => one === option))
  return `Options:\n${rows([...shared, ...own, HELP_FLAG, VERSION_FLAG].map(optionRow))}`
}

function optionRow({ name, short, value, help }: Option): HelpRow {
  const flag = `${short === undefined ? '   ' : `-${short},`} --${name}`
  return [value === null ? flag : `${flag} <${value}>`, ...help.split('\n')]
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
