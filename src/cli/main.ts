import { constants } from 'node:os'
import { helpUrl, troubleshootingUrl } from '../core/about.ts'
import { stackFrames, UserError } from '../core/errors.ts'
import { readArguments } from './arguments.ts'
import { type CommandIo, EXIT, type ExitCode } from './command.ts'
import { ask, outputTo, styled } from './terminal.ts'

/** Runs the command of a process's command line, and sets its exit code. */
export function runLocalCommand(process: NodeJS.Process): void {
  const io: CommandIo = {
    stdin: () => process.stdin,
    stdout: outputTo(process.stdout),
    stderr: outputTo(process.stderr),
    ask: async (question, typing) => {
      const { stdin, stderr } = process
      if (!stdin.isTTY || !stderr.isTTY) return null
      return await ask(question, typing, stdin, stderr, () => process.emit('SIGINT'))
    },
    variable: (name) => process.env[name],
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      io.stderr.lines(['Cancelled.'])
      // A file is replaced in one turn of the event loop, so this never interrupts that.
      // 128 and the signal's number, as in shells.
      process.exit(128 + constants.signals[signal])
    })
  }
  // By default Node would print what was thrown, which can hold anything.
  for (const event of ['unhandledRejection', 'uncaughtException'] as const) {
    process.on(event, (error) => {
      reportFailure(error, io)
      process.exit(EXIT.error)
    })
  }
  run(process.argv.slice(2), io).then(
    (exitCode) => {
      process.exitCode = exitCode
    },
    (error: unknown) => {
      process.exitCode = EXIT.error
      reportFailure(error, io)
    },
  )
}

async function run(args: readonly string[], io: CommandIo): Promise<ExitCode> {
  const asked = readArguments(args)
  if (typeof asked !== 'string') return await asked.command.run(asked.given, io)
  io.stdout.text(asked)
  return EXIT.ok
}

/** A bug is reported with its place, but without its message, which can hold anything. */
function reportFailure(error: unknown, { stderr }: CommandIo): void {
  if (error instanceof UserError) {
    stderr.lines([[styled('red', 'Error'), `: ${error.message}`]])
    // An error of the command line names the `--help` that explains it.
    if (error.code !== 'usage') {
      stderr.lines([[styled('gray', `How to fix this: ${helpUrl(troubleshootingUrl({}), error.code)}`)]])
    }
    return
  }
  stderr.lines([
    [styled('red', 'Error'), ': This is a bug in auco-webhooks-action. Please report it, with what follows.'],
    ...(error instanceof Error ? [error.name, ...stackFrames(error)] : [typeof error]),
  ])
}
