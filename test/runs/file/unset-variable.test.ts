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
])('a plan whose variable is %s is no warning: the value is compared when applied', async (_, env) => {
  const pull = await company.propose(file)
  const run = await company.plan({
    file,
    env: { AUCO_HOOK_TOKEN: hookTokens.AUCO_HOOK_TOKEN, ...env },
    event: pullRequestEvent(company.repo, pull),
  })

  expect(run).toMatchObject({ exitCode: 0, toAuco: [read()], annotations: [] })
  // The description differs.
  expect(run.outputs).toMatchObject({ result: 'planned', changed: 'true', updated: '["Billing"]' })
  expect(JSON.parse(run.outputs['plan'] ?? '')).toMatchObject({
    changes: [{ id: 'Billing', fields: [{ field: 'description' }] }],
    deferred: [{ id: 'Billing', field: 'header' }],
    cautions: [],
  })
  expect(run.summary).toContain('1 secret compared when applied')
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
    inputs: { removals: 'all' },
  })
  expect(run).toMatchObject({ exitCode: 0, annotations: [], outputs: { removed: '["Billing"]' } })
})
