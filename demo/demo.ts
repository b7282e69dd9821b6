/**
 * The action's life in one company, from a broken file to a secret that its receiver doesn't know: the real
 * `dist/index.js` against fakes of Auco, GitHub, and the receivers on this machine. If a step doesn't end as the story says, the demo stops with exit code 1.
 */
import { isDeepStrictEqual } from 'node:util'
import { type FakeAuco, startAuco, type Webhook } from '../test/fakes/auco.ts'
import { type FakeGitHub, startGitHub } from '../test/fakes/github.ts'
import { type PublicNetwork, startPublicNetwork } from '../test/fakes/public-network.ts'
import type { RecordedRequest } from '../test/fakes/recording-server.ts'
import { type ActionRun, runAction } from '../test/fakes/run-action.ts'
import {
  annotationLines,
  fileLines,
  logLines,
  markdownLines,
  outputLines,
  showFacts,
  showHeading,
  showPart,
  showSummary,
} from './screen.ts'
import {
  type Ending,
  type Job,
  type Part,
  receivers,
  type Step,
  secrets,
  storedAtFirst,
  storedAtStage,
  story,
  variables,
} from './story.ts'
import { Team } from './team.ts'

interface World {
  readonly auco: FakeAuco
  readonly github: FakeGitHub
  readonly network: PublicNetwork
  readonly team: Team
}

/** Everything that can be seen of a step once its run is over. */
interface Seen {
  readonly run: ActionRun
  readonly checkout: Readonly<Record<string, string>>
  readonly auco: readonly RecordedRequest[]
  readonly github: readonly RecordedRequest[]
  readonly storedBefore: readonly Webhook[]
  readonly stored: readonly Webhook[]
  readonly commentsBefore: readonly string[]
  readonly comments: readonly string[]
}

/** A step that didn't end as the story says. */
class Unexpected extends Error {}

const startedAt = performance.now()
const [auco, github, network] = await Promise.all([
  startAuco({ webhooks: structuredClone([...storedAtFirst]) }),
  startGitHub(),
  startPublicNetwork(),
])
const stage = { publicKey: 'puk_stage_2mVx8QzLr5TnKc7Y', privateKey: 'prk_stage_9bHw4JdSf6PgRt3E' }
auco.addAccount({ ...stage, company: { ...auco.company(), webhooks: structuredClone([...storedAtStage]) } })
try {
  const accepted: readonly unknown[] = [`Bearer ${variables.AUCO_HOOK_TOKEN}`, ...Object.values(variables)]
  for (const host of receivers) {
    const receiver = await network.answering(host)
    receiver.answer = ({ headers }) => ({
      status: Object.values(headers).some((value) => accepted.includes(value)) ? 204 : 401,
    })
  }
  const world = { auco, github, network, team: await Team.start(github) }
  for (const [index, step] of story.entries()) await tell(world, step, index + 1)
  showSummary(`${story.length} steps, ${((performance.now() - startedAt) / 1000).toFixed(1)} s`)
} catch (error) {
  if (!(error instanceof Unexpected)) throw error
  console.error(`\n${error.message}`)
  process.exitCode = 1
} finally {
  await Promise.all([auco.close(), github.close(), network.close()])
}

async function tell(world: World, step: Step, number: number): Promise<void> {
  showHeading(number, step.title, step.narration)
  const seen = await play(world, step, number)
  show(step.show, seen)
  const expectEqual = expectationsOf(`Step ${number} (${step.title})`, seen.run.log)
  checkEnding(expectEqual, step.ending, seen)
  checkSecrets(expectEqual, world, seen)
}

/** Lets people do their part, then runs the action for the resulting event. */
async function play({ auco, github, network, team }: World, step: Step, number: number): Promise<Seen> {
  const commentsBefore = await team.comments()
  const event = await step.people(team, auco)
  const checkout = team.checkout(event)
  const storedBefore = auco.company().webhooks
  const asked = { auco: auco.requests.length, github: github.requests.length }
  const { env, nodeArguments } = network.options()
  const runIn = (inputs: Readonly<Record<string, string>>) =>
    runAction({
      workspace: checkout,
      inputs,
      env: { ...variables, ...step.rotated, ...env },
      nodeArguments,
      runner: 'github-hosted',
      event: { runId: 17_023_456_000 + number, ...event },
      token: github.botToken,
      githubUrl: github.url,
    })
  const { job, stageFirst = false } = step
  if (stageFirst) await runIn(inputsOf(job, auco.url, 'stage', stage))
  const run = await runIn(inputsOf(job, auco.url, 'production', auco))
  return {
    run,
    checkout,
    auco: auco.requests.slice(asked.auco),
    github: github.requests.slice(asked.github),
    storedBefore,
    stored: auco.company().webhooks,
    commentsBefore,
    comments: await team.comments(),
  }
}

interface Keys {
  readonly publicKey: string
  readonly privateKey: string
}

function inputsOf(job: Job, url: string, environment: string, keys: Keys): Record<string, string> {
  const common = { environment, 'api-url': url, 'public-key': keys.publicKey }
  switch (job) {
    case 'plan':
      return common
    case 'apply':
      return { ...common, 'private-key': keys.privateKey, deliver: 'changed' }
    case 'check':
      return { ...common, 'fail-on-changes': 'true' }
  }
}

/** Prints the parts that the step is about, then its annotations and facts. */
function show(parts: readonly Part[], seen: Seen): void {
  const { run, checkout, commentsBefore, comments } = seen
  const shows: Record<Part, () => void> = {
    file: () => {
      for (const [path, content] of Object.entries(checkout)) showPart(path, fileLines(content))
    },
    log: () => showPart('Log', logLines(run.log)),
    comment: () => showPart('Comment on the pull request', markdownLines(comments.at(-1) ?? '')),
    status: () =>
      showPart('Status of the comment', [
        ...statusOf(commentsBefore).map((line) => `before  ${line}`),
        ...statusOf(comments).map((line) => `after   ${line}`),
      ]),
    outputs: () => showPart('Outputs', outputLines(run.outputs)),
  }
  for (const part of parts) shows[part]()
  showPart('Annotations', annotationLines(run.annotations))
  showFacts({
    Requests: `Auco ${requestsIn(seen.auco)} · GitHub ${seen.github.length}`,
    'Auco stores': isDeepStrictEqual(seen.storedBefore, seen.stored)
      ? `${idsOf(seen.stored)} (as before the run)`
      : `${idsOf(seen.storedBefore)} → ${idsOf(seen.stored)}`,
    'Exit code': `${run.exitCode}`,
  })
}

/** Throws `Unexpected` for the first difference from the story. */
function checkEnding(expectEqual: ExpectEqual, ending: Ending, seen: Seen): void {
  const { run, auco, github, stored, comments } = seen
  expectEqual('exit code', run.exitCode, ending.exitCode)
  expectEqual('output `result`', run.outputs['result'], ending.result)
  expectEqual('requests to Auco', methodsOf(auco), ending.auco)
  if (ending.github !== undefined) expectEqual('requests to GitHub', methodsOf(github), ending.github)
  expectEqual('what Auco stores', stored, ending.stored)
  expectEqual('number of comments', comments.length, ending.comments)

  const annotations = run.annotations.map(
    ({ file, line, col, level, message }) => `${[file, line, col].join(':')} ${level} ${message}`,
  )
  const shown = [run.log, ...annotations, ...comments].join('\n')
  for (const text of ending.says) expectEqual(`shows “${text}”`, shown.includes(text), true)
}

/** Nothing that the run left behind may contain a secret, even before the runner masks it. */
function checkSecrets(expectEqual: ExpectEqual, { auco, github }: World, { run, comments }: Seen): void {
  const output = run.stdout.split('\n').filter((line) => !line.startsWith('::add-mask::'))
  const said = [...output, run.stderr, run.summary, ...Object.values(run.outputs), ...comments].join('\n')
  const all = [...secrets, auco.publicKey, auco.privateKey, github.botToken]
  expectEqual('visible secrets', all.filter((secret) => said.includes(secret)).length, 0)
}

type ExpectEqual = (what: string, actual: unknown, expected: unknown) => void

function expectationsOf(step: string, log: string): ExpectEqual {
  return (what, actual, expected) => {
    if (isDeepStrictEqual(actual, expected)) return
    const difference = `expected ${JSON.stringify(expected)}, got ${JSON.stringify(actual)}`
    throw new Unexpected(`${step} did not end as the story says: ${what}: ${difference}. Its log:\n\n${log}`)
  }
}

function requestsIn(requests: readonly RecordedRequest[]): string {
  return requests.length === 0 ? '0' : `${requests.length} (${methodsOf(requests).join(', ')})`
}

function methodsOf(requests: readonly RecordedRequest[]): string[] {
  return requests.map(({ method }) => method)
}

function idsOf(webhooks: readonly Webhook[]): string {
  return webhooks.map(({ id }) => id).join(', ')
}

/** The status lines of the newest comment: one for each section. */
function statusOf(comments: readonly string[]): readonly string[] {
  return [...(comments.at(-1) ?? '').matchAll(/^###? .*\n\n(?!#)(.*)$/gm)].map(([, line = '']) => line)
}
