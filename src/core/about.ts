import manifest from '../../package.json' with { type: 'json' }
import { KINDS, type ProblemCode, type UserErrorCode } from './errors.ts'

/** The version in package.json. The build puts only the version into the bundles, not the whole file. */
export const VERSION = manifest.version

/** What requests call themselves. */
export const USER_AGENT = `auco-webhooks-action/${VERSION}`

/** The home of the documentation, used if the runner doesn't name the action (a local action), or on another server. */
const HOME = { repository: 'org/auco-webhooks-action', ref: 'main' } as const

/** The address of webhooks.schema.json for editors. */
export const SCHEMA_URL = `https://raw.githubusercontent.com/${HOME.repository}/v1/webhooks.schema.json`

/**
 * The address of docs/troubleshooting.md in the repository and version that the workflow uses, because actions get forked
 * (GitHub: Variables reference, `GITHUB_ACTION_REPOSITORY` and `GITHUB_ACTION_REF`).
 *
 * On servers other than github.com it is in the action's home. There the runner doesn't say whether the action is a
 * mirror, and a mirror's name can belong to somebody else on github.com.
 */
export function troubleshootingUrl(env: NodeJS.ProcessEnv): string {
  const isGitHub = env['GITHUB_SERVER_URL'] === 'https://github.com'
  const named = isGitHub ? /^[\w-]{1,39}\/[\w.-]{1,100}$/.exec(env['GITHUB_ACTION_REPOSITORY'] ?? '') : null
  // No `..`, which would lead to another page.
  const ref = /^(?!.*\.\.)[\w./-]{1,200}$/.exec(env['GITHUB_ACTION_REF'] ?? '')
  const repository = named?.[0] ?? HOME.repository
  const version = named === null ? HOME.ref : (ref?.[0] ?? HOME.ref)
  return `https://github.com/${repository}/blob/${version}/docs/troubleshooting.md`
}

/** The address of the section about errors like this one. */
export function helpUrl(troubleshootingUrl: string, code: ProblemCode | UserErrorCode): string {
  const [kind] = KINDS.find(([, codes]) => codes.includes(code)) ?? ['']
  return `${troubleshootingUrl}#${kind}`
}
