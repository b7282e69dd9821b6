import { afterAll, expect, it } from 'vitest'
import { startCompany } from '../../fakes/company.ts'
import { pullRequestEvent } from '../../fakes/github-events.ts'
import { startPublicNetwork } from '../../fakes/public-network.ts'
import type { ActionOptions } from '../../fakes/run-action.ts'
import { entries, fileOf } from '../../fakes/webhooks-file.ts'

const company = await startCompany()
const network = await startPublicNetwork()
afterAll(() => network.close())
const receiver = await network.receiver('scanned.example')

/** A plan of a stranger's file that names a host and a port. */
async function planOfFork(
  runner: NonNullable<ActionOptions['runner']>,
  endpoints: string,
  eventName: string,
) {
  const file = fileOf(entries.default, entries.billing, { ...entries.audit, url: 'https://scanned.example/' })
  const fork = await company.github.fork(company.repo, 'stranger')
  await company.github.commit(fork, 'change', { 'webhooks.yaml': file }, 'feat: scan')
  const pull = await company.github.openPullRequest(company.repo, 'change', 'Scan', { from: fork })
  const { env, nodeArguments } = network.options()
  const asked = network.dns.questions.length
  const run = await company.plan({
    file,
    event: { ...pullRequestEvent(company.repo, pull), name: eventName },
    inputs: { endpoints },
    runner,
    env,
    nodeArguments,
  })
  expect(run.exitCode).toBe(0)
  return { run, asked: network.dns.questions.length - asked }
}

it.each(['pull_request', 'pull_request_target'])(
  'on %s it makes a machine inside a company connect to nobody, whatever the input says',
  async (eventName) => {
    const { run, asked } = await planOfFork('self-hosted', 'fail', eventName)
    expect([asked, receiver.opened()]).toEqual([0, 0])
    expect(run.summary).toContain(
      'Endpoints not checked: `scanned.example`: a file from a fork makes only GitHub-hosted runners connect to its hosts.',
    )
  },
)

it("on GitHub's machine its new endpoints are checked against the base branch", async () => {
  const { run } = await planOfFork('github-hosted', 'auto', 'pull_request')
  expect(run.summary).not.toContain('ndpoints')
  expect(receiver.opened()).toBe(1)
})
