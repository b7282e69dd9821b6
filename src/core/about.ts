import manifest from '../../package.json' with { type: 'json' }
import { KINDS, type ProblemCode, type UserErrorCode } from './errors.ts'

/** The version in package.json. The build puts only the version into the bundles, not the whole file. */
export const VERSION = manifest.version

export const USER_AGENT = `auco-webhooks-action/${VERSION}`

/** The home of the documentation, used if the runner doesn't name the action (a local action), or on another server. */
const HOME = 'org/auco-webhooks-action'

export const SCHEMA_URL = `https://raw.githubusercontent.com/${HOME}/v1/webhooks.schema.json`

/**
 * The address of docs/troubleshooting.md in the repository and version that the workflow uses, because actions get forked
 * (GitHub: Variables reference, `GITHUB_ACTION_REPOSITORY` and `GITHUB_ACTION_REF`).
 *
 * On servers other than github.com it is in the action's home. There the runner doesn't say whether the action is a
 * mirror, and a mirror's name can belong to somebody else on github.com.
 */
export function troubleshootingUrl(env: NodeJS.ProcessEnv): string {
  const page = `${env['GITHUB_ACTION_REPOSITORY']}/blob/${env['GITHUB_ACTION_REF']}`
  const isGitHub = env['GITHUB_SERVER_URL'] === 'https://github.com'
  // No `..`, which would lead to another page, and no Markdown.
  const isNamed = isGitHub && /^[\w-]+\/[\w.-]+\/blob\/(?!.*\.\.)[\w./-]+$/.test(page)
  return `https://github.com/${isNamed ? page : `${HOME}/blob/main`}/docs/troubleshooting.md`
}

/** The address of the section about errors like this one. */
export function helpUrl(troubleshootingUrl: string, code: ProblemCode | UserErrorCode): string {
  const [kind] = KINDS.find(([, codes]) => codes.includes(code)) ?? ['']
  return `${troubleshootingUrl}#${kind}`
}
