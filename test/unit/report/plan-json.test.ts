import { expect, it } from 'vitest'
import { Secret } from '../../../src/core/secret.ts'
import type { DesiredWebhook, Webhook } from '../../../src/core/webhook.ts'
import { WebhookUrl } from '../../../src/core/webhook-url.ts'
import type { Plan } from '../../../src/plan/plan.ts'
import { planChanges } from '../../../src/plan/plan-changes.ts'
import { planJson } from '../../../src/report/plan-json.ts'

it('the plan as JSON has everything but what it was made of, in a fixed order', () => {
  const plan: Plan = {
    cautions: [{ kind: 'removal', ids: ['Billing'] }],
    cannotCompare: [{ id: 'Crm', why: 'Auco returns the live value masked' }],
    unchanged: ['Crm'],
    changes: [
      {
        action: 'remove',
        id: 'Billing',
        origin: 'outside',
        webhook: { description: 'Billing', url: 'https://billing.example/auco', headerKey: null },
      },
    ],
    environment: 'production',
  }
  expect(planJson(plan, 'live')).toBe(
    '{"environment":"production","against":"live","changes":[{"action":"remove","id":"Billing","origin":"outside","webhook":{"description":"Billing","url":"https://billing.example/auco","headerKey":null}}],"unchanged":["Crm"],"cannotCompare":[{"id":"Crm","why":"Auco returns the live value masked"}],"cautions":[{"kind":"removal","ids":["Billing"]}]}',
  )
  expect(planJson(plan, 'base')).toBe(planJson(plan, 'live').replace('"live"', '"base"'))
})

const webhook = (id: string, description: string, url: string, value: string): Webhook => ({
  id,
  description,
  url: new WebhookUrl(url),
  header: { key: 'Authorization', value: { known: true, secret: new Secret(value) } },
})
const desired = (...fields: Parameters<typeof webhook>): DesiredWebhook => {
  const { header, ...rest } = webhook(...fields)
  const written = new Secret('Bearer ${TOKEN}')
  return { ...rest, header: header && { ...header, written }, line: 2, variables: ['TOKEN'] }
}

it('no header value and no secret part of a URL is in it', () => {
  const live = [
    webhook(
      'default',
      'Main',
      'https://user:s3cret-pass@a.example/?token=s3cret-query#s3cret-part',
      's3cret-live',
    ),
    webhook('Billing', 'Billing', 'https://b.example/?s3cret-query', 's3cret-billing'),
  ]
  const file = [
    desired('default', 'Main', 'https://c.example/?token=s3cret-new', 's3cret-new'),
    desired('Audit', 'Audit', 'https://d.example/#s3cret', 's3cret-new'),
  ]
  const text = planJson(planChanges('stage', file, { webhooks: live, hasLegacyWebhook: true }, null), 'live')

  expect(text).not.toContain('s3cret')
  expect(JSON.parse(text)).toEqual({
    environment: 'stage',
    against: 'live',
    changes: [
      {
        action: 'remove',
        id: 'Billing',
        origin: 'unknown',
        webhook: { description: 'Billing', url: 'https://b.example/?***', headerKey: 'Authorization' },
      },
      {
        action: 'update',
        id: 'default',
        origin: 'unknown',
        fields: [
          {
            field: 'url',
            from: 'https://***@a.example/?token=***#***',
            to: 'https://c.example/?token=***',
            hiddenPart: true,
          },
          {
            field: 'header',
            header: {
              kind: 'changed',
              fromKey: 'Authorization',
              toKey: 'Authorization',
              value: { result: 'changed' },
            },
          },
        ],
        keptHeader: null,
      },
      {
        action: 'create',
        id: 'Audit',
        origin: 'unknown',
        webhook: { description: 'Audit', url: 'https://d.example/#***', headerKey: 'Authorization' },
      },
    ],
    unchanged: [],
    cannotCompare: [],
    cautions: [{ kind: 'removal', ids: ['Billing'] }],
  })
})
