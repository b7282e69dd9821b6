import { describe, expect, it } from 'vitest'
import {
  BREAK_IN_TOKEN,
  CONTROL_IN_TOKEN,
  foreign,
  LINE_BREAK,
  LITERAL_SECRET,
  MALFORMED,
  NO_TOKEN,
  OWN_KEY,
  OWN_KEY_IN_TOKEN,
  SPACE,
  SPACE_IN_TOKEN,
  TRAILING_BREAK,
  UNSET_TOKEN,
} from './messages.ts'
import { becomes, readAlone } from './reading.ts'
import { environmentsAre, headerIs, refuses, urlIs, valueIs } from './refused-files.ts'

describe('header', () => {
  refuses([
    [
      'a key with a colon',
      headerIs('{ key: "Authorization:", value: "${AUCO_TOKEN}" }'),
      [`5:20 ${NO_TOKEN}`],
    ],
    ['a key with space', headerIs('{ key: X Source, value: "${AUCO_TOKEN}" }'), [`5:20 ${NO_TOKEN}`]],
    ['a key with a line break', headerIs('{ key: "X\\nY", value: "${AUCO_TOKEN}" }'), [`5:20 ${NO_TOKEN}`]],
    [
      'a key with a letter outside of ASCII',
      headerIs('{ key: Clé, value: "${AUCO_TOKEN}" }'),
      [`5:20 ${NO_TOKEN}`],
    ],
    ['an empty key', headerIs('{ key: "", value: "${AUCO_TOKEN}" }'), [`5:20 ${NO_TOKEN}`]],
    [
      'an empty value',
      valueIs('""'),
      ['5:32 invalid-value: `value` is empty. Write it with a variable: `value: Bearer ${AUCO_NAME}`.'],
    ],
    ['a literal value', valueIs('Bearer abcdef123456'), [`5:32 ${LITERAL_SECRET}`]],
    [
      'a literal value with secret: true',
      headerIs('{ key: Key, value: plain, secret: true }'),
      [`5:32 ${LITERAL_SECRET}`],
    ],
    ...[
      ['$AUCO_T', 'AUCO_T'],
      ['Bearer $AUCO_HOOK_TOKEN, please', 'AUCO_HOOK_TOKEN'],
    ].map(
      ([value = '', name]) =>
        [
          `a variable as a shell writes it: ${value}`,
          valueIs(`"${value}"`),
          [`5:32 literal-secret: \`value\` has no variable. Did you mean \`\${${name}}\`?`],
        ] as const,
    ),
    ['a dollar in a password, which is not shown', valueIs('"pa$WORD"'), [`5:32 ${LITERAL_SECRET}`]],
    ['a value whose variable is escaped', valueIs('"$${AUCO_TOKEN}"'), [`5:32 ${LITERAL_SECRET}`]],
    [
      'a literal value with a line break',
      headerIs('{ key: Key, value: "a\\r\\nb", secret: false }'),
      [`5:32 ${LINE_BREAK}`],
    ],
    [
      'a literal value with a character beyond Latin-1',
      headerIs('{ key: Key, value: "a\u2019b", secret: false }'),
      [
        "5:32 invalid-value: `value` contains a character beyond Latin-1, which a header can't carry. Remove it.",
      ],
    ],
    [
      'a literal value with a NUL',
      headerIs('{ key: Key, value: "a\\0b", secret: false }'),
      [`5:32 ${LINE_BREAK}`],
    ],
    [
      'a literal value with space around it',
      headerIs('{ key: Key, value: " a", secret: false }'),
      [`5:32 ${SPACE}`],
    ],
    ['a line break before a variable', valueIs('"Bearer\\n${AUCO_TOKEN}"'), [`5:32 ${LINE_BREAK}`]],
    ['a line break after a variable', valueIs('"${AUCO_TOKEN}\\r\\nX-Other: 1"'), [`5:32 ${LINE_BREAK}`]],
    [
      'a line break between variables',
      valueIs('"${AUCO_USER_NAME}\\n${AUCO_PASS_WORD}"'),
      [`5:32 ${LINE_BREAK}`],
    ],
    [
      'a form feed between variables',
      valueIs('"${AUCO_USER_NAME}\\f${AUCO_PASS_WORD}"'),
      [`5:32 ${LINE_BREAK}`],
    ],
    [
      'a control character between variables',
      valueIs('"${AUCO_USER_NAME}\\x01${AUCO_PASS_WORD}"'),
      [`5:32 ${LINE_BREAK}`],
    ],
    ['space after a variable', valueIs('"${AUCO_TOKEN} "'), [`5:32 ${SPACE}`]],
    [
      'one of the own keys, written out',
      headerIs('{ key: Key, value: prk_9s8d7f6g5h, secret: false }'),
      [`5:32 ${OWN_KEY}`],
    ],
  ])
})

describe('variables: their form', () => {
  it.each([
    ['small letters', '${token}'],
    ['a digit first', '${1TOKEN}'],
    ['a hyphen', '${AUCO-TOKEN}'],
    ['space inside', '${ TOKEN }'],
    ['nothing inside', '${}'],
    ['a default value', '${TOKEN:-none}'],
    ['a letter outside of ASCII', '${TÓKEN}'],
    ['an expression of GitHub', '${{ secrets.TOKEN }}'],
    ['no end', '${TOKEN'],
    ['the prefix alone', '${AUCO_}'],
    ['small letters after a word', 'Bearer ${token}', '5:40'],
    ['small letters before a word', '${token} Bearer'],
    ['another variable inside', '${A${AUCO_TOKEN}}'],
  ])('%s is refused: %s', (_, value, place = '5:33') => {
    expect(becomes(valueIs(`"${value}"`))).toEqual({ problems: [`${place} ${MALFORMED}`] })
  })

  it.each([
    ['GITHUB_TOKEN'],
    ['ACTIONS_ID_TOKEN_REQUEST_TOKEN'],
    ['ARM_CLIENT_SECRET'],
    ['GH_ENTERPRISE_TOKEN'],
    ['CLOUDSDK_AUTH_ACCESS_TOKEN'],
    ['VAULT_TOKEN'],
    ['DOCKER_AUTH_CONFIG'],
    ['HTTPS_PROXY'],
    ['PATH'],
    ['TOKEN'],
    ['_'],
    ['AUCO'],
    ['AUCOTOKEN'],
    ['MY_AUCO_TOKEN'],
    ['PUBLIC_KEY', 'AUCO_PUBLIC_KEY_VALUE'],
    ['INPUT_PRIVATE_KEY', 'AUCO_INPUT_PRIVATE_KEY_VALUE'],
    ['PRK_STAGE', 'AUCO_PRK_STAGE_VALUE'],
  ])('%s is refused, set or not, used here or elsewhere', (name, allowed = `AUCO_${name}`) => {
    const expected = [`5:33 ${foreign(name, allowed)}`]
    const used = valueIs(`"\${${name}}"`)
    expect(becomes(used)).toEqual({ problems: expected })
    expect(becomes(used, { variables: { [name]: 'value-of-it' } })).toEqual({ problems: expected })
    expect(becomes(used, { unset: 'allowed' })).toEqual({ problems: expected })
    const elsewhere = `${environmentsAre('[production]')}    header: { key: Key, value: "\${${name}}" }\n`
    expect(becomes(elsewhere)).toEqual({ problems: [`9:33 ${foreign(name, allowed)}`] })
    // The name that the message proposes can be used.
    expect(becomes(valueIs(`"\${${allowed}}"`), { variables: { [allowed]: 'value-of-it' } })).toMatchObject({
      webhooks: [{ header: { key: 'Key', value: 'value-of-it' }, variables: [allowed] }],
    })
  })

  it.each([
    'AUCO_PUBLIC_KEY',
    'AUCO_PRIVATE_KEY',
    'AUCO_STAGE_PUBLIC_KEY',
    'AUCO_PRODUCTION_PRIVATE_KEY',
    'AUCO_PRIVATE_KEY_PROD',
    'AUCO_PUBLIC_KEY_DEV',
    'AUCO_CRM_PRIVATE_KEY_PRODUCTION',
    'AUCO_PUK',
    'AUCO_STAGE_PRK',
  ])('%s is refused, whatever it holds', (name) => {
    expect(becomes(valueIs(`"\${${name}}"`), { variables: { [name]: 'value-of-it' } })).toEqual({
      problems: [
        `5:33 foreign-variable: The variable \`${name}\` is one of the action's own keys, which no webhook may have. Use a secret made for this webhook.`,
      ],
    })
  })

  it.each([
    'AUCO_A',
    'AUCO_1',
    'AUCO__',
    'AUCO_AUCO_',
    'AUCO_PUBLIC_KEY_2',
    'AUCO_KEY',
    'AUCO_PUKE',
    'AUCO_GITHUB_TOKEN',
    'AUCO_X_PROXY',
  ])('%s can be used', (name) => {
    expect(becomes(valueIs(`"\${${name}}"`), { variables: { [name]: 'value-of-it' } })).toMatchObject({
      webhooks: [{ header: { key: 'Key', value: 'value-of-it' }, variables: [name] }],
    })
  })
})

describe('variables: their values', () => {
  const TOKEN = valueIs('"Bearer ${AUCO_TOKEN}"')
  refuses([
    ['unset, in an apply', TOKEN, [`5:40 ${UNSET_TOKEN}`], { variables: {} }],
    ['empty, in an apply', TOKEN, [`5:40 ${UNSET_TOKEN}`], { variables: { AUCO_TOKEN: '' } }],
    [
      'unset twice',
      valueIs('"${AUCO_USER_NAME}:${AUCO_PASS_WORD}"'),
      [
        '5:33 unset-variable: The variable `AUCO_USER_NAME` is not set or empty in this run. Pass it to the step: `env: { AUCO_USER_NAME: ${{ secrets.AUCO_USER_NAME }} }`.',
        '5:51 unset-variable: The variable `AUCO_PASS_WORD` is not set or empty in this run. Pass it to the step: `env: { AUCO_PASS_WORD: ${{ secrets.AUCO_PASS_WORD }} }`.',
      ],
      { variables: {} },
    ],
    [
      'one of the own keys',
      TOKEN,
      [`5:40 ${OWN_KEY_IN_TOKEN}`],
      { variables: { AUCO_TOKEN: 'prk_9s8d7f6g5h' } },
    ],
    [
      'one of the own keys in a longer value',
      TOKEN,
      [`5:40 ${OWN_KEY_IN_TOKEN}`],
      { variables: { AUCO_TOKEN: 'a:ghs_a1b2c3d4e5:z' } },
    ],
    [
      'one of the own keys, in a plan',
      TOKEN,
      [`5:40 ${OWN_KEY_IN_TOKEN}`],
      { variables: { AUCO_TOKEN: 'puk_1q2w3e4r5t' }, unset: 'allowed' },
    ],
    [
      'a key of another company',
      TOKEN,
      [`5:40 ${OWN_KEY_IN_TOKEN}`],
      { variables: { AUCO_TOKEN: 'prk_other' } },
    ],
    [
      'a key of another company after a scheme',
      TOKEN,
      [`5:40 ${OWN_KEY_IN_TOKEN}`],
      { variables: { AUCO_TOKEN: 'Bearer prk_other' } },
    ],
    [
      'one of the own keys, put together from a literal and a variable',
      valueIs('"prk_${AUCO_TOKEN}"'),
      [`5:32 ${OWN_KEY}`],
      { variables: { AUCO_TOKEN: '9s8d7f6g5h' } },
    ],
    [
      'one of the own keys, put together from two variables',
      valueIs('"${AUCO_USER_NAME}${AUCO_PASS_WORD}"'),
      [`5:32 ${OWN_KEY}`],
      { variables: { AUCO_USER_NAME: 'xpuk_1q2', AUCO_PASS_WORD: 'w3e4r5t' } },
    ],
    [
      'own keys in two webhooks, the second put together',
      `${valueIs('"${AUCO_TOKEN}"')}  - id: Billing
    description: Invoices
    url: https://billing.example.com
    header: { key: Key, value: "prk_\${AUCO_PASS_WORD}" }
`,
      [`5:33 ${OWN_KEY_IN_TOKEN}`, `9:32 ${OWN_KEY}`],
      { variables: { AUCO_TOKEN: 'ghs_a1b2c3d4e5', AUCO_PASS_WORD: '9s8d7f6g5h' } },
    ],
    [
      'a line break at its end',
      TOKEN,
      [`5:40 ${TRAILING_BREAK}`],
      { variables: { AUCO_TOKEN: 'abcdef123456\n' } },
    ],
    [
      'a Windows line break at its end',
      TOKEN,
      [`5:40 ${TRAILING_BREAK}`],
      { variables: { AUCO_TOKEN: 'abcdef123456\r\n' } },
    ],
    [
      'a line break inside',
      TOKEN,
      [`5:40 ${BREAK_IN_TOKEN}`],
      { variables: { AUCO_TOKEN: 'abcdef\n123456' } },
    ],
    ['several lines', TOKEN, [`5:40 ${BREAK_IN_TOKEN}`], { variables: { AUCO_TOKEN: 'abcdef\n123456\n' } }],
    ['a carriage return', TOKEN, [`5:40 ${BREAK_IN_TOKEN}`], { variables: { AUCO_TOKEN: 'abcdef\r123456' } }],
    ['a NUL', TOKEN, [`5:40 ${CONTROL_IN_TOKEN}`], { variables: { AUCO_TOKEN: 'abcdef\u0000123456' } }],
    [
      'an escape character',
      TOKEN,
      [`5:40 ${CONTROL_IN_TOKEN}`],
      { variables: { AUCO_TOKEN: 'abcdef\u001b[31m' } },
    ],
    ['a DEL', TOKEN, [`5:40 ${CONTROL_IN_TOKEN}`], { variables: { AUCO_TOKEN: 'abcdef\u007f' } }],
    ['space before it', TOKEN, [`5:40 ${SPACE_IN_TOKEN}`], { variables: { AUCO_TOKEN: ' abcdef123456' } }],
    ['a tab after it', TOKEN, [`5:40 ${SPACE_IN_TOKEN}`], { variables: { AUCO_TOKEN: 'abcdef123456\t' } }],
  ])

  it.each(['xprk_other', '9puk_other', 'PRK_other'])('may resemble a key: %s', (value) => {
    expect(becomes(valueIs('"${AUCO_TOKEN}"'), { variables: { AUCO_TOKEN: value } })).toMatchObject({
      webhooks: [{ header: { value } }],
    })
  })

  it('may be unset in a plan, without a warning', () => {
    expect(
      becomes(valueIs('"${AUCO_USER_NAME}:${AUCO_PASS_WORD}"'), {
        variables: { AUCO_USER_NAME: '' },
        unset: 'allowed',
      }),
    ).toEqual({
      webhooks: [
        {
          id: 'default',
          description: 'Main',
          url: 'https://hooks.example.com',
          header: {
            key: 'Key',
            value: { unknown: '`AUCO_USER_NAME`, `AUCO_PASS_WORD` are not set' },
          },
          line: 2,
          variables: ['AUCO_USER_NAME', 'AUCO_PASS_WORD'],
        },
      ],
      warnings: [],
    })
  })

  it('do not matter for a webhook of another environment', () => {
    const elsewhere = `${environmentsAre('[production]')}    header: { key: Key, value: "\${AUCO_ELSEWHERE}" }\n`
    expect(becomes(elsewhere)).toMatchObject({ webhooks: [{ id: 'default' }], warnings: [] })
    expect(becomes(elsewhere, { environment: 'production' })).toEqual({
      problems: [
        '9:33 unset-variable: The variable `AUCO_ELSEWHERE` is not set or empty in this run. Pass it to the step: `env: { AUCO_ELSEWHERE: ${{ secrets.AUCO_ELSEWHERE }} }`.',
      ],
    })
  })
})

describe('lengths', () => {
  const of = (length: number) => 'a'.repeat(length)
  const url = (rest: string) => urlIs(`https://hooks.example.com/${rest}`)
  const rest = 8_192 - 'https://hooks.example.com/'.length
  const publicIs = (value: string) => headerIs(`{ key: Key, value: "${value}", secret: false }`)
  const value = valueIs('"Bearer ${AUCO_TOKEN}"')
  // A plan must not tell the length of a secret to whoever writes the text around it.
  it.each<[string, string, token: number, unset: 'error' | 'allowed', problem: string | null]>([
    ['a URL', url(of(rest)), 1, 'error', null],
    ['a URL', url(of(rest + 1)), 1, 'allowed', 'invalid-url'],
    ['a URL beside a variable', url(`\${AUCO_TOKEN}${of(rest)}`), 1, 'allowed', 'invalid-url'],
    ['a value', publicIs(of(8_192)), 1, 'error', null],
    ['a value', publicIs(of(8_193)), 1, 'allowed', 'invalid-value'],
    ['a value beside a variable', valueIs(`"\${AUCO_TOKEN}${of(8_193)}"`), 1, 'allowed', 'invalid-value'],
    ["a URL's variable", url('${AUCO_TOKEN}'), rest, 'error', null],
    ["a URL's variable", url('${AUCO_TOKEN}'), 8_193, 'error', 'illegal-value'],
    ["a URL's variable, in a plan", url('${AUCO_TOKEN}'), 8_193, 'allowed', 'illegal-value'],
    ["a value's variable", value, 8_193, 'error', 'illegal-value'],
    ["a value's variable, in a plan", value, 8_193, 'allowed', 'illegal-value'],
    ['the sum in a URL', url('${AUCO_TOKEN}'), rest + 1, 'error', 'illegal-value'],
    ['the sum in a URL, in a plan', url('${AUCO_TOKEN}'), rest + 1, 'allowed', null],
    ['the sum in a value', value, 8_192, 'error', 'illegal-value'],
    ['the sum in a value, in a plan', value, 8_192, 'allowed', null],
    ['the sum in a value that just fits', value, 8_192 - 'Bearer '.length, 'error', null],
  ])('%s', (_, text, token, unset, problem) => {
    const result = readAlone(text, { variables: { AUCO_TOKEN: of(token) }, unset })
    const found = result.ok ? [] : result.problems.map(({ code }) => code)
    expect(found).toEqual(problem === null ? [] : [problem])
  })
})
