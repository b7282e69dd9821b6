import type { Reporter, TestModule } from 'vitest/node'
import type { Figures } from './figures.ts'

/** Ends a run with one Markdown table of the figures of all its campaigns. */
export default class FiguresReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const all = modules.flatMap((module) => module.meta().figures ?? [])
    if (all.length > 0) process.stdout.write(`\n${figuresTable(all)}\n`)
  }
}

/** The campaigns by name, each with its rows in the order in which it told them. */
function figuresTable(all: readonly Figures[]): string {
  const rows = all
    .toSorted((a, b) => a.campaign.localeCompare(b.campaign, 'en'))
    .flatMap(({ campaign, rows: own }) =>
      own.map(([what, figure]) => [campaign, what, shown(figure)] as const),
    )
  return [
    '| Campaign | What | Figure |',
    '|---|---|--:|',
    ...rows.map((row) => `| ${row.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`),
  ].join('\n')
}

function shown(figure: number | string): string {
  return typeof figure === 'number' ? figure.toLocaleString('en') : figure
}
