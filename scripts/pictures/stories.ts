/**
 * The reports that the documentation shows: what the real `dist/index.js` writes, run as a runner would against the two
 * fakes. What differs from run to run (commits, the hidden markers) is replaced, so that the texts can be compared.
 */

import { startAuco } from '../../test/fakes/auco.ts'
import { startGitHub } from '../../test/fakes/github.ts'
import { pullRequestEvent, pushEvent } from '../../test/fakes/github-events.ts'
import { runAction } from '../../test/fakes/run-action.ts'

export interface Story {
  readonly name: string
  /** Who shows it: a comment has its author's head, a summary the job's. */
  readonly shownBy: 'comment' | 'summary'
  readonly markdown: string
}

const webhook = (id: string, description: string, url: string, more = '') =>
  `  - id: ${id}\n    description: ${description}\n    url: ${url}\n${more}`
const token = '    header: { key: Authorization, value: "Bearer ${AUCO_HOOK_TOKEN}" }\n'
const crm = '    header: { key: X-Crm-Token, value: "${AUCO_CRM_TOKEN}" }\n'

const everyEvent = webhook('default', 'Every signing event', 'https://hooks.notaria.example/auco', token)
const archive = webhook(
  'Archive',
  'Copies of signed documents',
  'https://archive.notaria.example/auco',
  token,
)
const contracts = webhook('Contracts', 'Contract desk', 'https://contracts.notaria.example/auco', token)
const sales = webhook('Crm', 'Sales follows each signature', 'https://crm.notaria.example/auco', crm)
const billing = webhook('Billing', 'Billing wants FINISH only', 'https://billing.notaria.example/auco', token)

const before = `webhooks:\n${everyEvent}${billing}${contracts}${sales}${archive}`
const after = `webhooks:\n${everyEvent}${webhook('Contracts', 'Contract desk and legal', 'https://contracts.notaria.example/v2/auco', token)}${webhook('Crm', 'Sales follows each signature', 'https://crm.vendor.example/hooks/auco', crm)}${archive}${webhook('Identity', 'Identity checks', 'https://identity.notaria.example/auco', token)}`
const wrong = `webhooks:
  - id: default
    desc: Every signing event
    url: http://hooks.notaria.example/auco
    header: { key: Authorization, value: "Bearer \${HOOK_TOKEN}" }
  - id: 42
    description: Billing wants FINISH only
    url: https://localhost/auco
    header: { key: Authorization, value: Bearer 1f6f7f6f }
`

/** Every story, in the order of the documentation. */
export async function tellStories(): Promise<readonly Story[]> {
  const auco = await startAuco()
  const github = await startGitHub()
  try {
    const inputs = { 'api-url': auco.url, 'public-key': auco.publicKey }
    const env = { AUCO_HOOK_TOKEN: 'hook-token-of-the-notary', AUCO_CRM_TOKEN: 'crm-token-of-the-notary' }
    const repository = await github.createRepository({ files: { 'webhooks.yaml': before } })
    const common = { env, token: github.botToken, githubUrl: github.url }
    const apply = { ...inputs, 'private-key': auco.privateKey }

    const seed = { before: repository.headSha, after: repository.headSha, branch: 'main' }
    await runAction({
      ...common,
      workspace: { 'webhooks.yaml': before },
      inputs: { ...apply, removals: 'all' },
      event: pushEvent(repository, seed),
    })

    await github.commit(repository, 'wrong', { 'webhooks.yaml': wrong }, 'A wrong file')
    const wrongPull = await github.openPullRequest(repository, 'wrong', 'A wrong file')
    await runAction({
      ...common,
      workspace: { 'webhooks.yaml': wrong },
      inputs,
      event: pullRequestEvent(repository, wrongPull),
    })

    await github.commit(repository, 'clean', { 'README.md': 'Words' }, 'Words only')
    const clean = await github.openPullRequest(repository, 'clean', 'Words only')
    await runAction({
      ...common,
      workspace: { 'webhooks.yaml': before },
      inputs,
      event: pullRequestEvent(repository, clean),
    })

    auco.edit((company) => {
      const first = company.webhooks[0]
      if (first !== undefined) first.url = 'https://test.notaria.example/tmp'
    })
    await github.commit(repository, 'change', { 'webhooks.yaml': after }, 'Reorder the webhooks')
    const change = await github.openPullRequest(repository, 'change', 'Reorder the webhooks')
    await runAction({
      ...common,
      workspace: { 'webhooks.yaml': after },
      inputs,
      event: pullRequestEvent(repository, change),
    })
    const plan = await bodyOf(github, repository, change.number)

    const merged = await github.mergePullRequest(repository, change.number)
    const event = pushEvent(repository, { before: repository.headSha, after: merged, branch: 'main' })
    const merge = { ...common, workspace: { 'webhooks.yaml': after }, inputs: apply, event }
    const { AUCO_HOOK_TOKEN } = env
    await runAction({ ...merge, env: { AUCO_HOOK_TOKEN } })
    const failed = await bodyOf(github, repository, change.number)
    await runAction(merge)
    return [
      { name: 'plan', shownBy: 'comment', markdown: plan },
      { name: 'failed', shownBy: 'comment', markdown: failed },
      { name: 'applied', shownBy: 'comment', markdown: await bodyOf(github, repository, change.number) },
      { name: 'no-changes', shownBy: 'comment', markdown: await bodyOf(github, repository, clean.number) },
      {
        name: 'wrong-file',
        shownBy: 'comment',
        markdown: await bodyOf(github, repository, wrongPull.number),
      },
    ]
  } finally {
    await auco.close()
    await github.close()
  }
}

type GitHub = Awaited<ReturnType<typeof startGitHub>>
type Repository = Awaited<ReturnType<GitHub['createRepository']>>

async function bodyOf(github: GitHub, repository: Repository, pullRequest: number): Promise<string> {
  const [comment] = await github.comments(repository, pullRequest)
  if (comment === undefined) throw new Error(`Pull request ${pullRequest} has no comment.`)
  return withoutChance(comment.body)
}

/** Commits depend on the time, and the markers on the commit. */
function withoutChance(markdown: string): string {
  return `${markdown
    .replaceAll(/^<!--.*-->\n+/gm, '')
    .replaceAll(/\b[0-9a-f]{40}\b/g, '1f0c9e27c4b5d3a6f8e90b1c2d3e4f5061728394')
    .replaceAll(/(Commit \[|at )[0-9a-f]{7}\b/g, '$11f0c9e2')
    .trimEnd()}\n`
}
