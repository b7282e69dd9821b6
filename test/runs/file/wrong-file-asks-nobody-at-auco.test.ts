import { expect, it } from 'vitest'
import { seedCompany } from '../../fakes/auco.ts'
import { type CompanyRun, startCompany } from '../../fakes/company.ts'
import { pullRequestEvent } from '../../fakes/github-events.ts'
import { hookTokens } from '../../fakes/webhooks-file.ts'

/** A failed apply asks GitHub for the comment that has to say so, and for nothing else. */
const expectOneQuestion = ({ toGitHub }: CompanyRun) => expect(toGitHub).toEqual([['POST', '/graphql', 200]])

// Every rule of the file is in test/unit/config; these runs prove what follows from a problem.
const company = await startCompany()
const secret = 'written-out-2bQ8kLm5Zt'

/** A file whose `default` is valid; `lines` follow, from line 6 on. */
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
    'a literal secret',
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
  [
    'a secret of the job that was not passed for a webhook, and a misleading host',
    withDefault(
      ...billing.slice(0, 2),
      '    url: https:///billing.notaria.example/auco',
      '    header: { key: X-Token, value: "${VAULT_TOKEN}" }',
    ),
    [8, 10, /The URL has no host/],
    [9, 37, /`env: \{ AUCO_VAULT_TOKEN: \$\{\{ secrets\.VAULT_TOKEN \}\} \}`/],
  ],
  [
    'a merge conflict',
    withDefault('<<<<<<< HEAD', '  - id: Billing', '=======', '  - id: Billings', '>>>>>>> branch'),
    [6, 1, /merge conflict/],
  ],
])(
  '%s: every problem is annotated in its place and in the comment, and Auco is not asked',
  async (_, file, ...problems) => {
    const pull = await company.propose(file)
    const env = { ...hookTokens, VAULT_TOKEN: secret }
    const run = await company.apply({ file, env, event: pullRequestEvent(company.repo, pull) })

    expect(run).toMatchObject({ exitCode: 1, signal: null, stderr: '', toAuco: [] })
    expect(run.outputs).not.toHaveProperty('result')
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
    expect(company.auco.company()).toEqual(seedCompany())
    const [comment] = await company.comments(pull)
    expect(comment).toContain(run.summary.trim())
  },
)

it('a variable whose value ends with a line break is named as the problem, not the file, and never shown', async () => {
  const env = { AUCO_HOOK_TOKEN: 'token-of-a-file-7sXc\n' }
  const file = withDefault()
  const pull = await company.propose(file)
  const plan = await company.run({ file, env, event: pullRequestEvent(company.repo, pull) })
  const apply = await company.apply({ file, env, event: await company.push(file) })

  expect([plan, apply]).toMatchObject([
    { exitCode: 1, toAuco: [] },
    { exitCode: 1, outputs: {}, toAuco: [] },
  ])
  expectOneQuestion(apply)
  for (const [run, state] of [
    [plan, 'Plan failed'],
    [apply, 'Not applied'],
  ] as const) {
    expect(run.annotations[0]).toMatchObject({
      file: 'webhooks.yaml',
      line: 5,
      message: expect.stringMatching(/`AUCO_HOOK_TOKEN`.*ends with a line break/),
    })
    expect(run.summary).toMatch(
      new RegExp(
        `❌ \\*\\*${state}:\\*\\* .*\`AUCO_HOOK_TOKEN\`.*line break.*printf.*The file is fine\\.`,
        'i',
      ),
    )
    expect(run.summary).not.toContain('in the file')
    expect(JSON.stringify([run.log, run.summary])).not.toContain('token-of-a-file')
  }
  const [comment] = await company.comments(pull)
  expect(comment).toContain('The file is fine.')
})

const { publicKey, privateKey } = company.auco
const { botToken } = company.github
it.each<[string, string, Readonly<Record<string, string>>]>([
  ['the public key', 'AUCO_HOOK_TOKEN', { AUCO_HOOK_TOKEN: `x${publicKey}` }],
  ['the private key', 'AUCO_HOOK_TOKEN', { AUCO_HOOK_TOKEN: `x${privateKey}` }],
  ['the token', 'AUCO_HOOK_TOKEN', { AUCO_HOOK_TOKEN: `x${botToken}` }],
  [
    'the token in base64',
    'AUCO_HOOK_TOKEN',
    { AUCO_HOOK_TOKEN: Buffer.from(`user:${botToken}`).toString('base64') },
  ],
  ['a private key of another company', 'AUCO_HOOK_TOKEN', { AUCO_HOOK_TOKEN: 'prk_of-another-8Hs2Kq' }],
  ['a public key of another company', 'AUCO_HOOK_TOKEN', { AUCO_HOOK_TOKEN: 'puk_of-another-8Hs2Kq' }],
  ...['PRIVATE_KEY', 'PRODUCTION_PRIVATE_KEY', 'STAGE_PUBLIC_KEY', 'PUBLIC_KEY_STAGE', 'PRK_PROD'].map(
    (name): [string, string, Readonly<Record<string, string>>] => [
      `\${AUCO_${name}}`,
      `AUCO_${name}`,
      { [`AUCO_${name}`]: 'of-another-company-8Hs2Kq' },
    ],
  ),
])('a header that would carry %s is refused', async (_, name, env) => {
  const file = withDefault().replace('AUCO_HOOK_TOKEN', name)
  const run = await company.apply({ file, env, event: await company.push(file) })

  expect(run).toMatchObject({ exitCode: 1, outputs: {}, toAuco: [] })
  expectOneQuestion(run)
  expect(run.annotations[0]).toMatchObject({
    file: 'webhooks.yaml',
    line: 5,
    message: expect.stringContaining(`\`${name}\``),
  })
})
