import { VERSION } from '../../src/core/about.ts'
import { ASSUMPTIONS, type Assumption } from './assumptions.ts'
import { type Company, Unmet } from './company.ts'

export interface Finding {
  readonly name: string
  readonly documented: string
  readonly result: 'held' | Unmet['result']
  /** What is otherwise, or why nothing was seen; empty if it held. */
  readonly detail: string
}

/** Tries every assumption; the risky ones only `withRisky`. The company is as it was before, or to be restored. */
export async function examine(company: Company, withRisky: boolean): Promise<readonly Finding[]> {
  const findings: Finding[] = []
  for (const assumption of ASSUMPTIONS) {
    const { name, documented, isRisky } = assumption
    const found =
      isRisky && !withRisky
        ? ({ result: 'not seen', detail: 'only with `--all`' } as const)
        : await tryOut(assumption, company)
    findings.push({ name, documented: documented ?? 'not documented', ...found })
  }
  return findings
}

async function tryOut({ check }: Assumption, company: Company): Promise<Pick<Finding, 'result' | 'detail'>> {
  try {
    const otherwise = await check(company)
    await company.settle()
    return { result: otherwise.length === 0 ? 'held' : 'not held', detail: otherwise.join(', ') }
  } catch (error) {
    if (!(error instanceof Unmet)) throw error
    return { result: error.result, detail: error.message }
  }
}

/** Markdown to paste into an issue. Nothing in it tells which company it is. */
export function markdown(findings: readonly Finding[], target: string, date: Date): string {
  const rows = findings.map(
    ({ name, documented, result, detail }) =>
      `| ${name} | ${documented} | ${result === 'held' ? result : `**${result}**: ${detail}`} |`,
  )
  return [
    `Conformance of ${target}, ${date.toISOString().slice(0, 10)}, auco-webhooks-action ${VERSION}, Node ${process.versions.node}`,
    '',
    "| Assumption | In Auco's documentation | Result |",
    '|---|---|---|',
    ...rows,
    '',
  ].join('\n')
}
