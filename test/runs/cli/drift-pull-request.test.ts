import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { statusOf } from '../../fakes/comment.ts'
import { read, startCompany } from '../../fakes/company.ts'
import { pullRequestEvent, scheduleEvent } from '../../fakes/github-events.ts'
import { runCommand } from '../../fakes/run-command.ts'
import { hookTokens } from '../../fakes/webhooks-file.ts'
import { stepsOf, workflowsIn } from '../../repository/workflows/workflows.ts'

const recipe = workflowsIn('examples').find((one) => one.path === 'examples/drift-pull-request.yml')
const steps = recipe === undefined ? [] : stepsOf(recipe)
const check = steps.find(({ id }) => id === 'plan')?.with ?? {}
const importing = steps.find(({ id }) => id === 'import')?.run ?? ''

const company = await startCompany()
const bundle = path.resolve(import.meta.dirname, '../../../dist/cli.js')
const directory = mkdtempSync(path.join(tmpdir(), 'drift-'))
afterAll(() => rmSync(directory, { recursive: true }))
// The recipe's `npx`: this command, with the fake Auco.
writeFileSync(
  path.join(directory, 'npx'),
  `#!/bin/sh\nshift 2\nexec "${process.execPath}" "${bundle}" "$@" --api-url "${company.auco.url}"\n`,
)
chmodSync(path.join(directory, 'npx'), 0o755)

/** The step *import* of the recipe, with this file: what its output `file` becomes. */
async function importInto(file: string): Promise<string> {
  const { exitCode, files } = await runCommand({
    program: ['bash', '-e', '-c', importing],
    args: [],
    folder: { 'webhooks.yaml': file, output: '' },
    env: {
      PATH: [directory, process.env['PATH']].join(path.delimiter),
      AUCO_PUBLIC_KEY: company.auco.publicKey,
      GITHUB_OUTPUT: 'output',
    },
  })
  expect(exitCode).toBe(0)
  return /^file<<(\S+)\n(.*)\n\n\1\n$/s.exec(files['output'] ?? '')?.[2] ?? ''
}

const FILE = `# Ours. Ask @ops before you change it.
webhooks:
  - id: default # the one that Auco needs
    description: Every signing event
    url: https://hooks.notaria.example/auco
    header: { key: Authorization, value: "Bearer \${AUCO_HOOK_TOKEN}" }
  - id: Billing
    description: Billing wants FINISH only
    url: https://billing.notaria.example/auco
    header: { key: X-Billing-Token, value: "\${AUCO_BILLING_HOOK_TOKEN}" }
`
const NEW = 'live-partner-7Hq2LrX9Kz5v'

// The recipe runs on Linux.
describe.skipIf(process.platform === 'win32')('what somebody changed at Auco', () => {
  it('becomes a pull request whose plan has no changes, and whose merge has nothing to write', async () => {
    const { auco, repo } = company
    await company.commit({ 'webhooks.yaml': FILE })
    auco.edit(({ webhooks }) => {
      for (const webhook of webhooks) {
        if (webhook.id === 'Billing') webhook.url = 'https://facturas.notaria.example/auco'
      }
      webhooks.push({
        id: 'Partner',
        description: 'Partner of the notary',
        url: 'https://partner.notaria.example/auco',
        header: { key: 'X-Token', value: NEW },
      })
    })
    const before = auco.company()
    const inputs = { ...check, 'public-key': auco.publicKey, 'api-url': auco.url }
    const found = await company.run({ file: FILE, inputs, event: scheduleEvent(repo) })
    expect(found).toMatchObject({
      exitCode: 1,
      outputs: { changed: 'true', added: '[]', updated: '["Billing"]', removed: '["Partner"]' },
    })

    const file = await importInto(FILE)
    expect(file).toContain('# Ours. Ask @ops before you change it.\n')
    expect(file).toContain('- id: default # the one that Auco needs\n')
    const { environment = 'stage' } = check
    const of = { environment: String(environment) }
    const pull = await company.propose(file)
    const planned = await company.plan({ file, inputs: of, event: pullRequestEvent(repo, pull) })
    expect(planned).toMatchObject({
      exitCode: 0,
      outputs: { changed: 'unknown', updated: '[]', added: '[]' },
    })
    expect(statusOf(planned.summary)).toMatch(/^\*\*No visible changes\*\*/)
    expect(planned.summary).toContain('`AUCO_PARTNER_X_TOKEN`')

    const env = { ...hookTokens, AUCO_PARTNER_X_TOKEN: NEW }
    const applied = await company.apply({ file, env, inputs: of, event: await company.merge(pull) })
    expect(applied).toMatchObject({ exitCode: 0, outputs: { result: 'unchanged' }, toAuco: [read()] })
    expect(auco.company()).toEqual(before)
  })
})
