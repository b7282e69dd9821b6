import type { Problem } from '../../../src/core/errors.ts'
import type { Links } from '../../../src/report/failure-text.ts'

export const repositoryUrl = 'https://github.com/acme/webhooks'
export const runUrl = `${repositoryUrl}/actions/runs/17`
export const sha = '1f0c9e27c4b5d3a6f8e90b1c2d3e4f5061728394'
export const troubleshootingUrl =
  'https://github.com/acme/auco-webhooks-action/blob/v1/docs/troubleshooting.md'
export const links: Links = { repositoryUrl, runUrl, sha, config: 'webhooks.yaml', troubleshootingUrl }

export { emptyPlan } from '../plan/webhooks.ts'

/** The last line of a report. */
export const footer = `<sub>Commit [1f0c9e2](${repositoryUrl}/commit/${sha}) · [run](${runUrl}) · auco-webhooks-action</sub>`

/** `W1`, `W2` … */
export const names = (number: number): readonly string[] =>
  Array.from({ length: number }, (_, n) => `W${n + 1}`)

/** A problem in column 5 of a line. */
export const problem = (line: number, message: string, severity: Problem['severity'] = 'error'): Problem => ({
  code: 'unset-variable',
  severity,
  message,
  place: { line, column: 5, endLine: line, endColumn: 9 },
})
