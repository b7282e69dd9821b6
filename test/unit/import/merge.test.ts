import { describe, expect, it } from 'vitest'
import { type AtAuco, importing, outcome } from './importing.ts'

/** The lines that an import into production removes (`-`) and adds (`+`). */
function changed(before: string, webhooks: readonly AtAuco[], options = {}) {
  const after = outcome(importing(before, 'production', webhooks, options))
  if (typeof after !== 'string') return after
  const [had, has] = [before.split('\n'), after.split('\n')]
  return [
    ...had.filter((line) => !has.includes(line)).map((line) => `- ${line.trim()}`),
    ...has.filter((line) => !had.includes(line)).map((line) => `+ ${line.trim()}`),
  ]
}

const all: AtAuco = { id: 'default', description: 'All', url: 'https://all.example.com' }
const crm: AtAuco = { id: 'Crm', description: 'Crm', url: 'https://crm.example.com' }
const FILE = 'webhooks:\n  - id: default\n    description: All\n    url: https://all.example.com\n'
/** A file with `Crm`, whose other fields are given. */
const entry = (...lines: readonly string[]) =>
  [`${FILE}  - id: Crm`, 'description: Crm', ...lines].join('\n    ').concat('\n')
const URL = 'url: https://crm.example.com'

it.each<[string, string, readonly AtAuco[], readonly string[]]>([
  [
    'one of the other environment with the same fields belongs to both',
    entry(URL, 'environments: [stage]'),
    [all, crm],
    ['- environments: [stage]'],
  ],
  [
    'a URL that differs has one for each environment',
    entry('url: https://stage.example.com'),
    [all, crm],
    [
      '- url: https://stage.example.com',
      '+ url:',
      '+ stage: https://stage.example.com',
      '+ production: https://crm.example.com',
    ],
  ],
  [
    'URLs by environment get one more',
    entry('url:', '  stage: https://stage.example.com # one', 'environments: [stage]'),
    [all, crm],
    ['- environments: [stage]', '+ production: https://crm.example.com'],
  ],
  [
    'a URL by environment is updated',
    entry('url:', '  stage: https://stage.example.com', '  production: https://old.example.com'),
    [all, crm],
    ['- production: https://old.example.com', '+ production: https://crm.example.com'],
  ],
  [
    'one of this environment only is updated',
    entry('url: https://old.example.com', 'environments: [production]'),
    [all, { ...crm, description: 'Other', header: ['X-T', 'x9f8r7q2'] }],
    [
      '- description: Crm',
      '- url: https://old.example.com',
      '+ description: Other',
      '+ url: https://crm.example.com',
      '+ header:',
      '+ key: X-T',
      '+ value: ${AUCO_CRM_X_T}',
    ],
  ],
  ['one that Auco does not have stays', entry(URL), [all], []],
])('%s', (_, file, webhooks, lines) => {
  expect(changed(file, webhooks)).toEqual(lines)
})

describe('where the environments differ in more than the URL, there are two with one id', () => {
  const split = ['environments: [stage]', '- id: Crm'] as const
  const second = ['url: https://crm.example.com', 'environments: [production]']
  it.each<[string, AtAuco, readonly string[]]>([
    ['the description', { ...crm, description: 'Other' }, ['description: Other', ...second]],
    [
      'a header that only one has',
      { ...crm, header: ['X-T', 'x9f8r7q2'] },
      ['description: Crm', ...second, 'header:', 'key: X-T', 'value: ${AUCO_CRM_X_T}'],
    ],
  ])('%s', (_, webhook, lines) => {
    const file = entry(URL)
    const text = String(outcome(importing(file, 'production', [all, webhook])))
    expect(text.startsWith(file)).toBe(true)
    const added = text.slice(file.length).split('\n').slice(0, -1)
    expect(added.map((line) => line.trim())).toEqual([...split, ...lines])
    expect(outcome(importing(text, 'production', [all, webhook]))).toBe(text)
    expect(outcome(importing(text, 'stage', [all, crm]))).toBe(text)
  })

  it('`default`, too', () => {
    const text = importing(FILE, 'production', [{ ...all, description: 'Every' }])
    expect(outcome(text)).toContain('    environments: [stage]\n  - id: default\n    description: Every\n')
  })
})

describe('a variable of the file', () => {
  const header = (value: string) => entry(URL, 'header:', '  key: X-Token', `  value: ${value}`)
  const live = (value: string): AtAuco => ({ ...crm, header: ['X-Token', value] })

  it('stays where it can be what Auco has', () => {
    const file = header('Bearer ${AUCO_T}')
    const result = importing(file, 'production', [all, live('Bearer x9f8r7q2')])
    expect(outcome(result)).toBe(file)
    const secrets = [{ name: 'AUCO_T', start: 'Bearer ', isNew: false, isHidden: false }]
    expect(result).toMatchObject({ secrets })
  })

  it('stays beside another one, whose values nobody can tell apart', () => {
    const file = header('${AUCO_A}:${AUCO_B}')
    const result = importing(file, 'production', [all, live('x9f8:r7q2')])
    expect(outcome(result)).toBe(file)
    expect(result).toMatchObject({ secrets: [{ name: 'AUCO_A', isHidden: true }, { name: 'AUCO_B' }] })
  })

  it.each([
    ['where it cannot be what Auco has', header('Bearer ${AUCO_T}'), 'x9f8r7q2'],
    ['where another webhook needs another value of it', header('${AUCO_DEFAULT}'), 'x9f8r7q2'],
  ])('is another one %s', (_, file, value) => {
    const shared = file.replace(
      'https://all.example.com\n',
      'https://all.example.com\n    header: { key: X-Token, value: "${AUCO_DEFAULT}" }\n',
    )
    const main: AtAuco = { ...all, header: ['X-Token', 'q4Wm2Lk9'] }
    expect(changed(shared, [main, live(value)])).toEqual([
      '+ environments: [stage]',
      '+ environments: [production]',
      '+ value: ${AUCO_CRM_X_TOKEN}',
    ])
  })
})

describe('a URL with a variable', () => {
  const secret = (path: string) => `https://hooks.zapier.com/hooks/catch/${path}`
  const zap = secret('${AUCO_CRM_PATH}')

  it.each<[string, readonly string[], string, readonly string[]]>([
    ['stays if Auco has one of its form', [`url: ${zap}`], secret('12/3ab/'), []],
    [
      'is for both environments if the other one is of its form, too',
      [`url: ${zap}`, 'environments: [stage]'],
      secret('12/3ab/'),
      ['- environments: [stage]'],
    ],
    [
      'is for one environment if the other one has another form',
      [`url: ${zap}`, 'environments: [stage]'],
      'https://crm.example.com/?t=q4Wm',
      [
        `- url: ${zap}`,
        '- environments: [stage]',
        '+ url:',
        `+ stage: ${zap}`,
        '+ production: https://crm.example.com/?t=${AUCO_CRM_QUERY}',
      ],
    ],
    [
      'is written anew if the URL changed',
      [`url: ${zap}`, 'environments: [production]'],
      'https://hooks.slack.com/services/T0/B0/q4Wm',
      [`- url: ${zap}`, '+ url: https://hooks.slack.com/services/${AUCO_CRM_PATH_2}'],
    ],
  ])('%s', (_, lines, url, expected) => {
    expect(changed(entry(...lines), [all, { ...crm, url }])).toEqual(expected)
  })

  it('stays in another spelling of the host', () => {
    const file = entry(`url: ${zap}`)
    const url = 'https://HOOKS.zapier.com/hooks/catch/1'
    expect(changed(file, [all, { ...crm, url }])).toEqual([])
  })
})

describe('what Auco does not have in this environment', () => {
  it.each([
    ['this environment', entry(URL, 'environments: [production]'), FILE],
    ['both', entry(URL), entry(URL, 'environments: [stage]')],
  ])('is removed from it with `--prune`: of %s', (_, file, after) => {
    const result = importing(file, 'production', [all], { prunes: true })
    expect(outcome(result)).toBe(after)
    expect(result).toMatchObject({
      remarks: [expect.stringContaining("Auco doesn't have `Crm` at production")],
    })
  })

  it('stays otherwise, and is named', () => {
    const file = entry(URL)
    expect(importing(file, 'production', [all])).toMatchObject({
      text: file,
      remarks: [expect.stringContaining("Auco doesn't have `Crm` at production. It stays in the file")],
    })
  })
})

it('with `--listed-only`, a file gets no webhooks that it does not list', () => {
  const webhooks = [all, { ...crm, description: 'Other' }, { id: 'Probe' }]
  const result = importing(entry(URL, 'environments: [production]'), 'production', webhooks, {
    listedOnly: true,
  })
  expect(result).toMatchObject({ webhooks: 2, text: expect.not.stringContaining('Probe') })
  expect(outcome(result)).toContain('description: Other')
})

it('an invalid file is an error, with its line', () => {
  expect(outcome(importing(entry('url: http://crm.example.com'), 'production', [all, crm]))).toContain(
    '7: invalid-url',
  )
})

it('a variable is new where the file did not use it in that environment', () => {
  const token = ['X-Token', 'x9f8r7q2'] as const
  const webhooks = [
    { ...all, header: token },
    { ...crm, header: token },
  ]
  const isNew = (result: ReturnType<typeof importing>) =>
    result.ok ? result.secrets.map((secret) => secret.isNew) : []
  const first = importing(null, 'stage', webhooks)
  const text = String(outcome(first))
  expect(isNew(first)).toEqual([true, true])
  expect(isNew(importing(text, 'stage', webhooks))).toEqual([false, false])
  const second = importing(text, 'production', webhooks)
  expect(isNew(second)).toEqual([true, true])
  expect(isNew(importing(String(outcome(second)), 'production', webhooks))).toEqual([false, false])
})
