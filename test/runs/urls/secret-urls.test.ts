import { expect, it } from 'vitest'
import { type CompanyRun, read, startCompany, write } from '../../fakes/company.ts'
import { expectNoLeak } from '../../fakes/expect-clean-run.ts'
import { pullRequestEvent, scheduleEvent } from '../../fakes/github-events.ts'
import { entries, fileOf, hookTokens, liveFile, stored } from '../../fakes/webhooks-file.ts'

const company = await startCompany()
const HOST = 'https://hooks.zapier.com'
const WRITTEN = `${HOST}/hooks/catch/\${AUCO_ZAPIER_PATH}`
const [PATH, OLD_PATH] = ['7719406/3kq8wzd', '5503128/9xmv2pt']
const env = { ...hookTokens, AUCO_ZAPIER_PATH: PATH }
const zapier = { id: 'Zapier', description: 'To the sales sheet', url: WRITTEN }
const live = (url: string) => ({ ...zapier, url })
const file = fileOf(entries.default, entries.billing, zapier)
const goesLive = (url: string) => company.auco.edit(({ webhooks }) => webhooks.push(live(url)))

/** Nothing of a path in anything that people see. */
function expectHidden(run: CompanyRun, comments: readonly string[] = []): void {
  const { written: _, ...seen } = run
  const upper = PATH.toUpperCase()
  expectNoLeak(seen, comments, [upper, ...PATH.split('/'), ...OLD_PATH.split('/'), PATH, OLD_PATH])
}

it('a URL that changes only in its secret is planned as it is written, then applied and verified', async () => {
  goesLive(`${HOST}/hooks/catch/${OLD_PATH}`)
  const pull = await company.propose(file)
  const plan = await company.plan({ file, env, event: pullRequestEvent(company.repo, pull) })

  expect(plan).toMatchObject({ exitCode: 0, annotations: [], outputs: { updated: '["Zapier"]' } })
  const [comment = ''] = await company.comments(pull)
  for (const told of [comment, plan.summary]) {
    expect(told).toContain(`  url: ${WRITTEN}\n! URL changed in its secret part (not shown)\n`)
  }
  expect(JSON.parse(plan.outputs['plan'] ?? '').changes).toMatchObject([
    { fields: [{ field: 'url', from: `${HOST}/…`, to: WRITTEN, shownPart: false, hiddenPart: true }] },
  ])
  expectHidden(plan, [comment])

  const run = await company.apply({ file, env, event: await company.merge(pull) })
  expect(run).toMatchObject({ exitCode: 0, stderr: '', outputs: { result: 'applied' } })
  expect(run.toAuco).toEqual([read(), write(), read()])
  const sent = [stored(entries.default), stored(entries.billing), live(`${HOST}/hooks/catch/${PATH}`)]
  expect(run.written).toEqual([{ webhooks: sent }])
  expectHidden(run, await company.comments(pull))
})

it('a removed one is shown as its origin, in its plan and in its apply, which no file explains', async () => {
  await company.push(file)
  goesLive(`${HOST}/hooks/catch/${OLD_PATH}`)
  const pull = await company.propose(liveFile)
  const plan = await company.plan({ file: liveFile, env, event: pullRequestEvent(company.repo, pull) })
  const [comment = ''] = await company.comments(pull)
  expect(comment).toContain(`- url: ${HOST}/…\n`)
  expectHidden(plan, [comment])

  const run = await company.apply({ file: liveFile, env: hookTokens, event: await company.merge(pull) })
  expect(run).toMatchObject({ exitCode: 0, outputs: { result: 'applied', removed: '["Zapier"]' } })
  expect(run.summary).toContain(`- url: ${HOST}/…\n`)
  expectHidden(run, await company.comments(pull))
})

it('one that moves to a URL without variables is shown as its origin, too', async () => {
  await company.push(file)
  goesLive(`${HOST}/hooks/catch/${OLD_PATH}`)
  const moved = fileOf(entries.default, entries.billing, live('https://sales.notaria.example/auco'))
  const pull = await company.propose(moved)
  const plan = await company.plan({ file: moved, env, event: pullRequestEvent(company.repo, pull) })
  const [comment = ''] = await company.comments(pull)
  expect(comment).toContain(`- url: ${HOST}/…\n+ url: https://sales.notaria.example/auco\n`)
  expectHidden(plan, [comment])
  const run = await company.apply({ file: moved, env: hookTokens, event: await company.merge(pull) })
  expect(run).toMatchObject({ exitCode: 0, outputs: { result: 'applied' } })
  expectHidden(run)
})

it('a secret that was written out and moves into a variable is hidden from then on', async () => {
  const url = `${HOST}/hooks/catch/${PATH}`
  await company.push(fileOf(entries.default, entries.billing, live(url)))
  goesLive(`${HOST}/hooks/catch/${OLD_PATH}`)
  const pull = await company.propose(file)
  const run = await company.plan({ file, env, event: pullRequestEvent(company.repo, pull) })
  expect(run).toMatchObject({ exitCode: 0, outputs: { updated: '["Zapier"]' } })
  expectHidden(run, await company.comments(pull))
})

it('a plan without the variable leaves it to the apply; an apply is an error before any request', async () => {
  goesLive(`${HOST}/hooks/catch/${OLD_PATH}`)
  const pull = await company.propose(file)
  const plan = await company.plan({ file, env: hookTokens, event: pullRequestEvent(company.repo, pull) })
  expect(plan).toMatchObject({
    exitCode: 0,
    annotations: [],
    outputs: { changed: 'unknown', updated: '[]' },
  })
  expect(JSON.parse(plan.outputs['plan'] ?? '')).toMatchObject({
    deferred: [{ id: 'Zapier', field: 'url' }],
    cautions: [{ kind: 'new-variables', variables: ['AUCO_ZAPIER_PATH'], to: [HOST] }],
  })
  expectHidden(plan, await company.comments(pull))

  const run = await company.apply({ file, env: hookTokens, event: await company.push(file) })
  expect(run).toMatchObject({ exitCode: 1, toAuco: [], outputs: {} })
  expect(run.annotations[0]?.message).toMatch(/`AUCO_ZAPIER_PATH` is not set or empty/)
})

it('one that Auco stores in another form is named without either form', async () => {
  company.auco.quirks.stores = (webhook) => ({ ...webhook, url: webhook.url.toLowerCase() })
  const upper = { ...env, AUCO_ZAPIER_PATH: PATH.toUpperCase() }
  const run = await company.apply({ file, env: upper, event: await company.push(file), fastClock: true })
  expect(run.annotations).toMatchObject([
    { message: expect.stringMatching(/`Zapier`: .*URL changed in its secret part/) },
  ])
  expectHidden(run)
})

it('one that the file declares with variables only for the other environment is shown as its origin', async () => {
  goesLive(`${HOST}.example/hooks/catch/${OLD_PATH}`)
  const production = { production: `${HOST}.example/hooks/catch/\${AUCO_ZAPIER_PATH}` }
  const urls = { stage: 'https://sales.notaria.example/auco', ...production }
  const both = fileOf(entries.default, entries.billing, { ...zapier, url: urls })
  const pull = await company.propose(both)
  const plan = await company.plan({ file: both, env, event: pullRequestEvent(company.repo, pull) })
  const [comment = ''] = await company.comments(pull)
  expect(comment).toContain(`- url: ${HOST}.example/…\n+ url: https://sales.notaria.example/auco\n`)
  expectHidden(plan, [comment])

  const onlyThere = { ...zapier, url: production.production, environments: ['production'] }
  const event = await company.push(fileOf(entries.default, entries.billing, onlyThere))
  const run = await company.plan({
    file: fileOf(entries.default, onlyThere),
    env,
    event,
    inputs: { 'dry-run': 'true', removals: 'all' },
  })
  expect(run.summary).toContain(`- url: ${HOST}.example/…\n`)
  expectHidden(run)
})

it('a message of Auco that quotes one that was declared before, and is kept, is withheld', async () => {
  goesLive(`https://sales.notaria.example/in/${OLD_PATH}`)
  company.auco.quirks.respond = ({ method }) =>
    method === 'PUT' ? { status: 400, body: { message: `Bad: /in/${OLD_PATH}` } } : undefined
  const kept = fileOf({ ...entries.default, description: 'New' }, entries.billing)
  const event = await company.push(kept)
  const run = await company.apply({ file: kept, env: hookTokens, event, inputs: { removals: 'none' } })
  expect(run).toMatchObject({ exitCode: 1, annotations: [{ message: expect.stringContaining('withheld') }] })
  expectHidden(run)
})

it('one that nobody declares is shown as its origin, and no part of it is a mask', async () => {
  const parts = ['in-8f2c1e9a7b3d4056', 'v4lue-0123']
  goesLive(`https://n8n.notaria.example/${parts[0]}?key=${parts[1]}`)
  const run = await company.plan({ event: scheduleEvent(company.repo), inputs: { removals: 'all' } })
  expect(run.summary).toContain('- url: https://n8n.notaria.example/…\n')
  expect(run.masks.filter((mask) => parts.some((part) => mask.includes(part)))).toEqual([])
  expectNoLeak(run, [], parts)
})
