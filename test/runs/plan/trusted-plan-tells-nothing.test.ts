import { expect, it } from 'vitest'
import type { Webhook } from '../../fakes/auco.ts'
import { startCompany } from '../../fakes/company.ts'
import type { PullRequest } from '../../fakes/github.ts'
import { pullRequestEvent } from '../../fakes/github-events.ts'
import { entries, fileOf, liveFile } from '../../fakes/webhooks-file.ts'

const company = await startCompany({ inProcess: true })
/** Nobody declared it yet. */
const unmanaged: Webhook = {
  id: 'Flow',
  description: 'Flow',
  url: 'https://flow.example/catch/1234567/abcdefg',
  header: { key: 'X-Flow', value: 'flow-77aaKK' },
}

/** All that the author of the pull request can read of its trusted plan, in a job without variables. */
async function planOf(pull: PullRequest) {
  const event = { ...pullRequestEvent(company.repo, pull), name: 'pull_request_target' }
  const { exitCode, summary, outputs, annotations } = await company.plan({ workspace: {}, event, env: {} })
  expect(exitCode).toBe(0)
  return { summary, outputs, annotations, comments: await company.comments(pull) }
}

function setLive(id: string, change: Partial<Webhook>): void {
  company.auco.edit(({ webhooks }) => {
    Object.assign(webhooks.find((webhook) => webhook.id === id) ?? expect.fail(), change)
  })
}

const authorization = (value: string) => ({ key: 'Authorization', value })

it.each<[string, string]>([
  ['how it begins', 'Bearer live${AUCO_HOOK_TOKEN}'],
  ['how it ends', '${AUCO_HOOK_TOKEN}7sXc'],
  ['what is in it', '${AUCO_START}9fK${AUCO_HOOK_TOKEN}'],
])("a guess of %s tells nothing of a webhook's live header", async (_, value) => {
  const pull = await company.propose(
    fileOf({ ...entries.default, header: authorization(value) }, entries.billing),
  )
  const right = await planOf(pull)
  setLive('default', { header: authorization('Bearer another-4Wq') })
  expect(await planOf(pull)).toEqual(right)
})

it.each<[string, Partial<Webhook>]>([
  ['header', { header: { key: 'X-Flow', value: 'flow-77${AUCO_FLOW}' } }],
  ['header', { header: { key: 'X-Flow', value: '${AUCO_FLOW}77aa${AUCO_REST}' } }],
  ['URL', { url: 'https://flow.example/catch/123${AUCO_FLOW}' }],
  ['URL', { url: 'https://flow.example/${AUCO_FLOW}4567/${AUCO_REST}' }],
])('a guess tells nothing of the %s of a webhook that the file adopts', async (_, guess) => {
  const header = { key: 'X-Flow', value: '${AUCO_FLOW}' }
  const pull = await company.propose(
    fileOf(entries.default, entries.billing, { ...unmanaged, header, ...guess }),
  )
  company.auco.edit(({ webhooks }) => webhooks.push({ ...unmanaged }))
  const right = await planOf(pull)
  const url = 'https://flow.example/another/89'
  setLive('Flow', guess.url === undefined ? { header: { key: 'X-Flow', value: 'other-4Wq' } } : { url })
  expect(await planOf(pull)).toEqual(right)
})

it('what the default branch writes is reviewed, so it is compared', async () => {
  const pull = await company.propose(`# Words\n${liveFile}`)
  setLive('default', { header: authorization('Basic another-4Wq') })
  expect((await planOf(pull)).outputs).toMatchObject({ updated: '["default"]' })
})
