import { describe, expect, it } from 'vitest'
import { type AtAuco, importing, KEY, outcome } from './importing.ts'

const HEAD =
  '# yaml-language-server: $schema=https://raw.githubusercontent.com/org/auco-webhooks-action/v1/webhooks.schema.json\n' +
  `# The reviewed list of the company's Auco webhooks.
webhooks:
`

it('declares what is live, `default` first, with a variable for each header value', () => {
  const result = importing(null, 'production', [
    { id: 'Billing', description: 'Billing', header: ['X-Token', 'live-4mT8wZ1pRd'] },
    { id: 'default', description: 'All', header: ['Authorization', 'Bearer live-9fK2vQ7sXc'] },
    { id: 'Open', description: 'yes', url: 'https://open.example.com/?a=1234' },
  ])
  expect(outcome(result)).toBe(`${HEAD}  - id: default
    description: All
    url: https://hooks.example.com/auco
    header:
      key: Authorization
      value: \${AUCO_DEFAULT_AUTHORIZATION}
  - id: Billing
    description: Billing
    url: https://hooks.example.com/auco
    environments: [production]
    header:
      key: X-Token
      value: \${AUCO_BILLING_X_TOKEN}
  - id: Open
    description: "yes"
    url: https://open.example.com/?a=\${AUCO_OPEN_QUERY}
    environments: [production]
`)
  expect(result).toMatchObject({
    secrets: [
      { name: 'AUCO_DEFAULT_AUTHORIZATION', id: 'default', headerKey: 'Authorization', isHidden: false },
      { name: 'AUCO_BILLING_X_TOKEN', id: 'Billing', headerKey: 'X-Token', isHidden: false },
      { name: 'AUCO_OPEN_QUERY', id: 'Open', headerKey: null, isHidden: false },
    ],
    remarks: [
      'The file declares `default` for stage too, with the URL of production: import stage as well before you apply there.',
    ],
  })
})

it.each([
  [
    'Zapier',
    'https://hooks.zapier.com/hooks/catch/1234567/3abcdef/',
    'https://hooks.zapier.com/hooks/catch/${AUCO_X_PATH}',
  ],
  [
    'Slack',
    'https://hooks.slack.com/services/T0A1/B0C2/q4Wm2Lk9Zx7Cv5Bn',
    'https://hooks.slack.com/services/${AUCO_X_PATH}',
  ],
  ['Make', 'https://hook.eu1.make.com/q4wm2lk9zx7cv5bn1as', 'https://hook.eu1.make.com/${AUCO_X_PATH}'],
  [
    'Power Automate',
    'https://prod-01.westus.logic.azure.com/workflows/a1/triggers/manual?sig=q4Wm&sp=%2F',
    'https://prod-01.westus.logic.azure.com/workflows/${AUCO_X_PATH}',
  ],
  [
    'a token in a path',
    'https://a.example.com/in/q4Wm2Lk9Zx7Cv5Bn/x',
    'https://a.example.com/in/${AUCO_X_PATH}',
  ],
  [
    'a token and a query',
    'https://a.example.com/q4Wm2Lk9Zx7Cv5Bn?b=1',
    'https://a.example.com/${AUCO_X_PATH}',
  ],
  ['one parameter', 'https://a.example.com/in?token=q4Wm', 'https://a.example.com/in?token=${AUCO_X_QUERY}'],
  [
    'several parameters',
    'https://a.example.com/in?token=q4Wm&b=1',
    'https://a.example.com/in?${AUCO_X_QUERY}',
  ],
  ['padded base64', 'https://a.example.com/in?cTRXbQ==', 'https://a.example.com/in?${AUCO_X_QUERY}'],
  [
    'what only looks like a variable',
    'https://a.example.com/$%7BA?b=1',
    'https://a.example.com/$%7BA?b=${AUCO_X_QUERY}',
  ],
  [
    'a path that leads elsewhere',
    'https://a.example.com/in/q4Wm2Lk9Zx7Cv5Bn/../x?b=1',
    'https://a.example.com/in/x?b=${AUCO_X_QUERY}',
  ],
  ['nothing secret', 'https://a.example.com/in/2026-contracts', 'https://a.example.com/in/2026-contracts'],
  ['an empty query', 'https://a.example.com/in?', 'https://a.example.com/in?'],
])('a URL of %s is written with a variable in the place of its secret part', (_, url, written) => {
  const result = importing(null, 'stage', [{ id: 'default' }, { id: 'x', url }])
  expect(outcome(result)).toContain(`    url: ${written}\n    environments: [stage]\n`)
})

it.each([
  ['a fragment', 'https://a.example.com/?t=q4Wm#part', 'https://a.example.com/?t=${AUCO_X_QUERY}#part'],
  ['what no variable can hold', 'https://a.example.com/?t=a|b', 'https://a.example.com/?t=a|b'],
])('a URL with %s is left for the user to judge', (_, url, written) => {
  const result = importing(null, 'stage', [{ id: 'default' }, { id: 'x', url }])
  expect(outcome(result)).toContain(`    url: ${written}\n`)
  expect(result).toMatchObject({
    remarks: [
      "The URL of `x` has a part that no variable can hold, such as a fragment: if it is a secret, don't commit the file.",
      expect.stringContaining('The file declares `default` for production too'),
    ],
  })
})

it('of a value that looks masked beside others that are shown, it says where to find the real one', () => {
  const webhooks = [
    { id: 'default', header: ['X-Token', 'live-4mT8wZ1pRd'] },
    { id: 'Crm', header: ['X-Token', '****1pRd'] },
  ] as const
  expect(importing(null, 'stage', webhooks)).toMatchObject({
    ok: true,
    secrets: [{ isHidden: false }, { name: 'AUCO_CRM_X_TOKEN', isHidden: true }],
  })
})

it('a value that Auco masks becomes a variable too, and is reported as hidden', () => {
  expect(importing(null, 'stage', [{ id: 'default', header: ['X-Token', '****'] }])).toMatchObject({
    ok: true,
    secrets: [{ name: 'AUCO_DEFAULT_X_TOKEN', isHidden: true }],
  })
})

describe('a header value of plain words is no secret', () => {
  const written = (name: string, value: string) => {
    const text = String(outcome(importing(null, 'stage', [{ id: 'default', header: [name, value] }])))
    return text.slice(text.indexOf('      value: ') + 13).trim()
  }
  it.each(['auco', 'notaria del norte', 'Legal-Team'])('%s', (value) => {
    expect(written('X-Source', value)).toBe(`${value}\n      secret: false`)
  })
  it.each([
    ['under the name of an authentication', 'Authorization', 'auco'],
    ['under a name that says so', 'X-My-Password', 'auco'],
    ['with a number', 'X-Source', 'auco 2024'],
    ['in capitals as no word has them', 'X-Source', 'aUcoXy'],
    ['that looks like a mask', 'X-Source', 'xxxxxx'],
    ['of a text longer than 32 characters', 'X-Source', 'one two three four five six seven'],
  ])('but not %s', (_, name, value) => {
    expect(written(name, value)).toMatch(/^\$\{AUCO_\w+\}$/)
  })
})

const SWAPPED = "Its header's name is none, or looks like a secret. Perhaps name and value were swapped."
describe('what the file can not say', () => {
  const odd: readonly (readonly [string, Omit<AtAuco, 'id'>, string])[] = [
    ['an `http:` URL', { url: 'http://a.example.com' }, 'The URL is not encrypted (`http:`).'],
    [
      'a user in the URL',
      { url: 'https://u:s3cret-pass@a.example.com' },
      'The URL contains a user or a password.',
    ],
    ['a private URL', { url: 'https://10.0.0.1/s3cret' }, 'The URL points to a private, '],
    ['a text that is no URL', { url: 's3cret' }, 'The URL is not absolute.'],
    ['a very long description', { description: 'x'.repeat(1001) }, '`description` is longer than 1,000'],
    ['half of a character', { description: 'a\ud800b' }, 'It has half of a character: '],
    ['a header without a name', { header: ['', 's3cret-value'] }, SWAPPED],
    ['a header without a value', { header: ['X-Key', ''] }, 'Its header has no value.'],
    ['a header whose name is its value', { header: ['q7z-9f8e4d3c', 'Authorization'] }, SWAPPED],
    ['a header whose value is another name', { header: ['Zt7-q4Wm2Lk9Xv3Bn8', 'X-Billing'] }, SWAPPED],
    [
      'a line break in a header',
      { header: ['X-Key', 's3cret\nvalue'] },
      "Its header's value can't be sent: ",
    ],
    ['a key of Auco in a header', { header: ['X-Key', KEY] }, "It sends one of Auco's keys to its receiver."],
  ]

  it.each(odd)('%s is left out and named, and the rest is imported', (_, fields, reason) => {
    const webhooks = [
      { id: 'default', header: ['X-T', 'f00b4r9'] },
      { id: 'Odd', ...fields },
      { id: 'Good' },
    ] as const
    const result = importing(null, 'stage', webhooks)
    const left = `\`Odd\` at stage is left out, and stays at Auco as it is. ${reason}`
    expect(result).toMatchObject({
      ok: true,
      webhooks: 2,
      remarks: [expect.stringContaining(left), expect.anything()],
    })
    expect(outcome(result)).toMatch(/id: default\n[\s\S]*id: Good\n/)
    expect(JSON.stringify(result)).not.toMatch(/s3cret|q4Wm|9f8e|puk_|id: Odd/)
  })

  it.each([' Bad', 'a\nb', 'x'.repeat(129)])('the id %j is left out', (id) => {
    expect(importing(null, 'stage', [{ id: 'default' }, { id }, { id: 'Good' }])).toMatchObject({
      webhooks: 2,
    })
  })

  it.each(odd)('%s of `default` is an error that says what to correct', (_, fields, reason) => {
    const refusal = outcome(
      importing(null, 'stage', [
        { id: 'default', ...fields },
        { id: 'Shown', header: ['X-T', 'f00b4r9'] },
      ]),
    )
    expect(refusal).toEqual([expect.stringContaining(`can't be in the file. ${reason}`)])
    expect(refusal).toEqual([expect.stringMatching(/ Correct it at Auco, then import again\.$/)])
  })

  it('stays in a file as the file has it', () => {
    const good = { id: 'Odd', description: 'Odd', url: 'https://a.example.com' }
    const file = String(outcome(importing(null, 'stage', [{ id: 'default' }, good])))
    const result = importing(file, 'stage', [{ id: 'default' }, { ...good, url: 'http://a.example.com' }])
    expect(result).toMatchObject({
      text: file,
      remarks: [
        expect.stringMatching(/^`Odd` at stage can't be in the file as Auco has it: the file keeps its own,/),
      ],
    })
  })
})

it('a webhook without a description gets its id, or what the file has', () => {
  const webhooks = [{ id: 'default' }, { id: 'Bare', description: ' ' }]
  const first = importing(null, 'stage', webhooks)
  expect(outcome(first)).toContain('  - id: Bare\n    description: Bare\n')
  const remark = '`Bare` has no description at stage: '
  expect(first).toMatchObject({ remarks: expect.arrayContaining([expect.stringContaining(remark)]) })
  const file = String(outcome(first)).replace('description: Bare', 'description: Ours')
  expect(outcome(importing(file, 'stage', webhooks))).toBe(file)
})

it.each([
  [
    'no webhook `default`',
    [{ id: 'Billing' }],
    'Auco has no webhook with the id `default` at stage, and takes no list without it. Add it at Auco, or write the file by hand.',
  ],
  ['no webhook', [], 'Auco has no webhook at stage. Write the file by hand, with a webhook `default`.'],
])('%s is an error', (_, webhooks, message) => {
  expect(outcome(importing(null, 'stage', webhooks))).toEqual([message])
})

it('a file that the action would not read for its size is refused', () => {
  const webhooks = Array.from({ length: 270 }, (_, index) => ({
    id: `${index}`,
    description: 'a'.repeat(1_000),
  }))
  expect(outcome(importing(null, 'stage', [{ id: 'default' }, ...webhooks]))).toEqual([
    expect.stringContaining('larger than 256 KiB'),
  ])
})

it('a file without webhooks is written like a new one, and keeps its comments', () => {
  const webhooks = [{ id: 'default', description: 'All' }]
  const lines = [
    'webhooks:',
    '  - id: default',
    '    description: All',
    '    url: https://hooks.example.com/auco',
    '',
  ]
  expect(outcome(importing('# Ours\n\n# and theirs\n', 'stage', webhooks))).toBe(
    ['# Ours', '', '# and theirs', ...lines].join('\n'),
  )
  expect(outcome(importing('# Ours\r\n', 'stage', webhooks))).toBe(['# Ours', ...lines].join('\r\n'))
  expect(outcome(importing('\n', 'stage', webhooks))).toMatch(/^# yaml-language-server: /)
})

it('shows no secret of another text than a header value, and says where one is', () => {
  const secret = 'q7z9f8'
  const result = importing(null, 'stage', [
    { id: 'default', description: `Was ${secret}.`, header: ['Authorization', `Bearer ${secret}`] },
    {
      id: `Id ${secret}`,
      url: `https://a.example.com/${secret}?a=1234`,
      header: [`X-${secret}`, 'live-4mT8wZ1pRd'],
    },
  ])
  expect(result).toMatchObject({
    secrets: [
      { name: 'AUCO_DEFAULT_AUTHORIZATION', id: 'default', headerKey: 'Authorization' },
      { name: 'AUCO_ID_____X____', id: 'Id ***', headerKey: 'X-***' },
      { name: 'AUCO_ID_____QUERY', id: 'Id ***', headerKey: null },
    ],
    remarks: [
      'The file declares `default` for production too, with the URL of stage: import production as well before you apply there.',
      ...['description of `default`', 'id of `Id ***`', 'url of `Id ***`', 'header name of `Id ***`'].map(
        (field) => `The ${field} repeats a secret: remove it at Auco, and do not commit the file before.`,
      ),
    ],
  })
})

it('shows no secret where an id is cut either', () => {
  const secret = 'q7z9f8e4d3c2'
  const result = importing(null, 'stage', [
    { id: 'default', header: ['X-Key', secret] },
    { id: `${'x'.repeat(122)}${secret}`, url: 'https://10.0.0.1' },
  ])
  expect(JSON.stringify(result)).not.toContain(secret.slice(0, 6))
})
