import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { helpText, validate } from '../../../src/cli/commands.ts'
import { VERSION } from '../../../src/core/about.ts'
import { startAuco } from '../../fakes/auco.ts'
import { npmIn } from '../../fakes/npm.ts'
import { runCommand } from '../../fakes/run-command.ts'

const root = path.resolve(import.meta.dirname, '../../..')
const bundle = path.join(root, 'dist/cli.js')
const FILE = 'webhooks:\n  - { id: default, description: All, url: https://all.example.com }\n'
const folder = { 'webhooks.yaml': FILE }
const auco = await startAuco()
afterAll(() => auco.close())

/** Node arguments that run a module before the command. */
const preload = (source: string) => ['--import', `data:text/javascript,${encodeURIComponent(source)}`]

describe('what a command loads', () => {
  const report = preload(`
    import { registerHooks } from 'node:module'
    import { writeSync } from 'node:fs'
    registerHooks({ load: (url, context, next) => (writeSync(2, url + '\\n'), next(url, context)) })
  `)
  /** Names that appear only in the sources of each package. */
  const packages = { yaml: 'YAMLParseError', zod: '$ZodError', undici: 'UND_ERR_CONNECT_TIMEOUT' } as const

  it.each([
    ['--help', helpText(null), []],
    ['plan --version', `${VERSION}\n`, []],
    ['validate --help', helpText(validate), []],
    ['validate', 'webhooks.yaml is valid: 1 webhook for stage, 1 webhook for production.\n', ['yaml', 'zod']],
  ])('%s: %#', async (line, stdout, loaded) => {
    const run = await runCommand({ args: line.split(' '), folder, nodeArguments: report })
    expect(run).toMatchObject({ exitCode: 0, stdout })
    const urls = run.stderr.split('\n').filter((url) => url.startsWith('file:'))
    const text = urls.map((url) => readFileSync(fileURLToPath(url), 'utf8')).join('\n')
    expect(text).toContain('parseArgs')
    expect(
      Object.entries(packages)
        .filter(([, name]) => text.includes(name))
        .map(([name]) => name),
    ).toEqual(loaded)
  })
})

it('an older Node gets one sentence, before anything is loaded', async () => {
  const older = preload(
    `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.20.2' } })`,
  )
  const run = await runCommand({ args: ['--help'], nodeArguments: older })
  expect(run).toMatchObject({
    exitCode: 1,
    stdout: '',
    stderr: 'auco-webhooks needs Node 24 or later; this is Node 20.20.2. Install a newer one.\n',
  })
})

it('a reader that closes the pipe early is not an error', async () => {
  const run = await runCommand({
    program: ['sh', '-c', `"${process.execPath}" "${bundle}" "$@" | true`, 'sh'],
    args: ['validate', '-', '--format', 'json'],
    stdin: FILE,
  })
  expect(run).toMatchObject({ stdout: '', stderr: '' })
})

// Windows has no signals: the process would end at once.
it.skipIf(process.platform === 'win32')('Ctrl-C ends an import, and nothing is written', async () => {
  const asked = Promise.withResolvers<void>()
  auco.quirks.respond = () => {
    asked.resolve()
    return new Promise<undefined>(() => {})
  }
  const args = ['import', '--api-url', auco.url]
  const signal = { name: 'SIGINT', when: asked.promise } as const
  const run = await runCommand({ args, folder, env: { AUCO_PUBLIC_KEY: auco.publicKey }, signal })
  auco.quirks.respond = undefined
  expect(run).toEqual({ exitCode: 130, stdout: '', stderr: 'Cancelled.\n', files: folder })
})

it.skipIf(!existsSync('/dev/full'))(
  'output that cannot be written is one error without a stack',
  async () => {
    const program = ['/bin/sh', '-c', '"$0" "$1" validate > /dev/full', process.execPath, bundle] as const
    const run = await runCommand({ args: [], program, folder })
    expect(run).toMatchObject({ exitCode: 1, stdout: '' })
    expect(run.stderr).toMatch(/^Error: The output cannot be written \(ENOSPC\)\. .+\nHow to fix this: .+\n$/)
  },
)

// util-linux: `script` runs a command on a terminal of its own, and shows what that terminal shows.
const script = '/usr/bin/script'
describe.skipIf(process.platform !== 'linux' || !existsSync(script))('on a terminal', () => {
  const onTerminal = (text: string) =>
    runCommand({
      args: [],
      program: [
        script,
        '-qec',
        `"${process.execPath}" "${bundle}" import --api-url ${auco.url}`,
        '/dev/null',
      ],
      typed: { after: 'not shown): ', text },
    })

  it('the key is asked for and not shown', async () => {
    const run = await onTerminal(`${auco.publicKey}\r`)
    expect(run).toMatchObject({ exitCode: 0, files: { 'webhooks.yaml': expect.any(String) } })
    expect(run.stdout).toMatch(
      /^AUCO_PUBLIC_KEY \(Auco's public key of stage, puk_…; it is not shown\): \r?\n/,
    )
    expect(run.stdout).not.toContain(auco.publicKey)
  })

  it('Ctrl-C while it asks ends with 130', async () => {
    const run = await onTerminal('puk_\u0003')
    expect(run.exitCode).toBe(130)
    expect(run.stdout).toMatch(/it is not shown\): \r?\n\r?Cancelled\.\r?\n$/)
  })
})

describe('the package', () => {
  const directory = mkdtempSync(path.join(tmpdir(), 'package-'))
  afterAll(() => rmSync(directory, { recursive: true }))

  it('runs by npx from its tarball in an empty folder, without a network or another package', async () => {
    const { npm, npx: npxScript, env } = npmIn(directory)
    const packed = await runCommand({
      program: [...npm, 'pack', root, '--ignore-scripts', '--json', '--pack-destination', directory],
      args: [],
      env,
    })
    expect(packed).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('"dist/cli/main.js"') })
    const tarball = path.join(directory, `auco-webhooks-action-${VERSION}.tgz`)
    const empty = path.join(directory, 'empty')
    mkdirSync(empty)
    const npx = (args: readonly string[], secrets: Readonly<Record<string, string>> = {}) =>
      runCommand({
        program: [...npxScript, '--yes', '--package', tarball, 'auco-webhooks'],
        args,
        folder: empty,
        env: { ...env, AUCO_PUBLIC_KEY: auco.publicKey, ...secrets },
      })
    const imported = await npx(['import', '--api-url', auco.url])
    expect(imported).toMatchObject({ exitCode: 0, stderr: '' })
    expect(Object.keys(imported.files)).toEqual(['webhooks.yaml'])
    const secrets = {
      AUCO_DEFAULT_AUTHORIZATION: 'Bearer live-default-9fK2vQ7sXc',
      AUCO_BILLING_X_BILLING_TOKEN: 'live-billing-4mT8wZ1pRd',
    }
    expect(await npx(['validate'], secrets)).toMatchObject({
      exitCode: 0,
      stdout: 'webhooks.yaml is valid: 2 webhooks for stage, 1 webhook for production.\n',
    })
    expect(await npx(['plan', '--api-url', auco.url, '--detailed-exitcode'], secrets)).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining('No changes'),
    })
  })
})
