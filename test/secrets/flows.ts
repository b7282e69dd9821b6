import { appliedOf, encoded, fileOf, type Hand, liveOf } from './hands.ts'
import { spellings } from './spellings.ts'
import type { Scenario } from './world.ts'

/** A way that a run can go. `turn` is another number for each run, so that every combination has its turn. */
export interface Flow {
  readonly name: string
  readonly scenario: (hand: Hand, turn: number) => Scenario
  /** The codes of the errors that it may end with; `ok` is none. */
  readonly ends: readonly string[]
}

const gone = { id: 'Gone', description: 'Old', url: 'https://gone.example.com/' }

function plan(hand: Hand, more: Partial<Scenario> = {}): Scenario {
  return {
    event: 'pull_request',
    variables: { TOKEN: hand.variable },
    file: fileOf(hand),
    live: liveOf(hand),
    ...more,
    inputs: { 'public-key': hand.publicKey, 'github-token': hand.githubToken, ...more.inputs },
  }
}

function apply(hand: Hand, more: Partial<Scenario> = {}): Scenario {
  const keys = { 'private-key': hand.privateKey, removals: 'allow' }
  return plan(hand, { event: 'workflow_dispatch', ...more, inputs: { ...keys, ...more.inputs } })
}

function nth<T>(list: readonly T[], turn: number): T {
  const found = list[turn % list.length]
  if (found === undefined) throw new Error('The list is empty')
  return found
}

/** A body that repeats a piece of what the server was sent, in some spelling and place. */
function echo(pieces: readonly string[], turn: number): object {
  const piece = nth(pieces, turn)
  const [, spell] = nth(spellings, turn)
  const text = spell(piece)
  return nth(
    [{ message: `bad: ${text}` }, { error: text }, { code: text }, { message: '', error: `${text} is bad` }],
    turn,
  )
}

/** What a write tells Auco that is secret as a whole. */
function sent({ publicKey, privateKey, composed, variable }: Hand): readonly string[] {
  return [publicKey, privateKey, composed, variable, JSON.stringify({ key: 'X-Key', value: variable })]
}

const refusals = [400, 422, 403, 404, 409, 401, 302, 418]
const readRefusals = [400, 401, 403, 404, 429, 500, 503, 302, 200, 201]
const REFUSED = [
  'auco-invalid',
  'auco-forbidden',
  'auco-not-found',
  'auco-unexpected-status',
  'auco-unauthorized',
  'auco-redirect',
]

function flow(name: string, ends: readonly string[], scenario: Flow['scenario']): Flow {
  return { name, ends, scenario }
}

export const flows: readonly Flow[] = [
  flow('plan', ['ok'], (hand) => plan(hand, { printsTools: true })),
  flow('plan with a base file', ['ok'], (hand) =>
    plan(hand, {
      baseFile: fileOf(hand, { ...gone, header: { key: 'X-Key', value: '${TOKEN_OF_BASE}' } }),
      variables: { TOKEN: hand.variable, TOKEN_OF_BASE: hand.other },
    }),
  ),
  flow('plan without a key', ['ok'], (hand) =>
    plan(hand, { baseFile: fileOf(hand, gone), inputs: { 'public-key': '' } }),
  ),
  flow('plan of an unset variable that fails on changes', ['changes-found'], (hand) =>
    plan(hand, { event: 'schedule', variables: {}, inputs: { 'fail-on-changes': 'true' } }),
  ),
  flow('apply', ['ok'], (hand) => apply(hand, { printsTools: true })),
  flow('apply of what is live', ['ok'], (hand) => apply(hand, { live: appliedOf(hand) })),
  flow('refused apply', ['removals-denied', 'unreviewed-removals'], (hand, turn) =>
    apply(hand, { inputs: { removals: nth(['deny', 'reviewed'], turn) } }),
  ),
  flow('apply that is not applied', ['not-applied'], (hand, turn) =>
    apply(hand, {
      auco: ({ method }) =>
        method === 'PUT' ? { status: nth([500, 200], turn), body: echo(sent(hand), turn) } : undefined,
    }),
  ),
  flow('apply beside somebody else', ['somebody-else'], (hand) =>
    apply(hand, {
      auco: ({ method }, stored) => {
        if (method !== 'PUT') return undefined
        const url = `https://x:${encoded(hand.password)}@else.example.com/`
        stored.webhooks = [{ id: 'default', url, header: { key: 'X-Else', value: hand.other } }]
        return { status: 200, body: { response: 'OK' } }
      },
    }),
  ),
  flow('apply whose read-back fails', ['unknown-outcome'], (hand, turn) =>
    apply(hand, {
      auco: ({ method }, { writes }) =>
        method === 'GET' && writes > 0
          ? { status: nth(readRefusals, turn), body: echo(sent(hand), turn) }
          : undefined,
    }),
  ),
  // Without a token that GitHub's client can send, it cannot be found out.
  flow('superseded apply', ['ok', 'head-unknown'], (hand) => apply(hand, { event: 'push', isBehind: true })),
  ...[0, 1, 2].map((round) =>
    flow(`apply whose write is refused, round ${round + 1}`, REFUSED, (hand, turn) =>
      apply(hand, {
        auco: ({ method }) =>
          method === 'PUT'
            ? { status: nth(refusals, turn + round), body: echo(sent(hand), turn * 3 + round * 7) }
            : undefined,
      }),
    ),
  ),
  flow('apply whose URL is refused', REFUSED, (hand, turn) =>
    apply(hand, {
      auco: ({ method, body }) => {
        const { fileQuery, fileFragment } = hand
        const pieces = [
          fileQuery,
          fileFragment,
          JSON.stringify(body),
          `webhooks[0].url?key=${encoded(fileQuery)}`,
        ]
        return method === 'PUT' ? { status: nth(refusals, turn), body: echo(pieces, turn * 3) } : undefined
      },
    }),
  ),
  flow(
    'plan whose read is refused',
    [...REFUSED, 'auco-rate-limit', 'auco-unavailable', 'auco-wrong-shape'],
    (hand, turn) =>
      plan(hand, {
        auco: ({ headers }) => ({
          status: nth(readRefusals, turn),
          headers: {
            location: `https://else.example.com/?key=${encoded(hand.publicKey)}`,
            'content-type': nth(['text/html', 'application/json', 'text/plain'], turn),
          },
          body: echo([hand.publicKey, JSON.stringify(headers)], turn),
        }),
      }),
  ),
  flow('plan beside a GitHub that repeats the token', ['ok'], (hand, turn) =>
    plan(hand, {
      github: ({ headers }) => ({
        status: nth([401, 403, 404, 422, 429, 500], turn),
        body: { message: `bad ${headers.authorization} ${hand.githubToken}` },
      }),
    }),
  ),
  flow('variable that holds a key', ['invalid-file'], (hand) =>
    plan(hand, { variables: { TOKEN: `x${hand.publicKey}` } }),
  ),
  flow('swapped keys', ['swapped-keys'], (hand) =>
    plan(hand, { inputs: { 'public-key': hand.privateKey, 'private-key': hand.publicKey } }),
  ),
]
