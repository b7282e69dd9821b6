import { expect, it } from 'vitest'
import { parseCompany } from '../../../src/auco/company.ts'
import { Secret } from '../../../src/core/secret.ts'
import { type Announcement, type CommentIdentity, renderMarker } from '../../../src/report/marker.ts'
import { seedCompany } from '../../fakes/auco.ts'
import { statusOf, withStatus } from '../../fakes/comment.ts'
import { type CompanyRun, read, startCompany, write } from '../../fakes/company.ts'
import type { PullRequest } from '../../fakes/github.ts'
import { entries, fileOf, stored } from '../../fakes/webhooks-file.ts'

const company = await startCompany({ inProcess: true })
/** Declares `default` only: `Billing` is to be removed. */
const smaller = fileOf(entries.default)

const identity = { title: 'Auco webhooks · stage', config: 'webhooks.yaml', environment: 'stage' }
const sealedMarker =
  /^<!-- auco-webhooks-action:v2 (?<identity>[0-9a-f]{16}) planned (?<text>[\w-]+)\.(?<seal>[\w-]+) -->/
const notAnnounced = 'No plan comment of a merged pull request announces it as it is live now.'
const anotherAccount =
  'The plan comment was written by another account: plan and apply have to use the same `github-token`.'
const noComment = 'No merged pull request with a plan comment belongs to this commit.'

/** A pull request that removes `Billing`, whose plan comment announces it. */
async function reviewed(): Promise<PullRequest> {
  const { pull, comment } = await company.review(smaller)
  expect(comment).toMatch(sealedMarker)
  return pull
}

async function callGitHub(method: string, path: string, body?: object): Promise<void> {
  const { github, repo } = company
  const response = await fetch(`${github.url}/repos/${repo.owner}/${repo.name}/${path}`, {
    method,
    headers: { authorization: `Bearer ${github.humanToken}`, 'content-type': 'application/json' },
    body: body === undefined ? null : JSON.stringify(body),
  })
  expect(response.ok).toBe(true)
}

/** A maintainer edits the first comment; the bot stays its author. */
async function edit(pull: PullRequest, change: (body: string) => string): Promise<void> {
  const [comment] = await company.github.comments(company.repo, pull.number)
  const before = comment?.body ?? ''
  const body = change(before)
  expect(body).not.toBe(before)
  await callGitHub('PATCH', `issues/comments/${comment?.id}`, { body })
}

async function removeComment(pull: PullRequest): Promise<void> {
  const [comment] = await company.github.comments(company.repo, pull.number)
  await callGitHub('DELETE', `issues/comments/${comment?.id}`)
}

const liveWebhooks = () => {
  const parsed = parseCompany(company.auco.company())
  return parsed.ok ? parsed.company.webhooks : []
}

/** Replaces the marker by a genuine one, but for the parts given. */
async function withMarker(
  pull: PullRequest,
  forged: { identity?: Partial<CommentIdentity>; announcement?: Partial<Announcement>; key?: string } = {},
): Promise<void> {
  const line = renderMarker(
    { ...identity, ...forged.identity },
    {
      repository: `acme/${company.repo.name}`,
      pullRequest: pull.number,
      headSha: pull.head.sha,
      baseBranch: 'main',
      removals: liveWebhooks().filter(({ id }) => id === 'Billing'),
      ...forged.announcement,
    },
    new Secret(forged.key ?? company.auco.publicKey),
  )
  await edit(pull, (body) => body.replace(sealedMarker, line))
}

const message = (why: string) =>
  `Nobody reviewed the removal of \`Billing\`. ${why} Nothing was written. Put the webhooks into the file, or open a pull request whose plan announces the removal; \`removals: allow\` removes them in one run without a review.`

function expectRefused(run: CompanyRun, why: string): void {
  expect(run).toMatchObject({ exitCode: 1, signal: null, stderr: '', written: [], waits: [1_000, 2_000] })
  expect(run.annotations).toEqual([{ level: 'error', message: message(why) }])
  expect(run.outputs).not.toHaveProperty('result')
  expect(run.outputs).toMatchObject({ changed: 'true', removed: '["Billing"]' })
  expect(statusOf(run.summary)).toBe(refusedStatus(why))
  expect(company.auco.company()).toEqual(seedCompany())
}

const refusedStatus = (why: string) =>
  `❌ **Not applied:** ${message(why)} ([run 17023456789](https://github.com/acme/${company.repo.name}/actions/runs/17023456789) · [How to fix this](https://github.com/acme/auco-webhooks-action/blob/v1/docs/troubleshooting.md#unreviewed-removals))`

// Every other way to forge a marker is in test/unit/report/marker.test.ts.
it.each<[string, (pull: PullRequest) => Promise<void>]>([
  ['a seal made with another key', (pull) => withMarker(pull, { key: 'puk_ofAnotherCompany2yPh7LdSs4Fa' })],
  ["a seal made with the private key's text", (pull) => withMarker(pull, { key: company.auco.privateKey })],
  ['an announcement without a seal', (pull) => edit(pull, (body) => body.replace(/\.[\w-]+ -->/, '. -->'))],
  [
    'the hash of a webhook added to the announcement',
    (pull) =>
      edit(pull, (body) => {
        const { text = '' } = sealedMarker.exec(body)?.groups ?? {}
        const announced: { removals: string } = JSON.parse(Buffer.from(text, 'base64url').toString())
        announced.removals += 'A'.repeat(16)
        return body.replace(text, Buffer.from(JSON.stringify(announced)).toString('base64url'))
      }),
  ],
  [
    'the announcement of an older head commit',
    (pull) => withMarker(pull, { announcement: { headSha: company.repo.headSha } }),
  ],
  [
    "another pull request's marker",
    async (pull) => {
      const [other = ''] = await company.comments(await reviewed())
      await edit(pull, (body) => body.replace(sealedMarker, sealedMarker.exec(other)?.[0] ?? ''))
    },
  ],
])('a plan comment with %s announces nothing, and says that it was refused', async (_, forge) => {
  const pull = await reviewed()
  await forge(pull)
  const before = (await company.comments(pull))[0] ?? ''
  const run = await company.apply({ file: smaller, event: await company.merge(pull), fastClock: true })

  expectRefused(run, notAnnounced)
  const after = (await company.comments(pull))[0] ?? ''
  const withoutMarker = (body: string) => body.replace(/^<!--.*-->/, '')
  const planned = withoutMarker(before).replace(/<!-- auco:merge -->\n\n.*\n\n/, '')
  expect(withoutMarker(after)).toBe(withStatus(planned, refusedStatus(notAnnounced)))
  expect(run.outputs['comment-url']).toMatch(`/pull/${pull.number}#issuecomment-`)
})

it('commits that came after the plan announce nothing', async () => {
  const pull = await reviewed()
  await company.github.commit(company.repo, pull.head.ref, { 'README.md': 'x' }, 'docs: readme')
  const run = await company.apply({ file: smaller, event: await company.merge(pull), fastClock: true })

  expectRefused(run, notAnnounced)
  expect(statusOf((await company.comments(pull))[0])).toBe(refusedStatus(notAnnounced))
})

it.each<[string, (pull: PullRequest) => Promise<void>, string]>([
  ['deleted', removeComment, noComment],
  [
    'deleted, and posted again by a person, seal and all',
    async (pull) => {
      const [body = ''] = await company.comments(pull)
      await removeComment(pull)
      await company.github.comment(company.repo, pull.number, body, company.github.humanToken)
    },
    anotherAccount,
  ],
  ['that of another title', (pull) => withMarker(pull, { identity: { title: 'Another title' } }), noComment],
])('a plan comment that is %s announces nothing, and is left alone', async (_, change, why) => {
  const pull = await reviewed()
  await change(pull)
  const before = await company.comments(pull)
  const run = await company.apply({ file: smaller, event: await company.merge(pull), fastClock: true })

  expectRefused(run, why)
  expect(run.outputs).not.toHaveProperty('comment-url')
  expect(await company.comments(pull)).toEqual(before)
})

it('control: a forger who knows the key is believed, so the tests above forge the right parts', async () => {
  const pull = await reviewed()
  const [comment] = await company.github.comments(company.repo, pull.number)
  await callGitHub('PATCH', `issues/comments/${comment?.id}`, {
    body: '<!-- auco-webhooks-action:v2 0123456789abcdef planned x.y -->',
  })
  await withMarker(pull)
  const run = await company.apply({ file: smaller, event: await company.merge(pull) })

  expect(run).toMatchObject({ exitCode: 0, annotations: [], toAuco: [read(), write(), read()] })
  expect(company.auco.company().webhooks).toEqual([stored(entries.default)])
})
