import { describe, expect, it } from 'vitest'
import { importLive } from '../../../src/import/import-live.ts'
import { live, type Sketch } from '../plan/webhooks.ts'
import { importing, outcome, plainly } from './importing.ts'

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
  const same = { ...main, url: 'https://stage.example.com/auco' }
  expect(outcome(importing(FILE, 'stage', same, probe))).toBe(FILE)
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
      ["7: The URL is not encrypted (`http:`). Use `https:`, or the header's secret is sent in plain text."],
    ],
    [
      'a webhook of this environment only that is not live',
      entry('url: https://crm.example.com', 'environments: [production]'),
      [all],
      [
        '5: `Crm`: it is in the file for production and not live there. Remove it from the file (`--prune`), or apply it first.',
      ],
    ],
    [
      'a header that does not match, without its value',
      header('Bearer ${AUCO_TOKEN}'),
      [all, withToken],
      [
        "5: `Crm`: its live header value doesn't have the form that the file gives around `AUCO_TOKEN`. Correct the file's `value`.",
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
        "7: `Crm` must change in the file, but can't be edited reliably. It uses an anchor, an alias or a tag. Rewrite it plainly, on lines of its own.",
      ],
    ],
    [
      'an alias in what has to change',
      `${entry('url: &crm https://crm.example.com')}  - id: Erp\n    description: Main\n    url: *crm\n`,
      [all, crm, { id: 'Erp' }],
      [
        "10: `Erp` must change in the file, but can't be edited reliably. It uses an anchor, an alias or a tag. Rewrite it plainly, on lines of its own.",
      ],
    ],
    [
      'a value on several lines, of this environment only',
      entry('url: >-', '  https://old.example.com', 'environments: [production]'),
      [all, crm],
      [
        "7: `Crm` must change in the file, but can't be edited reliably. A value that must change spans several lines. Rewrite it plainly, on lines of its own.",
      ],
    ],
    [
      'a value on several lines',
      entry('url: >-', '  https://old.example.com'),
      [all, crm],
      [
        "7: `Crm` must change in the file, but can't be edited reliably. Its `url` spans several lines. Rewrite it plainly, on lines of its own.",
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
      expect.stringMatching(/^1: `New` must change in the file.*A comment follows the last webhook\./),
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

describe('a description that differs between the environments', () => {
  it("is the file's, which is said", () => {
    const file = entry('url: https://crm.example.com')
    const result = importing(file, 'production', all, { ...crm, description: 'Other' })
    expect(result).toMatchObject({
      ok: true,
      text: file,
      remarks: [
        "The description of `Crm` at production differs from the file's, which is for both environments. The file keeps its own: a plan for production shows that difference and no other, and an apply removes it.",
      ],
    })
  })

  it('does not hide another difference', () => {
    const live = { ...crm, description: 'Other', header: ['X-T', 'live-1'] as const }
    expect(outcome(importing(entry('url: https://crm.example.com'), 'production', all, live))).toEqual([
      expect.stringContaining('`Crm`: live has a header and the file has none'),
    ])
  })

  it('is taken over if the webhook is in this environment only', () => {
    const file = entry('url: https://crm.example.com', 'environments: [production]')
    expect(changed(file, 'production', all, { ...crm, description: 'Other' })).toEqual([
      '-     description: Crm',
      '+     description: Other',
    ])
  })
})

describe('a URL with a variable', () => {
  const secret = (path: string) => `https://hooks.zapier.com/hooks/catch/${path}`
  const zap = secret('${AUCO_CRM_PATH}')

  it.each<[string, readonly string[], string, readonly string[]]>([
    ['stays if live is of its form', [`url: ${zap}`], secret('12/3ab/'), []],
    [
      'is for both environments if the other one is of its form, too',
      [`url: ${zap}`, 'environments: [stage]'],
      secret('12/3ab/'),
      ['-     environments: [stage]'],
    ],
    [
      'is for one environment if the other one has another form',
      [`url: ${zap}`, 'environments: [stage]'],
      'https://crm.example.com/?t=q4Wm',
      [
        `-     url: ${zap}`,
        '-     environments: [stage]',
        '+     url:',
        `+       stage: ${zap}`,
        '+       production: https://crm.example.com/?t=${AUCO_CRM_QUERY}',
      ],
    ],
    [
      'is written anew if it was re-pointed',
      [`url: ${zap}`, 'environments: [production]'],
      'https://hooks.slack.com/services/T0/B0/q4Wm',
      [`-     url: ${zap}`, '+     url: https://hooks.slack.com/services/${AUCO_CRM_PATH_2}'],
    ],
    [
      'is added beside that of the other environment',
      ['url: { stage: https://crm.example.com }', 'environments: [stage]'],
      secret('12/3ab/'),
      [
        '-     url: { stage: https://crm.example.com }',
        '-     environments: [stage]',
        '+     url: { stage: https://crm.example.com, production: "https://hooks.zapier.com/hooks/catch/${AUCO_CRM_PATH}" }',
      ],
    ],
  ])('%s', (_, lines, url, expected) => {
    expect(changed(entry(...lines), 'production', all, { ...crm, url })).toEqual(expected)
  })

  it('is not edited if it has several', () => {
    const file = entry(`url: https://crm.example.com/\${AUCO_A}/\${AUCO_B}`)
    expect(
      outcome(importing(file, 'production', all, { ...crm, url: 'https://crm.example.com/a/b' })),
    ).toEqual([expect.stringContaining('`Crm`: its URL has several variables')])
  })
})

describe('with `--listed-only`', () => {
  it('a file gets no webhooks that it does not list', () => {
    const file = entry('url: https://old.example.com')
    const keeping = importLive({
      environment: 'stage',
      live: live(all, crm, probe),
      existing: file,
      ownSecrets: [],
      ...plainly,
      listedOnly: true,
    })
    expect(keeping).toMatchObject({ ok: true, webhooks: 2, text: expect.not.stringContaining('Probe') })
    expect(keeping).toMatchObject({ text: expect.stringContaining('stage: https://crm.example.com') })
  })
})

describe('what is live nowhere any more', () => {
  const pruned = (file: string) =>
    importLive({
      environment: 'production',
      live: live(all),
      existing: file,
      ownSecrets: [],
      ...plainly,
      prunes: true,
    })
  const crmOnly = entry('url: https://crm.example.com', 'environments: [production]')

  it.each<[string, string, string]>([
    ['the last one', crmOnly, withEntry('')],
    [
      'with a comment above, which stays',
      crmOnly.replace('  - id: Crm', '  # Sales\n  - id: Crm'),
      withEntry('  # Sales\n'),
    ],
    [
      'before another one',
      `${crmOnly}  - id: Erp\n    description: Erp\n    url: https://erp.example.com\n    environments: [stage]\n`,
      withEntry(
        '  - id: Erp\n    description: Erp\n    url: https://erp.example.com\n    environments: [stage]\n',
      ),
    ],
    [
      'with the line breaks of the file',
      crmOnly.replaceAll('\n', '\r\n'),
      withEntry('').replaceAll('\n', '\r\n'),
    ],
    [
      'in a flow list',
      'webhooks: [{ id: default, description: All, url: "https://all.example.com" }, { id: Crm, description: Crm, url: "https://crm.example.com", environments: [production] }]\n',
      'webhooks: [{ id: default, description: All, url: "https://all.example.com" }]\n',
    ],
    [
      'first in a flow list',
      'webhooks: [{ id: Crm, description: Crm, url: "https://crm.example.com", environments: [production] }, { id: default, description: All, url: "https://all.example.com" }]\n',
      'webhooks: [{ id: default, description: All, url: "https://all.example.com" }]\n',
    ],
  ])('is removed if that was asked for: %s', (_, file, text) => {
    expect(pruned(file)).toMatchObject({
      ok: true,
      text,
      remarks: ['`Crm` is not live any more, and is no longer in the file.'],
    })
  })

  it('stays if a comment would be lost with it', () => {
    expect(outcome(pruned(crmOnly.replace('[production]', '[production] # until June')))).toEqual([
      'A comment of the file would be lost. Merge it by hand.',
    ])
  })

  it('stays in the other environment', () => {
    expect(pruned(entry('url: https://crm.example.com'))).toMatchObject({
      ok: true,
      text: expect.stringContaining('environments: [stage]'),
    })
  })
})
