import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { seedCompany, startAuco } from '../../fakes/auco.ts'
import { type CommandRun, explainedBy, runCommand } from '../../fakes/run-command.ts'
import { LeakFinder } from '../../secrets/find-leak.ts'

const production = {
  publicKey: 'puk_Zr5TnWq8XcVb2Lm7',
  privateKey: 'prk_Kd3GhYp6JsRf9Qa4',
  company: {
    ...seedCompany(),
    webhooks: [
      {
        id: 'default',
        description: 'Every signing event',
        url: 'https://live.notaria.example/auco',
        header: { key: 'Authorization', value: 'Bearer prod-default-6uHn3BvXz' },
      },
      { id: 'Audit', description: 'Audit trail', url: 'https://audit.notaria.example/auco' },
    ],
  },
}
const auco = await startAuco()
auco.addAccount(production)
const folder = mkdtempSync(path.join(tmpdir(), 'story-'))
afterAll(async () => {
  rmSync(folder, { recursive: true })
  await auco.close()
})

const file = () => readFileSync(path.join(folder, 'webhooks.yaml'), 'utf8')
const keys = { stage: auco.publicKey, production: production.publicKey } as const
const secrets = {
  stage: {
    AUCO_DEFAULT_AUTHORIZATION: 'Bearer live-default-9fK2vQ7sXc',
    AUCO_BILLING_X_BILLING_TOKEN: 'live-billing-4mT8wZ1pRd',
  },
  production: { AUCO_DEFAULT_AUTHORIZATION: 'Bearer prod-default-6uHn3BvXz' },
} as const
const finder = new LeakFinder(
  [
    ...[auco.publicKey, auco.privateKey, production.publicKey, production.privateKey],
    ...['live-default-9fK2vQ7sXc', 'live-billing-4mT8wZ1pRd', 'prod-default-6uHn3BvXz'],
  ],
  // Public: the names of the variables, and what they are made of.
  ['AUCO_DEFAULT_AUTHORIZATION', 'AUCO_BILLING_X_BILLING_TOKEN', 'default', 'Billing', 'X-Billing-Token'],
)

type Environment = keyof typeof keys
async function command(
  name: 'import' | 'plan',
  environment: Environment,
  env: Readonly<Record<string, string>> = {},
  ...more: readonly string[]
): Promise<CommandRun> {
  const args = [name, '--environment', environment, '--api-url', auco.url, ...more]
  const run = await runCommand({ args, folder, env: { AUCO_PUBLIC_KEY: keys[environment], ...env } })
  const output = { stdout: run.stdout, stderr: run.stderr, ...run.files }
  expect(finder.find(output)).toEqual([])
  return run
}

let first: CommandRun
beforeAll(async () => {
  first = await command('import', 'stage')
  expect(first).toMatchObject({ exitCode: 0, stderr: '' })
})

it('an import writes the file, and prints how to store its secrets', () => {
  expect(first.stdout).toBe(`webhooks.yaml has the 2 webhooks of stage.
Note: The file declares \`default\` for production too, with the URL of stage: import production as well before you apply there.

These commands read each secret from Auco, with the key in AUCO_PUBLIC_KEY, and pass it to gh unseen:

  auco_value() ( set -o pipefail; printf 'Authorization: %s' "$1" | curl -fsS -H @- "$2/company" | jq -je ".webhooks[] | $3 | strings | select(length > 0)" )
  (v=$(auco_value "\${AUCO_PUBLIC_KEY:?}" '${auco.url}' 'select(.id == "default").header.value') && printf %s "$v" | gh secret set AUCO_DEFAULT_AUTHORIZATION --env auco-stage)
  (v=$(auco_value "\${AUCO_PUBLIC_KEY:?}" '${auco.url}' 'select(.id == "Billing").header.value') && printf %s "$v" | gh secret set AUCO_BILLING_X_BILLING_TOKEN --env auco-stage)

Pass the secrets to the action's step in the apply job; these lines replace its \`env:\`, or add to it:

        env:
          AUCO_DEFAULT_AUTHORIZATION: \${{ secrets.AUCO_DEFAULT_AUTHORIZATION }}
          AUCO_BILLING_X_BILLING_TOKEN: \${{ secrets.AUCO_BILLING_X_BILLING_TOKEN }}
`)
})

it('a second one has nothing to write or to store', async () => {
  const again = await command('import', 'stage')
  expect(again.stdout).toBe('webhooks.yaml already has the 2 webhooks of stage; nothing was written.\n')
  expect(Object.keys(again.files)).toEqual(['webhooks.yaml'])
})

it('the imported file is valid, and plans to no changes once the secrets are set', async () => {
  const validated = await runCommand({ args: ['validate'], folder, env: secrets.stage })
  expect(validated).toMatchObject({
    exitCode: 0,
    stdout: 'webhooks.yaml is valid: 2 webhooks for stage, 1 webhook for production.\n',
    stderr: '',
  })
  const planned = await command('plan', 'stage', secrets.stage, '--detailed-exitcode')
  expect(planned).toMatchObject({
    exitCode: 0,
    stdout: 'webhooks.yaml compared with what Auco has at stage:\n\nNo changes\n',
    stderr: '',
  })
})

it('the other environment is merged into the file; then both plan to no changes', async () => {
  writeFileSync(path.join(folder, 'webhooks.yaml'), file().replace('/auco\n', '/auco # the gateway\n'))
  const merged = await command('import', 'production', {}, '--github-environment', 'live')
  expect(merged).toMatchObject({ exitCode: 0, stderr: '' })
  expect(merged.stdout).toContain(' | gh secret set AUCO_DEFAULT_AUTHORIZATION --env live)\n')
  expect(file().replaceAll(/^#.*\n/gm, '')).toBe(`webhooks:
  - id: default
    description: Every signing event
    url:
      # the gateway
      stage: https://hooks.notaria.example/auco
      production: https://live.notaria.example/auco
    header:
      key: Authorization
      value: \${AUCO_DEFAULT_AUTHORIZATION}
  - id: Billing
    description: Billing wants FINISH only
    url: https://billing.notaria.example/auco
    environments: [stage]
    header:
      key: X-Billing-Token
      value: \${AUCO_BILLING_X_BILLING_TOKEN}
  - id: Audit
    description: Audit trail
    url: https://audit.notaria.example/auco
    environments: [production]
`)
  for (const environment of ['stage', 'production'] as const) {
    const planned = await command('plan', environment, secrets[environment], '--detailed-exitcode')
    expect(planned).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining('No changes'),
    })
  }
})

it('a plan shows the differences, in color or as JSON if requested, and its exit code reports them', async () => {
  const { company } = production
  auco.edit((live) => {
    live.webhooks = [
      ...company.webhooks.slice(0, 1),
      { id: 'Esc\u001b[2J', description: '\u202eevil', url: 'https://evil.example/?t=live-query-77Hq' },
    ]
  }, production.publicKey)
  const env = { AUCO_DEFAULT_AUTHORIZATION: 'Bearer another-3kf9' }
  const planned = await command('plan', 'production', env, '--removals', 'all', '--detailed-exitcode')
  expect(planned).toMatchObject({ exitCode: 2, stderr: '' })
  expect(
    planned.stdout.replace(/(?<=^Caution: ).*$/m, '…'),
  ).toBe(`webhooks.yaml compared with what Auco has at production:

Caution: …

- remove Esc\\u{1b}[2J
    - description: \\u{202e}evil
    - url: https://evil.example/…

~ update default
    ! header: Authorization, secret changed

+ create Audit
    + description: Audit trail
    + url: https://audit.notaria.example/auco

Plan: 1 to remove · 1 to update · 1 to create
`)
  const coloured = await command('plan', 'production', { ...env, FORCE_COLOR: '1' })
  expect(coloured.exitCode).toBe(0)
  expect(coloured.stdout).toContain('\u001b[32m+ create Audit')
  expect(coloured.stdout).not.toContain('\u001b[2J')

  const json = await command('plan', 'production', env, '--format', 'json')
  expect(json).toMatchObject({ exitCode: 0, stderr: '' })
  expect(JSON.parse(json.stdout)).toMatchObject({
    environment: 'production',
    against: 'live',
    changes: [
      { action: 'update', id: 'default' },
      { action: 'create', id: 'Audit' },
    ],
    unmanaged: ['Esc\u001b[2J'],
    removalsUnknown: expect.any(String),
  })
})

it('an import that cannot be in the file leaves it as it was', async () => {
  const before = file()
  auco.edit(({ webhooks }) => {
    for (const webhook of webhooks) webhook.url = webhook.url.replace('https:', 'http:')
  }, production.publicKey)
  const run = await command('import', 'production')
  expect(run).toMatchObject({ exitCode: 1, stdout: '', files: { 'webhooks.yaml': before } })
  expect(run.stderr).toMatch(/^Error: .+ Nothing was written\.\n/)
  expect(run.stderr).toContain(explainedBy('invalid-webhook-at-auco'))
})

it('an invalid file is not merged into, and Auco is not asked', async () => {
  const files = { 'webhooks.yaml': file().replace('stage: https:', 'stage: http:') }
  const before = auco.requests.length
  const args = ['import', '--api-url', auco.url]
  const run = await runCommand({ args, folder: files, env: { AUCO_PUBLIC_KEY: auco.publicKey } })
  expect(run).toMatchObject({ exitCode: 1, stdout: '', files })
  expect(run.stderr).toMatch(/^webhooks\.yaml:\d+:\d+ error: .+\nError: webhooks.yaml has 1 problem\. /)
  expect(auco.requests.length).toBe(before)
})

it('a file of comments only is written like a new one', async () => {
  const run = await runCommand({
    args: ['import', '--api-url', auco.url],
    folder: { 'webhooks.yaml': '# Ours\n' },
    env: { AUCO_PUBLIC_KEY: auco.publicKey },
  })
  expect(run).toMatchObject({ exitCode: 0, stderr: '' })
  expect(run.files['webhooks.yaml']).toMatch(/^# Ours\nwebhooks:\n/)
})

it('an import to standard output writes no file, and everything else to standard error', async () => {
  const run = await runCommand({
    args: ['import', '-', '--api-url', auco.url],
    env: { AUCO_PUBLIC_KEY: auco.publicKey },
  })
  expect(run).toMatchObject({ exitCode: 0, files: {} })
  expect(run.stdout).toMatch(/^# yaml-language-server: .+\n/)
  expect(run.stdout).not.toContain('gh secret')
  expect(run.stderr).toContain('gh secret set AUCO_DEFAULT_AUTHORIZATION --env auco-stage')
})
