/**
 * `npm run conformance`: tries what this action takes for granted about Auco, and prints a table to paste into an issue.
 * With the two keys of a stage company in the environment (`AUCO_STAGE_PUBLIC_KEY` and `AUCO_STAGE_PRIVATE_KEY`, or
 * `AUCO_PUK_DEV` and `AUCO_PRK_DEV`) at Auco's stage, otherwise at the fake of the tests. Never in production. The company's
 * webhooks stay in every list that is written, and are restored at the end, also after Ctrl-C.
 *
 * Options: `--yes` (doesn't ask), `--all` (also sends lists without the company's webhooks, which Auco should refuse),
 * `--api-url <url>` (an emulator on this machine).
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { BASE_URL, checkKey, type GivenKey } from '../src/auco/access.ts'
import { LIMITS } from '../src/auco/http.ts'
import { ask } from '../src/cli/terminal.ts'
import { isLoopback } from '../src/core/addresses.ts'
import { stackFrames, UserError } from '../src/core/errors.ts'
import { Secret } from '../src/core/secret.ts'
import { openConnections } from '../src/system/connections.ts'
import { checkProxies } from '../src/system/proxy.ts'
import { startAuco } from '../test/fakes/auco.ts'
import { type Access, Company, Refused } from './conformance/company.ts'
import { examine, markdown } from './conformance/report.ts'

const KEYS = {
  public: ['AUCO_STAGE_PUBLIC_KEY', 'AUCO_PUK_DEV'],
  private: ['AUCO_STAGE_PRIVATE_KEY', 'AUCO_PRK_DEV'],
} as const
const PRODUCTION_KEYS = [
  ...['AUCO_PRODUCTION_PUBLIC_KEY', 'AUCO_PUK_PROD'],
  ...['AUCO_PRODUCTION_PRIVATE_KEY', 'AUCO_PRK_PROD'],
]

const { values: options } = parseArgs({
  options: {
    yes: { type: 'boolean', default: false },
    all: { type: 'boolean', default: false },
    'api-url': { type: 'string', default: BASE_URL.stage },
  },
})
const interrupted = new AbortController()
// A reader that is gone must not keep the webhooks from being restored.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})

try {
  checkProxies((name) => process.env[name])
  const keys = readKeys()
  if (keys === null) {
    const auco = await startAuco()
    try {
      const [publicKey, privateKey] = [new Secret(auco.publicKey), new Secret(auco.privateKey)]
      await run("the fake of Auco's API", { url: auco.url, publicKey, privateKey }, true)
    } finally {
      await auco.close()
    }
  } else {
    const url = options['api-url']
    if (url !== BASE_URL.stage && !isLoopback(URL.parse(url)?.hostname ?? '')) {
      throw new Refused(
        '`--api-url` is for an emulator on this machine. The suite runs at nothing but stage.',
      )
    }
    const target = url === BASE_URL.stage ? "Auco's API (stage)" : "an emulator of Auco's API"
    await run(target, { url, ...keys }, false)
  }
} catch (error) {
  process.exitCode = 1
  const isExpected = error instanceof Refused || error instanceof UserError
  if (isExpected) say(error.message)
  // The message of any other could hold anything.
  else
    say(['This is a bug.', ...(error instanceof Error ? [error.name, ...stackFrames(error)] : [])].join('\n'))
}

/** The keys of the stage company; null without any. Throws for half of them, and for one of production. */
function readKeys(): Pick<Access, 'publicKey' | 'privateKey'> | null {
  const publicKey = givenKey('public')
  const privateKey = givenKey('private')
  if (publicKey === null && privateKey === null) return null
  if (publicKey === null || privateKey === null) {
    const missing = KEYS[publicKey === null ? 'public' : 'private']
    throw new Refused(`The suite needs both keys of the company: set ${missing.join(' or ')}, too.`)
  }
  checkKey(publicKey, 'public')
  checkKey(privateKey, 'private')
  for (const given of [publicKey, privateKey]) {
    if (PRODUCTION_KEYS.some((name) => variable(name) === given.key.reveal())) {
      throw new Refused(`${given.name} is also set as a key of production, where the suite never runs.`)
    }
  }
  return { publicKey: publicKey.key, privateKey: privateKey.key }
}

function givenKey(kind: keyof typeof KEYS): GivenKey | null {
  const name = KEYS[kind].find((candidate) => variable(candidate) !== '')
  return name === undefined ? null : { name, key: new Secret(variable(name)), keptIn: 'the variable' }
}

function variable(name: string): string {
  return process.env[name]?.trim() ?? ''
}

/** Tries everything at this company, restores it, and prints the table. */
async function run(
  target: string,
  access: Pick<Access, 'url' | 'publicKey' | 'privateKey'>,
  isFake: boolean,
): Promise<void> {
  const connections = openConnections(LIMITS.connect, 1)
  const company = await Company.open({ ...access, connections, sleep, interrupted: interrupted.signal })
  const print = async () => {
    process.stdout.write(markdown(await examine(company, options.all || isFake), target, new Date()))
  }
  if (!company.canWrite) return await print()
  if (!isFake && !options.yes) await confirm(company.before.ids.length)
  const directory = await mkdtemp(path.join(tmpdir(), 'auco-webhooks-conformance-'))
  const backup = path.join(directory, 'webhooks.json')
  await writeFile(backup, company.backup, { mode: 0o600 })
  const key = givenKey('private')?.name ?? KEYS.private[0]
  say(
    `The webhooks, with their header values, are saved for the case that this process is killed. What restores them:
curl -X PUT ${access.url}/company -H "Authorization: $${key}" -H "Content-Type: application/json" --data "@${backup}"`,
  )
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (!interrupted.signal.aborted) say('Interrupted. Restoring the webhooks; please wait.')
      interrupted.abort()
      process.exitCode = 1
    })
  }
  try {
    await print()
  } finally {
    if (await company.restore()) {
      await rm(directory, { recursive: true })
      say('The company has its webhooks as they were; a read shows it. The backup is deleted.')
    } else {
      process.exitCode = 1
      say('No read shows the webhooks as they were. Run the command above, and then delete the backup.')
    }
  }
}

/** Throws unless somebody types `yes`. */
async function confirm(number: number): Promise<void> {
  const { stdin, stderr } = process
  if (!stdin.isTTY || !stderr.isTTY) throw new Refused('Run the suite on a terminal, or with `--yes`.')
  say(
    `The company has ${number} webhooks at stage. The suite adds its own, some invalid, and removes them again. Nobody else may change the company's webhooks meanwhile.`,
  )
  const answer = await ask('Type yes to go on: ', 'shown', stdin, stderr, () => {})
  if (answer?.trim() !== 'yes') throw new Refused('Nothing was written.')
}

function say(text: string): void {
  process.stderr.write(`${text}\n`)
}
