/**
 * Takes each redaction and each guard of `scripts/mutants/mutants.ts` out of `src/`, one at a time and in copies of the
 * project, and runs the tests that must notice. Fails if one survives, if its text is not found, or if the tests fail
 * without it. With arguments, only mutants whose name or file holds one of them.
 */
import { execFile } from 'node:child_process'
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { styleText } from 'node:util'
import { leaks, type Mutant, mutants } from './mutants/mutants.ts'

/** Copies that work side by side: as many as the machine has cores, but the tests have processes of their own. */
const WORKERS = 2
/** A mutant may hang its tests; that is noticed too. In milliseconds. */
const PATIENCE = 120_000

interface Verdict {
  readonly mutant: Mutant
  /** The test that noticed, or why nothing can be said. */
  readonly by: string
  readonly isKilled: boolean
  readonly seconds: number
}

type Tests = Pick<Mutant, 'tests' | 'only'>

const root = path.resolve(import.meta.dirname, '..')
const wanted = process.argv.slice(2)
const chosen = mutants.filter(
  ({ name, file }) =>
    wanted.length === 0 || wanted.some((word) => name.includes(word) || file.includes(word)),
)
const started = Date.now()
const directory = mkdtempSync(path.join(tmpdir(), 'mutants-'))
process.once('exit', () => rmSync(directory, { recursive: true, force: true }))
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130))

const verdicts: Verdict[] = chosen
  .filter((mutant) => !isThere(mutant))
  .map((mutant) => ({
    mutant,
    by: `its text does not stand in ${mutant.file} exactly once`,
    isKilled: false,
    seconds: 0,
  }))
const copies = Array.from({ length: WORKERS }, (_, index) => copyProject(path.join(directory, String(index))))
const [first = expectCopy()] = copies
await build(first)
for (const copy of copies.slice(1))
  cpSync(path.join(first, 'dist'), path.join(copy, 'dist'), { recursive: true })
const dist = path.join(directory, 'dist')
cpSync(path.join(first, 'dist'), dist, { recursive: true })

const queue = chosen.filter(isThere)
const failing = await failWithoutMutants(queue)
await Promise.all(copies.map(work))
report()

/** The tests that fail, or find nothing to do, in a copy without any mutant: they would notice everything. */
async function failWithoutMutants(all: readonly Mutant[]): Promise<ReadonlyMap<string, string>> {
  const distinct = [...new Map(all.map((mutant) => [keyOf(mutant), mutant]))]
  const failed = new Map<string, string>()
  const workOff = async (copy: string) => {
    for (let next = distinct.pop(); next !== undefined; next = distinct.pop()) {
      const [key, tests] = next
      const by = await runTests(copy, tests).catch((error: unknown) => String(error))
      if (by !== null) failed.set(key, by)
    }
  }
  await Promise.all(copies.map(workOff))
  return failed
}

async function work(copy: string): Promise<void> {
  for (let mutant = queue.shift(); mutant !== undefined; mutant = queue.shift()) {
    const start = Date.now()
    const failed = failing.get(keyOf(mutant))
    const ended =
      failed === undefined
        ? await judge(copy, mutant)
        : { isKilled: false, by: `its tests fail without it: ${failed}` }
    verdicts.push({ mutant, ...ended, seconds: (Date.now() - start) / 1000 })
    process.stdout.write(styleText(ended.isKilled ? 'green' : 'red', ended.isKilled ? '.' : 'S'))
  }
}

async function judge(copy: string, mutant: Mutant): Promise<{ isKilled: boolean; by: string }> {
  const file = path.join(copy, mutant.file)
  const original = readFileSync(file, 'utf8')
  try {
    writeFileSync(
      file,
      original.replace(mutant.from, () => mutant.to),
    )
    if (mutant.dist === true) await build(copy)
    const by = await runTests(copy, mutant)
    return { isKilled: by !== null, by: by ?? 'SURVIVED' }
  } catch (error) {
    return {
      isKilled: false,
      by: `cannot be judged: ${error instanceof Error ? error.message : String(error)}`,
    }
  } finally {
    writeFileSync(file, original)
    if (mutant.dist === true) {
      rmSync(path.join(copy, 'dist'), { recursive: true, force: true })
      cpSync(dist, path.join(copy, 'dist'), { recursive: true })
    }
  }
}

/** A copy of the files as they are, with packages of the original and caches of its own. */
function copyProject(copy: string): string {
  const left = ['.git', 'node_modules', 'build', 'docs']
  cpSync(root, copy, {
    recursive: true,
    filter: (source) => !left.includes(path.relative(root, source)),
  })
  // Links to each package, not to the folder: what tools write beside the packages stays in the copy.
  const packages = path.join(copy, 'node_modules')
  mkdirSync(packages)
  for (const name of readdirSync(path.join(root, 'node_modules'))) {
    if (name.startsWith('.vite')) continue
    symlinkSync(path.join(root, 'node_modules', name), path.join(packages, name))
  }
  // A mutant may leave something unused.
  const config = path.join(copy, 'tsconfig.json')
  writeFileSync(config, readFileSync(config, 'utf8').replace(/"noUnused(\w+)": true/g, '"noUnused$1": false'))
  return copy
}

async function build(copy: string): Promise<void> {
  const { failed, output } = await node(copy, ['scripts/build.ts'])
  if (failed) throw new Error(`it does not build: ${output.trim().slice(0, 300)}`)
}

/** The name of the first test that fails; `null` if all pass. */
async function runTests(copy: string, { tests, only }: Tests): Promise<string | null> {
  const results = path.join(copy, 'results.json')
  rmSync(results, { force: true })
  const { failed, timedOut, output } = await node(copy, [
    'node_modules/vitest/vitest.mjs',
    'run',
    ...tests,
    ...(only === undefined ? [] : ['--testNamePattern', only]),
    ...(tests.includes(leaks) ? ['--mode', 'soak'] : []),
    '--bail=1',
    '--reporter=json',
    `--outputFile=${results}`,
  ])
  if (timedOut) return 'a time-out'
  const { failedTest, passed } = readResults(results)
  if (failedTest !== null) return failedTest
  if (failed || passed === 0) throw new Error(`the tests do not run: ${output.trim().slice(-300)}`)
  return null
}

function readResults(file: string): { failedTest: string | null; passed: number } {
  const results: {
    numPassedTests: number
    testResults: { message?: string; assertionResults: { status: string; fullName: string }[] }[]
  } = JSON.parse(readText(file) ?? `{"numPassedTests":0,"testResults":[]}`)
  const failed = results.testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .find(({ status }) => status === 'failed')
  const failedFile = results.testResults.find(({ message }) => (message ?? '') !== '')
  const byFile = failedFile === undefined ? null : `the file as a whole: ${failedFile.message}`
  return { failedTest: failed?.fullName ?? byFile, passed: results.numPassedTests }
}

function readText(file: string): string | null {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return null
  }
}

function node(
  copy: string,
  args: readonly string[],
): Promise<{ failed: boolean; timedOut: boolean; output: string }> {
  return new Promise((resolve) => {
    const options = {
      cwd: copy,
      // Tests that are cut short leave their temporary files behind.
      env: { ...process.env, TMPDIR: directory },
      timeout: PATIENCE,
      killSignal: 'SIGKILL',
      maxBuffer: 64 * 1024 * 1024,
    } as const
    execFile(process.execPath, args, options, (error, stdout, stderr) => {
      resolve({ failed: error !== null, timedOut: error?.killed === true, output: stdout + stderr })
    })
  })
}

function isThere({ file, from }: Mutant): boolean {
  return (readText(path.join(root, file)) ?? '').split(from).length === 2
}

function keyOf({ tests, only }: Tests): string {
  return JSON.stringify([tests, only ?? null])
}

function expectCopy(): never {
  throw new Error('There is no copy')
}

function report(): void {
  const width = Math.max(...chosen.map(({ name }) => name.length))
  console.log('')
  for (const mutant of chosen) {
    const verdict = verdicts.find((candidate) => candidate.mutant === mutant)
    if (verdict === undefined) continue
    const { isKilled, by, seconds } = verdict
    const line = `${mutant.name.padEnd(width)}  ${isKilled ? `killed by ${by}` : by}`
    console.log(
      `${styleText(isKilled ? 'green' : 'red', line.replaceAll('\n', ' ').slice(0, 230))} (${seconds.toFixed(1)} s)`,
    )
  }
  const killed = verdicts.filter(({ isKilled }) => isKilled).length
  console.log(
    `\n${killed} of ${chosen.length} mutants killed in ${((Date.now() - started) / 1000).toFixed(0)} s.`,
  )
  process.exitCode = killed === chosen.length ? 0 : 1
}
