import { describe, expect, it } from 'vitest'
import { seedCompany } from '../../fakes/auco.ts'
import { statusOf } from '../../fakes/comment.ts'
import { type CompanyRun, kindOf, startCompany } from '../../fakes/company.ts'
import { hookTokens } from '../../fakes/webhooks-file.ts'

// Every rule of the file is in test/unit/config; these runs prove what follows from a problem.
const company = await startCompany({ inProcess: true })
const { auco, github } = company
const SECRET = 'written-out-2bQ8kLm5Zt'
const page = 'https://github.com/acme/auco-webhooks-action/blob/v1/docs/troubleshooting.md'
/** Where a text leads to. */
const codesIn = (text: string) =>
  [...text.matchAll(/https:\S+troubleshooting\.md#[\w-]+/g)].map(([url]) => url.replace(`${page}#`, ''))
const graphql = ['POST', '/graphql', 200]

const valid = `webhooks:
  - id: default
    description: Every signing event
    url: https://hooks.notaria.example/auco
    header: { key: Authorization, value: "Bearer \${AUCO_HOOK_TOKEN}" }
`
const withBilling = `${valid}  - id: Billing
    description: Billing wants FINISH only
    url: https://billing.notaria.example/auco
    header: { key: X-Billing-Token, value: "\${AUCO_BILLING_HOOK_TOKEN}" }
`
const wrong = `${valid}  - id: 123
    descripton: Billing
    url: http://billing.notaria.example/auco
    header:
      key: X-Token
      value: ${SECRET}
`

it('every problem is annotated in its place, and in the comment, without a line of the file', async () => {
  const { run, comment } = await company.planFile(wrong)

  expect(run).toMatchObject({ exitCode: 1, kind: 'invalid-file', toAuco: [] })
  expect(run.outputs).not.toHaveProperty('result')
  const onLines = run.annotations.filter(({ file }) => file !== undefined)
  expect(onLines.map(({ level, file, line, col }) => [level, file, line, col])).toEqual([
    ['error', 'webhooks.yaml', 6, 9],
    ['error', 'webhooks.yaml', 7, 5],
    ['error', 'webhooks.yaml', 8, 10],
    ['error', 'webhooks.yaml', 11, 14],
  ])
  for (const { line, message } of onLines) {
    expect(run.summary).toContain(`webhooks.yaml:${line}`)
    expect(run.summary).toContain(message)
  }
  // One address in the log, and in the summary one a problem.
  expect(codesIn(run.log)).toEqual(['invalid-file'])
  const codes = ['wrong-type', 'unknown-key', 'invalid-url', 'literal-secret']
  expect(codesIn(run.summary)).toEqual(codes.map(kindOf))
  expect(JSON.stringify([run.log, run.summary])).not.toContain(SECRET)
  expect(auco.company()).toEqual(seedCompany())
  expect(comment).toContain(run.summary.trim())
})

describe('a variable', () => {
  /** GitHub is asked for the comment that has to say so. */
  function expectRefused(run: CompanyRun, line: number, name: string): void {
    expect(run).toMatchObject({ exitCode: 1, outputs: {}, toAuco: [], toGitHub: [graphql] })
    const message = expect.stringContaining(`\`${name}\``)
    expect(run.annotations[0]).toMatchObject({ level: 'error', file: 'webhooks.yaml', line, message })
    expect(auco.company()).toEqual(seedCompany())
  }

  it('whose value ends with a line break is the problem, not the file, and is never shown', async () => {
    const env = { AUCO_HOOK_TOKEN: 'token-of-a-file-7sXc\n' }
    const { run: plan, comment } = await company.planFile(valid, { env })
    const apply = await company.applyFile(valid, { env })

    expectRefused(apply, 5, 'AUCO_HOOK_TOKEN')
    expect(plan).toMatchObject({ exitCode: 1, toAuco: [] })
    for (const told of [plan.summary, apply.summary, comment]) {
      expect(statusOf(told)).toMatch(/^❌ \*\*(Plan failed|Not applied):\*\* .*`AUCO_HOOK_TOKEN`.*line break/)
      expect(told).toContain('The file is fine.')
      expect(told).not.toContain('in the file')
      expect(told).not.toContain('token-of-a-file')
    }
  })

  it('that is unset is an error of an apply, which names the webhook and blames no line', async () => {
    const run = await company.applyFile(withBilling, {
      env: { AUCO_HOOK_TOKEN: hookTokens.AUCO_HOOK_TOKEN },
    })
    expectRefused(run, 9, 'AUCO_BILLING_HOOK_TOKEN')
    expect(run).toMatchObject({ kind: 'values-of-variables' })
    expect(run.annotations[1]?.message).toContain('`Billing`')
    expect(JSON.stringify([run.annotations, run.summary])).not.toMatch(/problem|[Cc]orrect the lines/)
  })

  it.each([
    ['in a plan', '', { 'dry-run': 'true' }, { deferred: [{ id: 'Billing', field: 'header' }] }],
    ['of another environment', '    environments: [production]\n', {}, { changes: [{ id: 'Billing' }] }],
  ])('that is empty is no problem %s', async (_, line, inputs, plan) => {
    const run = await company.applyFile(withBilling + line, {
      env: { ...hookTokens, AUCO_BILLING_HOOK_TOKEN: '' },
      inputs: { removals: 'all', ...inputs },
    })
    expect(run).toMatchObject({ exitCode: 0, annotations: [], plan })
  })

  it.each([
    ['the public key', `x${auco.publicKey}`],
    ['the private key', `x${auco.privateKey}`],
    ['the token', `x${github.botToken}`],
  ])('that would carry %s is refused', async (_, value) => {
    const run = await company.applyFile(valid, { env: { AUCO_HOOK_TOKEN: value } })
    expectRefused(run, 5, 'AUCO_HOOK_TOKEN')
  })
})
