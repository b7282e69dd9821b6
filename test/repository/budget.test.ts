import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, it } from 'vitest'
import * as z from 'zod'
import { startCompany } from '../fakes/company.ts'
import { pullRequestEvent } from '../fakes/github-events.ts'
import { type ActionEvent, runAction } from '../fakes/run-action.ts'
import { desiredFile, entries, fileOf, hookTokens } from '../fakes/webhooks-file.ts'

// What a run loads decides how fast it starts. A careless import fails here on any machine; `npm run bench` measures the time.
const company = await startCompany()
const directory = await mkdtemp(path.join(tmpdir(), 'budget-'))
afterAll(() => rm(directory, { recursive: true, force: true }))

const preload = new URL('../fakes/loaded-files.mjs', import.meta.url).href
const Loaded = z.object({ files: z.array(z.string()), builtins: z.array(z.string()) })

/** A text that only the code of the library contains. */
const LIBRARIES = {
  undici: 'class EnvHttpProxyAgent',
  octokit: 'octokit-core.js/',
  zod: 'ZodMiniObject',
  yaml: 'YAMLParseError',
}

async function loadedBy(file: string, event: ActionEvent, exitCode: number, deliver: 'off' | 'all' = 'off') {
  const log = path.join(directory, 'loaded.json')
  const run = await runAction({
    event,
    workspace: { 'webhooks.yaml': file },
    inputs: {
      'api-url': company.auco.url,
      'public-key': company.auco.publicKey,
      'private-key': company.auco.privateKey,
      deliver,
    },
    runner: 'github-hosted',
    env: { ...hookTokens, LOADED_FILES_LOG: log },
    token: company.github.botToken,
    githubUrl: company.github.url,
    nodeArguments: ['--import', preload],
  })
  expect(run).toMatchObject({ exitCode, stderr: '' })
  const { files, builtins } = Loaded.parse(JSON.parse(await readFile(log, 'utf8')))
  const texts = await Promise.all(files.map((url) => readFile(fileURLToPath(url), 'utf8')))
  const sizes = await Promise.all(files.map((url) => stat(fileURLToPath(url))))
  const libraries = Object.entries(LIBRARIES).filter(([, mark]) => texts.some((text) => text.includes(mark)))
  return {
    libraries: libraries.map(([name]) => name),
    heavy: HEAVY.filter((name) => builtins.includes(name)),
    kibibytes: sizes.reduce((sum, { size }) => sum + size, 0) / 1024,
  }
}

/** Node's modules that take more than a millisecond to load, and the one that only the check of endpoints needs. */
const HEAVY =
  'assert dns/promises http http2 https perf_hooks sqlite worker_threads zlib stream/web inspector'.split(' ')

/** It changes every webhook, but re-points none. */
const changedFile = fileOf(
  { ...entries.default, description: 'New' },
  { ...entries.billing, description: 'New' },
)

it('an invalid file, where there is no comment: neither undici nor octokit, and none of the slow modules of Node', async () => {
  const file = changedFile.replace('https:', 'http:')
  const loaded = await loadedBy(file, { ...(await company.push(file)), name: 'schedule' }, 1)
  expect(loaded).toMatchObject({ libraries: ['zod', 'yaml'], heavy: [] })
  expect(loaded.kibibytes).toBeLessThan(280)
})

it('a plan that re-points nothing, and an apply: every library, and none of those modules', async () => {
  const event = pullRequestEvent(company.repo, await company.propose(changedFile))
  const plan = await loadedBy(changedFile, event, 0, 'all')
  const apply = await loadedBy(desiredFile, await company.push(desiredFile), 0)
  for (const loaded of [plan, apply]) {
    expect(loaded).toMatchObject({ libraries: Object.keys(LIBRARIES), heavy: [] })
    expect(loaded.kibibytes).toBeLessThan(520)
  }
})
