import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { UserError } from '../core/errors.ts'
import { stringifyEscaped } from '../core/escape-invisible.ts'
import { formatCount } from '../core/format.ts'
import type { Environment } from '../core/webhook.ts'
import type { NeededSecret } from '../import/merge.ts'
import type { CommandIo } from './command-io.ts'

/** A secret to store at GitHub, and what reads it from Auco. */
export interface StoredSecret extends NeededSecret {
  readonly environment: Environment
  /** GitHub's environment. */
  readonly store: string
  readonly baseUrl: string
  /** The variable that holds Auco's public key. */
  readonly keyVariable: string
}

/**
 * Stores the secrets through the user's `gh`, after listing and asking. Values go to its standard input only, and its output
 * is not shown. Then prints how to store what isn't stored. Throws a `UserError` if that is something that could have been.
 */
export async function storeSecrets(
  secrets: readonly StoredSecret[],
  isConfirmed: boolean,
  { ask, stderr }: CommandIo,
): Promise<void> {
  const all = secrets.filter(isReadable)
  if (all.length === 0) {
    const again = 'To store all secrets again, give - as the file.'
    stderr.lines(['', `No new variable has a secret to store. ${again}`, ...storingLines(secrets)])
    return
  }
  stderr.lines([
    '',
    `gh stores ${formatCount(all.length, 'secret')} at GitHub, in these environments:`,
    '',
    ...all.map(({ name, store }) => `  ${store}: ${name}`),
    '',
  ])
  const answer = isConfirmed ? 'yes' : await ask('Type yes to store them: ', 'shown')
  if (answer?.trim().toLowerCase() !== 'yes') {
    stderr.lines(storingLines(secrets))
    throw new UserError(
      'not-confirmed',
      answer === null ? 'Nobody can be asked here: this is not a terminal.' : 'The answer was not `yes`.',
      'No secret is stored; the file is written. Store them with the commands above, or give `--yes`.',
    )
  }
  let isMissing = false
  const stored = new Set<StoredSecret>()
  for (const secret of all) {
    const outcome: Outcome = isMissing ? 'missing' : await store(secret)
    isMissing = outcome === 'missing'
    if (outcome !== 'stored') continue
    stored.add(secret)
    stderr.lines([`Stored ${secret.name} in ${secret.store}.`])
  }
  stderr.lines(storingLines(secrets.filter((secret) => !stored.has(secret))))
  const failed = all.filter((secret) => !stored.has(secret))
  if (failed.length === 0) return
  throw new UserError(
    'not-stored',
    `${isMissing ? '`gh` was not found' : '`gh` failed'}. Not stored: ${failed.map(({ name, store }) => `\`${name}\` (${store})`).join(', ')}.`,
    isMissing
      ? 'Install it (https://cli.github.com), and paste the commands above. The file is written.'
      : 'Check `gh auth status`, and that the environment exists at GitHub; then paste the commands above. The file is written.',
  )
}

/** Whether Auco shows the value, so that nobody has to type it. */
function isReadable({ value, isHidden }: StoredSecret): boolean {
  return value !== null && !isHidden
}

/** `missing`: there is no `gh`. */
type Outcome = 'stored' | 'failed' | 'missing'

async function store({ name, store, value }: StoredSecret): Promise<Outcome> {
  const gh = spawn('gh', ['secret', 'set', name, '--env', store], {
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  // It can end before it has read everything.
  gh.stdin.on('error', () => {})
  gh.stdin.end(value?.reveal())
  try {
    await once(gh, 'close')
    return gh.exitCode === 0 ? 'stored' : 'failed'
  } catch {
    // It couldn't be started: its only other event.
    return 'missing'
  }
}

/**
 * Commands that store secrets and can be pasted as they are: each reads the value from Auco, fails if there is none, and
 * passes it on unseen. What Auco doesn't show is typed.
 */
export function storingLines(secrets: readonly StoredSecret[]): readonly string[] {
  const readable = secrets.filter(isReadable)
  const hidden = secrets.filter((secret) => !isReadable(secret))
  const keys = [...new Set(readable.map(({ keyVariable }) => keyVariable))].join(' and ')
  return [
    ...(readable.length === 0
      ? []
      : [
          '',
          `These commands read each secret from Auco, with the key in ${keys}, and pass it to gh unseen:`,
          '',
          `  ${READ_VALUE}`,
          ...readable.map((secret) => `  ${storingCommand(secret)}`),
        ]),
    ...(hidden.length === 0
      ? []
      : [
          '',
          "Auco doesn't show these. Take each from its receiver; gh asks for it:",
          '',
          ...hidden.flatMap((secret) => [
            `  ${whatItIs(secret)}:`,
            `    gh secret set ${secret.name} --env ${secret.store}`,
          ]),
        ]),
  ]
}

/** A subshell, so that the option ends with it. The key stays out of arguments, which other programs can see. */
const READ_VALUE = `auco_value() ( set -o pipefail; printf 'Authorization: %s' "$1" | curl -fsS -H @- "$2/company" | jq -je ".webhooks[] | $3 | strings | select(length > 0)" )`

function storingCommand({ keyVariable, baseUrl, name, store, ...secret }: StoredSecret): string {
  const { id, headerKey, start, end } = secret
  const field = `select(.id == ${jqText(id)}).${headerKey === null ? 'url' : 'header.value'}`
  const part = [
    ...(start === '' ? [] : [`select(startswith(${jqText(start)})) | ltrimstr(${jqText(start)})`]),
    ...(end === '' ? [] : [`select(endswith(${jqText(end)})) | rtrimstr(${jqText(end)})`]),
  ]
  const filter = [field, ...part].join(' | ')
  return `(v=$(auco_value "\${${keyVariable}:?}" '${baseUrl.replaceAll("'", '%27')}' '${filter}') && printf %s "$v" | gh secret set ${name} --env ${store})`
}

/** A text in a filter of jq that stands in single quotes of a shell. */
function jqText(text: string): string {
  return stringifyEscaped(text).replaceAll("'", '\\u0027')
}

function whatItIs({ id, headerKey, start, end, environment }: StoredSecret): string {
  const isPart = start !== '' || end !== ''
  const what =
    headerKey === null
      ? 'What the variable stands for in the URL'
      : `${isPart ? 'What the variable stands for in the header' : 'The whole value of the header'} ${headerKey}`
  return `${what} of ${id}, ${environment}`
}
