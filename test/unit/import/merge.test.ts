import { describe, expect, it } from 'vitest'
import type { Sketch } from '../plan/webhooks.ts'
import { importing, outcome } from './importing.ts'

const FILE = `# Our webhooks
webhooks:   # by team

  - id:   "default"   # do not rename
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
const main: Sketch = {
  id: 'default',
  description: 'All of them',
  url: 'https://live.example.com/auco',
  header: ['Authorization', 'Bearer live-9fK2vQ7sXc'],
}
const probe: Sketch = { id: 'Probe', description: 'Probe', url: 'https://probe.example.com' }

it('a second environment is merged by id, and everything else stays the same, character by character', () => {
  const result = importing(
    FILE,
    'production',
    { id: 'Billing', description: 'New', header: ['X-T', 'live-1'] },
    main,
  )
  expect(outcome(result)).toBe(`# Our webhooks
webhooks:   # by team

  - id:   "default"   # do not rename
    description: 'All of them'
    url:
      stage: https://stage.example.com/auco
      production: https://live.example.com/auco # behind the gateway
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
  expect(result).toMatchObject({
    secrets: [
      { name: 'AUCO_HOOK_TOKEN', id: 'default', isPart: true },
      { name: 'AUCO_BILLING_X_T', id: 'Billing', isPart: false },
    ],
    remarks: [],
  })
})

it('an import of what the file already declares changes nothing', () => {
  const live = { ...main, url: 'https://stage.example.com/auco' }
  expect(outcome(importing(FILE, 'stage', live, probe))).toBe(FILE)
})

/** The lines that an import removes (`-`) and adds (`+`). */
function changed(
  before: string,
  ...rest: Parameters<typeof importing> extends [unknown, ...infer Rest] ? Rest : never
) {
  const after = outcome(importing(before, ...rest))
  if (typeof after !== 'string') return after
  const [had, has] = [before.split('\n'), after.split('\n')]
  return [
    ...had.filter((line) => !has.includes(line)).map((line) => `- ${line}`),
    ...has.filter((line) => !had.includes(line)).map((line) => `+ ${line}`),
  ]
}

const withEntry = (entry: string) => `webhooks:
  - id: default
    description: All
    url: https://all.example.com
${entry}`
const all: Sketch = { id: 'default', description: 'All', url: 'https://all.example.com' }
const crm: Sketch = { id: 'Crm', description: 'Crm', url: 'https://crm.example.com' }
const entry = (...lines: readonly string[]) =>
  withEntry(`  - id: Crm\n    description: Crm\n${lines.map((line) => `    ${line}\n`).join('')}`)

it.each<[string, string, readonly Sketch[], readonly string[]]>([
  [
    'a webhook of the other environment that is live with the same URL belongs to both',
    entry('url: https://crm.example.com', 'environments: [stage]'),
    [all, crm],
    ['-     environments: [stage]'],
  ],
  [
    'a comment after its environments is kept',
    entry('url: https://crm.example.com', 'environments: [stage] # for now'),
    [all, crm],
    ['-     environments: [stage] # for now', '+     environments: [stage, production] # for now'],
  ],
  [
    'environments in a block list get one more',
    entry('url: https://crm.example.com', 'environments:', '  - stage # for now'),
    [all, crm],
    ['+       - production'],
  ],
  [
    'URLs by environment get one more',
    entry('url:', '  stage: https://stage.example.com # one', 'environments: [stage]'),
    [all, crm],
    ['-     environments: [stage]', '+       production: https://crm.example.com'],
  ],
  [
    'URLs by environment in a flow map get one more',
    entry('url: { stage: https://stage.example.com }', 'environments: [stage]'),
    [all, crm],
    [
      '-     url: { stage: https://stage.example.com }',
      '-     environments: [stage]',
      '+     url: { stage: https://stage.example.com, production: "https://crm.example.com" }',
    ],
  ],
  [
    'URLs by environment get one more, even if it is the same',
    entry('url:', '  stage: https://crm.example.com', 'environments: [stage]'),
    [all, crm],
    ['-     environments: [stage]', '+       production: https://crm.example.com'],
  ],
  [
    'a URL by environment is updated',
    entry('url:', '  stage: https://stage.example.com', '  production: https://old.example.com'),
    [all, crm],
    ['-       production: https://old.example.com', '+       production: https://crm.example.com'],
  ],
  [
    'a webhook of this environment only is updated',
    entry('url: https://old.example.com', 'environments: [production]').replace(
      'description: Crm',
      'description: Old',
    ),
    [all, crm],
    [
      '-     description: Old',
      '-     url: https://old.example.com',
      '+     description: Crm',
      '+     url: https://crm.example.com',
    ],
  ],
  [
    'a webhook that is not live is restricted to the other environment',
    entry('url: https://crm.example.com'),
    [all],
    ['+     environments: [stage]'],
  ],
  [
    'a webhook in a flow map stays in it',
    withEntry('  - { id: Crm, description: Crm, url: https://old.example.com }\n'),
    [all, crm],
    [
      '-   - { id: Crm, description: Crm, url: https://old.example.com }',
      '+   - { id: Crm, description: Crm, url: { stage: https://old.example.com, production: "https://crm.example.com" } }',
    ],
  ],
])('%s', (_, file, live, lines) => {
  expect(changed(file, 'production', ...live)).toEqual(lines)
})

it('JSON stays JSON, and Windows line breaks are kept', () => {
  const json = `${JSON.stringify({ webhooks: [{ id: 'default', description: 'All', url: 'https://stage.example.com' }] }, null, 4)}\n`
  const result = outcome(importing(json, 'production', all, crm))
  expect(JSON.parse(String(result))).toEqual({
    webhooks: [
      { id: 'default', description: 'All', url: { stage: 'https://stage.example.com', production: all.url } },
      { ...crm, environments: ['production'] },
    ],
  })
  expect(result).toContain('\n            "id": "Crm"')

  const windows = withEntry('').replaceAll('\n', '\r\n')
  expect(outcome(importing(windows, 'production', all, crm))).toBe(
    entry('url: https://crm.example.com', 'environments: [production]').replaceAll('\n', '\r\n'),
  )
})

describe('refused, with the line of the file', () => {
  const header = (value: string) =>
    entry('url: https://crm.example.com', 'header:', '  key: X-Token', `  value: ${value}`)
  const withToken = { ...crm, header: ['X-Token', 'live-4mT8wZ1pRd'] } as const
  it.each<[string, string, readonly Sketch[], readonly string[]]>([
    [
      'an invalid file',
      entry('url: http://crm.example.com'),
      [all, crm],
      ['7: The URL is not encrypted (`http:`). Use `https:`: the header would travel in clear.'],
    ],
    [
      'another description',
      entry('url: https://crm.example.com'),
      [all, { ...crm, description: 'Other' }],
      [
        "5: `Crm`: its description at production is another than the file's, which is for both environments. Give it the same one at Auco, or in the file if it was never applied.",
      ],
    ],
    [
      'a webhook of this environment only that is not live',
      entry('url: https://crm.example.com', 'environments: [production]'),
      [all],
      [
        '5: `Crm`: it is in the file for production and not live there. Remove it from the file, or apply it first.',
      ],
    ],
    [
      'a header that does not match, without its value',
      header('Bearer ${AUCO_TOKEN}'),
      [all, withToken],
      [
        "5: `Crm`: its live header value is not of the form that the file writes around `AUCO_TOKEN`. Correct the file's `value`.",
      ],
    ],
    [
      'one variable for two values',
      `${header('${AUCO_TOKEN}')}  - { id: Erp, description: Main, url: "https://hooks.example.com/auco", header: { key: X-Token, value: "\${AUCO_TOKEN}" } }\n`,
      [all, withToken, { id: 'Erp', header: ['X-Token', 'live-other'] }],
      [
        '11: `Erp`: it shares `AUCO_TOKEN` with another webhook, and their live values differ. Give each a variable of its own.',
      ],
    ],
    [
      'an anchor in what has to change',
      entry('url: &crm https://old.example.com'),
      [all, crm],
      [
        '7: `Crm` has to change in the file, and cannot be edited with certainty. It uses an anchor, an alias or a tag. Write it out in a plain form, on lines of its own.',
      ],
    ],
    [
      'an alias in what has to change',
      `${entry('url: &crm https://crm.example.com')}  - id: Erp\n    description: Main\n    url: *crm\n`,
      [all, crm, { id: 'Erp' }],
      [
        '10: `Erp` has to change in the file, and cannot be edited with certainty. It uses an anchor, an alias or a tag. Write it out in a plain form, on lines of its own.',
      ],
    ],
    [
      'a value on several lines, of this environment only',
      entry('url: >-', '  https://old.example.com', 'environments: [production]'),
      [all, crm],
      [
        '7: `Crm` has to change in the file, and cannot be edited with certainty. A value that has to change stands on several lines. Write it out in a plain form, on lines of its own.',
      ],
    ],
    [
      'a value on several lines',
      entry('url: >-', '  https://old.example.com'),
      [all, crm],
      [
        '7: `Crm` has to change in the file, and cannot be edited with certainty. Its `url` stands on several lines. Write it out in a plain form, on lines of its own.',
      ],
    ],
  ])('%s', (_, file, live, refusals) => {
    const result = importing(file, 'production', ...live)
    expect(outcome(result)).toEqual(refusals)
    expect(JSON.stringify(result)).not.toContain('live-')
  })
})

describe('a comment below the last webhook', () => {
  const start =
    'webhooks:\n  - id: default\n    description: All of them\n    url: https://stage.example.com/auco\n'
  const sketch = { id: 'default', description: 'All of them', url: 'https://stage.example.com/auco' }
  const added =
    '  - id: New\n    description: New\n    url: https://hooks.example.com/auco\n    environments: [stage]\n'

  it('stays with it if it is indented like its fields', () => {
    const text = `${start}    # Rotate its secret in March\n\n    # and tell the team\n  # Below the list\n# The end\n`
    const result = importing(text, 'stage', sketch, { id: 'New', description: 'New' })
    expect(outcome(result)).toBe(
      `${start}    # Rotate its secret in March\n\n    # and tell the team\n${added}  # Below the list\n# The end\n`,
    )
  })

  it('makes the import fail if it would seem to be about the new one', () => {
    const text =
      'webhooks: [{ id: default, description: All of them, url: "https://stage.example.com/auco" }] # keep\n'
    const result = importing(text, 'stage', sketch, { id: 'New', description: 'New' })
    expect(outcome(result)).toEqual([
      expect.stringMatching(
        /^1: `New` has to change in the file.*A comment stands behind the last webhook\./,
      ),
    ])
  })
})

it('a new webhook has the line breaks of the file, and no other line changes', () => {
  const text = 'webhooks:\r\n  - id: default\r\n    description: All\n    url: https://a.example.com\r\n'
  const sketch = { id: 'default', description: 'All', url: 'https://a.example.com' }
  const result = importing(text, 'stage', sketch, { id: 'New', description: 'New' })
  expect(outcome(result)).toBe(
    `${text}  - id: New\r\n    description: New\r\n    url: https://hooks.example.com/auco\r\n    environments: [stage]\r\n`,
  )
})

it('a new webhook is separated by a blank line if the others are, with either kind of line break', () => {
  const text =
    'webhooks:\n  - id: default\n    description: All\n    url: https://a.example.com\n\n  # The second\n  - id: Two\n    description: Two\n    url: https://b.example.com\n'
  const sketches: readonly Sketch[] = [
    { id: 'default', description: 'All', url: 'https://a.example.com' },
    { id: 'Two', description: 'Two', url: 'https://b.example.com' },
    { id: 'New', description: 'New' },
  ]
  const lf = outcome(importing(text, 'stage', ...sketches))
  expect(lf).toContain('\n\n  - id: New\n')
  expect(outcome(importing(text.replaceAll('\n', '\r\n'), 'stage', ...sketches))).toBe(
    String(lf).replaceAll('\n', '\r\n'),
  )
})

it('invisible characters are escaped in JSON', () => {
  const text = JSON.stringify({
    webhooks: [{ id: 'default', description: 'All', url: 'https://a.example.com' }],
  })
  const result = importing(
    text,
    'stage',
    { id: 'default', description: 'All', url: 'https://a.example.com' },
    { id: 'New', description: 'a\u202eb' },
  )
  expect(outcome(result)).toContain('"description": "a\\u202eb"')
})
