import { BASE_URL } from '../auco/access.ts'
import { escapeInvisible, formatCount, formatNumber, stringifyEscaped } from '../core/format.ts'
import { ENVIRONMENTS, type Environment } from '../core/webhook.ts'
import { checkAll, type EndpointCheck, type EndpointResult, problemsOf } from '../plan/endpoints.ts'
import { problemWords, WHY_NOT_CHECKED } from '../report/endpoint-words.ts'
import { systemClock } from '../system/clock.ts'
import { hasProxy } from '../system/proxy.ts'
import { type CommandIo, EXIT, type ExitCode, NEVER_CANCELLED } from './command.ts'
import type { GivenTo } from './options.ts'
import { type Line, styled } from './terminal.ts'
import { readValidFile } from './valid-file.ts'

/** Checks the endpoint of every URL of the file, each host and port once, and prints a table. Throws a `UserError`. */
export async function checkFile(
  { file, environment, format }: GivenTo<'check'>,
  io: CommandIo,
): Promise<ExitCode> {
  const wanted = environment === null ? ENVIRONMENTS : [environment]
  const { label, environments, redactor } = await readValidFile(file, wanted, io)
  const check = await openCheck(io)
  const checks = environments.map(async ({ environment: of, webhooks }) => {
    return { of, checked: await checkAll(webhooks, check) }
  })
  const { redact } = redactor
  const rows = new Map<string, Row>()
  for (const { of, checked } of await Promise.all(checks)) {
    for (const { webhook, host, result } of checked) {
      const { id, url } = webhook
      const key = JSON.stringify([id, url.shown])
      const before = rows.get(key)?.environments ?? []
      rows.set(key, {
        id: redact(id),
        environments: [...before, of],
        url: redact(url.shown),
        host: redact(host),
        ...findingsOf(result),
      })
    }
  }
  const list = [...rows.values()]
  if (format === 'json') {
    const endpoints = list.map(({ remark: _, ...row }) => row)
    io.stdout.text(`${stringifyEscaped({ file: label, endpoints }, 2)}\n`)
  } else io.stdout.lines(table(label, list))
  return list.every(({ result }) => result === 'fine') ? EXIT.ok : EXIT.problems
}

/** Checks endpoints from this machine, unless its connections go through a proxy. */
export async function openCheck({ variable }: CommandIo): Promise<EndpointCheck> {
  if (hasProxy(variable)) return async () => ({ outcome: 'not-checked', why: 'proxy' })
  const { endpointCheck } = await import('../endpoints/endpoint-check.ts')
  return endpointCheck({
    clock: systemClock,
    cancelled: NEVER_CANCELLED,
    knownHost: new URL(BASE_URL.production).hostname,
  })
}

/** What was found out about an endpoint; `remark` is for people, the rest for programs, as docs/cli.md documents it. */
function findingsOf(found: EndpointResult) {
  const problems = problemsOf(found)
  const answer = found.outcome === 'answered' ? found : null
  const why = found.outcome === 'not-checked' ? found.why : null
  const checked = problems.length === 0 ? ('fine' as const) : ('problem' as const)
  return {
    result: why === null ? checked : ('not-checked' as const),
    problems: problems.map(({ kind }) => kind),
    notChecked: why,
    milliseconds: answer?.milliseconds ?? null,
    certificateEnds: answer?.certificate.on ?? null,
    certificateDays: answer?.certificate.days ?? null,
    remark: why === null ? problems.map(problemWords).join('; ') : `not checked: ${WHY_NOT_CHECKED[why]}`,
  }
}

/** A URL of the file, without its secret parts. */
interface Row extends ReturnType<typeof findingsOf> {
  readonly id: string
  readonly environments: readonly Environment[]
  readonly url: string
  readonly host: string
}

const MARK = {
  fine: styled('green', '✓'),
  problem: styled('red', '✗'),
  'not-checked': styled('yellow', '-'),
} as const

/** A line for each URL, and the counts. */
function table(file: string, rows: readonly Row[]): readonly Line[] {
  const head = ['ID', 'ENVIRONMENT', 'ENDPOINT', 'TIME', 'CERTIFICATE']
  const cells = rows.map(({ id, environments, host, milliseconds, certificateDays }) => [
    id,
    environments.join(', '),
    host,
    milliseconds === null ? '-' : `${formatNumber(milliseconds)} ms`,
    certificateDays === null ? '-' : formatCount(certificateDays, 'day'),
  ])
  const all = [head, ...cells].map((line) => line.map(escapeInvisible))
  const widths = head.map((_, column) => Math.max(...all.map((line) => line[column]?.length ?? 0)))
  const [first = '', ...lines] = all.map((line) =>
    line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '),
  )
  const count = (state: Row['result']) => rows.filter(({ result }) => result === state).length
  const [problems, notChecked] = [count('problem'), count('not-checked')]
  const counts = [
    `${formatCount(count('fine'), 'URL')} fine`,
    ...(problems === 0 ? [] : [`${formatNumber(problems)} with a problem`]),
    ...(notChecked === 0 ? [] : [`${formatNumber(notChecked)} not checked`]),
  ]
  return [
    [styled('bold', `   ${first.trimEnd()}`)],
    ...rows.map(({ result, remark }, index): Line => {
      return [MARK[result], `  ${lines[index] ?? ''}  ${remark}`.trimEnd()]
    }),
    '',
    [styled('bold', `${file}: ${counts.join(', ')}.`)],
  ]
}
