import { describe, expect, it } from 'vitest'
import { becomes, opened, read } from './reading.ts'

const DEFAULT = `webhooks:
  - id: default
    description: Main
    url: https://hooks.example.com/auco
`
const withMore = (more: string) => `${DEFAULT}${more}`
const withHeader = (header: string) => withMore(`    header: ${header}\n`)

/** What `DEFAULT` becomes, but for the fields that a test is about. */
const webhook = (different: object = {}) => ({
  id: 'default',
  description: 'Main',
  url: 'https://hooks.example.com/auco',
  header: null,
  line: 2,
  variables: [],
  ...different,
})
const accepted = (...webhooks: readonly object[]) => ({ webhooks, warnings: [] })

describe('the example of the design', () => {
  const example = `# yaml-language-server: $schema=https://raw.githubusercontent.com/…/webhooks.schema.json
webhooks:
  - id: default                       # exactly one webhook is \`default\`
    description: Every signing event that names no other webhook
    url:                              # one URL for all, or one per Auco environment
      stage: https://hooks.stage.example.com/auco
      production: https://hooks.example.com/auco
    header:
      key: Authorization
      value: Bearer \${AUCO_HOOK_TOKEN} # from the step's \`env:\`, so from environment-scoped secrets
  - id: Billing
    description: Billing wants FINISH only
    url: https://billing.example.com/auco
    environments: [production]        # optional; the default is all
    header: { key: X-Source, value: auco, secret: false }
`
  const main = {
    id: 'default',
    description: 'Every signing event that names no other webhook',
    line: 3,
    variables: ['AUCO_HOOK_TOKEN'],
  }
  const run = { variables: { AUCO_HOOK_TOKEN: 'tok-4f9a8b7c6d' } }
  const header = { key: 'Authorization', value: 'Bearer tok-4f9a8b7c6d' }

  it('has one webhook in stage', () => {
    expect(becomes(example, { ...run, environment: 'stage' })).toEqual(
      accepted({ ...main, url: 'https://hooks.stage.example.com/auco', header }),
    )
  })

  it('has both in production', () => {
    expect(becomes(example, { ...run, environment: 'production' })).toEqual(
      accepted(
        { ...main, url: 'https://hooks.example.com/auco', header },
        {
          id: 'Billing',
          description: 'Billing wants FINISH only',
          url: 'https://billing.example.com/auco',
          header: { key: 'X-Source', value: 'auco' },
          line: 11,
          variables: [],
        },
      ),
    )
  })

  it('is readable in a plan without its secret', () => {
    expect(becomes(example, { variables: {}, unset: 'allowed' })).toEqual({
      webhooks: [
        {
          ...main,
          url: 'https://hooks.stage.example.com/auco',
          header: {
            key: 'Authorization',
            value: { unknown: '`AUCO_HOOK_TOKEN` is not set' },
          },
        },
      ],
      warnings: [],
    })
  })
})

describe("the payload of Auco's guide, but for its literal secret", () => {
  const guide = {
    webhooks: [
      {
        id: 'default',
        description: 'Webhook principal',
        url: 'https://miempresa.com/webhooks/auco',
        header: { key: 'Authorization', value: 'Bearer ${AUCO_TOKEN}' },
      },
      { id: 'Billing', description: 'Facturación', url: 'https://miempresa.com/billing' },
    ],
  }
  const webhooks = (lines: readonly [number, number]) =>
    accepted(
      {
        id: 'default',
        description: 'Webhook principal',
        url: 'https://miempresa.com/webhooks/auco',
        header: { key: 'Authorization', value: 'Bearer tok-4f9a8b7c6d' },
        line: lines[0],
        variables: ['AUCO_TOKEN'],
      },
      {
        id: 'Billing',
        description: 'Facturación',
        url: 'https://miempresa.com/billing',
        header: null,
        line: lines[1],
        variables: [],
      },
    )

  it.each([
    ['JSON on one line', JSON.stringify(guide), [1, 1]],
    ['JSON', JSON.stringify(guide, null, 2), [4, 13]],
    ['JSON indented with tabs', JSON.stringify(guide, null, '\t'), [4, 13]],
    ['JSON with CRLF', `${JSON.stringify(guide, null, 4)}\n`.replaceAll('\n', '\r\n'), [4, 13]],
    ['JSON with tabs and CRLF', JSON.stringify(guide, null, '\t').replaceAll('\n', '\r\n'), [4, 13]],
    ['JSON with escapes', JSON.stringify(guide).replaceAll('/', '\\/').replace('ó', '\\u00f3'), [1, 1]],
    [
      'YAML',
      `webhooks:
  - id: default
    description: Webhook principal
    url: https://miempresa.com/webhooks/auco
    header:
      key: Authorization
      value: Bearer \${AUCO_TOKEN}
  - id: Billing
    description: Facturación
    url: https://miempresa.com/billing
`,
      [2, 8],
    ],
    [
      'YAML without indentation of the list',
      `---
webhooks:
- id: default
  description: Webhook principal
  url: https://miempresa.com/webhooks/auco
  header: {key: Authorization, value: "Bearer \${AUCO_TOKEN}"}

- id: Billing
  description: Facturación
  url: https://miempresa.com/billing
...
`,
      [3, 8],
    ],
    [
      'YAML with keys in another order and in quotes',
      `"webhooks":
  - 'header': { 'value': 'Bearer \${AUCO_TOKEN}', "key": Authorization }
    url: "https://miempresa.com/webhooks/auco"
    description: 'Webhook principal'
    id: !!str default
  -
    description: Facturación
    id: Billing
    url: https://miempresa.com/billing`,
      [5, 8],
    ],
  ] as const)('is a valid file as %s', (_, text, lines) => {
    expect(becomes(text)).toEqual(webhooks(lines))
    expect(becomes(text, { environment: 'production' })).toEqual(webhooks(lines))
  })
})

describe('encodings of the text', () => {
  it.each([
    ['CRLF line ends', DEFAULT.replaceAll('\n', '\r\n')],
    ['no line end at the end', DEFAULT.trimEnd()],
    ['a byte order mark', `\uFEFF${DEFAULT}`],
    ['a byte order mark and CRLF', `\uFEFF${DEFAULT.replaceAll('\n', '\r\n')}`],
    ['blank lines and a comment after it', `${DEFAULT}\n\n# the end\n`],
    ['space at the end of its lines', DEFAULT.replaceAll('\n', '  \n')],
  ])('accepts %s', (_, text) => {
    expect(becomes(text)).toEqual(accepted(webhook()))
  })

  it('accepts %YAML 1.2', () => {
    expect(becomes(`%YAML 1.2\n---\n${DEFAULT}`)).toEqual(accepted(webhook({ line: 4 })))
  })

  it('keeps a byte order mark that is inside of the text', () => {
    expect(becomes(DEFAULT.replace('Main', 'Ma\uFEFFin'))).toEqual(
      accepted(webhook({ description: 'Ma\uFEFFin' })),
    )
  })
})

describe('texts', () => {
  it.each([
    ['letters of any script', 'Facturación 請求書 فاتورة 🧾', 'Facturación 請求書 فاتورة 🧾'],
    ['a single-quoted text', "'It''s: #1'", "It's: #1"],
    ['a double-quoted text with escapes', '"a\\tb\\u00e9\\U0001F9FE\\"\\\\"', 'a\tbé🧾"\\'],
    ['surrogate pairs as JSON writes them', '"\\ud83e\\uddfe"', '🧾'],
    ['a quoted number', '"123"', '123'],
    ['a quoted yes', "'yes'", 'yes'],
    ['a tagged number', '!!str 123', '123'],
    ['a tagged yes', '!!str yes', 'yes'],
    ['words that start with yes', 'yes to all', 'yes to all'],
    ['a text with null in it', 'null and void', 'null and void'],
    ['a version, which is no number', '1.2.3', '1.2.3'],
    ['a date, which YAML 1.2 has none of', '2026-11-23', '2026-11-23'],
    ['an octal of YAML 1.1', '0o8', '0o8'],
    ['a sexagesimal of YAML 1.1', '1:30', '1:30'],
    ['a plain text on two lines', 'Every event\n      there is', 'Every event there is'],
    ['a quoted text on two lines', '"Every event\n\n      there is"', 'Every event\nthere is'],
    ['a folded text', '>\n      Every event\n      there is', 'Every event there is\n'],
    ['a folded text without line end', '>-\n      Every event\n      there is', 'Every event there is'],
    ['a literal text', '|\n      Every event\n      there is', 'Every event\nthere is\n'],
    ['a literal text without line end', '|2-\n        Every\n      event', '  Every\nevent'],
    ['a description that a merge conflict could have', '"a <<<<<<< b ======="', 'a <<<<<<< b ======='],
    ['a block with lines of equals signs', '|\n      a\n      =======', 'a\n=======\n'],
    ['dollars and braces that make no variable', '"$5 {a} ${open"', '$5 {a} ${open'],
    ['1,000 characters', 'd'.repeat(1000), 'd'.repeat(1000)],
  ])('accepts as description %s', (_, written, description) => {
    expect(becomes(DEFAULT.replace('Main', () => written))).toEqual(accepted(webhook({ description })))
  })

  it.each([
    ['letters of any script', 'Facturación-請求書-🧾', 'Facturación-請求書-🧾'],
    ['space inside', 'Billing and more', 'Billing and more'],
    ['characters with a meaning in Markdown', '"*`<b>|@all[x](y)"', '*`<b>|@all[x](y)'],
    ['a hash without space', 'team#1', 'team#1'],
    ['a name of the prototype', '__proto__', '__proto__'],
    ['another name of the prototype', 'constructor', 'constructor'],
    ['a quoted number', '"123"', '123'],
    ['a quoted no', "'no'", 'no'],
    ['128 characters', 'i'.repeat(128), 'i'.repeat(128)],
  ])('accepts as id %s', (_, written, id) => {
    const second = `  - id: ${written}\n    description: Second\n    url: https://second.example.com\n`
    expect(becomes(withMore(second))).toEqual(
      accepted(webhook(), webhook({ id, description: 'Second', url: 'https://second.example.com', line: 5 })),
    )
  })
})

describe('anchors and aliases', () => {
  it('may stand for any part of a webhook', () => {
    const text = `webhooks:
  - id: default
    description: &what Main
    url: &where { stage: https://stage.example.com, production: https://live.example.com }
    header: &who
      key: &name Authorization
      value: Bearer \${AUCO_TOKEN}
  - id: Billing
    description: *what
    url: *where
    environments: &all [stage, production]
    header: *who
  - id: Audit
    description: *what
    url: https://audit.example.com
    environments: *all
    header: { key: *name, value: "Basic \${AUCO_USER_NAME}" }
`
    const header = { key: 'Authorization', value: 'Bearer tok-4f9a8b7c6d' }
    const url = 'https://live.example.com'
    expect(becomes(text, { environment: 'production' })).toEqual(
      accepted(
        webhook({ url, header, variables: ['AUCO_TOKEN'] }),
        webhook({ id: 'Billing', url, header, variables: ['AUCO_TOKEN'], line: 8 }),
        webhook({
          id: 'Audit',
          url: 'https://audit.example.com',
          header: { key: 'Authorization', value: 'Basic hook-user-71' },
          variables: ['AUCO_USER_NAME'],
          line: 13,
        }),
      ),
    )
  })

  it('take the last anchor of a name before the alias', () => {
    const text = `webhooks:
  - { id: &a default, description: &a Main, url: https://hooks.example.com/auco }
  - { id: Billing, description: *a, url: https://hooks.example.com/auco }
`
    expect(becomes(text)).toEqual(accepted(webhook(), webhook({ id: 'Billing', line: 3 })))
  })

  it('may be twenty', () => {
    const aliases = Array.from(
      { length: 20 },
      (_, index) => `  - { id: w${index}, description: *d, url: https://w.example.com }\n`,
    )
    const text = DEFAULT.replace('Main', '&d Main') + aliases.join('')
    const result = read(text)
    expect(result.ok && result.webhooks.map(opened)).toEqual([
      webhook(),
      ...aliases.map((_, index) =>
        webhook({ id: `w${index}`, url: 'https://w.example.com', line: 5 + index }),
      ),
    ])
  })
})

describe('url and environments', () => {
  const second = (url: string, environments: string) =>
    withMore(`  - id: Second\n    description: Second\n    url: ${url}\n    environments: ${environments}\n`)
  const both = '{ stage: https://stage.example.com, production: https://live.example.com }'

  it.each([
    ['stage', 'https://one.example.com', '[stage]', 'https://one.example.com'],
    ['production', 'https://one.example.com', '[stage]', null],
    ['stage', 'https://one.example.com', '[production]', null],
    ['production', 'https://one.example.com', '[stage, production]', 'https://one.example.com'],
    ['stage', 'https://one.example.com', '[production, stage, stage]', 'https://one.example.com'],
    ['stage', both, '[stage, production]', 'https://stage.example.com'],
    ['production', both, '[stage, production]', 'https://live.example.com'],
    ['production', both, '[production]', 'https://live.example.com'],
    ['stage', both, '[production]', null],
    ['stage', '{ stage: https://stage.example.com }', '[stage]', 'https://stage.example.com'],
    ['production', '{ stage: https://stage.example.com }', '[stage]', null],
  ] as const)('in %s, %s of %s becomes %s', (environment, url, environments, expected) => {
    expect(becomes(second(url, environments), { environment })).toEqual(
      accepted(
        webhook(),
        ...(expected === null
          ? []
          : [webhook({ id: 'Second', description: 'Second', url: expected, line: 5 })]),
      ),
    )
  })

  it('lets default name every environment', () => {
    expect(becomes(withMore('    environments: [production, stage]\n'))).toEqual(accepted(webhook()))
  })

  it('needs no variable of a webhook that belongs elsewhere', () => {
    const header = '    header: { key: Key, value: "${AUCO_ELSEWHERE}" }\n'
    expect(becomes(`${second('https://one.example.com', '[production]')}${header}`)).toEqual(
      accepted(webhook()),
    )
  })

  it('keeps the order of the file, wherever default stands', () => {
    const entry = (id: string) =>
      `  - { id: ${id}, description: Main, url: https://hooks.example.com/auco }\n`
    expect(becomes(`webhooks:\n${['b', 'default', 'a'].map(entry).join('')}`)).toEqual(
      accepted(webhook({ id: 'b' }), webhook({ line: 3 }), webhook({ id: 'a', line: 4 })),
    )
  })
})

describe('header', () => {
  const variables = {
    AUCO_TOKEN: 'tok-4f9a8b7c6d',
    AUCO_USER_NAME: 'hook-user-71',
    AUCO_PASS_WORD: 'p4ss-0e1d2c',
    AUCO_NESTED: '${AUCO_TOKEN}',
    AUCO_DOLLARS: "$& $1 $$ $`$'",
    AUCO_SPACED: 'two words\tand a tab',
    AUCO_LATIN: 'contraseña',
  }

  it.each([
    ['a variable', '"${AUCO_TOKEN}"', 'tok-4f9a8b7c6d', ['AUCO_TOKEN']],
    ['a word and a variable', '"Bearer ${AUCO_TOKEN}"', 'Bearer tok-4f9a8b7c6d', ['AUCO_TOKEN']],
    [
      'several variables',
      '"${AUCO_USER_NAME}:${AUCO_PASS_WORD}"',
      'hook-user-71:p4ss-0e1d2c',
      ['AUCO_USER_NAME', 'AUCO_PASS_WORD'],
    ],
    [
      'a variable twice',
      '"${AUCO_TOKEN} ${AUCO_USER_NAME} ${AUCO_TOKEN}"',
      'tok-4f9a8b7c6d hook-user-71 tok-4f9a8b7c6d',
      ['AUCO_TOKEN', 'AUCO_USER_NAME'],
    ],
    [
      'an escaped variable beside one',
      '"$${AUCO_TOKEN} ${AUCO_TOKEN}"',
      '${AUCO_TOKEN} tok-4f9a8b7c6d',
      ['AUCO_TOKEN'],
    ],
    [
      'a dollar before an escaped variable',
      '"$$${AUCO_TOKEN} ${AUCO_TOKEN}"',
      '$${AUCO_TOKEN} tok-4f9a8b7c6d',
      ['AUCO_TOKEN'],
    ],
    [
      'dollars and braces that mean nothing',
      '"$TOKEN {TOKEN} } $ ${AUCO_TOKEN}$"',
      '$TOKEN {TOKEN} } $ tok-4f9a8b7c6d$',
      ['AUCO_TOKEN'],
    ],
    ['a variable whose value looks like one', '"${AUCO_NESTED}"', '${AUCO_TOKEN}', ['AUCO_NESTED']],
    [
      'a variable whose value has replacement patterns',
      '"a${AUCO_DOLLARS}b"',
      "a$& $1 $$ $`$'b",
      ['AUCO_DOLLARS'],
    ],
    ['a variable with inner space', '"${AUCO_SPACED}"', 'two words\tand a tab', ['AUCO_SPACED']],
    ['a variable with letters of Latin-1', '"${AUCO_LATIN}"', 'contraseña', ['AUCO_LATIN']],
    ['an escape of YAML', '"\\x42earer ${AUCO_TOKEN}"', 'Bearer tok-4f9a8b7c6d', ['AUCO_TOKEN']],
    ['a folded text', '>-\n        Bearer\n        ${AUCO_TOKEN}', 'Bearer tok-4f9a8b7c6d', ['AUCO_TOKEN']],
  ] as const)('may hold %s', (_, written, value, names) => {
    expect(becomes(withHeader(`\n      key: Key\n      value: ${written}`), { variables })).toEqual(
      accepted(webhook({ header: { key: 'Key', value }, variables: names })),
    )
  })

  it.each([
    ['a literal that is no secret', '{ key: X-Source, value: auco, secret: false }', 'auco', []],
    [
      'a literal with an escaped variable',
      '{ key: X-Source, value: "$${AUCO_TOKEN}", secret: false }',
      '${AUCO_TOKEN}',
      [],
    ],
    [
      'a variable that is said to be no secret',
      '{ key: X-Source, value: "${AUCO_TOKEN}", secret: false }',
      'tok-4f9a8b7c6d',
      ['AUCO_TOKEN'],
    ],
    [
      'a variable that is said to be a secret',
      '{ key: X-Source, value: "${AUCO_TOKEN}", secret: true }',
      'tok-4f9a8b7c6d',
      ['AUCO_TOKEN'],
    ],
    ['a quoted yes', '{ key: X-Source, value: "yes", secret: false }', 'yes', []],
  ] as const)('may be %s', (_, header, value, names) => {
    expect(becomes(withHeader(header), { variables })).toEqual(
      accepted(webhook({ header: { key: 'X-Source', value }, variables: names })),
    )
  })

  it.each(['Authorization', 'x-source', 'X_Key.1', "!#$%&'*+-.^_`|~09azAZ"])('may have the key %s', (key) => {
    const header = `{ key: ${JSON.stringify(key)}, value: "\${AUCO_TOKEN}" }`
    expect(becomes(withHeader(header))).toEqual(
      accepted(webhook({ header: { key, value: 'tok-4f9a8b7c6d' }, variables: ['AUCO_TOKEN'] })),
    )
  })

  it('is not known in a plan whose run lacks one of its variables', () => {
    const header = '{ key: Key, value: "${AUCO_USER_NAME}:${AUCO_PASS_WORD}:${AUCO_USER_NAME}" }'
    const result = read(withHeader(header), {
      variables: { AUCO_PASS_WORD: 'p4ss-0e1d2c' },
      unset: 'allowed',
    })
    expect(result.ok && result.webhooks.map(opened)).toEqual([
      webhook({
        header: { key: 'Key', value: { unknown: '`AUCO_USER_NAME` is not set' } },
        variables: ['AUCO_USER_NAME', 'AUCO_PASS_WORD'],
      }),
    ])
  })

  it("may share a piece with the action's own keys, but not a whole one", () => {
    const run = { variables: { AUCO_TOKEN: 'xprk_9s8d7f6g5' }, ownKeys: ['prk_9s8d7f6g5h', ''] }
    expect(becomes(withHeader('{ key: Key, value: "${AUCO_TOKEN}" }'), run)).toEqual(
      accepted(webhook({ header: { key: 'Key', value: 'xprk_9s8d7f6g5' }, variables: ['AUCO_TOKEN'] })),
    )
  })
})
