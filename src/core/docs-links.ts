import type { ProblemCode, UserErrorCode } from './errors.ts'

/** Where the documentation is if the runner does not say which action runs: a local action, or another server. */
const HOME = { repository: 'org/auco-webhooks-action', ref: 'main' } as const

/** Where editors find webhooks.schema.json. */
export const SCHEMA_URL = `https://raw.githubusercontent.com/${HOME.repository}/v1/webhooks.schema.json`

/**
 * The web address of docs/troubleshooting.md: of the repository and the version that the workflow uses, for people fork
 * actions (GitHub: Variables reference, `GITHUB_ACTION_REPOSITORY` and `GITHUB_ACTION_REF`).
 *
 * On another server than github.com it is the action's home. There the runner does not say whether the action is a
 * mirror or comes from github.com; and under a mirror's name github.com can have a stranger's repository.
 */
export function troubleshootingUrl(env: NodeJS.ProcessEnv): string {
  const isGitHub = env['GITHUB_SERVER_URL'] === 'https://github.com'
  const named = isGitHub ? /^[\w-]{1,39}\/[\w.-]{1,100}$/.exec(env['GITHUB_ACTION_REPOSITORY'] ?? '') : null
  // Without `..`, which would lead to another page.
  const ref = /^(?!.*\.\.)[\w./-]{1,200}$/.exec(env['GITHUB_ACTION_REF'] ?? '')?.[0]
  const repository = named?.[0] ?? HOME.repository
  const version = named === null ? HOME.ref : (ref ?? HOME.ref)
  return `https://github.com/${repository}/blob/${version}/docs/troubleshooting.md`
}

/** Where an error is explained: its section's address. */
export function helpUrl(troubleshootingUrl: string, code: ProblemCode | UserErrorCode): string {
  return `${troubleshootingUrl}#${code}`
}
