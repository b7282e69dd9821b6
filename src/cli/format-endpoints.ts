import { escapeInvisible, formatCount, formatNumber, stringifyEscaped } from '../core/format.ts'
import type { Environment } from '../core/webhook.ts'
import { type EndpointResult, problemsOf } from '../plan/endpoint-findings.ts'
import { problemWords, whyNotCheckedWords } from '../report/endpoint-words.ts'
import { type Line, type Style, styled } from './terminal.ts'

/** A URL of the file, with the result of its endpoint. */
export interface EndpointRow {
  readonly id: string
  readonly environments: readonly Environment[]
  /** Without its secret parts. */
  readonly url: string
  readonly host: string
  readonly result: EndpointResult
}

/** Whether the endpoint answered, and nothing is to be told about it. */
export function isFine({ result }: EndpointRow): boolean {
  return result.outcome === 'answered' && problemsOf(result).length === 0
}

/** A table with a line for each URL, and the counts. */
export function terminalEndpoints(file: string, rows: readonly EndpointRow[]): readonly Line[] {
  const cells = rows.map((row) => [row.id, row.environments.join(', '), row.host, ...measures(row)])
  const table = [['ID', 'ENVIRONMENT', 'ENDPOINT', 'TIME', 'CERTIFICATE'], ...cells].map((line) =>
    line.map((cell) => escapeInvisible(cell)),
  )
  const widths = [0, 1, 2, 3, 4].map((column) =>
    Math.max(...table.map((line) => [...(line[column] ?? '')].length)),
  )
  const padded = table.map((line) => line.map((cell, column) => pad(cell, widths[column] ?? 0)).join('  '))
  const [head = '', ...lines] = padded
  const fine = rows.filter(isFine).length
  const notChecked = rows.filter(({ result }) => result.outcome === 'not-checked').length
  const problems = rows.length - fine - notChecked
  return [
    styledLine('bold', `   ${head}`),
    ...rows.map((row, index): Line => {
      const { mark, style } = MARK[stateOf(row)]
      const words = remark(row)
      return [styled(style, mark), `  ${lines[index] ?? ''}${words === '' ? '' : `  ${words}`}`.trimEnd()]
    }),
    '',
    styledLine(
      'bold',
      `${file}: ${[
        `${formatCount(fine, 'URL')} fine`,
        ...(problems === 0 ? [] : [`${formatNumber(problems)} with a problem`]),
        ...(notChecked === 0 ? [] : [`${formatNumber(notChecked)} not checked`]),
      ].join(', ')}.`,
    ),
  ]
}

/** The same for programs; docs/cli.md documents the fields. */
export function endpointsJson(file: string, rows: readonly EndpointRow[]): string {
  const endpoints = rows.map((row) => {
    const { id, environments, url, host, result } = row
    return {
      id,
      environments,
      url,
      host,
      result: stateOf(row),
      problems: problemsOf(result).map(({ kind }) => kind),
      notChecked: result.outcome === 'not-checked' ? result.why : null,
      milliseconds: result.outcome === 'answered' ? result.milliseconds : null,
      certificateEnds: result.outcome === 'answered' ? result.certificate.on : null,
      certificateDays: result.outcome === 'answered' ? result.certificate.days : null,
    }
  })
  return `${stringifyEscaped({ file, endpoints }, 2)}\n`
}

type State = 'fine' | 'problem' | 'not-checked'

const MARK: Readonly<Record<State, { readonly mark: string; readonly style: Style }>> = {
  fine: { mark: '✓', style: 'green' },
  problem: { mark: '✗', style: 'red' },
  'not-checked': { mark: '-', style: 'yellow' },
}

function stateOf(row: EndpointRow): State {
  if (row.result.outcome === 'not-checked') return 'not-checked'
  return isFine(row) ? 'fine' : 'problem'
}

function measures({ result }: EndpointRow): readonly [time: string, certificate: string] {
  if (result.outcome !== 'answered') return ['-', '-']
  return [`${formatNumber(result.milliseconds)} ms`, formatCount(result.certificate.days, 'day')]
}

function remark({ result }: EndpointRow): string {
  return result.outcome === 'not-checked'
    ? `not checked: ${whyNotCheckedWords(result.why)}`
    : problemsOf(result).map(problemWords).join('; ')
}

function pad(cell: string, width: number): string {
  return cell + ' '.repeat(width - [...cell].length)
}

function styledLine(style: Style, text: string): Line {
  return [styled(style, text.trimEnd())]
}
