import { existsSync } from 'node:fs'
import path from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { startAuco } from '../../fakes/auco.ts'
import { explainedBy, runCommand } from '../../fakes/run-command.ts'
import { entries, fileOf } from '../../fakes/webhooks-file.ts'

const auco = await startAuco()
afterAll(() => auco.close())
const key = { AUCO_PUBLIC_KEY: auco.publicKey }

const WRONG = `webhooks:
  - id: default
    description: All
    url: http://hooks.example.com/auco
    header: { key: Authorization, value: Bearer s3cret-9fK2vQ7sXc }
  - { id: Probe, descripton: Probe, url: https://probe.example.com, environments: [stage] }
`
const RIGHT = 'webhooks:\n  - { id: default, description: All, url: https://all.example.com }\n'

it('every problem has its place, and no line of the file is shown', async () => {
  const folder = { 'webhooks.yaml': WRONG }
  const run = await runCommand({ args: ['validate'], folder })
  expect(run).toMatchObject({ exitCode: 1, stderr: '', files: folder })
  expect(run.stdout).toMatch(
    /^webhooks\.yaml:4:10 error: .+\nwebhooks\.yaml:5:42 error: .+\nwebhooks\.yaml:6:18 error: .+\n.+ has 3 problems\.\n$/,
  )
  expect(run.stdout).not.toContain('s3cret')
})

it('as JSON, from standard input', async () => {
  const run = await runCommand({ args: ['validate', '-', '--format', 'json'], stdin: WRONG })
  expect(run).toMatchObject({ exitCode: 1, stderr: '' })
  expect(JSON.parse(run.stdout)).toMatchObject({
    file: '<stdin>',
    valid: false,
    problems: [
      { severity: 'error', code: 'invalid-url', line: 4, column: 10, endLine: 4, endColumn: 39 },
      { severity: 'error', code: 'literal-secret', line: 5 },
      { severity: 'error', code: 'unknown-key', line: 6 },
    ],
  })
})

it('as annotations, for one environment', async () => {
  const args = ['validate', '--format', 'github', '--environment', 'production']
  const run = await runCommand({
    args,
    folder: { 'webhooks.yaml': WRONG.replace('descripton', 'description') },
  })
  expect(run).toMatchObject({ exitCode: 1, stderr: '' })
  expect(run.stdout).toMatch(
    /^::error title=webhooks\.yaml%3A4,file=webhooks\.yaml,line=4,endLine=4,col=10,endColumn=39::.+\n::error .+\n.+ has 2 problems\.\n$/,
  )
})

it.each([['validate'], ['plan']])('%s shows no value of a variable in a problem', async (command) => {
  const secret = 's3cret-9fK2vQ7sXc'
  const one = `  - { id: "w ${secret}", description: All, url: https://a.example.com, header: { key: X-Token, value: "\${AUCO_W_TOKEN}" } }\n`
  const folder = { 'webhooks.yaml': `webhooks:\n${one}${one}` }
  const run = await runCommand({ args: [command], folder, env: { AUCO_W_TOKEN: secret, ...key } })
  expect(run.exitCode).toBe(1)
  expect(run.stdout + run.stderr).toContain('`w ***`')
  expect(run.stdout + run.stderr).not.toContain(secret)
})

it.each([
  ['a missing file', ['validate', 'none.yaml'], {}, 'file-not-read'],
  [
    'a key of another company',
    ['plan', '--api-url', auco.url],
    { AUCO_PUBLIC_KEY: 'puk_unknown' },
    'auco-keys',
  ],
])('%s is one clear error', async (_, args, env, kind) => {
  const run = await runCommand({ args, folder: { 'webhooks.yaml': RIGHT }, env })
  expect(run).toMatchObject({ exitCode: 1, stdout: '' })
  expect(run.stderr).toMatch(/^Error: .+\nHow to fix this: .+\n$/)
  expect(run.stderr).toContain(explainedBy(kind))
})

it('a plan of an invalid file sends no request and exits with 1, even with --detailed-exitcode', async () => {
  const before = auco.requests.length
  const args = ['plan', '-', '--detailed-exitcode', '--api-url', auco.url]
  const run = await runCommand({ args, stdin: WRONG, env: key })
  expect(run).toMatchObject({ exitCode: 1, stdout: '' })
  expect(run.stderr).toMatch(/^<stdin>:4:10 error: [\s\S]+\nError: .+ Auco was not asked\.\n/)
  expect(run.stderr).toContain(explainedBy('invalid-file'))
  expect(auco.requests.length).toBe(before)
})

it('a plan names the unset variables of new webhooks, and compares no other', async () => {
  const token = { key: 'X-Token', value: '${AUCO_NEW_TOKEN}' }
  const news = ['Audit', 'Mirror'].map((id) => ({ ...entries.audit, id, header: token }))
  const run = await runCommand({
    args: ['plan', '--api-url', auco.url],
    folder: { 'webhooks.yaml': fileOf(entries.default, entries.billing, ...news) },
    env: { ...key, AUCO_BILLING_HOOK_TOKEN: 'live-billing-4mT8wZ1pRd' },
  })
  expect(run).toMatchObject({
    exitCode: 0,
    stderr: 'Not set here, and needed by the apply as a secret at GitHub: `AUCO_NEW_TOKEN`\n',
  })
  expect(run.stdout).toContain('1 secret compared when applied: default\n')
})

// Windows has no signals: the process would end at once.
it.skipIf(process.platform === 'win32')(
  'Ctrl-C ends an import with 130, and nothing is written',
  async () => {
    const asked = Promise.withResolvers<void>()
    const never = new Promise<undefined>(() => {})
    auco.quirks.respond = () => {
      asked.resolve()
      return never
    }
    const folder = { 'webhooks.yaml': RIGHT }
    const args = ['import', '--api-url', auco.url]
    const run = await runCommand({ args, folder, env: key, signal: { name: 'SIGINT', when: asked.promise } })
    expect(run).toEqual({ exitCode: 130, stdout: '', stderr: 'Cancelled.\n', files: folder })
  },
)

it.skipIf(!existsSync('/dev/full'))(
  'output that cannot be written is one error without a stack',
  async () => {
    const bundle = path.resolve(import.meta.dirname, '../../../dist/cli.js')
    const run = await runCommand({
      args: [],
      program: ['/bin/sh', '-c', '"$0" "$1" validate > /dev/full', process.execPath, bundle],
      folder: { 'webhooks.yaml': RIGHT },
    })
    expect(run).toMatchObject({ exitCode: 1, stdout: '' })
    expect(run.stderr).toMatch(/^Error: The output cannot be written \(ENOSPC\)\. .+\nHow to fix this: .+\n$/)
  },
)
