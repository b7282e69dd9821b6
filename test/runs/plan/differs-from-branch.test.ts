import { expect, it } from 'vitest'
import type { Webhook } from '../../fakes/auco.ts'
import { mergeEffectOf, statusOf } from '../../fakes/comment.ts'
import { startCompany } from '../../fakes/company.ts'
import { pullRequestEvent, scheduleEvent } from '../../fakes/github-events.ts'
import { entries, fileOf, hookTokens, liveFile, stored } from '../../fakes/webhooks-file.ts'

const company = await startCompany({ inProcess: true })

/** The plan of a pull request with this file. */
async function planOf(file: string, env = hookTokens) {
  const pull = await company.propose(file)
  const run = await company.plan({ file, env, event: pullRequestEvent(company.repo, pull) })
  expect(run).toMatchObject({ exitCode: 0, stderr: '', annotations: [] })
  const [comment = ''] = await company.comments(pull)
  const { cautions } = JSON.parse(run.outputs['plan'] ?? '')
  return { run, cautions, comment }
}

const differs = (...ids: readonly string[]) => ({ kind: 'differs-from-branch', ids, branch: 'main' })
const sentence = (...ids: readonly string[]) =>
  `> [!WARNING]\n> **Auco differs from \`main\`: ${ids.map((id) => `\`${id}\``).join(', ')}.** Somebody changed it there, or an earlier merge isn't applied yet. This merge overwrites it.\n\n`
const described = (description: string) => ({ ...entries.default, description })

it('what Auco has otherwise than the default branch is called out without accusing anybody', async () => {
  company.auco.edit(({ webhooks: [first] }) =>
    Object.assign(first ?? {}, { url: 'https://console.notaria.example/auco' }),
  )
  const { run, comment, cautions } = await planOf(fileOf(entries.default, entries.billing, entries.audit))

  expect(cautions).toEqual([differs('default')])
  expect(statusOf(comment)).toBe('**Plan:** 1 to update · 1 to create · 1 unchanged')
  for (const told of [comment, run.summary]) expect(told).toContain(sentence('default'))
  // The footers name the run.
  const withoutFrame = (text: string) => text.slice(text.indexOf('## '), text.indexOf('<sub>'))
  expect(withoutFrame(run.summary)).toBe(withoutFrame(comment))
})

type Live = readonly Webhook[]
const [first, second] = [stored(entries.default), stored(entries.billing)]

it.each<[string, string, Live, readonly string[]]>([
  ['changed there', liveFile, [{ ...first, description: 'Console' }, second], ['default']],
  ['deleted there', liveFile, [first], ['Billing']],
  [
    'changed there and in the file',
    fileOf(described('File'), entries.billing),
    [{ ...first, description: 'Console' }, second],
    ['default'],
  ],
  [
    'given a header value that its variable cannot be',
    liveFile,
    [{ ...first, header: { key: 'Authorization', value: 'Basic other' } }, second],
    ['default'],
  ],
  [
    'given another value of its variable: a rotated secret is no such difference',
    liveFile,
    [{ ...first, header: { key: 'Authorization', value: 'Bearer rotated' } }, second],
    [],
  ],
  [
    'changed there, of two',
    fileOf(described('File'), entries.billing),
    [first, { ...second, url: 'https://vendor.example/' }],
    ['Billing'],
  ],
  ['changed in the file alone', fileOf(described('File'), entries.billing), [first, second], []],
  [
    'changed there, and adopted by the file',
    fileOf(described('Console'), entries.billing),
    [{ ...first, description: 'Console' }, second],
    [],
  ],
])('a webhook that was %s', async (_, file, webhooks, ids) => {
  company.auco.edit((state) => void Object.assign(state, { webhooks }))
  const { cautions } = await planOf(file)
  expect(cautions).toEqual(ids.length === 0 ? [] : [differs(...ids)])
})

it('an earlier merge that waits for its approval differs too, with its removals', async () => {
  await company.push(fileOf(described('Earlier')))
  const { run, cautions } = await planOf(fileOf(described('Earlier'), entries.audit))
  expect(cautions).toEqual([{ kind: 'removal', ids: ['Billing'] }, differs('Billing', 'default')])
  expect(run.outputs).toMatchObject({ added: '["Audit"]', updated: '["default"]', removed: '["Billing"]' })
})

it('the default branch of now counts, whatever the pull request is based on', async () => {
  const { github, repo } = company
  const file = fileOf(entries.default, entries.billing, entries.audit)
  await github.commit(repo, 'next', { 'webhooks.yaml': file }, 'feat: audit')
  await github.forcePush(repo, 'change', await github.headOf(repo, 'next'))
  await github.commit(repo, 'change', { 'README.md': 'Words' }, 'docs: words')
  const pull = await github.openPullRequest(repo, 'change', 'Words', { base: 'next' })
  await company.push(fileOf(described('Head'), entries.billing))
  const run = await company.plan({ file, event: pullRequestEvent(repo, pull) })

  expect(run.outputs).toMatchObject({ added: '["Audit"]', updated: '[]' })
  const [comment] = await github.comments(repo, pull.number)
  expect(mergeEffectOf(comment?.body)).toMatch(/^nothing at Auco yet: `next` is not the default branch/)
})

it('without a pull request there is nothing to compare with, and no caution', async () => {
  company.auco.edit(({ webhooks }) => void webhooks.pop())
  const run = await company.plan({ event: scheduleEvent(company.repo) })
  expect(JSON.parse(run.outputs['plan'] ?? '')).toMatchObject({
    changes: [{ action: 'create' }],
    cautions: [],
  })
})
