import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { seedCompany, startAuco } from '../../fakes/auco.ts'
import { type CommandOptions, runCommand } from '../../fakes/run-command.ts'

const script = path.resolve(import.meta.dirname, '../../../scripts/conformance.ts')
const fastClock = path.resolve(import.meta.dirname, '../../fakes/fast-clock.mjs')
const program = [process.execPath, '--import', fastClock, script] as const
const auco = await startAuco()
const quirks = { ...auco.quirks }
const temporary = mkdtempSync(path.join(tmpdir(), 'conformance-'))
beforeEach(() => {
  Object.assign(auco.quirks, quirks)
  auco.edit((company) => Object.assign(company, seedCompany()))
})
afterAll(async () => {
  await auco.close()
  rmSync(temporary, { recursive: true })
})

const keys = { AUCO_STAGE_PUBLIC_KEY: auco.publicKey, AUCO_PRK_DEV: auco.privateKey }
const seed = JSON.stringify({ webhooks: seedCompany().webhooks })
/** Paths of the backups. */
const backups = () => readdirSync(temporary).map((folder) => path.join(temporary, folder, 'webhooks.json'))

/** The suite, at this Auco if it has keys. It shows nothing of the company. */
async function conformance(
  args: readonly string[],
  env: Readonly<Record<string, string>> = keys,
  options: Partial<CommandOptions> = {},
) {
  const seen = auco.requests.length
  const run = await runCommand({
    program,
    args: ['--api-url', auco.url, ...args],
    env: { TMPDIR: temporary, TEMP: temporary, ...env },
    ...options,
  })
  for (const secret of [auco.publicKey, auco.privateKey, 'live-', 'notaria', 'Notaría', seedCompany().id]) {
    expect(run.stdout + run.stderr).not.toContain(secret)
  }
  const writes = auco.requests.slice(seen).filter(({ method }) => method === 'PUT')
  return { ...run, writes }
}

it('without keys, the fake is tried: everything holds', async () => {
  const run = await conformance(['--api-url', 'https://dev.auco.ai/v1.5/ext'], {})
  expect(run).toMatchObject({ exitCode: 0, writes: [] })
  expect(run.stdout).toMatch(/^Conformance of the fake of Auco's API, \d{4}-\d\d-\d\d, auco-webhooks-action /)
  expect(run.stdout.match(/^\|.*\| held \|$/gm)?.length).toBeGreaterThan(15)
  expect(run.stdout).not.toMatch(/not (?:held|seen)/)
})

it('with keys, the company of the keys is tried, and has its webhooks as before', async () => {
  const during: unknown[] = []
  auco.quirks.respond = ({ method }) => {
    if (method === 'PUT' && during.length === 0) {
      during.push(...backups().map((file) => [readFileSync(file, 'utf8'), statSync(file).mode & 0o077]))
    }
    return undefined
  }
  const run = await conformance(['--yes'])
  expect(run).toMatchObject({ exitCode: 0, stderr: expect.stringContaining('The backup is deleted.') })
  expect(run.stdout).toContain('| **not seen**: only with `--all` |')
  expect(run.writes.length).toBeGreaterThan(20)
  expect(auco.company()).toEqual(seedCompany())
  expect(during).toEqual([[seed, process.platform === 'win32' ? expect.any(Number) : 0]])
  expect(backups()).toEqual([])
})

it.each<[string, string, readonly string[], Readonly<Record<string, string>>]>([
  ['Auco in production', '`--api-url` is for', ['--api-url', 'https://api.auco.ai/v1.5/ext', '--yes'], keys],
  [
    'a key of production',
    'where the suite never runs',
    ['--yes'],
    { ...keys, AUCO_PRK_PROD: auco.privateKey },
  ],
  ['one key only', 'set AUCO_STAGE_PRIVATE_KEY or AUCO_PRK_DEV', ['--yes'], { AUCO_PUK_DEV: auco.publicKey }],
  [
    'keys that are mixed up',
    "`AUCO_PUK_DEV` is not one of Auco's public keys",
    ['--yes'],
    { AUCO_PUK_DEV: auco.privateKey, AUCO_PRK_DEV: auco.publicKey },
  ],
  ['no terminal to ask on', 'on a terminal, or with `--yes`', [], keys],
])('%s is refused before anything is written', async (_, why, args, env) => {
  expect(await conformance(args, env)).toMatchObject({
    exitCode: 1,
    stdout: '',
    stderr: expect.stringContaining(why),
    writes: [],
  })
})

// util-linux: `script` runs a command on a terminal of its own, and shows what that terminal shows.
const terminal = '/usr/bin/script'
it.skipIf(process.platform !== 'linux' || !existsSync(terminal)).each([
  ['yes', 0, expect.stringContaining('| held |')],
  ['y', 1, expect.stringContaining('Nothing was written.')],
])('on a terminal it asks: %s', async (text, exitCode, stdout) => {
  const command = `"${program.join('" "')}" --api-url "${auco.url}"`
  const options = {
    program: [terminal, '-qec', command, '/dev/null'],
    args: [],
    typed: { after: 'to go on: ', text: `${text}\r` },
  } as const
  expect(await conformance([], keys, options)).toMatchObject({ exitCode, stdout })
  expect(auco.company()).toEqual(seedCompany())
})

/** Resolves at this write, once it is stored; every later one is answered with `later`. */
function atWrite(number: number, later?: { readonly status: number; readonly body: unknown }) {
  const { promise, resolve } = Promise.withResolvers<void>()
  let writes = 0
  auco.quirks.respond = async ({ method }, own) => {
    if (method !== 'PUT') return undefined
    writes += 1
    if (writes > number) return later
    if (writes === number) {
      await own()
      expect(auco.company()).not.toEqual(seedCompany())
      resolve()
    }
    return undefined
  }
  return promise
}

// Windows knows no signals.
describe.skipIf(process.platform === 'win32')('interrupted', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)('by %s, it restores the webhooks', async (name) => {
    const run = await conformance(['--yes'], keys, { signal: { name, when: atWrite(2) } })
    expect(run).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('Interrupted.') })
    expect(run.stdout).toContain('**not seen**: the run was interrupted')
    expect(auco.company()).toEqual(seedCompany())
    expect(backups()).toEqual([])
  })

  it('by nobody who reads what it prints, it goes on', async () => {
    const command = `"${program.join('" "')}" --api-url "${auco.url}" --yes 2>&1 | true`
    await conformance([], keys, { program: ['/bin/sh', '-c', command], args: [] })
    expect(auco.company()).toEqual(seedCompany())
    expect(backups()).toEqual([])
  })
})

it('webhooks that could not be restored are kept in the backup, with the command that sends it', async () => {
  const failing = atWrite(3, { status: 500, body: {} })
  const [run] = await Promise.all([conformance(['--yes']), failing])
  const [backup = ''] = backups()
  expect(run.exitCode).toBe(1)
  expect(run.stdout).toContain('**not seen**: the webhooks could not be restored')
  expect(run.stderr).toContain(
    `curl -X PUT ${auco.url}/company -H "Authorization: $AUCO_PRK_DEV" -H "Content-Type: application/json" --data "@${backup}"`,
  )
  expect(readFileSync(backup, 'utf8')).toBe(seed)
})
