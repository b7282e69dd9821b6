import { helpUrl, troubleshootingUrl } from '../core/docs-links.ts'
import { stackFrames, UserError } from '../core/errors.ts'
import { VERSION } from '../core/version.ts'
import { type Invocation, readArguments } from './arguments.ts'
import { EXIT, type ExitCode, type Shell } from './command-io.ts'
import { HELP, HELP_OF } from './help-text.ts'
import { styled, Terminal } from './terminal.ts'

/** A process that a signal ended: 128 and the signal's number, as shells have it. */
const SIGNALS = { SIGINT: 130, SIGTERM: 143 } as const

const shell: Shell = {
  stdin: () => process.stdin,
  stdout: new Terminal(process.stdout),
  stderr: new Terminal(process.stderr),
  variable: (name) => process.env[name],
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    shell.stderr.lines(['Cancelled.'])
    // A file is replaced in one turn of the event loop, so this is before or after, and never in the middle.
    process.exit(SIGNALS[signal])
  })
}

// A promise that nobody waited for is a mistake of ours, and Node would print whatever it was rejected with.
for (const event of ['unhandledRejection', 'uncaughtException'] as const) {
  process.on(event, (error) => {
    fail(error)
    process.exit(EXIT.error)
  })
}

main().catch(fail)

async function main(): Promise<void> {
  try {
    process.exitCode = await start(readArguments(process.argv.slice(2)))
  } catch (error) {
    process.exitCode = EXIT.error
    fail(error)
  }
}

/** The commands are loaded when they are called for: help needs no YAML, and a validation no HTTP. */
async function start(invocation: Invocation): Promise<ExitCode> {
  switch (invocation.command) {
    case 'help':
      shell.stdout.text(invocation.of === null ? HELP : HELP_OF[invocation.of])
      return EXIT.ok
    case 'version':
      shell.stdout.lines([VERSION])
      return EXIT.ok
    case 'validate': {
      const { validate } = await import('./validate-file.ts')
      return await validate(invocation, shell)
    }
    case 'plan': {
      const { plan } = await import('./plan-file.ts')
      return await plan(invocation, shell)
    }
    case 'import': {
      const { importCommand } = await import('./import-file.ts')
      return await importCommand(invocation, shell)
    }
  }
}

/** The end of a command that failed. A bug says where, but not its message, which can hold anything. */
function fail(error: unknown): void {
  if (error instanceof UserError) {
    shell.stderr.lines([[styled('red', 'Error'), `: ${error.message}`]])
    // A wrong command line is explained by `--help`, which its message names.
    if (error.code !== 'usage') {
      shell.stderr.lines([
        [styled('gray', `How to fix this: ${helpUrl(troubleshootingUrl({}), error.code)}`)],
      ])
    }
    return
  }
  shell.stderr.lines([
    [styled('red', 'Error'), ': This is a bug in auco-webhooks-action. Please report it, with what follows.'],
    ...(error instanceof Error ? [error.name, ...stackFrames(error)] : [typeof error]),
  ])
}
