import type { CommandName } from './arguments.ts'

const COMMON = `  -h, --help                  Show this text
      --version               Show the version`

const ENVIRONMENT = `  -e, --environment <name>    stage (default) or production
      --api-url <url>         Another base URL of Auco's company API`

const KEY = `  AUCO_PUBLIC_KEY             Auco's public key (puk_…) of the company and environment: reads, never writes.
                              From the environment only: read -rs AUCO_PUBLIC_KEY && export AUCO_PUBLIC_KEY`

/** What `--help` shows without a command. docs/cli.md has the same texts; a test holds them equal. */
export const HELP = `Auco webhooks as code, on your machine. Nothing here writes to Auco.

Usage: auco-webhooks <command> [options]

Commands:
  validate [file]             Check the file
  plan [file]                 Show what an apply would change at Auco
  import [file]               Write the file from what is live at Auco

Options:
${COMMON}

auco-webhooks <command> --help shows what a command takes.
`

/** What `<command> --help` shows. */
export const HELP_OF: Readonly<Record<CommandName, string>> = {
  validate: `Check the file. Asks nobody, and needs no key.

Usage: auco-webhooks validate [file] [options]

  [file]                      The file; - is standard input. Default: webhooks.yaml

Options:
  -e, --environment <name>    stage or production. Default: both
      --format <name>         text (default), json, or github: annotations for a workflow
${COMMON}

Exit codes:
  0   The file is valid; there may be warnings
  1   The file has problems, or cannot be read
  130 Cancelled (143 by SIGTERM)
`,
  plan: `Show what an apply would change at Auco. Writes nothing, and shows no secret.

Usage: auco-webhooks plan [file] [options]

  [file]                      The file; - is standard input. Default: webhooks.yaml

Options:
${ENVIRONMENT}
      --format <name>         text (default), or json: the plan as the action's output \`plan\` has it
      --detailed-exitcode     Exit with 2 if live differs from the file
${COMMON}

Variables:
${KEY}
  those of the file           A header whose variable is not set cannot be compared, and the plan says so

Exit codes:
  0   The plan was made; with --detailed-exitcode: no difference was seen (what cannot be compared is told)
  1   The file has problems, or Auco cannot be read
  2   With --detailed-exitcode: live differs from the file
  130 Cancelled (143 by SIGTERM)
`,
  import: `Write the file from what is live at Auco, or merge another environment into it. Header values are never written:
each becomes a variable, and the commands are shown that store it as a secret at GitHub.

Usage: auco-webhooks import [file] [options]

  [file]                      The file; - is standard output. Default: webhooks.yaml
                              An existing file is merged by id and keeps its comments

Options:
${ENVIRONMENT}
      --github-environment <name>
                              Where the commands store the secrets. Default: auco-<environment>-apply
${COMMON}

Variables:
${KEY}

Exit codes:
  0   The file says what is live
  1   Auco cannot be read, or the file cannot say or merge what is live; it is as it was
  130 Cancelled (143 by SIGTERM); the file is as it was
`,
}
