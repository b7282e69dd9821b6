import { type Company as StoredCompany, seedCompany, type Webhook } from '../fakes/auco.ts'
import type { Company } from '../fakes/company.ts'
import { pullRequestEvent, scheduleEvent } from '../fakes/github-events.ts'
import type { Respond } from '../fakes/recording-server.ts'
import {
  encoded,
  fileOf,
  GONE_HOOK,
  liveOf,
  misplacedLiveOf,
  OLD_HOOK,
  type SecretSet,
  variablesFor,
} from './secret-sets.ts'
import { spellings } from './spellings.ts'

/** The inputs, the file and the services of a run. */
export interface Scenario {
  /** A plan, of a fork too, or an apply of a commit of `main`. */
  readonly event: 'pull_request' | 'pull_request_target' | 'schedule' | 'push'
  readonly isFork?: boolean
  readonly inputs: Readonly<Record<string, string>>
  readonly variables: Readonly<Record<string, string>>
  readonly file: string
  /** The default branch's file before. */
  readonly baseFile?: string
  readonly live: readonly Webhook[]
  readonly auco?: Respond
  readonly onWrite?: (stored: StoredCompany) => void
  readonly github?: Respond
}

/** A way a run can go. `turn` differs from run to run, so that all combinations are covered over time. */
export interface Flow {
  readonly name: string
  /** The kinds of errors that it may end with; `ok` for none. */
  readonly ends: readonly string[]
  readonly scenario: (secretSet: SecretSet, turn: number) => Scenario
}

/** Stands among the lines of the log where Auco has answered. */
export const ANSWERED = '(Auco has answered)'

/** Performs a scenario, with all that anybody can see afterwards, without the mask lines. */
export async function perform(company: Company, scenario: Scenario) {
  const { auco, github, repo } = company
  const { event, isFork, inputs, variables, file, baseFile, live, onWrite } = scenario
  const { 'public-key': publicKey = '', 'private-key': privateKey = 'prk_none' } = inputs
  auco.addAccount({ publicKey, privateKey, company: { ...seedCompany(), webhooks: [...live] } })
  github.acceptToken(inputs['github-token'] ?? '')
  if (baseFile !== undefined) await company.push(baseFile, { startsRun: false })
  const pull = await (isFork === true ? company.proposeFromFork(file) : company.propose(file))
  const ofGitHub = () => (event === 'push' ? company.merge(pull) : scheduleEvent(repo))
  const isPlan = event === 'pull_request' || event === 'pull_request_target'
  const started = isPlan ? pullRequestEvent(repo, pull, event) : await ofGitHub()
  const requests = github.requests.length
  auco.quirks.onWrite = onWrite
  auco.quirks.respond = async (request, own) => {
    const outcome = (await scenario.auco?.(request, own)) ?? (await own())
    process.stdout.write(`${ANSWERED}\n`)
    return outcome
  }
  github.respond = scenario.github
  const run = await company.run({ file, event: started, inputs, env: variables, debug: true })
  github.respond = undefined
  const toGitHub = github.requests.slice(requests).map(({ target, body }) => ({ target, body }))
  const comments = await company.comments(pull)
  const shown = {
    stdout: run.stdout.replaceAll(/^::add-mask::.*$/gm, ''),
    summary: run.summary,
    outputs: JSON.stringify(run.outputs),
    requests: JSON.stringify(toGitHub),
    comments: comments.join('\n'),
  }
  const texts = Object.entries(shown).map(([name, text]) => [name, withoutCommits(text)] as const)
  return { kind: run.kind, lines: run.stdout.split('\n'), texts: Object.fromEntries(texts) }
}

/** The names of commits differ from run to run, and can look like a piece of a secret in hex. */
function withoutCommits(text: string): string {
  return text.replaceAll(/\b[0-9a-f]{40}\b/g, '(commit)')
}

function plan(secretSet: SecretSet, more: Partial<Scenario> = {}): Scenario {
  return {
    event: 'pull_request',
    variables: variablesFor(secretSet),
    file: fileOf(secretSet),
    live: liveOf(secretSet),
    ...more,
    inputs: { 'public-key': secretSet.publicKey, 'github-token': secretSet.githubToken, ...more.inputs },
  }
}

function apply(secretSet: SecretSet, more: Partial<Scenario> = {}): Scenario {
  const keys = { 'private-key': secretSet.privateKey, removals: 'all' }
  return plan(secretSet, { event: 'push', ...more, inputs: { ...keys, ...more.inputs } })
}

function nth<T>(list: readonly T[], turn: number): T {
  const found = list[turn % list.length]
  if (found === undefined) throw new Error('The list is empty')
  return found
}

/** An error body that repeats a part of what the server was sent, in one of the encodings and fields. */
function echo(pieces: readonly string[], turn: number): object {
  const [, spell] = nth(spellings, turn)
  const text = spell(nth(pieces, turn))
  const bodies = [{ message: `bad: ${text}` }, { error: text }, { code: text }]
  return nth([...bodies, { message: '', error: `${text} is bad` }], turn)
}

/** The secrets of a write to Auco. */
function sent(secretSet: SecretSet): readonly string[] {
  const { publicKey, privateKey, composed, variable } = secretSet
  const { AUCO_URL_PATH: path = '', AUCO_URL_SIG: sig = '' } = variablesFor(secretSet)
  return [
    ...[publicKey, privateKey, composed, variable, JSON.stringify({ key: 'X-Key', value: variable })],
    ...[path, sig, `webhooks[3].url: /in/${path}/x`, `https://hook.example.com/in/${path}/x?sig=${sig}`],
  ]
}

const refusals = [400, 422, 403, 404, 409, 401, 302, 418]
const readRefusals = [400, 401, 403, 404, 429, 500, 503, 302, 200, 201]
const REFUSED = ['webhooks-refused', 'unexpected-answer', 'auco-keys', 'not-applied']

/** Auco refuses each write. */
function refusing(status: number, body: object): Respond {
  return ({ method }) => (method === 'PUT' ? { status, body } : undefined)
}

function flow(
  name: string,
  ends: Flow['ends'],
  run: typeof plan,
  more: (secretSet: SecretSet, turn: number) => Partial<Scenario> = () => ({}),
): Flow {
  return { name, ends, scenario: (secretSet, turn) => run(secretSet, more(secretSet, turn)) }
}

export const flows: readonly Flow[] = [
  flow('plan', ['ok'], plan),
  ...[false, true].map((isFork) =>
    flow(`trusted plan${isFork ? ' of a fork' : ''} of misplaced secrets`, ['ok'], plan, (secretSet) => ({
      event: 'pull_request_target',
      isFork,
      baseFile: fileOf(secretSet, OLD_HOOK),
      live: misplacedLiveOf(secretSet),
      inputs: { 'private-key': secretSet.privateKey, removals: 'all' },
    })),
  ),
  // Inputs are trimmed. Secrets of several lines have one in common, as a token and a variable that holds it would.
  flow('plan with a GitHub token of any kind', ['ok', 'invalid-file'], plan, (secretSet) => ({
    inputs: { 'github-token': secretSet.other.trim() },
  })),
  flow('plan with a base file', ['ok'], plan, (secretSet) => ({
    baseFile: fileOf(secretSet, GONE_HOOK),
    variables: { ...variablesFor(secretSet), AUCO_TOKEN_OF_BASE: secretSet.other },
  })),
  flow('plan of misplaced secrets that fails on changes', ['changes-found'], plan, (secretSet) => ({
    event: 'schedule',
    live: misplacedLiveOf(secretSet),
    inputs: { 'private-key': secretSet.privateKey, 'fail-on-changes': 'true' },
  })),
  // Here and below: a secret can look like a mask, which an apply doesn't write back.
  ...[plan, apply].flatMap((run) =>
    ['all', 'none'].map((removals) =>
      flow(
        `${run.name} of misplaced secrets, removals: ${removals}`,
        ['ok', 'hidden-header-values'],
        run,
        (secretSet) => ({
          live: misplacedLiveOf(secretSet),
          inputs: { 'private-key': secretSet.privateKey, removals },
        }),
      ),
    ),
  ),
  ...[plan, apply].map((run) =>
    flow(
      `${run.name} that can't tell what was managed`,
      ['ok', 'no-answer-from-github'],
      run,
      (secretSet) => ({
        live: misplacedLiveOf(secretSet),
        inputs: { 'private-key': secretSet.privateKey, removals: 'managed' },
        github: ({ body }) =>
          JSON.stringify(body ?? null).includes('isTruncated')
            ? { status: 403, body: { message: `bad ${secretSet.githubToken}` } }
            : undefined,
      }),
    ),
  ),
  flow('plan without a key', ['ok'], plan, (secretSet) => ({
    baseFile: fileOf(secretSet, GONE_HOOK),
    inputs: { 'public-key': '' },
  })),
  flow('plan of a URL without its variable', ['ok'], plan, (secretSet) => ({
    variables: { AUCO_TOKEN: secretSet.variable },
  })),
  flow('plan that removes or re-points a URL of the default branch', ['ok'], plan, (secretSet, turn) => ({
    baseFile: fileOf(secretSet, OLD_HOOK),
    file: nth(filesAfter(secretSet), turn),
  })),
  flow(
    'apply that removes, re-points or keeps URLs',
    ['ok', 'hidden-header-values'],
    apply,
    (secretSet, turn) => ({
      baseFile: fileOf(secretSet, OLD_HOOK),
      file: nth(filesAfter(secretSet), turn),
      inputs: { removals: nth(['all', 'managed', 'none'], turn) },
    }),
  ),
  flow('apply', ['ok'], apply),
  flow('apply that is not applied', ['not-applied'], apply, (secretSet, turn) => ({
    auco: refusing(nth([500, 200], turn), echo(sent(secretSet), turn)),
  })),
  flow('apply beside somebody else', ['stored-differently'], apply, (secretSet) => ({
    onWrite: (stored) => {
      const { password, other, oldPath } = secretSet
      const url = `https://x:${encoded(password)}@else.example.com/`
      const hook = { id: 'Hook', url: `https://hook.example.com/in/${encoded(oldPath)}` }
      stored.webhooks = [{ id: 'default', url, header: { key: 'X-Else', value: other } }, hook]
    },
  })),
  flow('apply beside somebody else who misplaces secrets', ['stored-differently'], apply, (secretSet) => ({
    onWrite: (stored) => {
      stored.webhooks = [...misplacedLiveOf(secretSet)]
    },
  })),
  flow('apply whose read-back fails', ['unknown-outcome'], apply, (secretSet, turn) => {
    let hasWritten = false
    return {
      auco: ({ method }) => {
        if (method === 'GET' && hasWritten)
          return { status: nth(readRefusals, turn), body: echo(sent(secretSet), turn) }
        hasWritten ||= method === 'PUT'
        return undefined
      },
    }
  }),
  flow('apply whose write is refused', REFUSED, apply, (secretSet, turn) => ({
    auco: refusing(nth(refusals, turn), echo(sent(secretSet), turn * 3)),
  })),
  // The spellings of a message are those of other flows; here all that matters is that each part is known.
  ...(['token', 'query'] as const).map((name) =>
    flow(
      `apply whose refusal repeats a part of a URL: ${name}`,
      ['webhooks-refused', 'hidden-header-values'],
      apply,
      (secretSet, turn) => ({
        inputs: { removals: nth(['none', 'all'], turn) },
        auco: refusing(400, { message: `bad: ${encoded(secretSet[name])}` }),
      }),
    ),
  ),
  flow('plan whose read is refused', [...REFUSED, 'no-answer-from-auco'], plan, (secretSet, turn) => ({
    auco: ({ headers }) => ({
      status: nth(readRefusals, turn),
      headers: {
        location: `https://else.example.com/?key=${encoded(secretSet.publicKey)}`,
        'content-type': nth(['text/html', 'application/json', 'text/plain'], turn),
      },
      body: echo([secretSet.publicKey, JSON.stringify(headers)], turn),
    }),
  })),
  flow('plan beside a GitHub that repeats the token', ['ok'], plan, (secretSet, turn) => ({
    github: ({ headers }) => ({
      status: nth([401, 403, 404, 422, 429, 500], turn),
      body: { message: `bad ${headers.authorization} ${secretSet.githubToken}` },
    }),
  })),
  ...['AUCO_TOKEN', 'AUCO_URL_PATH'].flatMap((name) => [
    flow(`${name} that holds a key`, ['invalid-file'], plan, (secretSet) => ({
      variables: { ...variablesFor(secretSet), [name]: `x${secretSet.publicKey}` },
    })),
    // The characters can be neither in a header nor in a URL.
    flow(`${name} with illegal characters`, ['values-of-variables'], plan, (secretSet, turn) => ({
      variables: { ...variablesFor(secretSet), [name]: `${nth(['\n', '\u0007'], turn)}x${secretSet.live}` },
    })),
  ]),
  flow('swapped keys', ['auco-keys'], plan, (secretSet) => ({
    inputs: { 'public-key': secretSet.privateKey, 'private-key': secretSet.publicKey },
  })),
  flow('key with a space', ['auco-keys'], plan, (secretSet) => ({
    inputs: { 'public-key': `puk_${secretSet.live} _` },
  })),
]

/** A file without the webhook of the base branch whose URL has a variable, and one with another URL for it. */
function filesAfter(secretSet: SecretSet): readonly string[] {
  return [fileOf(secretSet), fileOf(secretSet, { ...OLD_HOOK, url: 'https://added.example.com/in' })]
}
