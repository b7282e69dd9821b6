import type { Links } from './links.ts'

/** The last line of a report: its commit, its run and this action. */
export function footer({ repositoryUrl, runUrl, sha }: Links): string {
  const short = sha.slice(0, 7)
  const commit = repositoryUrl === null || sha === '' ? short : `[${short}](${repositoryUrl}/commit/${sha})`
  const parts = [
    commit === '' ? '' : `Commit ${commit}`,
    runUrl === null ? '' : `[run](${runUrl})`,
    'auco-webhooks-action',
  ]
  return `<sub>${parts.filter((part) => part !== '').join(' · ')}</sub>`
}
