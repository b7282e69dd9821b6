import { expect, it } from 'vitest'
import { stringify } from 'yaml'
import { seedCompany } from '../../fakes/auco.ts'
import { read, startCompany, write } from '../../fakes/company.ts'
import { pullRequestEvent } from '../../fakes/github-events.ts'
import { stored } from '../../fakes/webhooks-file.ts'

const company = await startCompany()

/** As Auco's guide shows it, with the secrets turned into variables. */
const payload = {
  webhooks: [
    {
      id: 'default',
      description: 'Webhook principal',
      url: 'https://miempresa.com/webhooks/auco',
      header: { key: 'Authorization', value: 'Bearer ${AUCO_WEBHOOK_TOKEN}' },
    },
    {
      id: 'Billing',
      description: 'Webhook de facturación',
      url: 'https://miempresa.com/webhooks/billing',
      header: { key: 'X-Api-Key', value: '${AUCO_BILLING_API_KEY}' },
    },
  ],
}
const env = { AUCO_WEBHOOK_TOKEN: 'guide-token-8sLq2Vx7', AUCO_BILLING_API_KEY: 'guide-api-key-3hNw9Tc1' }

it.each([
  ['YAML', 'webhooks.yaml', stringify(payload)],
  ['JSON', 'webhooks.json', JSON.stringify(payload, null, 2)],
])("the payload of Auco's guide as %s is planned, applied and verified", async (_, config, text) => {
  const { auco, github, repo } = company
  await github.commit(repo, 'guide', { [config]: text }, 'feat: webhooks of the guide')
  const pull = await github.openPullRequest(repo, 'guide', 'Webhooks of the guide')
  const common = { workspace: { [config]: text }, env, inputs: { config } }
  const planned = await company.plan({ ...common, event: pullRequestEvent(repo, pull) })
  expect(planned).toMatchObject({ exitCode: 0, annotations: [], toAuco: [read()] })
  expect(planned.outputs).toMatchObject({ added: '[]', updated: '["default","Billing"]', removed: '[]' })

  const applied = await company.apply({ ...common, event: await company.merge(pull) })
  expect(applied).toMatchObject({ exitCode: 0, annotations: [], outputs: { result: 'applied' } })
  expect(applied.toAuco).toEqual([read(), write(), read()])
  const webhooks = payload.webhooks.map((entry) => stored(entry, env))
  expect(applied.written).toEqual([{ webhooks }])
  expect(auco.company()).toEqual({ ...seedCompany(), webhooks })
})
