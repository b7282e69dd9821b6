import { expect, it } from 'vitest'
import { startCompany } from '../../fakes/company.ts'
import { runCommand } from '../../fakes/run-command.ts'
import { entries, fileOf, hookTokens } from '../../fakes/webhooks-file.ts'

const company = await startCompany()
const HOST = 'https://hooks.zapier.com'
const [PATH, OLD_PATH] = ['7719406/3kq8wzd', '5503128/9xmv2pt']
const zapier = { id: 'Zapier', description: 'Sheet', url: `${HOST}/hooks/catch/\${AUCO_ZAPIER_PATH}` }
const folder = { 'webhooks.yaml': fileOf(entries.default, entries.billing, zapier) }
const env = { ...hookTokens, AUCO_ZAPIER_PATH: PATH }

async function command(args: readonly string[], variables: Readonly<Record<string, string>> = env) {
  const keys = { AUCO_PUBLIC_KEY: company.auco.publicKey }
  const run = await runCommand({ args, folder, env: { ...keys, ...variables } })
  for (const part of [...PATH.split('/'), ...OLD_PATH.split('/')])
    expect(run.stdout + run.stderr).not.toContain(part)
  return run
}

it('`plan` shows a URL as it is written, and that its secret part changes', async () => {
  company.auco.edit(({ webhooks }) => webhooks.push({ ...zapier, url: `${HOST}/hooks/catch/${OLD_PATH}` }))
  const args = ['plan', '--environment', 'stage', '--api-url', company.auco.url]
  const run = await command(args)
  expect(run.stdout).toContain(`  url: ${zapier.url}\n    ! URL changed in its secret part (not shown)\n`)

  const json = await command([...args, '--format', 'json'])
  expect(JSON.parse(json.stdout).changes).toMatchObject([{ fields: [{ from: `${HOST}/…`, to: zapier.url }] }])

  const unset = await command(args, hookTokens)
  expect(unset.stdout).toContain('1 secret compared when applied: Zapier')
})

it('`validate` names a variable that no URL can hold, and not its value', async () => {
  const run = await command(['validate'], { ...env, AUCO_ZAPIER_PATH: `${PATH} ` })
  expect(run).toMatchObject({ exitCode: 1, stderr: '' })
  expect(run.stdout).toMatch(
    /error: The variable `AUCO_ZAPIER_PATH` contains a character that a path or query can't have/,
  )
})
