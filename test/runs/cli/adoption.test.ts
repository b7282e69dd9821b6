import { beforeEach, describe, expect, it } from 'vitest'
import type { Webhook } from '../../fakes/auco.ts'
import { read, startCompany, write } from '../../fakes/company.ts'
import { pullRequestEvent, pushEvent } from '../../fakes/github-events.ts'
import { type CommandRun, runCommand } from '../../fakes/run-command.ts'
import { describeLeak, LeakFinder } from '../../secrets/find-leak.ts'

const company = await startCompany()
const keys = {
  stage: { 'public-key': company.auco.publicKey, 'private-key': company.auco.privateKey },
  production: { 'public-key': 'puk_Zr5TnWq8XcVb2Lm7', 'private-key': 'prk_Kd3GhYp6JsRf9Qa4' },
} as const
type Environment = keyof typeof keys

/** What differs between the environments: the secrets of the receivers, two URLs and a description. */
const values = {
  stage: {
    AUCO_DEFAULT_AUTHORIZATION: 'Bearer 9fK2vQ7sXcA1wE',
    AUCO_ZAPIER_PATH: '1234567/3abqz9f/',
    AUCO_SLACK_PATH: 'T0A1B2C3D/B4E5F6G7H/q4Wm2Lk9Zx7Cv5Bn1As8Df',
    AUCO_MAKE_PATH: 'w8hq2m5zk7x1v9c4b6n3j0l2p5r8t1y4',
    AUCO_FACTURACION_X_TOKEN: '4mT8wZ1pRdKq3x',
    AUCO_CRM_X_CRM: '****9fK2',
    AUCO_REPORTS_QUERY: '7Hq2LrX9Kz5vB',
  },
  production: {
    AUCO_DEFAULT_AUTHORIZATION: 'Bearer 6uHn3BvXzQ8rT2',
    AUCO_ZAPIER_PATH: '7654321/9zqwm2k/',
    AUCO_SLACK_PATH: 'T0A1B2C3D/B9Y8X7W6V/p8Rt5Yh2Nb6Vc3Xz9Qw1Er',
    AUCO_MAKE_PATH: 'k3jd8s6f1g4h9l2q7w5e0r8t6y1u4i3o',
    AUCO_FACTURACION_X_TOKEN: '8Kd3GhYp6JsW1c',
    AUCO_CRM_X_CRM: '****7Lm4',
    AUCO_REPORTS_QUERY: '3BvXz6uHnP0yD',
  },
} as const

/** Twelve webhooks that several people have made by hand over the years. */
function live(environment: Environment): Webhook[] {
  const of = values[environment]
  const plain = (id: string): Webhook => ({
    id,
    description: `${id} of the notary`,
    url: `https://${id.toLowerCase()}.notaria.example/auco`,
  })
  return [
    {
      id: 'default',
      description: 'Every signing event',
      url: `https://hooks.${environment}.notaria.example/auco`,
      header: { key: 'Authorization', value: of.AUCO_DEFAULT_AUTHORIZATION },
    },
    {
      ...plain('Zapier'),
      url: `https://hooks.zapier.com/hooks/catch/${of.AUCO_ZAPIER_PATH}`,
    },
    { ...plain('Slack'), url: `https://hooks.slack.com/services/${of.AUCO_SLACK_PATH}` },
    { ...plain('Make'), url: `https://hook.eu1.make.com/${of.AUCO_MAKE_PATH}` },
    {
      ...plain('Billing'),
      id: 'Facturación',
      header: { key: 'X-Token', value: of.AUCO_FACTURACION_X_TOKEN },
    },
    { ...plain('Crm'), header: { key: 'X-Crm', value: of.AUCO_CRM_X_CRM } },
    { ...plain('Reports'), url: `https://reports.notaria.example/auco?token=${of.AUCO_REPORTS_QUERY}` },
    { ...plain('Identity'), url: `https://identity.${environment}.notaria.example/auco` },
    ...['Archive', 'Audit', 'Sales', 'Support'].map(plain),
  ]
}

const finder = new LeakFinder(
  [
    ...Object.values(keys).flatMap((pair) => Object.values(pair)),
    // The mask is no secret, and shown nowhere all the same.
    ...Object.values(values).flatMap((of) => Object.values(of)),
  ],
  [
    ...Object.keys(values.stage),
    'stage',
    'production',
    'Authorization',
    'Facturación',
    'Reports',
    'https://hooks.slack.com/services/',
  ],
)
async function command(
  env: Readonly<Record<string, string>>,
  ...args: readonly string[]
): Promise<CommandRun> {
  const run = await runCommand({ args: [...args, '--api-url', company.auco.url], env })
  const { stdout, stderr, files } = run
  expect(finder.find({ stdout, stderr, ...files }).map(describeLeak)).toEqual([])
  return run
}

beforeEach(() => {
  const { 'public-key': publicKey, 'private-key': privateKey } = keys.production
  const whole = company.auco.company()
  company.auco.edit((stage) => {
    stage.webhooks = live('stage')
  })
  company.auco.addAccount({ publicKey, privateKey, company: { ...whole, webhooks: live('production') } })
})

const localKeys = {
  AUCO_STAGE_PUBLIC_KEY: keys.stage['public-key'],
  AUCO_PRODUCTION_PUBLIC_KEY: keys.production['public-key'],
}

/** A run of the action for one environment. */
const runFor = (environment: Environment, options: Omit<Parameters<typeof company.run>[0], 'inputs'>) =>
  company.run({ ...options, env: values[environment], inputs: { environment, ...keys[environment] } })

it('an import of both environments, a pull request without changes, and a first apply with nothing to do', async () => {
  const imported = await command(localKeys, 'import', '--environment', 'both')
  expect(imported).toMatchObject({ exitCode: 0, stderr: '' })
  expect(imported.stdout).toContain(
    'webhooks.yaml has the 12 webhooks of stage and the 12 webhooks of production.\n\nSecrets',
  )
  for (const environment of ['stage', 'production'] as const) {
    for (const name of Object.keys(values[environment])) {
      expect(imported.stdout).toContain(`  gh secret set ${name} --env auco-${environment}\n`)
    }
  }
  expect(imported.stdout).toContain(
    '  AUCO_CRM_X_CRM (stage): the whole value of the header X-Crm of Crm; Auco does not show it, so take it from the receiver\n',
  )
  const file = imported.files['webhooks.yaml'] ?? ''
  expect(file).toContain('    url: https://hooks.zapier.com/hooks/catch/${AUCO_ZAPIER_PATH}\n  - id: Slack\n')
  expect(file).toContain('      production: https://identity.production.notaria.example/auco\n')

  const { github } = company
  const repo = await github.createRepository({ files: { 'README.md': 'Words\n' } })
  await github.commit(repo, 'adopt', { 'webhooks.yaml': file }, 'feat: webhooks as code')
  const pull = await github.openPullRequest(repo, 'adopt', 'Webhooks as code')
  const event = pullRequestEvent(repo, pull)
  for (const environment of ['stage', 'production'] as const) {
    const planned = await runFor(environment, { file, event })
    expect(planned).toMatchObject({ exitCode: 0, annotations: [], outputs: { changed: 'false' } })
    expect(planned.summary).toContain('**No changes**')
  }
  const before = await github.headOf(repo, 'main')
  const after = await github.mergePullRequest(repo, pull.number)
  for (const environment of ['stage', 'production'] as const) {
    const pushed = pushEvent(repo, { before, after, branch: 'main' })
    const applied = await runFor(environment, { file, event: pushed })
    expect(applied).toMatchObject({ exitCode: 0, toAuco: [read()], outputs: { result: 'unchanged' } })
  }
})

it('a description that differs by environment is the one difference of the second plan', async () => {
  company.auco.edit(({ webhooks }) => {
    for (const webhook of webhooks) if (webhook.id === 'Audit') webhook.description = 'Who signed what'
  }, keys.production['public-key'])
  const imported = await command(localKeys, 'import', '--environment', 'both')
  expect(imported.stdout).toContain(
    "Note: The description of `Audit` at production differs from the file's, which is for both environments.",
  )
  const planned = await runCommand({
    args: ['plan', '-e', 'production', '--api-url', company.auco.url],
    folder: imported.files,
    env: { ...localKeys, ...values.production },
  })
  expect(planned.stdout).toContain(
    '~ update Audit\n    - description: Who signed what\n    + description: Audit of the notary\n\nPlan: 1 to update · 11 unchanged\n',
  )
})

describe('a second team', () => {
  const own = `webhooks:
  - id: default
    description: Every signing event
    url: https://hooks.stage.notaria.example/auco
    header: { key: Authorization, value: "\${AUCO_DEFAULT_AUTHORIZATION}" }
  - id: Sales
    description: Sales of the notary
    url: https://sales.notaria.example/auco
`
  const env = { AUCO_DEFAULT_AUTHORIZATION: values.stage.AUCO_DEFAULT_AUTHORIZATION }

  it('changes its own webhooks only: the other ten stay', async () => {
    // One that looks masked could not be kept.
    company.auco.edit((stage) => {
      stage.webhooks = stage.webhooks.filter(({ id }) => id !== 'Crm')
    })
    const before = company.auco.company().webhooks
    const planned = await runCommand({
      args: ['plan', '--removals', 'none', '--detailed-exitcode', '--api-url', company.auco.url],
      folder: { 'webhooks.yaml': own },
      env: { AUCO_PUBLIC_KEY: keys.stage['public-key'], ...env },
    })
    expect(planned).toMatchObject({ exitCode: 0 })
    const moved = own.replace('sales.notaria', 'ventas.notaria')
    const event = await company.push(moved)
    const applied = await company.run({ file: moved, env, inputs: keys.stage, event })
    expect(applied).toMatchObject({ exitCode: 0, toAuco: [read(), write(), read()] })
    expect(company.auco.company().webhooks.toSorted(byId)).toEqual(
      before
        .map((webhook) =>
          webhook.id === 'Sales' ? { ...webhook, url: 'https://ventas.notaria.example/auco' } : webhook,
        )
        .toSorted(byId),
    )
  })

  it('an import updates what its file lists, and nothing else', async () => {
    const folder = { 'webhooks.yaml': own.replace('sales.notaria', 'old.notaria') }
    const run = await runCommand({
      args: ['import', '--listed-only', '--api-url', company.auco.url],
      folder,
      env: { AUCO_PUBLIC_KEY: keys.stage['public-key'] },
    })
    expect(run).toMatchObject({ exitCode: 0, stderr: '' })
    expect(run.stdout).toContain('webhooks.yaml has the 2 webhooks of stage.')
    expect(run.files['webhooks.yaml']).not.toContain('Zapier')
    expect(run.files['webhooks.yaml']).toContain('https://sales.notaria.example/auco')
  })
})

function byId(one: Webhook, other: Webhook): number {
  return one.id.localeCompare(other.id)
}

it('a company whose file would be larger than the action reads is refused', async () => {
  const many = Array.from({ length: 1_000 }, (_, index) => ({
    id: `${index} ${'x'.repeat(100)}`,
    description: 'y'.repeat(200),
    url: `https://hooks.notaria.example/${index}`,
  }))
  company.auco.edit(({ webhooks }) => webhooks.push(...many))
  const run = await runCommand({
    args: ['import', '--environment', 'stage', '--api-url', company.auco.url],
    env: { AUCO_PUBLIC_KEY: company.auco.publicKey },
  })
  expect(run).toMatchObject({ exitCode: 1, stdout: '', files: {} })
  expect(run.stderr).toContain('256 KiB')
})
