import { afterAll, expect, it } from 'vitest'
import { seedCompany, startAuco } from '../../fakes/auco.ts'
import { entries, fileOf, read, startCompany } from '../../fakes/company.ts'
import { pullRequestEvent } from '../../fakes/github-events.ts'

const company = await startCompany()
const smaller = fileOf(entries.default)
const otherKey = 'puk_ofAnotherCompany2yPh7LdSs4FaUo9xJ'
const other = await startAuco()
other.addAccount({ publicKey: otherKey, privateKey: 'prk_ofAnotherCompany', company: seedCompany() })
afterAll(() => other.close())

it('a comment that was sealed with another key announces nothing', async () => {
  const pull = await company.propose(smaller)
  const planned = await company.run({
    file: smaller,
    event: pullRequestEvent(company.repo, pull),
    inputs: { 'public-key': otherKey, 'api-url': other.url },
  })
  expect(planned.outputs).toMatchObject({ removed: '["Billing"]' })
  const run = await company.apply({ file: smaller, event: await company.merge(pull) })

  expect(run).toMatchObject({ exitCode: 1, toAuco: [read()] })
  expect(run.annotations[0]?.message).toContain('`Billing`')
  expect(company.auco.company()).toEqual(seedCompany())
})

it('a comment whose announcement was edited announces nothing', async () => {
  const pull = await company.propose(smaller)
  await company.plan({ file: smaller, event: pullRequestEvent(company.repo, pull) })
  const [comment] = await company.github.comments(company.repo, pull.number)
  // Whoever may edit the bot's comment adds an id to the sealed list.
  const forged = comment?.body.replace(/[\w-]{80,}(?=\.)/, (sealed) => {
    const announced = JSON.parse(Buffer.from(sealed, 'base64url').toString())
    const everything = { ...announced, removals: [...announced.removals, 'AAAAAAAAAAAAAAAA'] }
    return Buffer.from(JSON.stringify(everything)).toString('base64url')
  })
  expect(forged).not.toBe(comment?.body)
  company.github.respond = ({ method, path }) =>
    method === 'GET' && path.endsWith('/comments')
      ? {
          status: 200,
          body: [
            {
              ...comment,
              body: forged,
              user: { login: 'github-actions[bot]' },
              html_url: 'https://github.com/',
            },
          ],
        }
      : undefined
  const run = await company.apply({ file: smaller, event: await company.merge(pull) })

  expect(run).toMatchObject({ exitCode: 1, toAuco: [read()] })
  expect(company.auco.company()).toEqual(seedCompany())
})
