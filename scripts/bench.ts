/**
 * `npm run bench`: measures whole processes of the bundle on loopback servers. The runs take turns, so that a slow moment of
 * the machine affects all of them; what counts is the ratio to `node -e 0` in the same rounds. Then what a job waits for
 * besides: the download, its steps, and the requests of each kind of run.
 *
 * Options: `--rounds <n>` (default 25), `--only <part of a name>`, `--against <commit>` (its bundle takes turns with this one).
 */
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises'
import { cpus, tmpdir, totalmem } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { gzipSync } from 'node:zlib'
import { archiveOfTree } from '../test/fakes/archive.ts'
import { prepareAction } from '../test/fakes/run-action.ts'
import { quickStart } from '../test/repository/workflows/workflows.ts'
import { roundTripsOf } from './bench/round-trips.ts'
import { type Scenario, scenariosOn, WRONG_FILE } from './bench/scenarios.ts'
import { startServers, type World } from './bench/server.ts'

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
/** Separate runs for the peak memory, because measuring it takes a hook in the process. */
const MEMORY_RUNS = 5
/** Prints the peak memory of a process, in KiB, when it ends. */
const PRINT_MEMORY = `data:text/javascript,process.on('exit',()=>process.stderr.write('\\npeak:'+process.resourceUsage().maxRSS+'\\n'))`

interface Prepared {
  readonly name: string
  readonly args: readonly string[]
  readonly cwd: string
  readonly env: NodeJS.ProcessEnv
  /** Files that each run appends to. */
  readonly appended: readonly string[]
  readonly world: World | null
  /** `null` for any. */
  readonly exitCode: number | null
  readonly expected: Scenario['expected']
}

const directory = await mkdtemp(path.join(tmpdir(), 'bench-'))
const servers = await startServers()
try {
  const scenarios = await scenariosOn(servers, async (scenario) => {
    await time(await prepare(scenario))
  })
  const chosen = scenarios.filter(({ name }) => name.includes(options.only))
  const base: Prepared = { ...nothing('node -e 0'), args: ['-e', '0'] }
  const all = [
    base,
    ...(await Promise.all(chosen.map((scenario) => prepare(scenario)))),
    ...(await earlier(chosen)),
    ...(await commands()),
  ]
  const times = new Map(all.map(({ name }): [string, number[]] => [name, []]))
  for (let round = -WARM_UP; round < rounds; round += 1) {
    for (const prepared of all) {
      const milliseconds = await time(prepared)
      if (round >= 0) times.get(prepared.name)?.push(milliseconds)
    }
    process.stderr.write(round < 0 ? '' : '.')
  }
  const memory = new Map<string, number>()
  for (const prepared of all.filter(
    ({ name }) => name === base.name || /^(?:first|repeated) plan/.test(name),
  )) {
    const peaks: number[] = []
    for (let run = 0; run < MEMORY_RUNS; run += 1) peaks.push(await peakOf(prepared))
    memory.set(prepared.name, median(peaks))
  }
  const jobs: Job[] = []
  for (const scenario of chosen) jobs.push(await requestsOf(scenario))
  report(base.name, times, memory, jobs)
} finally {
  await servers.close()
  await rm(directory, { recursive: true, force: true })
}

function nothing(name: string): Prepared {
  return {
    name,
    args: [],
    cwd: directory,
    env: { PATH: process.env['PATH'] },
    appended: [],
    world: null,
    exitCode: null,
    expected: null,
  }
}

/** `script`: another bundle than the project's own. */
async function prepare(scenario: Scenario, script?: string): Promise<Prepared> {
  const own = await mkdtemp(path.join(directory, 'run-'))
  const { name, world, exitCode, expected } = scenario
  const action = script === undefined ? scenario.action : { ...scenario.action, script }
  const { args, cwd, env, paths } = await prepareAction(own, action)
  // On a runner there is no compile cache of an earlier run.
  const cold = { ...env, NODE_COMPILE_CACHE: '' }
  return { name, args, cwd, env: cold, appended: Object.values(paths.commands), world, exitCode, expected }
}

/** The same runs with the bundle of an earlier commit, which may make other requests. */
async function earlier(scenarios: readonly Scenario[]): Promise<readonly Prepared[]> {
  const commit = options.against
  if (commit === undefined) return []
  const folder = await mkdtemp(path.join(directory, 'earlier-'))
  const git = { cwd: path.resolve(import.meta.dirname, '..'), maxBuffer: 1e8 }
  const archive = execFileSync('git', ['archive', commit, 'dist'], git)
  execFileSync('tar', ['-x', '-C', folder], { input: archive })
  return Promise.all(
    scenarios.map(async (scenario) => ({
      ...(await prepare(scenario, path.join(folder, 'dist/index.js'))),
      name: nameOfEarlier(scenario.name),
      expected: null,
    })),
  )
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
    args: [path.resolve(import.meta.dirname, '../dist/cli.js'), ...name.split(' ')],
    cwd,
    exitCode,
  })
  return [command('--help', 0), command('validate webhooks.yaml', 1)].filter(({ name }) =>
    name.includes(options.only),
  )
}

/** Milliseconds of one process, from its start to its exit. Throws if it did not do what is measured. */
async function time(prepared: Prepared, latency = 0): Promise<number> {
  await makeReady(prepared, latency)
  const start = process.hrtime.bigint()
  const child = spawn(process.execPath, prepared.args, {
    cwd: prepared.cwd,
    env: prepared.env,
    stdio: 'ignore',
  })
  const [code] = await once(child, 'exit')
  const milliseconds = Number(process.hrtime.bigint() - start) / 1e6
  check(prepared, code)
  return milliseconds
}

/** Peak resident memory of one process, in KiB. */
async function peakOf(prepared: Prepared): Promise<number> {
  await makeReady(prepared)
  const child = spawn(process.execPath, ['--import', PRINT_MEMORY, ...prepared.args], {
    cwd: prepared.cwd,
    env: prepared.env,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let told = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    told += text
  })
  const [code] = await once(child, 'close')
  check(prepared, code)
  return Number(/\npeak:(\d+)/.exec(told)?.[1])
}

async function makeReady({ appended, world }: Prepared, latency = 0): Promise<void> {
  for (const file of appended) await truncate(file)
  if (world !== null) await servers.use(world, latency)
}

/** What a run asks for, and how often it waits for an answer before it asks again. */
interface Job {
  readonly name: string
  readonly auco: number
  readonly gitHub: number
  readonly roundTrips: number
}

/** Requests of one run, while every answer takes long. Throws if they aren't those that are expected. */
async function requestsOf(scenario: Scenario): Promise<Job> {
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

function check({ name, exitCode, expected }: Prepared, code: unknown): void {
  if (exitCode !== null && code !== exitCode) throw new Error(`"${name}" ended with ${code}`)
  const requests = servers.visits.length
  if (expected !== null && requests !== expected.auco + expected.gitHub) {
    throw new Error(`"${name}" made ${requests} requests instead of ${JSON.stringify(expected)}`)
  }
}

function report(
  baseName: string,
  times: ReadonlyMap<string, readonly number[]>,
  memory: ReadonlyMap<string, number>,
  jobs: readonly Job[],
): void {
  const medianOf = (name: string) => median(times.get(name) ?? [])
  const earlierNames = new Set([...times.keys()].map(nameOfEarlier))
  const machine = `${cpus().length} × ${cpus()[0]?.model ?? '?'}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}`
  const archive = gzipSync(archiveOfTree()).length
  const steps = Object.entries(quickStart().workflow.jobs).map(([name, job]) => `${name} ${job.steps.length}`)
  console.log(`\n${machine}; ${rounds} rounds; ${new Date().toISOString().slice(0, 10)}\n`)
  const against = options.against === undefined ? [] : [`to ${options.against}`]
  const heads = ['run', 'median ms', 'quartiles', 'ratio', ...against, 'memory']
  const line = (cells: readonly string[]) => console.log(`| ${cells.join(' | ')} |`)
  line(heads)
  console.log(`|---|${'---:|'.repeat(heads.length - 1)}`)
  for (const [name, all] of times) {
    if (earlierNames.has(name)) continue
    const sorted = all.toSorted((a, b) => a - b)
    const before = times.get(nameOfEarlier(name))
    const peak = memory.get(name)
    const memoryRatio = (peak ?? Number.NaN) / (memory.get(baseName) ?? Number.NaN)
    line([
      name,
      medianOf(name).toFixed(0),
      [at(sorted, 0.25), at(sorted, 0.75)].map((value) => value.toFixed(0)).join('–'),
      (medianOf(name) / medianOf(baseName)).toFixed(1),
      ...against.map(() => (before === undefined ? '' : (medianOf(name) / median(before)).toFixed(2))),
      peak === undefined ? '' : `${(peak / 1024).toFixed(0)} MiB (${memoryRatio.toFixed(2)})`,
    ])
  }
  console.log(
    `\nA job downloads ${Math.round(archive / 1000)} KB. Steps of the quick start: ${steps.join(', ')}.\n`,
  )
  console.log('| run | requests to Auco | to GitHub | round trips |')
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
