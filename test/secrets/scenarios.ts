import type { Webhook } from '../fakes/auco.ts'
import type { Scenario } from './run-in-process.ts'
import {
  appliedOf,
  encoded,
  fileOf,
  liveOf,
  misplacedLiveOf,
  OLD_HOOK,
  oldHookOf,
  type SecretSet,
  variablesFor,
} from './secret-sets.ts'
import { spellings } from './spellings.ts'

/** A way a run can go. `turn` differs from run to run, so that all combinations are covered over time. */
export interface Flow {
  readonly name: string
  readonly scenario: (secretSet: SecretSet, turn: number) => Scenario
  /** The codes that it may end with; `ok` for no error. */
  readonly ends: readonly string[]
}

const gone = { id: 'Gone', description: 'Old', url: 'https://gone.example.com/' }

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
  return plan(secretSet, { event: 'workflow_dispatch', ...more, inputs: { ...keys, ...more.inputs } })
}

function nth<T>(list: readonly T[], turn: number): T {
  const found = list[turn % list.length]
  if (found === undefined) throw new Error('The list is empty')
  return found
}

/** An error body that repeats a part of what the server was sent, in one of the encodings and fields. */
function echo(pieces: readonly string[], turn: number): object {
  const piece = nth(pieces, turn)
  const [, spell] = nth(spellings, turn)
  const text = spell(piece)
  return nth(
    [{ message: `bad: ${text}` }, { error: text }, { code: text }, { message: '', error: `${text} is bad` }],
    turn,
  )
}

/** The secrets of a write to Auco. */
function sent(secretSet: SecretSet): readonly string[] {
  const { publicKey, privateKey, composed, variable } = secretSet
  const { AUCO_URL_PATH: path = '', AUCO_URL_SIG: sig = '' } = variablesFor(secretSet)
  return [
    ...[publicKey, privateKey, composed, variable, JSON.stringify({ key: 'X-Key', value: variable })],
    ...[path, sig, `https://hook.example.com/in/${path}/x?sig=${sig}`],
  ]
}

const refusals = [400, 422, 403, 404, 409, 401, 302, 418]
const readRefusals = [400, 401, 403, 404, 429, 500, 503, 302, 200, 201]
const REFUSED = [
  'auco-invalid',
  'auco-forbidden',
  'auco-not-found',
  'auco-unauthorized',
  // Of reads; of a write, the read-back decides about every other status.
  'auco-unexpected-status',
  'auco-redirect',
  'not-applied',
]

function flow(name: string, ends: readonly string[], scenario: Flow['scenario']): Flow {
  return { name, ends, scenario }
}

export const flows: readonly Flow[] = [
  flow('plan', ['ok'], (secretSet) => plan(secretSet, { printsInternals: true })),
  ...[false, true].map((isFork) =>
    flow(`trusted plan${isFork ? ' of a fork' : ''} of secrets in every text of live`, ['ok'], (secretSet) =>
      plan(secretSet, {
        event: 'pull_request_target',
        isFork,
        baseFile: fileOf(secretSet, OLD_HOOK),
        live: [...misplacedLiveOf(secretSet), oldHookOf(secretSet)],
        inputs: { 'private-key': secretSet.privateKey, removals: 'all' },
        printsInternals: true,
      }),
    ),
  ),
  ...(['GET', 'PUT'] as const).map((cancelledAt) =>
    flow(`apply that is cancelled at its first ${cancelledAt}`, ['cancelled'], (secretSet) =>
      apply(secretSet, { live: misplacedLiveOf(secretSet), cancelledAt }),
    ),
  ),
  // Inputs are trimmed.
  flow('plan with a GitHub token of any kind', ['ok'], (secretSet) =>
    plan(secretSet, { inputs: { 'github-token': secretSet.other.trim() } }),
  ),
  flow('apply with a GitHub token of any kind', ['ok', 'head-unknown'], (secretSet) =>
    apply(secretSet, { inputs: { 'github-token': secretSet.other.trim() } }),
  ),
  flow('plan with a base file', ['ok'], (secretSet) =>
    plan(secretSet, {
      baseFile: fileOf(secretSet, { ...gone, header: { key: 'X-Key', value: '${AUCO_TOKEN_OF_BASE}' } }),
      variables: { ...variablesFor(secretSet), AUCO_TOKEN_OF_BASE: secretSet.other },
    }),
  ),
  flow('plan of secrets in every text of live', ['ok'], (secretSet) =>
    plan(secretSet, {
      live: misplacedLiveOf(secretSet),
      inputs: { 'private-key': secretSet.privateKey },
      printsInternals: true,
    }),
  ),
  flow('plan of secrets in every text of live that fails on changes', ['changes-found'], (secretSet) =>
    plan(secretSet, {
      event: 'schedule',
      live: misplacedLiveOf(secretSet),
      inputs: { 'private-key': secretSet.privateKey, 'fail-on-changes': 'true' },
    }),
  ),
  flow('apply to secrets in every text of live', ['ok'], (secretSet) =>
    apply(secretSet, { live: misplacedLiveOf(secretSet) }),
  ),
  // Here and below: a secret can look like a mask, which an apply doesn't write back.
  ...[plan, apply].map((run) =>
    flow(`${run.name} that keeps secrets in every text of live`, ['ok', 'cannot-keep'], (secretSet) =>
      run(secretSet, {
        live: misplacedLiveOf(secretSet),
        inputs: { 'private-key': secretSet.privateKey, removals: 'none' },
      }),
    ),
  ),
  ...[plan, apply].map((run) =>
    flow(`${run.name} that can't tell what was managed`, ['ok', 'history-unknown'], (secretSet) =>
      run(secretSet, {
        live: misplacedLiveOf(secretSet),
        inputs: { 'private-key': secretSet.privateKey, removals: 'managed' },
        github: ({ body }) =>
          JSON.stringify(body ?? null).includes('isTruncated')
            ? { status: 403, body: { message: `bad ${secretSet.githubToken}` } }
            : undefined,
      }),
    ),
  ),
  flow('apply beside somebody else who leaks', ['somebody-else'], (secretSet) =>
    apply(secretSet, {
      auco: ({ method }, stored) => {
        if (method !== 'PUT') return undefined
        stored.webhooks = [...misplacedLiveOf(secretSet)]
        return { status: 200, body: { response: 'OK' } }
      },
    }),
  ),
  flow('plan without a key', ['ok'], (secretSet) =>
    plan(secretSet, { baseFile: fileOf(secretSet, gone), inputs: { 'public-key': '' } }),
  ),
  flow('plan of an unset variable that fails on changes', ['changes-found'], (secretSet) =>
    plan(secretSet, { event: 'schedule', variables: {}, inputs: { 'fail-on-changes': 'true' } }),
  ),
  flow('apply', ['ok'], (secretSet) => apply(secretSet, { printsInternals: true })),
  flow('apply of what is live', ['ok'], (secretSet) => apply(secretSet, { live: appliedOf(secretSet) })),
  flow('apply that is not applied', ['not-applied'], (secretSet, turn) =>
    apply(secretSet, {
      auco: ({ method }) =>
        method === 'PUT' ? { status: nth([500, 200], turn), body: echo(sent(secretSet), turn) } : undefined,
    }),
  ),
  flow('apply beside somebody else', ['somebody-else'], (secretSet) =>
    apply(secretSet, {
      auco: ({ method }, stored) => {
        if (method !== 'PUT') return undefined
        const url = `https://x:${encoded(secretSet.password)}@else.example.com/`
        stored.webhooks = [{ id: 'default', url, header: { key: 'X-Else', value: secretSet.other } }]
        return { status: 200, body: { response: 'OK' } }
      },
    }),
  ),
  flow('apply whose read-back fails', ['unknown-outcome'], (secretSet, turn) =>
    apply(secretSet, {
      auco: ({ method }, { writes }) =>
        method === 'GET' && writes > 0
          ? { status: nth(readRefusals, turn), body: echo(sent(secretSet), turn) }
          : undefined,
    }),
  ),
  flow('apply that a newer run took over', ['ok'], (secretSet) =>
    apply(secretSet, { event: 'push', isBehind: true }),
  ),
  ...[0, 1, 2].map((round) =>
    flow(`apply whose write is refused, round ${round + 1}`, REFUSED, (secretSet, turn) =>
      apply(secretSet, {
        auco: ({ method }) =>
          method === 'PUT'
            ? { status: nth(refusals, turn + round), body: echo(sent(secretSet), turn * 3 + round * 7) }
            : undefined,
      }),
    ),
  ),
  flow('apply whose URL is refused', REFUSED, (secretSet, turn) =>
    apply(secretSet, {
      auco: ({ method, body }) => {
        const { urlPath, urlSig } = secretSet
        const pieces = [
          encoded(urlPath),
          encoded(urlSig),
          `webhooks[4].url: /in/${encoded(urlPath)}/x`,
          JSON.stringify(body),
        ]
        return method === 'PUT' ? { status: nth(refusals, turn), body: echo(pieces, turn * 3) } : undefined
      },
    }),
  ),
  flow(
    'plan whose read is refused',
    [...REFUSED, 'auco-rate-limit', 'auco-unavailable', 'auco-wrong-shape'],
    (secretSet, turn) =>
      plan(secretSet, {
        auco: ({ headers }) => ({
          status: nth(readRefusals, turn),
          headers: {
            location: `https://else.example.com/?key=${encoded(secretSet.publicKey)}`,
            'content-type': nth(['text/html', 'application/json', 'text/plain'], turn),
          },
          body: echo([secretSet.publicKey, JSON.stringify(headers)], turn),
        }),
      }),
  ),
  flow('plan beside a GitHub that repeats the token', ['ok'], (secretSet, turn) =>
    plan(secretSet, {
      github: ({ headers }) => ({
        status: nth([401, 403, 404, 422, 429, 500], turn),
        body: { message: `bad ${headers.authorization} ${secretSet.githubToken}` },
      }),
    }),
  ),
  flow('variable that holds a key', ['invalid-file'], (secretSet, turn) =>
    plan(secretSet, {
      variables: {
        ...variablesFor(secretSet),
        [nth(['AUCO_TOKEN', 'AUCO_URL_PATH'], turn)]: `x${secretSet.publicKey}`,
      },
    }),
  ),
  flow('variable that no URL can hold', ['illegal-variable'], (secretSet, turn) =>
    plan(secretSet, {
      variables: {
        ...variablesFor(secretSet),
        AUCO_URL_PATH: nth([' ', '\n', '#', '/../', '\\', '%%', 'é'], turn) + encoded(secretSet.urlPath),
      },
    }),
  ),
  flow('plan of a URL without its variable', ['ok'], (secretSet) =>
    plan(secretSet, { variables: { AUCO_TOKEN: secretSet.variable }, printsInternals: true }),
  ),
  flow("plan of URLs that differ from the default branch's file", ['ok'], (secretSet) =>
    plan(secretSet, { baseFile: fileOf(secretSet) }),
  ),
  flow('plan that removes or re-points a URL of the default branch', ['ok'], (secretSet, turn) =>
    plan(secretSet, {
      file: fileOf(secretSet, ...nth([[], [{ ...OLD_HOOK, url: 'https://added.example.com/in' }]], turn)),
      baseFile: fileOf(secretSet, OLD_HOOK),
      live: [...liveOf(secretSet), oldHookOf(secretSet)],
      printsInternals: true,
    }),
  ),
  flow(
    'apply that removes, re-points or keeps a URL that no file declares',
    ['ok', 'cannot-keep'],
    (secretSet, turn) =>
      apply(secretSet, {
        file: fileOf(secretSet, ...nth([[], [{ ...OLD_HOOK, url: 'https://added.example.com/in' }]], turn)),
        live: [...liveOf(secretSet), oldHookOf(secretSet)],
        inputs: { removals: nth(['all', 'managed', 'none'], turn) },
        printsInternals: true,
      }),
  ),
  // The spellings of a message are those of other flows; here all that matters is that each part is known.
  ...(['token', 'query'] as const).map((name) =>
    flow(
      `apply whose refusal repeats a part of a live URL: ${name}`,
      ['auco-invalid', 'cannot-keep'],
      (secretSet, turn) =>
        apply(secretSet, {
          live: [...liveOf(secretSet), oldHookOf(secretSet)],
          inputs: { removals: nth(['none', 'all'], turn) },
          auco: ({ method }) =>
            method === 'PUT'
              ? { status: 400, body: { message: `bad: ${encoded(secretSet[name])}` } }
              : undefined,
        }),
    ),
  ),
  flow('apply of URLs that are stored in another form', ['ok', 'stored-differently'], (secretSet) =>
    apply(secretSet, {
      auco: ({ method, body }, stored) => {
        if (method !== 'PUT') return undefined
        const { webhooks }: { webhooks: readonly Webhook[] } = JSON.parse(JSON.stringify(body))
        stored.webhooks = webhooks.map((webhook) => ({ ...webhook, url: webhook.url.toLowerCase() }))
        return { status: 200, body: { response: 'OK' } }
      },
    }),
  ),
  flow('apply beside somebody else who re-points a URL', ['somebody-else'], (secretSet) =>
    apply(secretSet, {
      auco: ({ method }, stored) => {
        if (method !== 'PUT') return undefined
        const hook = { id: 'Hook', url: `https://hook.example.com/in/${encoded(secretSet.oldPath)}` }
        stored.webhooks = [...appliedOf(secretSet).filter(({ id }) => id !== hook.id), hook]
        return { status: 200, body: { response: 'OK' } }
      },
    }),
  ),
  flow('swapped keys', ['swapped-keys'], (secretSet) =>
    plan(secretSet, { inputs: { 'public-key': secretSet.privateKey, 'private-key': secretSet.publicKey } }),
  ),
]
