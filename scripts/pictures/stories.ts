/**
 * The reports that the documentation shows: what the real `dist/index.js` writes, run as a runner would against the two
 * fakes. What differs from run to run (commits, the hidden markers) is replaced, so that the texts can be compared.
 */

import { startAuco } from '../../test/fakes/auco.ts'
import { type PullRequest, startGitHub } from '../../test/fakes/github.ts'
import { pullRequestEvent, pushEvent } from '../../test/fakes/github-events.ts'
import { type ActionEvent, runAction } from '../../test/fakes/run-action.ts'

export interface Story {
  readonly name: string
  readonly markdown: string
}

const TOKEN = '    header: { key: Authorization, value: "Bearer ${AUCO_HOOK_TOKEN}" }\n'
const CRM = '    header: { key: X-Crm-Token, value: "${AUCO_CRM_TOKEN}" }\n'
const PRODUCTION = '    environments: [production]\n'
const webhook = (id: string, description: string, url: string, more = TOKEN) =>
  `  - id: ${id}\n    description: ${description}\n    url: ${url}\n${more}`
const crmAt = (host: string) =>
  webhook('Crm', 'Sales follows each signature', `https://${host}/auco`, PRODUCTION + CRM)

const everyEvent = webhook('default', 'Every signing event', 'https://hooks.notaria.example/auco')
const archive = webhook('Archive', 'Copies of signed documents', 'https://archive.notaria.example/auco')
const billing = webhook(
  'Billing',
  'Billing wants FINISH only',
  'https://billing.notaria.example/auco',
  PRODUCTION + TOKEN,
)
const before = `webhooks:\n${everyEvent}${archive}${crmAt('crm.notaria.example')}${billing}`
const after = `webhooks:\n${everyEvent}${archive}${crmAt('crm.vendor.example')}`
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
    const stage = { publicKey: 'puk_of_the_notary_at_stage', privateKey: 'prk_of_the_notary_at_stage' }
    auco.addAccount({ ...stage, company: auco.company() })
    const repository = await github.createRepository({ files: { 'webhooks.yaml': before } })
    const run = async (
      file: string,
      event: ActionEvent,
      environment: 'stage' | 'production',
      inputs: Readonly<Record<string, string>> = {},
    ) => {
      const { publicKey, privateKey } = environment === 'stage' ? stage : auco
      await runAction({
        workspace: { 'webhooks.yaml': file },
        event,
        inputs: {
          'api-url': auco.url,
          environment,
          'public-key': publicKey,
          'private-key': privateKey,
          ...inputs,
        },
        env: { AUCO_HOOK_TOKEN: 'hook-token-of-the-notary', AUCO_CRM_TOKEN: 'crm-token-of-the-notary' },
        token: github.botToken,
        githubUrl: github.url,
      })
    }
    const open = async (branch: string, files: Readonly<Record<string, string>>) => {
      await github.commit(repository, branch, files, branch)
      return github.openPullRequest(repository, branch, branch)
    }
    const commentOn = async ({ number }: PullRequest) => {
      const [comment] = await github.comments(repository, number)
      if (comment === undefined) throw new Error(`Pull request ${number} has no comment.`)
      return withoutChance(comment.body)
    }

    const { headSha } = repository
    const seed = pushEvent(repository, { before: headSha, after: headSha, branch: 'main' })
    for (const environment of ['stage', 'production'] as const) {
      await run(before, seed, environment, { removals: 'all' })
    }

    const mistaken = await open('wrong', { 'webhooks.yaml': wrong })
    await run(wrong, pullRequestEvent(repository, mistaken), 'production')
    const words = await open('words', { 'README.md': 'Words' })
    await run(before, pullRequestEvent(repository, words), 'production')

    const change = await open('change', { 'webhooks.yaml': after })
    const opened = pullRequestEvent(repository, change)
    await run(after, opened, 'stage')
    await run(after, opened, 'production')
    const plan = await commentOn(change)

    // A comment with one section, as the quick start has it.
    const [shared] = await github.comments(repository, change.number)
    if (shared !== undefined) await github.deleteComment(repository, shared.id)
    await run(after, opened, 'production')
    const merged = await github.mergePullRequest(repository, change.number)
    const event = pushEvent(repository, { before: headSha, after: merged, branch: 'main' })
    await run(after, event, 'production', { 'private-key': 'prk_that_was_revoked' })
    const failed = await commentOn(change)
    await run(after, event, 'production')
    return [
      { name: 'plan', markdown: plan },
      { name: 'failed', markdown: failed },
      { name: 'applied', markdown: await commentOn(change) },
      { name: 'no-changes', markdown: await commentOn(words) },
      { name: 'wrong-file', markdown: await commentOn(mistaken) },
    ]
  } finally {
    await auco.close()
    await github.close()
  }
}

/** Commits depend on the time, and the markers on the commit. */
function withoutChance(markdown: string): string {
  return `${markdown
    .replaceAll(/^<!--.*-->\n+/gm, '')
    .replaceAll(/\b[0-9a-f]{40}\b/g, '1f0c9e27c4b5d3a6f8e90b1c2d3e4f5061728394')
    .replaceAll(/(Commit \[|at )[0-9a-f]{7}\b/g, '$11f0c9e2')
    .trimEnd()}\n`
}
