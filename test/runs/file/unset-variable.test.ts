import { expect, it } from 'vitest'
import { seedCompany } from '../../fakes/auco.ts'
import { read, startCompany } from '../../fakes/company.ts'
import { pullRequestEvent, workflowDispatchEvent } from '../../fakes/github-events.ts'
import { hookTokens } from '../../fakes/webhooks-file.ts'

const company = await startCompany()
const file = `webhooks:
  - id: default
    description: Every signing event
    url: https://hooks.notaria.example/auco
    header: { key: Authorization, value: "Bearer \${AUCO_HOOK_TOKEN}" }
  - id: Billing
    description: Billing
    url: https://billing.notaria.example/auco
    header: { key: X-Billing-Token, value: "\${AUCO_BILLING_HOOK_TOKEN}" }
`
const place = { file: 'webhooks.yaml', line: 9, col: 45 }
const words = expect.stringMatching(/`AUCO_BILLING_HOOK_TOKEN`/)

it.each([
  ['unset', {}],
  ['empty', { AUCO_BILLING_HOOK_TOKEN: '' }],
])('a plan whose variable is %s warns on its line, and says that it cannot compare', async (_, env) => {
  const pull = await company.propose(file)
  const run = await company.plan({
    file,
    env: { AUCO_HOOK_TOKEN: hookTokens.AUCO_HOOK_TOKEN, ...env },
    event: pullRequestEvent(company.repo, pull),
  })

  expect(run).toMatchObject({ exitCode: 0, toAuco: [read()] })
  expect(run.annotations).toMatchObject([{ level: 'warning', ...place, message: words }])
  // The description differs; of the header nothing is known.
  expect(run.outputs).toMatchObject({ result: 'planned', changed: 'true', updated: '["Billing"]' })
  const [comment] = await company.comments(pull)
  for (const told of [comment, run.summary]) {
    expect(told).toMatch(/cannot compare: `AUCO_BILLING_HOOK_TOKEN` is not available to this run/)
    expect(told).not.toMatch(/secret changed/)
    expect(told?.match(/cannot (?:be )?compare/g)).toHaveLength(1)
  }
})

it('an apply whose variable is unset is an error that names the webhook, before Auco is asked', async () => {
  const run = await company.apply({
    file,
    env: { AUCO_HOOK_TOKEN: hookTokens.AUCO_HOOK_TOKEN },
    event: await company.push(file),
  })

  expect(run).toMatchObject({ exitCode: 1, outputs: {}, toAuco: [] })
  expect(run.annotations[0]).toMatchObject({ level: 'error', ...place, message: words })
  // The file is right, so no line of it is to be corrected.
  expect(run.annotations[1]?.message).toMatch(/^The workflow doesn't pass .* \(for `Billing`\)\./)
  expect(JSON.stringify([run.annotations, run.summary])).not.toMatch(/problem|[Cc]orrect the lines/)
  expect(company.auco.company()).toEqual(seedCompany())
})

it('a variable of a webhook that belongs to another environment is not asked for', async () => {
  const elsewhere = `${file}    environments: [production]\n`
  const run = await company.apply({
    file: elsewhere,
    env: { AUCO_HOOK_TOKEN: hookTokens.AUCO_HOOK_TOKEN },
    event: workflowDispatchEvent(company.repo, 'main'),
    inputs: { removals: 'allow' },
  })
  expect(run).toMatchObject({ exitCode: 0, annotations: [], outputs: { removed: '["Billing"]' } })
})
