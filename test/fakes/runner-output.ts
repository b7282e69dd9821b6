import * as z from 'zod'

/**
 * What GitHub's runner reads from an action's output and files, and what a person sees in the log.
 * Source: actions/runner, ActionCommand.cs, ActionCommandManager.cs and FileCommandManager.cs.
 */

interface WorkflowCommand {
  readonly name: string
  readonly properties: Readonly<Record<string, string>>
  readonly value: string
}

const Place = z
  .object({
    title: z.string(),
    file: z.string(),
    line: z.coerce.number(),
    endLine: z.coerce.number(),
    col: z.coerce.number(),
    endColumn: z.coerce.number(),
  })
  .partial()
const Level = z.enum(['error', 'warning', 'notice'])

export interface Annotation extends z.infer<typeof Place> {
  readonly level: z.infer<typeof Level>
  readonly message: string
}

export interface RunnerLog {
  /** Every command that the runner obeys, including injected ones. */
  readonly commands: readonly WorkflowCommand[]
  readonly annotations: readonly Annotation[]
  /** The values of `add-mask`. */
  readonly masks: readonly string[]
  /** As a person sees it: commands rendered, masked values as `***`. */
  readonly log: string
}

const commandNames = [
  'add-mask',
  'add-matcher',
  'add-path',
  'debug',
  'echo',
  'endgroup',
  'error',
  'group',
  'notice',
  'remove-matcher',
  'save-state',
  'set-env',
  'set-output',
  'stop-commands',
  'warning',
]

/** Reads an action's output as the runner does. `secrets` are masked from the start, like the job's secrets. */
export function readOutput(output: string, secrets: readonly string[], debug: boolean): RunnerLog {
  const commands: WorkflowCommand[] = []
  const masked = new Set(secrets.filter(Boolean))
  const lines: string[] = []
  // The runner reads lines with .NET, where a lone CR ends a line too.
  for (const line of output.split(/\r\n|\n|\r/)) {
    const command = parseCommand(line)
    if (command) commands.push(command)
    if (command?.name === 'add-mask') {
      // Each line of a value too, since a log is masked line by line.
      for (const secret of [command.value, ...command.value.split(/[\r\n]+/)])
        if (secret.trim()) masked.add(secret)
    }
    const rendered = command ? render(command, debug) : line
    if (rendered !== undefined) lines.push(maskedWith(masked, rendered))
  }
  return {
    commands,
    annotations: commands.flatMap(annotationOf),
    masks: commands.filter(({ name }) => name === 'add-mask').map(({ value }) => value),
    log: lines.join('\n'),
  }
}

/** Reads a `GITHUB_OUTPUT`, `GITHUB_ENV` or `GITHUB_STATE` file: `name=value` or `name<<delimiter`. */
export function readFileCommands(content: string): Record<string, string> {
  const values: Record<string, string> = {}
  // The toolkit ends lines as the system does.
  const lines = content.split(/\r?\n/)
  for (let line = lines.shift(); line !== undefined; line = lines.shift()) {
    if (line === '') continue
    const [, name, separator, rest = ''] = /^(.*?)(=|<<)(.*)$/s.exec(line) ?? []
    if (!name || !separator) throw new Error(`The runner refuses the file command ${JSON.stringify(line)}`)
    if (separator === '=') values[name] = rest
    else {
      const end = lines.indexOf(rest)
      if (end === -1) throw new Error(`The runner finds no end of ${name}: ${rest}`)
      values[name] = lines
        .splice(0, end + 1)
        .slice(0, -1)
        .join('\n')
    }
  }
  return values
}

/** `::name key=value,…::value` at the start of a line. */
const currentForm = {
  pattern: /^\s*::([^ ]*?)(?: (.*?))?::(.*)$/s,
  separator: ',',
  inProperties: ':,',
  inValue: '',
}
/** `##[name key=value;…]value` anywhere in a line: the old form, which the runner still obeys. */
const oldForm = {
  pattern: /##\[([^ \]]*)(?: ([^\]]*))?\](.*)$/s,
  separator: ';',
  inProperties: ';]',
  inValue: ';]',
}

function parseCommand(line: string): WorkflowCommand | undefined {
  for (const { pattern, separator, inProperties, inValue } of [currentForm, oldForm]) {
    const [, name = '', properties = '', value = ''] = pattern.exec(line) ?? []
    if (!commandNames.includes(name.toLowerCase())) continue
    const pairs = properties.split(separator).map((property) => /^\s*([^=]+)=(.+)$/s.exec(property) ?? [])
    return {
      name: name.toLowerCase(),
      properties: Object.fromEntries(
        pairs.flatMap(([, key, text]) => (key && text ? [[key, unescaped(text, inProperties)]] : [])),
      ),
      value: unescaped(value, inValue),
    }
  }
  return undefined
}

/** Undoes the escapes of CR, LF, the given characters and, last, the percent sign. */
function unescaped(text: string, characters: string): string {
  return [...'\r\n', ...characters, '%'].reduce((result, character) => {
    const code = character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')
    return result.replaceAll(`%${code}`, character)
  }, text)
}

function annotationOf({ name, properties, value }: WorkflowCommand): Annotation[] {
  const level = Level.safeParse(name).data
  return level === undefined ? [] : [{ level, message: value, ...Place.parse(properties) }]
}

const PREFIXES: Readonly<Record<string, string>> = {
  error: 'Error: ',
  warning: 'Warning: ',
  notice: 'Notice: ',
  group: '▶ ',
}

function render({ name, value }: WorkflowCommand, debug: boolean): string | undefined {
  if (name === 'debug') return debug ? `##[debug]${value}` : undefined
  const prefix = PREFIXES[name]
  return prefix === undefined ? undefined : `${prefix}${value}`
}

function maskedWith(masked: ReadonlySet<string>, text: string): string {
  return [...masked]
    .sort((one, other) => other.length - one.length)
    .reduce((result, secret) => result.replaceAll(secret, '***'), text)
}
