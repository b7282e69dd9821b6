import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { UserError } from '../core/errors.ts'
import { escapeInvisible, formatCount, stringifyEscaped } from '../core/format.ts'
import type { Secret } from '../core/secret.ts'
import { repeatsSecret } from '../core/secret-redactor.ts'
import type { Environment } from '../core/webhook.ts'
import type { NeededSecret } from '../import/merge.ts'
import { type CommandIo, confirm } from './command.ts'

/** Longest line of `gh` that is shown, in characters. */
const MAX_LINE = 200

/** A secret to store at GitHub, and what reads it from Auco. */
export interface StoredSecret extends NeededSecret {
  readonly environment: Environment
  /** GitHub's environment. */
  readonly store: string
  readonly baseUrl: string
  readonly keyVariable: string
}

/**
 * Stores the secrets through the user's `gh`, after listing and asking. Values go to its standard input only. Throws a
 * `UserError` at the first one that isn't stored: then the file must not be written, so that the command can be repeated.
 */
export async function storeSecrets(
  secrets: readonly StoredSecret[],
  isConfirmed: boolean,
  io: CommandIo,
): Promise<void> {
  const all = secrets.filter(({ isHidden }) => !isHidden)
  if (all.length === 0) return
  let stored = 0
  const gh = async (args: readonly string[], value: Secret | null) => {
    const { output, failure } = await runGh(args, value)
    if (failure === null) return output
    const next = all[stored]
    throw new UserError(
      'not-stored',
      `${failure} ${formatCount(stored, 'secret')} of ${all.length} stored; the next one is \`${next?.name}\` in \`${next?.store}\`.`,
      'The file is not written, so you can run the same command again: check `gh auth status`, and that the environment exists at GitHub.',
    )
  }
  const repo = (await gh(['repo', 'view', '--json', 'nameWithOwner', '--jq', '.nameWithOwner'], null)).trim()
  io.stderr.lines([
    '',
    `gh stores ${formatCount(all.length, 'secret')} in ${repo}, in these environments:`,
    '',
    ...all.map(({ name, store }) => `  ${store}: ${name}`),
    '',
  ])
  if (!isConfirmed) {
    const fix =
      'Nothing was stored, and the file is not written. Run it again, with `--yes` or without `--set-secrets`.'
    await confirm(io, 'Type yes to store them: ', 'yes', fix)
  }
  for (const { name, store, value } of all) {
    await gh(['secret', 'set', name, '--env', store, '--repo', repo], value)
    io.stderr.lines([`Stored ${name} in ${store}.`])
    stored += 1
  }
}

/** The output of `gh`, or why it failed, in a sentence: with its own first line only if that repeats nothing of the value. */
async function runGh(args: readonly string[], value: Secret | null) {
  const gh = spawn('gh', [...args], { stdio: ['pipe', 'pipe', 'pipe'] })
  // It can end before it has read everything.
  gh.stdin.on('error', () => {})
  gh.stdin.end(value?.reveal() ?? '')
  try {
    const [output, errors] = await Promise.all([text(gh.stdout), text(gh.stderr), once(gh, 'close')])
    if (gh.exitCode === 0) return { output, failure: null }
    const line = escapeInvisible((errors.trim().split('\n')[0] ?? '').slice(0, MAX_LINE))
    const isShown = line !== '' && (value === null || !repeatsSecret(line, [value]))
    return { output, failure: isShown ? `\`gh\` failed: ${line}.` : '`gh` failed.' }
  } catch {
    // It couldn't be started: its only other event.
    return { output: '', failure: '`gh` was not found. Install it (https://cli.github.com).' }
  }
}

/**
 * Commands that store secrets and can be pasted as they are: each reads the value from Auco, fails if there is none, and
 * passes it on unseen. What Auco doesn't show is typed. `areStored`: what it shows is stored already. Then the `env:` of the
 * action's step.
 */
export function storingLines(secrets: readonly StoredSecret[], areStored: boolean): readonly string[] {
  if (secrets.length === 0) return []
  const hidden = secrets.filter(({ isHidden }) => isHidden)
  const readable = areStored ? [] : secrets.filter(({ isHidden }) => !isHidden)
  const names = new Set(secrets.map(({ name }) => name))
  const variables = [...new Set(readable.map(({ keyVariable }) => keyVariable))]
  const keys = `the ${variables.length === 1 ? 'key' : 'keys'} in ${variables.join(' and ')}`
  return [
    ...under(
      `These commands read each secret from Auco, with ${keys}, and pass it to gh unseen:`,
      readable.length === 0 ? [] : [READ_VALUE, ...readable.map(storingCommand)],
    ),
    ...under(
      "Auco doesn't show these. Take each from its receiver; gh asks for it:",
      hidden.flatMap((secret) => [
        `${whatItIs(secret)}:`,
        `  gh secret set ${secret.name} --env ${secret.store}`,
      ]),
    ),
    ...under(
      "Pass the secrets to the action's step in the apply job; these lines replace its `env:`, or add to it:",
      ['      env:', ...[...names].map((name) => `        ${name}: \${{ secrets.${name} }}`)],
    ),
  ]
}

function under(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', title, '', ...lines.map((line) => `  ${line}`)]
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
  const isWhole = headerKey !== null && start === '' && end === ''
  const field = headerKey === null ? 'URL' : `header ${headerKey}`
  return `The ${isWhole ? 'whole value' : 'secret part'} of the ${field} of ${id}, ${environment}`
}
