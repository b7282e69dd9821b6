import { expect, it } from 'vitest'
import { entries, fileOf, liveFile, startCompany } from '../../fakes/company.ts'
import { pullRequestEvent } from '../../fakes/github-events.ts'

const company = await startCompany()

/** The plan comment of a pull request with this file. */
async function commentOn(file: string): Promise<string> {
  const pull = await company.propose(file)
  const run = await company.plan({ file, event: pullRequestEvent(company.repo, pull) })
  expect(run).toMatchObject({ exitCode: 0, annotations: [] })
  const [comment = ''] = await company.comments(pull)
  return comment
}

it('a removal says what goes silent', async () => {
  expect(await commentOn(fileOf(entries.default))).toMatch(/`Billing`[\s\S]*processes that name it/)
})

it('a rename says that it is a removal', async () => {
  const comment = await commentOn(fileOf(entries.default, { ...entries.billing, id: 'Invoices' }))
  expect(comment).toMatch(/`Billing`.*`Invoices`.*to auco.*a removal/i)
})

it('a secret that moves to a new host is called out', async () => {
  const url = 'https://elsewhere.example/auco'
  const comment = await commentOn(fileOf(entries.default, { ...entries.billing, url }))
  expect(comment).toMatch(/secret[\s\S]*new host/i)
  expect(comment).toMatch(/`https:\/\/billing\.notaria\.example`.*`https:\/\/elsewhere\.example`/)
})

it('a company with a legacy webhook only is called out', async () => {
  company.auco.edit((stored) => {
    Object.assign(stored, { webhooks: [], webhook: 'https://old.example/auco' })
  })
  const comment = await commentOn(liveFile)
  expect(comment).toMatch(/legacy `webhook`/)
  expect(comment).toContain('2 to create')
})

it('what was changed outside the repository is told apart from what the pull request does', async () => {
  company.auco.edit(({ webhooks }) => {
    if (webhooks[0]) webhooks[0].url = 'https://console.example/auco'
    webhooks.push({ id: 'Manual', description: 'By hand', url: 'https://manual.example/' })
  })
  const comment = await commentOn(fileOf(entries.default, entries.billing, entries.audit))

  const outside = comment.split('\n').filter((line) => /outside/i.test(line))
  expect(outside.join('\n')).toMatch(/`default`/)
  expect(outside.join('\n')).toMatch(/`Manual`/)
  expect(outside.join('\n')).not.toMatch(/`Audit`|`Billing`/)
})

it('a pull request that brings the file in line with live has no outside change left to revert', async () => {
  company.auco.edit(({ webhooks }) => {
    if (webhooks[0]) webhooks[0].description = 'Changed in the console'
  })
  const adopted = fileOf({ ...entries.default, description: 'Changed in the console' }, entries.billing)
  const comment = await commentOn(adopted)
  expect(comment).toContain('No changes')
  expect(comment).not.toMatch(/undoes|revert/)
})
