import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'

const bundle = fileURLToPath(new URL('../../dist/cli.js', import.meta.url))

export interface CommandOptions {
  readonly args: readonly string[]
  /** Files of the working folder, by name; or the path of an existing folder. */
  readonly folder?: Readonly<Record<string, string>> | string
  /** The whole environment, except PATH and HOME. */
  readonly env?: Readonly<Record<string, string>>
  readonly stdin?: string
  /** Typed as soon as standard output has asked for it; standard input stays open until the command ends. */
  readonly typed?: { readonly after: string; readonly text: string }
  /** Sent once `when` resolves. */
  readonly signal?: { readonly name: NodeJS.Signals; readonly when: Promise<unknown> }
  readonly nodeArguments?: readonly string[]
  /** The program and its first arguments; the default is Node with the bundled command. */
  readonly program?: readonly [string, ...string[]]
}

export interface CommandRun {
  readonly exitCode: number | null
  readonly stdout: string
  readonly stderr: string
  /** Files of the folder afterwards, by name. */
  readonly files: Readonly<Record<string, string>>
}

/** Runs a local command as a person would, in a folder that is deleted afterwards. */
export async function runCommand(options: CommandOptions): Promise<CommandRun> {
  const { folder = {} } = options
  if (typeof folder === 'string') return await runIn(folder, options)
  const directory = await mkdtemp(join(tmpdir(), 'command-'))
  try {
    for (const [name, content] of Object.entries(folder)) await writeFile(join(directory, name), content)
    return await runIn(directory, options)
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}

async function runIn(directory: string, options: CommandOptions): Promise<CommandRun> {
  const { args, env, stdin, typed, signal, nodeArguments = [], program } = options
  const [file, ...first] = program ?? [process.execPath, ...nodeArguments, bundle]
  const child = spawn(file, [...first, ...args], {
    cwd: directory,
    stdio: 'pipe',
    // A command that hangs must not outlive its test.
    timeout: 25_000,
    killSignal: 'SIGKILL',
    env: { PATH: process.env['PATH'], HOME: directory, ...env },
  })
  const exited = once(child, 'exit')
  signal?.when.then(
    () => child.kill(signal.name),
    (error: unknown) => child.emit('error', error),
  )
  // A command that reads nothing can end before its input was written.
  child.stdin.on('error', () => {})
  if (typed === undefined) child.stdin.end(stdin ?? '')
  else {
    let shown = ''
    const type = (chunk: Buffer) => {
      shown += chunk
      if (!shown.includes(typed.after)) return
      child.stdout.off('data', type)
      child.stdin.write(typed.text)
    }
    child.stdout.on('data', type)
  }
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)])
  await exited
  return { exitCode: child.exitCode, stdout, stderr, files: await filesIn(directory) }
}

async function filesIn(directory: string): Promise<Readonly<Record<string, string>>> {
  const entries = await readdir(directory, { withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile())
  return Object.fromEntries(
    await Promise.all(files.map(async ({ name }) => [name, await readFile(join(directory, name), 'utf8')])),
  )
}

/** The last line of a command that failed with an error of this kind. */
export function explainedBy(kind: string): string {
  return `How to fix this: https://github.com/org/auco-webhooks-action/blob/main/docs/troubleshooting.md#${kind}\n`
}
