import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdir, readFile } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { text } from 'node:stream/consumers'

export interface ProcessOptions {
  readonly cwd: string
  readonly env: NodeJS.ProcessEnv
  readonly stdin?: string
  /** Typed as soon as standard output has asked for it; standard input stays open until the process ends. */
  readonly typed?: { readonly after: string; readonly text: string } | undefined
  /** Sent once `when` resolves, for example by a hook of a fake. */
  readonly signal?: { readonly name: NodeJS.Signals; readonly when: Promise<unknown> } | undefined
}

/** Runs a program to its end. */
export async function runProcess(
  [file, ...args]: readonly [string, ...string[]],
  { cwd, env, stdin = '', typed, signal }: ProcessOptions,
) {
  // A process that hangs must not outlive its test.
  const child = spawn(file, args, { cwd, env, stdio: 'pipe', timeout: 25_000, killSignal: 'SIGKILL' })
  const exited = once(child, 'exit')
  signal?.when.then(
    () => child.kill(signal.name),
    (error: unknown) => child.emit('error', error),
  )
  // A process that reads nothing can end before its input was written.
  child.stdin.on('error', () => {})
  if (typed === undefined) child.stdin.end(stdin)
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
  return { exitCode: child.exitCode, signal: child.signalCode, stdout, stderr }
}

/** Every file of a directory, by path with slashes. */
export async function filesIn(directory: string, { recursive = true } = {}): Promise<Record<string, string>> {
  const entries = await readdir(directory, { recursive, withFileTypes: true })
  const contents = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map(
      async (path) => [relative(directory, path).replaceAll(sep, '/'), await readFile(path, 'utf8')] as const,
    )
  return Object.fromEntries(await Promise.all(contents))
}
