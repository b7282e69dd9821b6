import { expect, it } from 'vitest'
import { importing, outcome } from './importing.ts'

const HEAD =
  '# yaml-language-server: $schema=https://raw.githubusercontent.com/org/auco-webhooks-action/v1/webhooks.schema.json\n' +
  `# The reviewed list of the company's Auco webhooks.
webhooks:
`

it('declares what is live, `default` first, with a variable for each header value', () => {
  const result = importing(
    null,
    'production',
    { id: 'Billing', description: 'Billing', header: ['X-Token', 'live-4mT8wZ1pRd'] },
    { id: 'default', description: 'All', header: ['Authorization', 'Bearer live-9fK2vQ7sXc'] },
    { id: 'Open', description: 'yes', url: 'https://open.example.com/?a=1234' },
  )
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
  ['several lines', 'one\n  id: two\nthree', '"one\\n  id: two\\nthree"'],
  ['a number', '123', '"123"'],
  ['a comment', 'a # b', '"a # b"'],
  ['a key', 'a: b', '"a: b"'],
  ['a YAML 1.1 boolean', 'On', '"On"'],
  ['a quote', '"quoted"', '"\\"quoted\\""'],
  ['a long line', `${'word '.repeat(150)}end`, `${'word '.repeat(150)}end`],
])('a description with %s is a string in YAML 1.1 and 1.2', (_, description, written) => {
  expect(outcome(importing(null, 'stage', { id: 'default', description }))).toBe(
    `${HEAD}  - id: default\n    description: ${written}\n    url: https://hooks.example.com/auco\n`,
  )
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
  const result = importing(null, 'stage', { id: 'default' }, { id: 'x', url })
  expect(outcome(result)).toContain(`    url: ${written}\n    environments: [stage]\n`)
})

it.each([
  ['a fragment', 'https://a.example.com/?t=q4Wm#part', 'https://a.example.com/?t=${AUCO_X_QUERY}#part'],
  ['what no variable can hold', 'https://a.example.com/?t=a|b', 'https://a.example.com/?t=a|b'],
])('a URL with %s is left for the user to judge', (_, url, written) => {
  const result = importing(null, 'stage', { id: 'default' }, { id: 'x', url })
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
  expect(importing(null, 'stage', ...webhooks)).toMatchObject({
    ok: true,
    secrets: [{ isHidden: false }, { name: 'AUCO_CRM_X_TOKEN', isHidden: true }],
  })
})

it('a value that Auco masks becomes a variable too, and is reported as hidden', () => {
  const hidden = { why: 'Auco returns the live value masked' }
  expect(importing(null, 'stage', { id: 'default', header: ['X-Token', hidden] })).toMatchObject({
    ok: true,
    secrets: [{ name: 'AUCO_DEFAULT_X_TOKEN', isHidden: true }],
  })
})

const main = { id: 'default' }
it.each([
  [
    'a user in a URL',
    [main, { id: 'Old', url: 'https://u:s3cret-pass@a.example.com' }],
    '`Old` cannot be in the file as it is live. The URL contains a user or a password. Remove them, and send the secret in `header`.',
  ],
  [
    'a private URL',
    [{ ...main, url: 'https://10.0.0.1/s3cret' }],
    "`default` cannot be in the file as it is live. The URL points to a private, loopback, link-local or reserved address, which Auco can't reach. Use a public host name.",
  ],
  [
    'no description',
    [main, { id: 'Bare', description: '' }],
    '`Bare` cannot be in the file as it is live. `description` is empty. Say in a few words what the webhook is for.',
  ],
  [
    'a header that has no name',
    [{ ...main, header: ['', 's3cret-value'] as const }],
    'The live header name of `default` is not a header name. Perhaps name and value were swapped: correct the header at Auco, then import again. If it really is the name, declare it in the file first.',
  ],
  [
    'a header whose name and value were swapped',
    [{ ...main, header: ['q7z-9f8e4d3c', 'Authorization'] as const }],
    'The live header name of `default` is not a header name. Perhaps name and value were swapped: correct the header at Auco, then import again. If it really is the name, declare it in the file first.',
  ],
  [
    'a header whose value is another name',
    [{ ...main, header: ['Zt7-q4Wm2Lk9Xv3Bn8', 'X-Billing-Token'] as const }],
    'The live header name of `default` is not a header name. Perhaps name and value were swapped: correct the header at Auco, then import again. If it really is the name, declare it in the file first.',
  ],
  [
    'a key of Auco as a header value',
    [{ ...main, header: ['X-Key', 'puk_1q2w3e4r5t'] as const }],
    "`default` cannot be in the file as it is live. The variable `AUCO_DEFAULT_X_KEY` holds one of Auco's keys, or this run's token. Use a secret made for this webhook.",
  ],
  [
    'no webhook `default`',
    [{ id: 'Billing' }],
    'No webhook with the id `default` is live at stage, and Auco takes no list without it. Add it at Auco, or write the file by hand.',
  ],
  ['no webhook', [], 'No webhook is live at stage. Write the file by hand, with a webhook `default`.'],
])('%s is refused', (_, webhooks, message) => {
  expect(outcome(importing(null, 'stage', ...webhooks))).toEqual([message])
})

it('a file that the action would not read for its size is refused', () => {
  const webhooks = Array.from({ length: 270 }, (_, index) => ({
    id: `${index}`,
    description: 'a'.repeat(1_000),
  }))
  expect(outcome(importing(null, 'stage', { id: 'default' }, ...webhooks))).toEqual([
    expect.stringContaining('larger than 256 KiB'),
  ])
})

it('a file without webhooks is written like a new one, and keeps its comments', () => {
  const result = importing('# Ours\n\n# and theirs\n', 'stage', { id: 'default', description: 'All' })
  expect(outcome(result)).toBe(
    '# Ours\n\n# and theirs\nwebhooks:\n  - id: default\n    description: All\n    url: https://hooks.example.com/auco\n',
  )
  expect(outcome(importing('# Ours\r\n', 'stage', { id: 'default', description: 'All' }))).toBe(
    '# Ours\r\nwebhooks:\r\n  - id: default\r\n    description: All\r\n    url: https://hooks.example.com/auco\r\n',
  )
  expect(outcome(importing('\n', 'stage', { id: 'default', description: 'All' }))).toMatch(
    /^# yaml-language-server: /,
  )
})

it('invisible characters are escaped', () => {
  const description = 'a\u007fb\u202ec\u{e0041}d\n\ufeff'
  const result = importing(null, 'stage', { id: 'default', description })
  expect(outcome(result)).toContain('description: "a\\u007fb\\u202ec\\U000e0041d\\n\\ufeff"\n')
})

it('a refusal names the right webhook, not the one before it', () => {
  const result = importing(
    null,
    'stage',
    { id: 'default', description: 'All' },
    { id: 'Good', description: 'Good' },
    { id: ' Bad ', description: 'Bad' },
  )
  expect(outcome(result)).toEqual([expect.stringMatching(/^` Bad ` cannot be in the file as it is live\./)])
})

it('shows no secret of another text than a header value, and says where one is', () => {
  const secret = 'q7z9f8'
  const result = importing(
    null,
    'stage',
    { ...main, description: `Was ${secret}.`, header: ['Authorization', `Bearer ${secret}`] },
    {
      id: `Id ${secret}`,
      url: `https://a.example.com/${secret}?a=1234`,
      header: [`X-${secret}`, 'live-4mT8wZ1pRd'],
    },
  )
  expect(result).toMatchObject({
    secrets: [
      { name: 'AUCO_DEFAULT_AUTHORIZATION', id: 'default', headerKey: 'Authorization' },
      { name: 'AUCO_ID_____QUERY', id: 'Id ***', headerKey: null },
      { name: 'AUCO_ID_____X____', id: 'Id ***', headerKey: 'X-***' },
    ],
    remarks: [
      'The file declares `default` for production too, with the URL of stage: import production as well before you apply there.',
      'The description of `default` repeats a secret: remove it at Auco, and do not commit the file before.',
      'The id of `Id ***` repeats a secret: remove it at Auco, and do not commit the file before.',
      'The url of `Id ***` repeats a secret: remove it at Auco, and do not commit the file before.',
      'The header name of `Id ***` repeats a secret: remove it at Auco, and do not commit the file before.',
    ],
  })
})

it('shows no secret in a refusal, where an id is cut either', () => {
  const secret = 'q7z9f8e4d3c2'
  const refused = importing(
    null,
    'stage',
    { ...main, header: ['X-Key', secret] },
    { id: `${'x'.repeat(122)}${secret}`, url: 'https://10.0.0.1' },
  )
  expect(JSON.stringify(refused)).not.toContain(secret.slice(0, 6))
})
