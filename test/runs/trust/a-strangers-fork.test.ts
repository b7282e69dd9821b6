import { describe, expect, it } from 'vitest'
import { startCompany } from '../../fakes/company.ts'
import { pullRequestEvent } from '../../fakes/github-events.ts'
import { runAction } from '../../fakes/run-action.ts'
import { entries, fileOf } from '../../fakes/webhooks-file.ts'

const company = await startCompany({ inProcess: true })
const SECRET = 'hook-7Rk2Vd9QmX'
const LENGTH_LIMIT = 8_192

/** A pull request of a stranger, and what everybody can read of its plan if the job has these variables. */
async function planOfStranger(eventName: string, file: string) {
  const fork = await company.github.fork(company.repo, 'stranger')
  await company.github.commit(fork, 'change', { 'webhooks.yaml': file }, 'feat: change')
  const pull = await company.github.openPullRequest(company.repo, 'change', 'Change', { from: fork })
  return async (env: Readonly<Record<string, string>>) => {
    const { exitCode, summary, outputs, annotations } = await runAction({
      event: { ...pullRequestEvent(company.repo, pull), name: eventName },
      workspace: { 'webhooks.yaml': file },
      inputs: { 'api-url': company.auco.url, 'public-key': company.auco.publicKey },
      env,
      token: company.github.botToken,
      githubUrl: company.github.url,
      inProcess: true,
    })
    return { exitCode, summary, outputs, annotations, comments: await company.comments(pull) }
  }
}

const header = (value: string) => ({ ...entries.audit, header: { key: 'X-Audit', value } })
const padded = (length: number) => `https://audit.notaria.example/${'x'.repeat(length)}\${AUCO_SECRET}`

describe.each(['pull_request', 'pull_request_target'])('on %s', (eventName) => {
  it.each<[string, object]>([
    ['a header', header('Bearer ${AUCO_SECRET}')],
    ['a URL', { ...entries.audit, url: 'https://audit.notaria.example/${AUCO_SECRET}' }],
    [
      'a URL near the limit',
      { ...entries.audit, url: padded(LENGTH_LIMIT - 'https://audit.notaria.example/x'.length) },
    ],
    ['a guess in a description', { ...entries.audit, description: `guess ${SECRET}` }],
    ['a guess in an id', { ...entries.audit, id: `guess ${SECRET}` }],
    ['a guess in a path', { ...entries.audit, url: `https://audit.notaria.example/${SECRET}` }],
    [
      'a guess in the name of a header',
      { ...header('${AUCO_OTHER}'), header: { key: SECRET, value: '${AUCO_OTHER}' } },
    ],
    [
      'a guess in a value',
      { ...entries.audit, header: { key: 'X-Audit', value: `Bearer ${SECRET}`, secret: false } },
    ],
    ['a guess in an unknown key', { ...entries.audit, [SECRET]: '${AUCO_SECRET}' }],
  ])("a stranger's file learns nothing of a variable by %s", async (_, webhook) => {
    const file = fileOf(entries.default, entries.billing, webhook)
    const plan = await planOfStranger(eventName, file)
    const seen = await plan({})
    for (const value of [SECRET, 'another-9Tz4Wq', 'has a space', '#', `prk_${SECRET}`, 'x'.repeat(500)]) {
      expect(await plan({ AUCO_SECRET: value, AUCO_UNUSED: SECRET })).toEqual(seen)
    }
  })
})
