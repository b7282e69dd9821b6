import type { Links } from './links.ts'

const START = '<sub>'

/** The last line of a report: its commit, its run and this action. */
export function footer({ repositoryUrl, runUrl, sha }: Links): string {
  const short = sha.slice(0, 7)
  const commit = repositoryUrl === null || sha === '' ? short : `[${short}](${repositoryUrl}/commit/${sha})`
  const parts = [
    commit === '' ? '' : `Commit ${commit}`,
    runUrl === null ? '' : `[run](${runUrl})`,
    'auco-webhooks-action',
  ]
  return `${START}${parts.filter((part) => part !== '').join(' · ')}</sub>`
}

/** A comment without its footer, which differs in every run: two comments are the same if this is equal. */
export function withoutFooter(body: string): string {
  return body.replaceAll('\r\n', '\n').split(`\n\n${START}`)[0] ?? ''
}
