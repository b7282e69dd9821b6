import { execFile } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import * as z from 'zod'
import type { Webhook } from '../../fakes/auco.ts'
import { read, startCompany, write } from '../../fakes/company.ts'
import { pullRequestEvent, pushEvent } from '../../fakes/github-events.ts'
import { type CommandRun, runCommand } from '../../fakes/run-command.ts'
import { LeakFinder } from '../../secrets/find-leak.ts'

const company = await startCompany()
const keys = {
  stage: { 'public-key': company.auco.publicKey, 'private-key': company.auco.privateKey },
  production: { 'public-key': 'puk_Zr5TnWq8XcVb2Lm7', 'private-key': 'prk_Kd3GhYp6JsRf9Qa4' },
} as const
type Environment = keyof typeof keys

/** The secrets of the receivers, by the name that the import gives them. */
const values = {
  stage: {
    AUCO_DEFAULT_AUTHORIZATION: 'Bearer 9fK2vQ7sXcA1wE',
    AUCO_ZAPIER_PATH: '1234567/3abqz9f/',
    AUCO_SLACK_PATH: 'T0A1B2C3D/B4E5F6G7H/q4Wm2Lk9Zx7Cv5Bn1As8Df',
    AUCO_FACTURACION_X_TOKEN: '4mT8wZ1pRdKq3x',
    AUCO_CRM_X_CRM: 'w8hq2m5zk7x1v9c4',
    AUCO_REPORTS_QUERY: '7Hq2LrX9Kz5vB',
  },
  production: {
    AUCO_DEFAULT_AUTHORIZATION: 'Bearer 6uHn3BvXzQ8rT2',
    AUCO_ZAPIER_PATH: '7654321/9zqwm2k/',
    AUCO_SLACK_PATH: 'T0A1B2C3D/B9Y8X7W6V/p8Rt5Yh2Nb6Vc3Xz9Qw1Er',
    AUCO_FACTURACION_X_TOKEN: '8Kd3GhYp6JsW1c',
    AUCO_CRM_X_CRM_PROD: 'k3jd8s6f1g4h9l2q',
    AUCO_REPORTS_QUERY: '3BvXz6uHnP0yD',
  },
} as const
const SWAPPED = 'Zt7-q4Wm2Lk9Xv3Bn8'

/** Twelve webhooks that several people have made by hand over the years, and that nobody has corrected since. */
function live(environment: Environment): Webhook[] {
  const isStage = environment === 'stage'
  const of = { ...values.stage, ...values.production, ...values[environment] }
  const plain = (id: string): Webhook => ({
    id,
    description: `${id.trim()} of the notary`,
    url: `https://${id.trim().toLowerCase()}.notaria.example/auco`,
  })
  return [
    {
      id: 'default',
      description: 'Every signing event',
      url: `https://hooks.${environment}.notaria.example/auco`,
      header: { key: 'Authorization', value: of.AUCO_DEFAULT_AUTHORIZATION },
    },
    { ...plain('Zapier'), url: `https://hooks.zapier.com/hooks/catch/${of.AUCO_ZAPIER_PATH}` },
    { ...plain('Slack'), url: `https://hooks.slack.com/services/${of.AUCO_SLACK_PATH}` },
    {
      ...plain('Billing'),
      id: 'Facturación',
      header: { key: 'X-Token', value: of.AUCO_FACTURACION_X_TOKEN },
    },
    {
      ...plain('Crm'),
      header: isStage
        ? { key: 'X-Crm', value: of.AUCO_CRM_X_CRM }
        : { key: 'X-Crm-Prod', value: of.AUCO_CRM_X_CRM_PROD },
    },
    {
      ...plain('Reports'),
      description: isStage ? 'Reports, to try' : 'Reports for the partners',
      url: `https://reports.notaria.example/auco?token=${of.AUCO_REPORTS_QUERY}`,
    },
    { ...plain('Identity'), url: `https://identity.${environment}.notaria.example/auco` },
    { ...plain('Support'), header: { key: 'X-Source', value: 'notaria del norte' } },
    { ...plain('Audit'), description: '' },
    { ...plain('Archive'), url: 'http://archive.notaria.example/auco' },
    plain(' Sales'),
    { ...plain('Swapped'), header: { key: SWAPPED, value: 'X-Swapped' } },
  ]
}
const LEFT_OUT = ['Archive', ' Sales', 'Swapped']

const finder = new LeakFinder(
  [
    ...Object.values(keys).flatMap((pair) => Object.values(pair)),
    ...Object.values(values).flatMap((of) => Object.values(of)),
    SWAPPED,
  ],
  [
    ...Object.values(values).flatMap((of) => Object.keys(of)),
    ...[
      'stage',
      'production',
      'Authorization',
      'Facturación',
      'Reports',
      'https://hooks.slack.com/services/',
    ],
  ],
)

/** A `gh` that keeps its arguments and its standard input, refuses one name, and says what it got, as a bad one might. */
const gh = `#!${process.execPath}
const { appendFileSync, readFileSync } = require('node:fs')
const [, , ...args] = process.argv
if (args[0] === 'repo') {
  console.log('acme/webhooks')
  process.exit(0)
}
const input = readFileSync(0, 'utf8')
console.log(input)
console.error(args.includes(process.env.GH_REFUSES) ? 'HTTP 404: Not Found' : input)
if (args.includes(process.env.GH_REFUSES)) process.exit(1)
appendFileSync(process.env.GH_CALLS, JSON.stringify({ args, input }) + '\\n')
`
const bin = mkdtempSync(path.join(tmpdir(), 'gh-'))
writeFileSync(path.join(bin, 'gh'), gh)
chmodSync(path.join(bin, 'gh'), 0o755)
afterAll(() => rmSync(bin, { recursive: true }))
const calls = path.join(bin, 'calls')
const withGh = { PATH: [bin, process.env['PATH']].join(path.delimiter), GH_CALLS: calls }
const Call = z.object({ args: z.array(z.string()), input: z.string() })

/** What `gh` was called for: the secrets by GitHub's environment. No value may be in an argument. */
function stored(): Readonly<Record<string, Readonly<Record<string, string>>>> {
  const text = existsSync(calls) ? readFileSync(calls, 'utf8') : ''
  const secrets: Record<string, Record<string, string>> = {}
  for (const line of text.split('\n').slice(0, -1)) {
    const { args, input } = Call.parse(JSON.parse(line))
    expect(finder.find({ args: args.join(' ') })).toEqual([])
    const [secret, set, name = '', option, store = ''] = args
    expect([secret, set, option]).toEqual(['secret', 'set', '--env'])
    expect([[], ['--repo', 'acme/webhooks']]).toContainEqual(args.slice(5))
    secrets[store] = { ...secrets[store], [name]: input }
  }
  return secrets
}

async function command(
  env: Readonly<Record<string, string>>,
  ...args: readonly string[]
): Promise<CommandRun> {
  const run = await runCommand({ args: [...args, '--api-url', company.auco.url], env: { ...withGh, ...env } })
  const { stdout, stderr, files } = run
  expect(finder.find({ stdout, stderr, ...files })).toEqual([])
  return run
}

beforeEach(() => {
  rmSync(calls, { force: true })
  const { 'public-key': publicKey, 'private-key': privateKey } = keys.production
  const whole = company.auco.company()
  company.auco.edit((stage) => {
    stage.webhooks = live('stage')
  })
  company.auco.addAccount({ publicKey, privateKey, company: { ...whole, webhooks: live('production') } })
})

// Auco's own names of them.
const localKeys = {
  AUCO_PUK_DEV: keys.stage['public-key'],
  AUCO_PUK_PROD: keys.production['public-key'],
}
const everything = { 'auco-stage': values.stage, 'auco-production': values.production }
const both = ['import', '--environment', 'both'] as const
// Windows ignores the first line of a script.
const isWindows = process.platform === 'win32'

describe.skipIf(isWindows)('a company that nobody has corrected is adopted without a typed value', () => {
  it('from nothing to a file, stored secrets, a plan, and a verified first apply', async () => {
    const imported = await command(localKeys, ...both, '--set-secrets', '--yes')
    expect(imported.stderr).toContain('Stored AUCO_CRM_X_CRM_PROD in auco-production.\n')
    expect(imported).toMatchObject({ exitCode: 0 })
    expect(imported.stdout).toContain(
      'webhooks.yaml has 9 of the 12 webhooks of stage and 9 of the 12 webhooks of production.\n',
    )
    for (const environment of ['stage', 'production']) {
      for (const id of LEFT_OUT) {
        expect(imported.stdout).toContain(
          `Note: \`${id}\` at ${environment} is left out, and stays at Auco as it is. `,
        )
      }
      expect(imported.stdout).toContain(`Note: \`Audit\` has no description at ${environment}: `)
    }
    expect(stored()).toEqual(everything)
    const file = imported.files['webhooks.yaml'] ?? ''
    expect(file).toContain('      key: X-Source\n      value: notaria del norte\n      secret: false\n')
    expect(file.match(/id: Crm/g)).toHaveLength(2)
    expect(file.match(/id: Reports/g)).toHaveLength(2)

    const { github } = company
    const repo = await github.createRepository({ files: { 'README.md': 'Words\n' } })
    await github.commit(repo, 'adopt', { 'webhooks.yaml': file }, 'feat: webhooks as code')
    const pull = await github.openPullRequest(repo, 'adopt', 'Webhooks as code')
    const event = pullRequestEvent(repo, pull)
    const runFor = (environment: Environment, options: Pick<Parameters<typeof company.run>[0], 'event'>) =>
      company.run({
        ...options,
        file,
        env: stored()[`auco-${environment}`] ?? {},
        inputs: { environment, ...keys[environment] },
      })
    for (const environment of ['stage', 'production'] as const) {
      const planned = await runFor(environment, { event })
      expect(planned).toMatchObject({
        exitCode: 0,
        outputs: { changed: 'true', updated: '["Audit"]', added: '[]', removed: '[]' },
      })
    }
    const before = await github.headOf(repo, 'main')
    const after = await github.mergePullRequest(repo, pull.number)
    for (const environment of ['stage', 'production'] as const) {
      const pushed = pushEvent(repo, { before, after, branch: 'main' })
      const applied = await runFor(environment, { event: pushed })
      expect(applied).toMatchObject({ exitCode: 0, outputs: { result: 'applied' } })
      expect(applied.toAuco).toEqual([read(), write(), read()])
      expect(applied.summary).toContain('Applied and verified')
      const now = company.auco.company(keys[environment]['public-key']).webhooks
      const asBefore = live(environment).map((one) =>
        one.id === 'Audit' ? { ...one, description: 'Audit' } : one,
      )
      expect(now.toSorted(byId)).toEqual(asBefore.toSorted(byId))
    }
  })

  it('the printed commands store the same, as they are', async () => {
    const imported = await command(localKeys, ...both)
    expect(imported).toMatchObject({ exitCode: 0, stderr: '' })
    expect(stored()).toEqual({})
    await paste(imported.stdout)
    expect(stored()).toEqual(everything)
  })

  it('a printed command stores nothing if Auco has no value any more', async () => {
    const { stdout } = await command(localKeys, ...both)
    company.auco.edit(({ webhooks }) => {
      for (const { id, header } of webhooks) if (id === 'default' && header) header.value = ''
    })
    company.auco.edit(({ webhooks }) => {
      webhooks.splice(1)
    }, keys.production['public-key'])
    await paste(stdout)
    const { AUCO_DEFAULT_AUTHORIZATION: _, ...rest } = values.stage
    const { AUCO_DEFAULT_AUTHORIZATION } = values.production
    expect(stored()).toEqual({ 'auco-stage': rest, 'auco-production': { AUCO_DEFAULT_AUTHORIZATION } })
    rmSync(calls)
    await paste(stdout, { AUCO_PUK_DEV: '', AUCO_PUK_PROD: 'puk_unknown' })
    expect(stored()).toEqual({})
  })

  it.each<[string, Readonly<Record<string, string>>, readonly string[], string, number]>([
    [
      'what gh refuses is named',
      { GH_REFUSES: 'AUCO_ZAPIER_PATH' },
      ['--yes'],
      '`gh` failed: HTTP 404: Not Found.',
      1,
    ],
    ['without gh', { PATH: '/nowhere' }, ['--yes'], '`gh` was not found.', 0],
    ['without a terminal to ask on', {}, [], 'Nobody can be asked here: this is not a terminal.', 0],
  ])('%s: no file is written, and the same command can be repeated', async (_, env, more, error, number) => {
    const run = await command({ ...localKeys, ...env }, ...both, '--set-secrets', ...more)
    expect(run).toMatchObject({ exitCode: 1, files: {} })
    expect(run.stderr).toContain(`Error: ${error}`)
    expect(Object.values(stored()).flatMap((names) => Object.keys(names))).toHaveLength(number)
    expect(await command(localKeys, ...both, '--set-secrets', '--yes')).toMatchObject({ exitCode: 0 })
    expect(stored()).toEqual(everything)
  })
})

/** Runs the printed commands in a shell, one by one, as they are. */
async function paste(output: string, env: Readonly<Record<string, string>> = {}): Promise<void> {
  const lines = output.split('\n').filter((line) => /^ {2}(?:auco_value\(\)|\(v=)/.test(line))
  expect(lines.length).toBeGreaterThan(1)
  await promisify(execFile)('bash', ['-c', `${lines.join('\n')}\ntrue`], {
    env: { ...withGh, ...localKeys, ...env },
    timeout: 20_000,
  })
}

function byId(one: Webhook, other: Webhook): number {
  return one.id.localeCompare(other.id)
}
