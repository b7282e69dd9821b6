import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { filesIn, type ProcessOptions, runProcess } from './run-process.ts'

const bundle = fileURLToPath(new URL('../../dist/cli.js', import.meta.url))

export interface CommandOptions extends Pick<ProcessOptions, 'stdin' | 'typed' | 'signal'> {
  readonly args: readonly string[]
  /** Files of the working folder, by name; or the path of an existing folder. */
  readonly folder?: Readonly<Record<string, string>> | string
  /** The whole environment, except PATH and HOME. */
  readonly env?: Readonly<Record<string, string>>
  readonly nodeArguments?: readonly string[]
  /** The program and its first arguments; the default is Node with the bundled command. */
  readonly program?: readonly [string, ...string[]]
}

export type CommandRun = Awaited<ReturnType<typeof runIn>>

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

/** `files`: of the folder afterwards, by name. */
async function runIn(cwd: string, { args, env, nodeArguments = [], program, ...options }: CommandOptions) {
  const { signal, ...ended } = await runProcess(
    [...(program ?? [process.execPath, ...nodeArguments, bundle]), ...args],
    { ...options, cwd, env: { PATH: process.env['PATH'], HOME: cwd, ...env } },
  )
  return { ...ended, files: await filesIn(cwd, { recursive: false }) }
}
