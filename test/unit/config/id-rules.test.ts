import { describe, expect, it } from 'vitest'
import { Secret } from '../../../src/core/secret.ts'
import { SecretRedactor } from '../../../src/core/secret-redactor.ts'
import {
  CONTROL_IN_ID,
  defaultMissing,
  didYouMean,
  NO_DEFAULT,
  NO_ENVIRONMENT,
  SPACE_AROUND_ID,
} from './messages.ts'
import { becomes, problemsIn, readAlone } from './reading.ts'
import { environmentsAre, file, idIs, refuses } from './refused-files.ts'

/** One more webhook for these environments. */
const second = (id: string, environments: string, url = 'https://hooks.example.com') =>
  `  - id: ${id}\n    description: Second\n    url: ${url}\n    environments: ${environments}\n`
const duplicate = (id: string, one: number, other: number) =>
  `repeated-id: Duplicate id \`${id}\` (lines ${one} and ${other}). Remove or rename one, or give each its own \`environments\`.`

describe('id', () => {
  refuses([
    [
      'empty',
      idIs('""'),
      [
        `2:3 ${NO_DEFAULT}`,
        '2:9 invalid-id: `id` is empty. Give the name that documents refer to, such as `default` or `Billing`.',
      ],
    ],
    ['without a value', idIs(''), [`2:3 ${NO_DEFAULT}`, '2:9 wrong-type: `id` has no value. Write a text.']],
    ['blank', idIs('"  "'), [`2:3 ${NO_DEFAULT}`, `2:9 ${SPACE_AROUND_ID}`]],
    [
      '129 characters',
      file({
        more: `  - id: ${'i'.repeat(129)}\n    description: Long\n    url: https://hooks.example.com\n`,
      }),
      ['5:9 invalid-id: `id` is longer than 128 characters. Shorten it.'],
    ],
    [
      'with a control character',
      idIs('"default\\e"'),
      [`2:9 ${CONTROL_IN_ID}`, `2:9 ${didYouMean('default\\u{1b}')}`],
    ],
    [
      'with a C1 control character',
      idIs('"default\\x85x"'),
      [`2:9 ${CONTROL_IN_ID}`, `2:9 ${didYouMean('default\\u{85}x')}`],
    ],
    ['with a line break', idIs('"default\\nBilling"'), [`2:3 ${NO_DEFAULT}`, `2:9 ${CONTROL_IN_ID}`]],
    ['with space before it', idIs('" default"'), [`2:9 ${SPACE_AROUND_ID}`, `2:9 ${didYouMean(' default')}`]],
    [
      'with space after it',
      idIs('"default\\_"'),
      [`2:9 ${SPACE_AROUND_ID}`, `2:9 ${didYouMean('default\\u{a0}')}`],
    ],
    [
      'used twice',
      environmentsAre('[stage]').replace('Billing', 'default'),
      [
        '5:9 repeated-id: Duplicate id `default` (lines 2 and 5). Remove or rename one, or give each its own `environments`.',
      ],
    ],
    [
      'used three times, in environments of their own',
      `${environmentsAre('[stage]')}${['stage', 'production'].map((name) => `  - id: Billing\n    description: Invoices\n    url: https://billing.example.com\n    environments: [${name}]\n`).join('')}`,
      [
        '9:9 repeated-id: Duplicate id `Billing` (lines 5 and 9). Remove or rename one, or give each its own `environments`.',
      ],
    ],
    [
      'used twice, with an id that would break the message',
      `${file({})}${'  - { id: "`@all`\\u200b", description: a, url: https://hooks.example.com }\n'.repeat(2)}`,
      [
        "6:11 repeated-id: Duplicate id `'@all'\\u{200b}` (lines 5 and 6). Remove or rename one, or give each its own `environments`.",
      ],
    ],
    [
      'that differs from another only in case, beside an error',
      `${environmentsAre('[]')}  - id: BILLING\n    description: Invoices\n    url: https://billing.example.com\n`,
      [
        `8:19 ${NO_ENVIRONMENT}`,
        '9:9 warning similar-id: The ids `Billing` (line 5) and `BILLING` (line 9) differ only in case. To Auco they are two webhooks. Check that documents name the right one.',
      ],
    ],
    ...[
      ['in another case', 'Default', 'Default'],
      ['with a zero-width space', '"default\\u200b"', 'default\\u{200b}'],
      ['in wide letters', 'ｄｅｆａｕｌｔ', 'ｄｅｆａｕｌｔ'],
      ['misspelt', 'defualt', 'defualt'],
    ].map(
      ([name, written = '', shown = '']) =>
        [`that is default ${name}`, idIs(written), [`2:9 ${didYouMean(shown)}`]] as const,
    ),
    [
      'that is default in another case, after others',
      idIs('Billing').concat('  - { id: DEFAULT, description: b, url: https://hooks.example.com }\n'),
      [`5:11 ${didYouMean('DEFAULT')}`],
    ],
  ])

  it.each(['default', 'Billing'])('may stand twice, in environments of their own: %s', (id) => {
    const text = `${id === 'default' ? 'webhooks:\n' : file({})}${second(id, '[stage]')}${second(id, '[production]', 'https://b.example.com')}`
    for (const [environment, url] of [
      ['stage', 'https://hooks.example.com'],
      ['production', 'https://b.example.com'],
    ] as const) {
      const { webhooks = [], warnings } = becomes(text, { environment })
      expect(warnings).toEqual([])
      expect(webhooks.filter((webhook) => webhook.description === 'Second')).toMatchObject([{ id, url }])
    }
  })

  it('is accepted with a warning when it differs from another only in case', () => {
    const twice = `${environmentsAre('[production]')}  - id: BILLING\n    description: Invoices\n    url: https://billing.example.com\n`
    expect(becomes(twice)).toMatchObject({
      webhooks: [{ id: 'default' }, { id: 'BILLING' }],
      warnings: [
        '9:9 warning similar-id: The ids `Billing` (line 5) and `BILLING` (line 9) differ only in case. To Auco they are two webhooks. Check that documents name the right one.',
      ],
    })
  })

  it.each([
    ['composed and decomposed', 'Café', 'Cafe\u0301', 'Caf\\u{e9}', 'Cafe\\u{301}'],
    ['a zero-width space', 'default', 'default\u200b', 'default', 'default\\u{200b}'],
    ['a soft hyphen', 'Bil\u00adling', 'billing', 'Bil\\u{ad}ling', 'billing'],
    ['a space that does not break', 'My hook', 'My\u00a0hook', 'My hook', 'My\\u{a0}hook'],
    ['wide letters', 'ＡＢ', 'AB', '\\u{ff21}\\u{ff22}', 'AB'],
    ['a ligature', 'ofﬁce', 'office', 'of\\u{fb01}ce', 'office'],
    ['two orders of marks', 'a\u0323\u0307b', 'a\u0307\u0323b', 'a\\u{323}\\u{307}b', 'a\\u{307}\\u{323}b'],
  ])('is accepted with a warning when it looks like another: %s', (_, first, second, one, other) => {
    const entry = (id: string) =>
      `  - { id: ${JSON.stringify(id)}, description: Main, url: https://hooks.example.com }\n`
    const ids = [...new Set(['default', first, second])]
    const line = ids.indexOf(first) + 2
    expect(becomes(`webhooks:\n${ids.map(entry).join('')}`)).toMatchObject({
      webhooks: ids.map((id) => ({ id })),
      warnings: [
        `${line + 1}:11 warning similar-id: The ids \`${one}\` (line ${line}) and \`${other}\` (line ${line + 1}) look alike and are not the same. To Auco they are two webhooks. Check that documents name the right one.`,
      ],
    })
  })

  it('may differ from another in letters of two alphabets that look alike', () => {
    const more = '  - { id: Аа, description: b, url: https://hooks.example.com }\n'.concat(
      '  - { id: Aa, description: b, url: https://hooks.example.com }\n',
    )
    expect(becomes(file({ more }))).toMatchObject({ warnings: [] })
  })
})

describe('default', () => {
  refuses([
    ['does not exist', idIs('Billing'), [`2:3 ${NO_DEFAULT}`]],
    [
      'belongs to stage only',
      file({ more: '    environments: [stage]\n' }),
      [`5:19 ${defaultMissing('production')}`],
    ],
    [
      'belongs to production only, in a run on production',
      file({ more: '    environments: [production]\n' }),
      [`5:19 ${defaultMissing('stage')}`],
      { environment: 'production' },
    ],
    [
      'belongs to no environment',
      file({ more: '    environments: []\n' }),
      [`5:19 ${NO_ENVIRONMENT}`, `5:19 ${defaultMissing('stage, production')}`],
    ],
    [
      'belongs to stage, and a second one to both',
      `${file({ more: '    environments: [stage]\n' })}${second('default', '[stage, production]')}`,
      [`6:9 ${duplicate('default', 2, 6)}`],
    ],
    [
      'belongs to stage twice',
      `${file({ more: '    environments: [stage]\n' })}${second('default', '[stage]')}`,
      [`5:19 ${defaultMissing('production')}`, `6:9 ${duplicate('default', 2, 6)}`],
    ],
    [
      'is an alias of a number',
      `x: &x 1\n${idIs('*x')}`,
      [
        '1:1 unknown-key: The key `x` is unknown. Known here: `webhooks`.',
        '1:7 wrong-type: `id` must be text: put it in quotes.',
        `3:3 ${NO_DEFAULT}`,
      ],
    ],
  ])
})

describe('a secret in an id is replaced before a message', () => {
  const problemsWith = (secret: string, ids: readonly string[]) => {
    const redactor = new SecretRedactor()
    redactor.add(new Secret(secret))
    const entries = ids.map(
      (id) => `  - { id: ${JSON.stringify(id)}, description: Main, url: https://hooks.example.com }\n`,
    )
    const text = `webhooks:\n${entries.join('')}`
    return problemsIn(readAlone(text, { redact: (id) => redactor.redact(id) })).join('\n')
  }

  it.each([
    ['escapes it', 'q7z9\u00a0f8e4', ['default', 'a q7z9\u00a0f8e4', 'a q7z9\u00a0f8e4']],
    ['replaces its backticks', 'q7z9`f8e4', ['default', 'a q7z9`f8e4', 'A q7z9`f8e4']],
    [
      'cuts it',
      'q7z9f8e4d3c2b1a0',
      ['default', `${'i'.repeat(120)}q7z9f8e4d3c2b1a0`, `${'i'.repeat(120)}q7z9f8e4d3c2b1a0`],
    ],
    ['tells it from one that looks alike', 'q7z9éf8e4', ['default', 'a q7z9éf8e4', 'a q7z9e\u0301f8e4']],
    ['shows one that looks like it', 'q7z9f8e4', ['default', 'a q7z9f8e4', 'a q7z9\u200bf8e4']],
    ['takes it for a misspelling', 'Default', ['Default']],
  ])('that %s', (_, secret, ids) => {
    const problems = problemsWith(secret, ids)
    expect(problems).toContain('***')
    expect(problems).not.toMatch(/q7z9|f8e4|Default/)
  })
})
