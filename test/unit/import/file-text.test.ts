import { expect, it } from 'vitest'
import { importing, outcome } from './importing.ts'

const FILE = `# Our webhooks
webhooks: # by team

  - id: "default" # do not rename
    description: 'All of them'
    url: https://stage.example.com/auco # behind the gateway
    header: {key: Authorization, value: "Bearer \${AUCO_HOOK_TOKEN}"}

  # Only for testing.
  - id: Probe
    description: Probe
    url: https://probe.example.com
    environments: [stage]

# The end
`
const main = {
  id: 'default',
  description: 'All of them',
  url: 'https://live.example.com/auco',
  header: ['Authorization', 'Bearer live-9fK2vQ7sXc'],
} as const

it('a merge keeps comments, quotes, blank lines and order', () => {
  const billing = { id: 'Billing', description: 'New', header: ['X-T', 'live-1'] } as const
  const result = importing(FILE, 'production', [billing, main])
  expect(outcome(result)).toBe(`# Our webhooks
webhooks:
  # by team

  - id: "default" # do not rename
    description: 'All of them'
    url:
      # behind the gateway
      stage: https://stage.example.com/auco
      production: https://live.example.com/auco
    header: {key: Authorization, value: "Bearer \${AUCO_HOOK_TOKEN}"}

  # Only for testing.
  - id: Probe
    description: Probe
    url: https://probe.example.com
    environments: [stage]

  - id: Billing
    description: New
    url: https://hooks.example.com/auco
    environments: [production]
    header:
      key: X-T
      value: \${AUCO_BILLING_X_T}

# The end
`)
})

it('a file that says what Auco has is not touched, however it is laid out', () => {
  const odd = FILE.replace('id: "default"', 'id:    "default"')
  const probe = { id: 'Probe', description: 'Probe', url: 'https://probe.example.com' }
  const same = { ...main, url: 'https://stage.example.com/auco' }
  expect(outcome(importing(odd, 'stage', [same, probe]))).toBe(odd)
})

const ALL = { id: 'default', description: 'All', url: 'https://all.example.com' }
const NEW = { id: 'New', description: 'New', url: 'https://new.example.com' }
const BLOCK = 'webhooks:\n  - id: default\n    description: All\n    url: https://all.example.com\n'
const ADDED =
  '  - id: New\n    description: New\n    url: https://new.example.com\n    environments: [stage]\n'

it.each([
  ['Windows line breaks', BLOCK.replaceAll('\n', '\r\n'), (BLOCK + ADDED).replaceAll('\n', '\r\n')],
  ['a list that is not indented', BLOCK.replaceAll('\n  ', '\n'), (BLOCK + ADDED).replaceAll('\n  ', '\n')],
  [
    'a comment below the last webhook',
    `${BLOCK}    # Rotate its secret in March\n`,
    `${BLOCK}    # Rotate its secret in March\n${ADDED}`,
  ],
  [
    'a flow list',
    'webhooks: [{ id: default, description: All, url: https://all.example.com }]\n',
    'webhooks: [{ id: default, description: All, url: https://all.example.com }, {id: New, description: New, url: https://new.example.com, environments: [stage]}]\n',
  ],
])('%s: a webhook is added in the style of the file', (_, before, after) => {
  expect(outcome(importing(before, 'stage', [ALL, NEW]))).toBe(after)
})

it('JSON stays JSON, with its indentation', () => {
  const json = `${JSON.stringify({ webhooks: [ALL] }, null, 4)}\n`
  const entry = { ...NEW, description: 'a\u202eb' }
  const result = outcome(importing(json, 'production', [{ ...ALL, url: 'https://prod.example.com' }, entry]))
  const url = { stage: ALL.url, production: 'https://prod.example.com' }
  const webhooks = [
    { ...ALL, url },
    { ...entry, environments: ['production'] },
  ]
  expect(result).toBe(`${JSON.stringify({ webhooks }, null, 4).replace('\u202e', '\\u202e')}\n`)
})

it('an alias is written out before it is changed', () => {
  const file = `webhooks:
  - &all
    id: default
    description: All
    url: &url https://all.example.com
  - id: Crm
    description: Crm
    url: *url
`
  const crm = { id: 'Crm', description: 'Crm', url: 'https://crm.example.com' }
  expect(outcome(importing(file, 'stage', [ALL, crm]))).toBe(`webhooks:
  - id: default
    description: All
    url: https://all.example.com
  - id: Crm
    description: Crm
    url:
      stage: https://crm.example.com
      production: https://all.example.com
`)
})

it('a comment whose line goes away comes last', () => {
  const file = `${BLOCK}  - id: New\n    description: New\n    url: https://new.example.com\n    environments: [production] # until June\n`
  expect(outcome(importing(file, 'stage', [ALL, NEW]))).toBe(
    `${BLOCK}${ADDED.replace(/ +environments.*\n/, '')}# until June\n`,
  )
  const pruned = importing(file, 'production', [ALL], { prunes: true })
  expect(outcome(pruned)).toBe(`${BLOCK}# until June\n`)
})

it.each([
  ['several lines', 'one\n  id: two\nthree', '"one\\n  id: two\\nthree"'],
  ['a number', '123', '"123"'],
  ['a comment', 'a # b', '"a # b"'],
  ['a key', 'a: b', '"a: b"'],
  ['a YAML 1.1 boolean', 'On', '"On"'],
  ['a long line', `${'word '.repeat(150)}end`, `${'word '.repeat(150)}end`],
  ['invisible characters', 'a\u007fb\u202ec\u{e0041}d\n\ufeff', '"a\\u007fb\\u202ec\\U000e0041d\\n\\ufeff"'],
])('a description with %s is one line, and a string in YAML 1.1 and 1.2', (_, description, written) => {
  const text = outcome(importing(null, 'stage', [{ id: 'default', description }]))
  expect(text).toContain(`\n    description: ${written}\n    url: `)
})
