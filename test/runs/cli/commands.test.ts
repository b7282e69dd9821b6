import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { parse } from 'yaml'
import { seedCompany, startAuco, type Webhook } from '../../fakes/auco.ts'
import { runCommand } from '../../fakes/run-command.ts'
import { LeakFinder } from '../../secrets/find-leak.ts'

/** The command line, variables beside the key, what Auco has, and whether the file is standard input. */
interface Head {
  readonly run: string
  readonly env?: Readonly<Record<string, string>>
  readonly atAuco?: Webhook[]
  readonly stdin?: boolean
}

const auco = await startAuco()
afterAll(() => auco.close())
const folder = path.join(import.meta.dirname, 'commands')
const FILE = '--- webhooks.yaml\n'
const finder = new LeakFinder(
  [
    ...[auco.publicKey, auco.privateKey, 'live-default-9fK2vQ7sXc', 'live-billing-4mT8wZ1pRd'],
    ...['live-query-77Hq', 'another-3kf9', 's3cret-9fK2vQ7sXc'],
  ],
  // Public: what is around them.
  ['AUCO_DEFAULT_AUTHORIZATION', 'AUCO_BILLING_X_BILLING_TOKEN', 'default', 'X-Billing-Token'],
)

/** The files begin with the head and the file. The rest is approved: `vitest -u` writes it. */
it.each(readdirSync(folder).map((name) => name.replace('.txt', '')))('%s', async (name) => {
  const approved = path.join(folder, `${name}.txt`)
  const [head = '', ...sections] = readFileSync(approved, 'utf8').split(/^(?=--- )/m)
  const { run: line, env, atAuco, stdin = false }: Head = parse(head)
  const before = sections.find((section) => section.startsWith(FILE))?.slice(FILE.length)
  auco.edit((company) => {
    company.webhooks = atAuco ?? seedCompany().webhooks
  })
  const asked = auco.requests.length
  const args = line.split(' ')
  const { exitCode, stdout, stderr, files } = await runCommand({
    args: /^(?:import|plan)/.test(line) ? [...args, '--api-url', auco.url] : args,
    env: { AUCO_PUBLIC_KEY: auco.publicKey, ...env },
    ...(stdin
      ? { stdin: before ?? '' }
      : { folder: before === undefined ? {} : { 'webhooks.yaml': before } }),
  })
  const after = files['webhooks.yaml']
  const output = [
    ...(stdout === '' ? [] : [`--- standard output\n${stdout}`]),
    ...(stderr === '' ? [] : [`--- standard error\n${stderr}`]),
    ...(after === undefined || after === before ? [] : [`--- webhooks.yaml afterwards\n${after}`]),
    `--- exit code ${exitCode}, ${auco.requests.length - asked} requests\n`,
  ].join('')
  expect(finder.find({ output })).toEqual([])
  const shown = output.replaceAll(auco.url, '<auco>').replaceAll('\u001b', '␛')
  await expect(`${head}${before === undefined ? '' : FILE + before}${shown}`).toMatchFileSnapshot(approved)
})
