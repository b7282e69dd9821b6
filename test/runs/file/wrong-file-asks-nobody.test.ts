import { expect, it } from 'vitest'
import { seedCompany } from '../../fakes/auco.ts'
import { startCompany } from '../../fakes/company.ts'
import { pullRequestEvent } from '../../fakes/github-events.ts'

const company = await startCompany()
const secret = 'written-out-2bQ8kLm5Zt'

/** A file whose `default` is right; `lines` come after it, from line 6 on. */
const withDefault = (...lines: readonly string[]) =>
  [
    'webhooks:',
    '  - id: default',
    '    description: Every signing event',
    '    url: https://hooks.notaria.example/auco',
    '    header: { key: Authorization, value: "Bearer ${AUCO_HOOK_TOKEN}" }',
    ...lines,
    '',
  ].join('\n')
const billing = [
  '  - id: Billing',
  '    description: Billing',
  '    url: https://billing.notaria.example/auco',
]

it.each<[string, string, ...(readonly [line: number, col: number, words: RegExp])[]]>([
  [
    'a secret that is written out',
    withDefault(...billing, '    header:', '      key: X-Token', `      value: ${secret}`),
    [11, 14, /secret: false/],
  ],
  [
    'an unknown key, a plain URL and a number',
    withDefault('  - id: 123', '    descripton: Billing', '    url: http://billing.notaria.example/auco'),
    [6, 9, /must be text: put it in quotes/],
    [7, 5, /did you mean `description`/i],
    [8, 10, /https:/],
  ],
  ['a prototype key', withDefault(...billing, '    __proto__: { a: 1 }'), [9, 5, /`__proto__` is unknown/]],
  ['an id that stands twice', withDefault('  - id: default', ...billing.slice(1)), [6, 9, /lines 2 and 6/]],
  ['no default', `webhooks:\n${billing.join('\n')}\n`, [2, 3, /`default`.*400/]],
  [
    'a key that stands twice',
    withDefault(...billing, '    url: https://b.example/'),
    [9, 5, /lines 8 and 9/],
  ],
  [
    'two colons in a line',
    withDefault(...billing.slice(0, 1), '    description: Billing: FINISH'),
    [7, 18, /: /],
  ],
  ['two documents', withDefault('---', 'webhooks: []'), [6, 1, /one YAML document/]],
  [
    'an address that Auco cannot reach',
    withDefault(...billing.slice(0, 2), '    url: https://10.0.0.8/auco'),
    [8, 10, /private/],
  ],
  [
    "a variable of the runner's own",
    withDefault(...billing, '    header: { key: X-Token, value: "${GITHUB_TOKEN}" }'),
    [9, 37, /runner/],
  ],
  [
    'a header without its value, which is not text',
    withDefault(...billing, '    header: { key: X-Token, value: yes }'),
    [9, 36, /must be text: put it in quotes/],
  ],
])('%s: every problem at its place, and no request', async (_, file, ...problems) => {
  const pull = await company.propose(file)
  const run = await company.apply({ file, event: pullRequestEvent(company.repo, pull) })

  expect(run).toMatchObject({ exitCode: 1, signal: null, stderr: '', outputs: {} })
  const onLines = run.annotations.filter((annotation) => annotation.file !== undefined)
  expect(onLines).toMatchObject(
    problems.map(([line, col, words]) => ({
      level: 'error',
      file: 'webhooks.yaml',
      line,
      ...(col > 0 && { col }),
      message: expect.stringMatching(words),
    })),
  )
  for (const { line, message } of onLines) {
    expect(run.summary).toContain(`webhooks.yaml:${line}`)
    expect(run.summary).toContain(message)
  }
  expect(JSON.stringify([run.log, run.summary])).not.toContain(secret)
  expect(run).toMatchObject({ toAuco: [], toGitHub: [] })
  expect(company.auco.company()).toEqual(seedCompany())
  expect(await company.comments(pull)).toEqual([])
})

it('a quote that is never closed is reported on a line that the file has', async () => {
  const file = withDefault('  - id: "Billing', '    description: Billing')
  const run = await company.apply({ file, event: await company.push(file) })

  expect(run).toMatchObject({ exitCode: 1, outputs: {}, toAuco: [], toGitHub: [] })
  expect(run.annotations[0]).toMatchObject({ file: 'webhooks.yaml', message: expect.stringMatching(/quote/) })
  expect([6, 7]).toContain(run.annotations[0]?.line)
})

it.each([
  [
    'ends with a line break',
    { AUCO_HOOK_TOKEN: 'token-of-a-file-7sXc\n' },
    /`AUCO_HOOK_TOKEN`.*ends with a line break/,
  ],
  ['has two lines', { AUCO_HOOK_TOKEN: 'first-line-7sXc\nX-Injected: 1' }, /`AUCO_HOOK_TOKEN`.*line break/],
])('a variable whose value %s is named, and never shown', async (_, env, words) => {
  const run = await company.apply({ file: withDefault(), env, event: await company.push(withDefault()) })

  expect(run).toMatchObject({ exitCode: 1, outputs: {}, toAuco: [], toGitHub: [] })
  expect(run.annotations[0]).toMatchObject({
    file: 'webhooks.yaml',
    line: 5,
    message: expect.stringMatching(words),
  })
})

it.each(['publicKey', 'privateKey', 'botToken'] as const)(
  "a header that would carry the action's own %s is refused",
  async (own) => {
    const { auco, github } = company
    const env = { AUCO_HOOK_TOKEN: `x${{ ...auco, botToken: github.botToken }[own]}` }
    const run = await company.apply({ file: withDefault(), env, event: await company.push(withDefault()) })

    expect(run).toMatchObject({ exitCode: 1, outputs: {}, toAuco: [], toGitHub: [] })
    expect(run.annotations[0]).toMatchObject({
      file: 'webhooks.yaml',
      line: 5,
      message: expect.stringMatching(/`AUCO_HOOK_TOKEN`.*own keys or its token/),
    })
  },
)
