import { expect, it } from 'vitest'
import { type CompanyRun, startCompany } from '../../fakes/company.ts'
import { expectNoLeak } from '../../fakes/expect-clean-run.ts'
import { scheduleEvent } from '../../fakes/github-events.ts'
import { runCommand } from '../../fakes/run-command.ts'
import { entries, fileOf, hookTokens, stored } from '../../fakes/webhooks-file.ts'

const company = await startCompany({ inProcess: true })
const { auco } = company
const HOST = 'https://hooks.zapier.com'
const WRITTEN = `${HOST}/hooks/catch/\${AUCO_ZAPIER_PATH}`
const [PATH, OLD_PATH] = ['7719406/3kq8wzd', '5503128/9xmv2pt']
const env = { ...hookTokens, AUCO_ZAPIER_PATH: PATH }
const zapier = { id: 'Zapier', description: 'To the sales sheet', url: WRITTEN }
const at = (url: string) => ({ ...zapier, url })
const withZapier = (...zapiers: readonly object[]) => fileOf(entries.default, entries.billing, ...zapiers)
const file = withZapier(zapier)
const addAtAuco = (url = `${HOST}/hooks/catch/${OLD_PATH}`) =>
  auco.edit(({ webhooks }) => webhooks.push(at(url)))
const SHOP = 'https://sales.notaria.example/auco'

/** Nothing of a path in anything that people see. */
function expectHidden(run: CompanyRun, comments: readonly string[] = []): void {
  const { written: _, ...seen } = run
  const parts = [...PATH.split('/'), ...OLD_PATH.split('/'), PATH, OLD_PATH]
  expectNoLeak(seen, comments, [PATH.toUpperCase(), ...parts])
}

it('a URL that changes only in its secret is planned as it is written, then applied and verified', async () => {
  addAtAuco()
  const { pull, run: plan, comment } = await company.planFile(file, { env })
  expect(plan).toMatchObject({ exitCode: 0, annotations: [], outputs: { updated: '["Zapier"]' } })
  for (const told of [comment, plan.summary]) expect(told).toContain(`- url: ${HOST}/…\n+ url: ${WRITTEN}\n`)
  expect(plan.plan['changes']).toMatchObject([{ fields: [{ field: 'url', from: `${HOST}/…`, to: WRITTEN }] }])
  expectHidden(plan, [comment])

  const run = await company.apply({ file, env, event: await company.merge(pull) })
  expect(run).toMatchObject({ exitCode: 0, stderr: '', outputs: { result: 'applied' } })
  const sent = [stored(entries.default), stored(entries.billing), at(`${HOST}/hooks/catch/${PATH}`)]
  expect(run.written).toEqual([{ webhooks: sent }])
  expectHidden(run, await company.comments(pull))
})

it('one that Auco stores in another form is named without either form', async () => {
  auco.quirks.stores = (webhook) => ({ ...webhook, url: webhook.url.toLowerCase() })
  const run = await company.applyFile(file, { env: { ...env, AUCO_ZAPIER_PATH: PATH.toUpperCase() } })
  expect(run).toMatchObject({ exitCode: 1, kind: 'stored-differently' })
  expect(run.annotations[0]?.message).toContain(`\`Zapier\`: \`- url: ${HOST}/…\``)
  expectHidden(run)
})

it('a message of Auco that quotes one that was declared before, and is kept, is withheld', async () => {
  addAtAuco(`${SHOP}/${OLD_PATH}`)
  const message = `Bad: /${OLD_PATH}`
  auco.quirks.respond = ({ method }) => (method === 'PUT' ? { status: 400, body: { message } } : undefined)
  const kept = fileOf({ ...entries.default, description: 'New' }, entries.billing)
  const run = await company.applyFile(kept, { inputs: { removals: 'none' } })
  expect(run).toMatchObject({ exitCode: 1, annotations: [{ message: expect.stringContaining('not shown') }] })
  expectHidden(run)
})

it('one that nobody declares is shown as its origin, and no part of it is a mask', async () => {
  const parts = ['in-8f2c1e9a7b3d4056', 'v4lue-0123']
  addAtAuco(`https://n8n.notaria.example/${parts[0]}?key=${parts[1]}`)
  const run = await company.plan({ event: scheduleEvent(company.repo), inputs: { removals: 'all' } })
  expect(run.summary).toContain('- url: https://n8n.notaria.example/…\n')
  expect(run.masks.filter((mask) => parts.some((part) => mask.includes(part)))).toEqual([])
  expectNoLeak(run, [], parts)
})

it('the command `plan` shows no part of one', async () => {
  addAtAuco()
  const run = await runCommand({
    args: ['plan', '--environment', 'stage', '--api-url', auco.url],
    folder: { 'webhooks.yaml': file },
    env: { AUCO_PUBLIC_KEY: auco.publicKey, ...env },
  })
  expect(run).toMatchObject({
    exitCode: 0,
    stderr: '',
    stdout: expect.stringContaining('- url: https://hooks.zapier.com/…'),
  })
  for (const part of [...PATH.split('/'), ...OLD_PATH.split('/')]) expect(run.stdout).not.toContain(part)
})
