import { describe, expect, it } from 'vitest'
import {
  CONTROL_IN_ID,
  DEFAULT_NOT_EVERYWHERE,
  NO_DEFAULT,
  NO_ENVIRONMENT,
  SPACE_AROUND_ID,
} from './messages.ts'
import { becomes } from './reading.ts'
import { environmentsAre, file, idIs, refuses } from './refused-files.ts'

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
    ['with a control character', idIs('"default\\e"'), [`2:3 ${NO_DEFAULT}`, `2:9 ${CONTROL_IN_ID}`]],
    ['with a C1 control character', idIs('"default\\x85x"'), [`2:3 ${NO_DEFAULT}`, `2:9 ${CONTROL_IN_ID}`]],
    ['with a line break', idIs('"default\\nBilling"'), [`2:3 ${NO_DEFAULT}`, `2:9 ${CONTROL_IN_ID}`]],
    ['with space before it', idIs('" default"'), [`2:3 ${NO_DEFAULT}`, `2:9 ${SPACE_AROUND_ID}`]],
    ['with space after it', idIs('"default\\_"'), [`2:3 ${NO_DEFAULT}`, `2:9 ${SPACE_AROUND_ID}`]],
    [
      'used twice',
      environmentsAre('[stage]').replace('Billing', 'default'),
      [
        '5:9 repeated-id: The id `default` stands twice: lines 2 and 5. Keep one of them, or rename one.',
        `8:19 ${DEFAULT_NOT_EVERYWHERE}`,
      ],
    ],
    [
      'used three times, in environments of their own',
      `${environmentsAre('[stage]')}${['stage', 'production'].map((name) => `  - id: Billing\n    description: Invoices\n    url: https://billing.example.com\n    environments: [${name}]\n`).join('')}`,
      [
        '9:9 repeated-id: The id `Billing` stands twice: lines 5 and 9. Keep one of them, or rename one.',
        '13:9 repeated-id: The id `Billing` stands twice: lines 5 and 13. Keep one of them, or rename one.',
      ],
    ],
    [
      'used twice, with an id that would break the message',
      `${file({})}${'  - { id: "`@all`\\u200b", description: a, url: https://hooks.example.com }\n'.repeat(2)}`,
      [
        "6:11 repeated-id: The id `'@all'\\u{200b}` stands twice: lines 5 and 6. Keep one of them, or rename one.",
      ],
    ],
    [
      'that differs from another only in case, beside an error',
      `${environmentsAre('[]')}  - id: BILLING\n    description: Invoices\n    url: https://billing.example.com\n`,
      [
        `8:19 ${NO_ENVIRONMENT}`,
        '9:9 warning similar-id: The ids `Billing` (line 5) and `BILLING` (line 9) differ only in case. Auco takes them for two webhooks; check that documents name the right one.',
      ],
    ],
    ['that is default in another case only', idIs('Default'), [`2:3 ${NO_DEFAULT}`]],
  ])

  it('is accepted with a warning when it differs from another only in case', () => {
    const twice = `${environmentsAre('[production]')}  - id: BILLING\n    description: Invoices\n    url: https://billing.example.com\n`
    expect(becomes(twice)).toMatchObject({
      webhooks: [{ id: 'default' }, { id: 'BILLING' }],
      warnings: [
        '9:9 warning similar-id: The ids `Billing` (line 5) and `BILLING` (line 9) differ only in case. Auco takes them for two webhooks; check that documents name the right one.',
      ],
    })
  })
})

describe('default', () => {
  refuses([
    ['does not exist', idIs('Billing'), [`2:3 ${NO_DEFAULT}`]],
    [
      'belongs to stage only',
      file({ more: '    environments: [stage]\n' }),
      [`5:19 ${DEFAULT_NOT_EVERYWHERE}`],
    ],
    [
      'belongs to production only, in a run on production',
      file({ more: '    environments: [production]\n' }),
      [`5:19 ${DEFAULT_NOT_EVERYWHERE}`],
      { environment: 'production' },
    ],
    [
      'belongs to no environment',
      file({ more: '    environments: []\n' }),
      [`5:19 ${NO_ENVIRONMENT}`, `5:19 ${DEFAULT_NOT_EVERYWHERE}`],
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
