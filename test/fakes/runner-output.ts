import * as z from 'zod'

/**
 * What GitHub's runner reads from an action's output and files, and what a person sees in the log.
 * Source: actions/runner, ActionCommand.cs, ActionCommandManager.cs and FileCommandManager.cs.
 */

const Place = z.object({ file: z.string(), line: z.coerce.number(), col: z.coerce.number() }).partial()
type Place = z.infer<typeof Place>

interface WorkflowCommand {
  readonly name: string
  readonly place: Place
  readonly value: string
}

const Level = z.enum(['error', 'warning', 'notice'])

export interface Annotation extends Place {
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

const COMMAND =
  /^(?:add-mask|add-matcher|add-path|debug|echo|endgroup|error|group|notice|remove-matcher|save-state|set-env|set-output|stop-commands|warning)$/i

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
const CURRENT_FORM = /^\s*::([^ ]*?)(?: (.*?))?::(.*)$/s
/** `##[name key=value;…]value` anywhere in a line, which the runner still obeys. */
const OLD_FORM = /##\[([^ \]]*)(?: ([^\]]*))?\](.*)$/s

function parseCommand(line: string): WorkflowCommand | undefined {
  for (const form of [CURRENT_FORM, OLD_FORM]) {
    const [, name = '', properties = '', value = ''] = form.exec(line) ?? []
    if (!COMMAND.test(name)) continue
    const pairs = [...properties.matchAll(/([^=, ]+)=([^,]+)/g)].map(([, key, text = '']) => [
      key,
      text.replaceAll(/%(?:0D|0A|25|3A|2C)/g, decodeURIComponent),
    ])
    return {
      name: name.toLowerCase(),
      place: Place.parse(Object.fromEntries(pairs)),
      value: value.replaceAll(/%(?:0D|0A|25)/g, decodeURIComponent),
    }
  }
  return undefined
}

function annotationOf({ name, place, value }: WorkflowCommand): Annotation[] {
  const level = Level.safeParse(name).data
  return level === undefined ? [] : [{ level, message: value, ...place }]
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
