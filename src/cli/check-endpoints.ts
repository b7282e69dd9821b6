import { BASE_URL } from '../auco/access.ts'
import { escapeInvisible, formatCount, formatNumber, stringifyEscaped } from '../core/format.ts'
import { ENVIRONMENTS, type Environment } from '../core/webhook.ts'
import {
  type CheckedTarget,
  type EndpointResult,
  type EndpointTarget,
  endpointOf,
  endpointTargets,
  problemsOf,
  shownEndpoint,
  withoutNetworkFailures,
} from '../plan/endpoints.ts'
import { problemWords, whyNotCheckedWords } from '../report/endpoint-words.ts'
import { systemClock } from '../system/clock.ts'
import { hasProxy } from '../system/proxy.ts'
import { type CommandIo, EXIT, type ExitCode } from './command.ts'
import { ownSecrets } from './key-variables.ts'
import { readValidFile } from './read-valid-file.ts'
import { type Line, styled } from './terminal.ts'
import { readExistingFile } from './text-file.ts'

export interface CheckOptions {
  readonly file: string
  /** `null`: both. */
  readonly environment: Environment | null
  readonly format: 'text' | 'json'
}

/** Checks the endpoint of every URL of the file, each host and port once, and prints a table. Throws a `UserError`. */
export async function checkFile(
  { file, environment, format }: CheckOptions,
  io: CommandIo,
): Promise<ExitCode> {
  const wanted = environment === null ? ENVIRONMENTS : [environment]
  const text = await readExistingFile(file, io.stdin)
  const { label, environments, used } = readValidFile(
    { file, text, own: ownSecrets(io), environments: wanted, warnings: 'hidden' },
    io,
  )
  const targets = endpointTargets(environments.flatMap(({ webhooks }) => webhooks))
  const checked = withoutNetworkFailures(await checkEndpoints(targets, io, new AbortController().signal))
  const results = new Map(checked.map(({ endpoint, result }) => [shownEndpoint(endpoint), result]))
  const redact = (shown: string) => used.redactor.redact(shown)
  const rows = new Map<string, Row>()
  for (const { environment: of, webhooks } of environments) {
    for (const { id, url } of webhooks) {
      const endpoint = endpointOf(url)
      const host = endpoint === null ? '' : shownEndpoint(endpoint)
      const result = results.get(host)
      if (result === undefined) continue
      const key = JSON.stringify([id, url.shown])
      const before = rows.get(key)?.environments ?? []
      const shown = { id: redact(id), url: redact(url.shown), host: redact(host) }
      rows.set(key, { ...shown, environments: [...before, of], result })
    }
  }
  const list = [...rows.values()]
  if (format === 'json') io.stdout.text(endpointsJson(label, list))
  else io.stdout.lines(table(label, list))
  return list.every((row) => stateOf(row) === 'fine') ? EXIT.ok : EXIT.problems
}

/** Checks endpoints from this machine, unless its connections go through a proxy. Aborting `ended` ends the checks. */
export async function checkEndpoints(
  targets: readonly EndpointTarget[],
  { variable }: CommandIo,
  ended: AbortSignal,
): Promise<readonly CheckedTarget[]> {
  if (hasProxy(variable)) {
    return targets.map((target) => ({ ...target, result: { outcome: 'not-checked', why: 'proxy' } }))
  }
  const { endpointCheck } = await import('../endpoints/endpoint-check.ts')
  const check = endpointCheck({
    clock: systemClock,
    cancelled: ended,
    knownHost: new URL(BASE_URL.production).hostname,
  })
  return await check(targets)
}

/** A URL of the file, without its secret parts, with the result of its endpoint. */
interface Row {
  readonly id: string
  readonly environments: readonly Environment[]
  readonly url: string
  readonly host: string
  readonly result: EndpointResult
}

const MARK = {
  fine: styled('green', '✓'),
  problem: styled('red', '✗'),
  'not-checked': styled('yellow', '-'),
} as const

function stateOf({ result }: Row): keyof typeof MARK {
  if (result.outcome === 'not-checked') return 'not-checked'
  return problemsOf(result).length === 0 ? 'fine' : 'problem'
}

/** A line for each URL, and the counts. */
function table(file: string, rows: readonly Row[]): readonly Line[] {
  const head = ['ID', 'ENVIRONMENT', 'ENDPOINT', 'TIME', 'CERTIFICATE']
  const cells = [head, ...rows.map(cellsOf)].map((line) => line.map(escapeInvisible))
  const widths = head.map((_, column) => Math.max(...cells.map((line) => line[column]?.length ?? 0)))
  const [first = '', ...lines] = cells.map((line) =>
    line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '),
  )
  const count = (state: keyof typeof MARK) => rows.filter((row) => stateOf(row) === state).length
  const [problems, notChecked] = [count('problem'), count('not-checked')]
  const counts = [
    `${formatCount(count('fine'), 'URL')} fine`,
    ...(problems === 0 ? [] : [`${formatNumber(problems)} with a problem`]),
    ...(notChecked === 0 ? [] : [`${formatNumber(notChecked)} not checked`]),
  ]
  return [
    [styled('bold', `   ${first.trimEnd()}`)],
    ...rows.map((row, index): Line => {
      const { result } = row
      const remark =
        result.outcome === 'not-checked'
          ? `not checked: ${whyNotCheckedWords(result.why)}`
          : problemsOf(result).map(problemWords).join('; ')
      return [MARK[stateOf(row)], `  ${lines[index] ?? ''}  ${remark}`.trimEnd()]
    }),
    '',
    [styled('bold', `${file}: ${counts.join(', ')}.`)],
  ]
}

function cellsOf({ id, environments, host, result }: Row): readonly string[] {
  const measures =
    result.outcome === 'answered'
      ? [`${formatNumber(result.milliseconds)} ms`, formatCount(result.certificate.days, 'day')]
      : ['-', '-']
  return [id, environments.join(', '), host, ...measures]
}

/** The same for programs; docs/cli.md documents the fields. */
function endpointsJson(file: string, rows: readonly Row[]): string {
  const endpoints = rows.map((row) => {
    const { id, environments, url, host, result } = row
    const answer = result.outcome === 'answered' ? result : null
    return {
      ...{ id, environments, url, host },
      result: stateOf(row),
      problems: problemsOf(result).map(({ kind }) => kind),
      notChecked: result.outcome === 'not-checked' ? result.why : null,
      milliseconds: answer?.milliseconds ?? null,
      certificateEnds: answer?.certificate.on ?? null,
      certificateDays: answer?.certificate.days ?? null,
    }
  })
  return `${stringifyEscaped({ file, endpoints }, 2)}\n`
}
