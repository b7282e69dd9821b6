/**
 * `npm run bench`: measures whole processes of the bundle on loopback servers. The runs take turns, so that a slow moment of
 * the machine affects all of them; what counts is the ratio to `node -e 0` in the same rounds. Then the requests of each
 * kind of run.
 *
 * Options: `--rounds <n>` (default 25), `--only <part of a name>`, `--against <commit>`: its bundle takes turns with this
 * one, in the runs of the same name, on the fakes of that commit.
 */
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, symlink, truncate, writeFile } from 'node:fs/promises'
import { cpus, tmpdir, totalmem } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { prepareAction } from '../test/fakes/run-action.ts'
import { roundTripsOf } from './bench/round-trips.ts'
import { type Scenario, scenariosOn, WRONG_FILE } from './bench/scenarios.ts'
import { type BenchServers, startServers } from './bench/server.ts'

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '25' },
    only: { type: 'string', default: '' },
    against: { type: 'string' },
  },
})
const rounds = Number(options.rounds)
const WARM_UP = 2
/** Of each answer while round trips are counted, in milliseconds: far longer than what lies between two requests. */
const LATENCY = 250
interface Prepared {
  readonly name: string
  readonly args: readonly string[]
  readonly cwd: string
  readonly env: NodeJS.ProcessEnv
  /** Files that each run appends to. */
  readonly appended: readonly string[]
  readonly exitCode: number
  /** What it finds and asks; `null` for one that asks nobody. */
  readonly run: { readonly scenario: Scenario; readonly servers: BenchServers } | null
}

/** A bundle, with the fakes and the runs of the same commit. */
interface Bundle {
  readonly servers: BenchServers
  readonly scenarios: readonly Scenario[]
  prepare(scenario: Scenario): Promise<Prepared>
}

const root = path.resolve(import.meta.dirname, '..')
const directory = await mkdtemp(path.join(tmpdir(), 'bench-'))
const started: BenchServers[] = []
try {
  const own = await bundleOf(startServers, scenariosOn, prepareAction)
  const earlier = options.against === undefined ? null : await bundleAt(options.against)
  const base: Prepared = { ...nothing('node -e 0'), args: ['-e', '0'] }
  const prepared = await Promise.all(own.scenarios.map((scenario) => own.prepare(scenario)))
  const before = await Promise.all((earlier?.scenarios ?? []).map((scenario) => earlier?.prepare(scenario)))
  const names = new Set(prepared.map(({ name }) => name))
  const all = [
    base,
    ...prepared,
    ...before.flatMap((one) =>
      one !== undefined && names.has(one.name) ? [{ ...one, name: nameOfEarlier(one.name) }] : [],
    ),
    ...(await commands()),
  ]
  const times = new Map(all.map(({ name }): [string, number[]] => [name, []]))
  for (let round = -WARM_UP; round < rounds; round += 1) {
    for (const one of all) {
      const milliseconds = await time(one)
      if (round >= 0) times.get(one.name)?.push(milliseconds)
    }
    process.stderr.write(round < 0 ? '' : '.')
  }
  const jobs: Job[] = []
  for (const scenario of own.scenarios) jobs.push(await requestsOf(scenario, own))
  report(base.name, times, jobs)
} finally {
  for (const servers of started) await servers.close()
  await rm(directory, { recursive: true, force: true })
}

function nothing(name: string): Prepared {
  return {
    name,
    args: [],
    cwd: directory,
    env: { PATH: process.env['PATH'] },
    appended: [],
    exitCode: 0,
    run: null,
  }
}

/** The bundle of the folder that these functions are from. */
async function bundleOf(
  start: typeof startServers,
  scenariosFor: typeof scenariosOn,
  prepareIn: typeof prepareAction,
): Promise<Bundle> {
  const servers = await start()
  started.push(servers)
  const prepare = async (scenario: Scenario): Promise<Prepared> => {
    const { name, action, exitCode } = scenario
    const { args, cwd, env, paths } = await prepareIn(await mkdtemp(path.join(directory, 'run-')), action)
    // On a runner there is no compile cache of an earlier run.
    const cold = { ...env, NODE_COMPILE_CACHE: '' }
    const appended = Object.values(paths.commands)
    return { name, args, cwd, env: cold, appended, exitCode, run: { scenario, servers } }
  }
  const scenarios = await scenariosFor(servers, async (scenario) => {
    await time(await prepare(scenario))
  })
  return { servers, scenarios: scenarios.filter(({ name }) => name.includes(options.only)), prepare }
}

/** The bundle of an earlier commit, which asks other things than today's fakes can answer. */
async function bundleAt(commit: string): Promise<Bundle> {
  const folder = path.join(directory, 'earlier')
  // Not `git archive`, which leaves out what users don't download.
  execFileSync('git', ['clone', '--quiet', '--shared', '--no-checkout', root, folder])
  execFileSync('git', ['checkout', '--quiet', '--detach', commit], { cwd: folder })
  await symlink(path.join(root, 'node_modules'), path.join(folder, 'node_modules'), 'junction')
  const server: typeof import('./bench/server.ts') = await import(
    path.join(folder, 'scripts/bench/server.ts')
  )
  const scenarios: typeof import('./bench/scenarios.ts') = await import(
    path.join(folder, 'scripts/bench/scenarios.ts')
  )
  const action: typeof import('../test/fakes/run-action.ts') = await import(
    path.join(folder, 'test/fakes/run-action.ts')
  )
  return await bundleOf(server.startServers, scenarios.scenariosOn, action.prepareAction)
}

function nameOfEarlier(name: string): string {
  return `${options.against}: ${name}`
}

/** The local commands, which should start as fast as the action. */
async function commands(): Promise<readonly Prepared[]> {
  const cwd = await mkdtemp(path.join(directory, 'commands-'))
  await writeFile(path.join(cwd, 'webhooks.yaml'), WRONG_FILE)
  const command = (name: string, exitCode: number): Prepared => ({
    ...nothing(`command: ${name}`),
    args: [path.join(root, 'dist/cli.js'), ...name.split(' ')],
    cwd,
    exitCode,
  })
  return [command('--help', 0), command('validate webhooks.yaml', 1)].filter(({ name }) =>
    name.includes(options.only),
  )
}

/**
 * Milliseconds of one process, from its start to its exit; each answer takes `latency` longer. Throws if it did not do what
 * is measured.
 */
async function time(prepared: Prepared, latency = 0): Promise<number> {
  const { name, args, cwd, env, appended, exitCode, run } = prepared
  for (const file of appended) await truncate(file)
  await run?.servers.use(run.scenario.world, latency)
  const start = process.hrtime.bigint()
  const child = spawn(process.execPath, args, { cwd, env, stdio: 'ignore' })
  const [code] = await once(child, 'exit')
  const milliseconds = Number(process.hrtime.bigint() - start) / 1e6
  if (code !== exitCode) throw new Error(`"${name}" ended with ${code}`)
  const expected = run?.scenario.expected ?? null
  const requests = run?.servers.visits.length ?? 0
  if (expected !== null && requests !== expected.auco + expected.gitHub) {
    throw new Error(`"${name}" made ${requests} requests instead of ${JSON.stringify(expected)}`)
  }
  return milliseconds
}

/** What a run asks for, and how often it waits for an answer before it asks again. */
interface Job {
  readonly name: string
  readonly auco: number
  readonly gitHub: number
  readonly roundTrips: number
}

/** Requests of one run, while every answer takes long. Throws if they aren't those that are expected. */
async function requestsOf(scenario: Scenario, { servers, prepare }: Bundle): Promise<Job> {
  const { name, expected } = scenario
  await time(await prepare(scenario), LATENCY)
  const { visits } = servers
  const auco = visits.filter(({ to }) => to === 'Auco').length
  const found = { auco, gitHub: visits.length - auco, roundTrips: roundTripsOf(visits) }
  if (expected !== null && JSON.stringify(found) !== JSON.stringify(expected)) {
    throw new Error(`"${name}" made ${JSON.stringify(found)} instead of ${JSON.stringify(expected)}`)
  }
  return { name, ...found }
}

function report(baseName: string, times: ReadonlyMap<string, readonly number[]>, jobs: readonly Job[]): void {
  const medianOf = (name: string) => median(times.get(name) ?? [])
  const earlierNames = new Set([...times.keys()].map(nameOfEarlier))
  const machine = `${cpus().length} × ${cpus()[0]?.model ?? '?'}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}`
  console.log(`\n${machine}; ${rounds} rounds; ${new Date().toISOString().slice(0, 10)}\n`)
  const against = options.against === undefined ? [] : [`to ${options.against}`]
  const heads = ['run', 'median ms', 'quartiles', 'ratio', ...against]
  const line = (cells: readonly string[]) => console.log(`| ${cells.join(' | ')} |`)
  line(heads)
  console.log(`|---|${'---:|'.repeat(heads.length - 1)}`)
  for (const [name, all] of times) {
    if (earlierNames.has(name)) continue
    const sorted = all.toSorted((a, b) => a - b)
    const before = times.get(nameOfEarlier(name))
    line([
      name,
      medianOf(name).toFixed(0),
      [at(sorted, 0.25), at(sorted, 0.75)].map((value) => value.toFixed(0)).join('–'),
      (medianOf(name) / medianOf(baseName)).toFixed(1),
      ...against.map(() => (before === undefined ? '' : (medianOf(name) / median(before)).toFixed(2))),
    ])
  }
  console.log('\n| run | requests to Auco | to GitHub | round trips |')
  console.log('|---|---:|---:|---:|')
  for (const { name, auco, gitHub, roundTrips } of jobs) line([name, `${auco}`, `${gitHub}`, `${roundTrips}`])
}

function median(values: readonly number[]): number {
  return at(
    values.toSorted((a, b) => a - b),
    0.5,
  )
}

function at(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}
