import { afterAll, expect, it } from 'vitest'
import { tellFigures } from '../campaign/figures.ts'
import { isSoak } from '../campaign/soak.ts'
import { type Account, seedCompany, startAuco } from '../fakes/auco.ts'
import { startGitHub } from '../fakes/github.ts'
import { pullRequestEvent, pushEvent, scheduleEvent, workflowDispatchEvent } from '../fakes/github-events.ts'
import type { Outcome, SeenRequest } from '../fakes/recording-server.ts'
import { type ActionEvent, type ActionOptions, type ActionRun, runAction } from '../fakes/run-action.ts'
import { describeLeak, LeakFinder } from './find-leak.ts'
import { maskedTooLate } from './masked-too-late.ts'
import { illegalKinds, legalKinds, type SecretKind } from './secret-kinds.ts'
import {
  encoded,
  fileOf,
  liveOf,
  type SecretSet,
  secretSetOf,
  secretsOf,
  variablesFor,
} from './secret-sets.ts'
import { spellings } from './spellings.ts'

/** Whole runs of the bundled action, over real HTTP, in debug mode. */

const control = secretSetOf({ name: 'letters and digits', make: (core) => core(24) }, 10)

/** Companies whose secrets are each of a different kind, so that together they cover every kind in many places; the everyday tests take one. */
const secretSets = Array.from({ length: isSoak ? 3 : 1 }, (_, index): SecretSet => {
  const kinds = legalKinds.filter(({ name }) => name !== 'very long')
  const next = (place: number): SecretKind => kinds[(index * 13 + place * 5) % kinds.length] ?? control.kind
  const isKey = (kind: SecretKind) => /^[\x21-\x7e]+$/.test(secretSetOf(kind, 0).live)
  const keyKinds = kinds.filter(isKey)
  const keyKind = (place: number): SecretKind =>
    keyKinds[(index * 3 + place) % keyKinds.length] ?? control.kind
  const any = [...kinds, ...illegalKinds]
  const anyKind = (place: number): SecretKind => any[(index * 17 + place * 7) % any.length] ?? control.kind
  const of = (kind: SecretKind, seed: number) => secretSetOf(kind, 100 * index + seed)
  const { variable, literal, composed } = of(next(0), 1)
  return {
    kind: next(0),
    publicKey: of(keyKind(0), 2).publicKey,
    privateKey: of(keyKind(1), 3).privateKey,
    githubToken: of(next(1), 4).githubToken,
    variable,
    literal,
    composed,
    live: of(anyKind(1), 5).live,
    removed: of(anyKind(2), 6).removed,
    dropped: of(anyKind(9), 14).dropped,
    other: of(next(3), 7).other,
    user: of(anyKind(3), 8).user,
    password: of(anyKind(4), 9).password,
    query: of(anyKind(5), 10).query,
    fragment: of(anyKind(6), 11).fragment,
    urlPath: of(anyKind(10), 15).urlPath,
    urlSig: of(anyKind(11), 16).urlSig,
    livePath: of(anyKind(12), 17).livePath,
    liveSig: of(anyKind(13), 18).liveSig,
    token: of(anyKind(14), 19).token,
    oldPath: of(anyKind(15), 20).oldPath,
  }
})

function accountOf(secretSet: SecretSet): Account {
  const webhooks = liveOf(secretSet).map(({ id, description = '', url, header }) => ({
    id,
    description,
    url,
    header: { key: header?.key ?? '', value: header?.value ?? '' },
  }))
  const { publicKey, privateKey } = secretSet
  return { publicKey, privateKey, company: { ...seedCompany(), webhooks } }
}

const companies = [control, ...secretSets]
const [auco, github] = await Promise.all([startAuco(), startGitHub()])
for (const company of companies) auco.addAccount(accountOf(company))
afterAll(() => Promise.all([auco.close(), github.close()]))

/** What Auco answers to a company's key in place of its own answer. */
type Answering = Outcome | undefined | Promise<Outcome | undefined>
const instead = new Map<string, (request: SeenRequest) => Answering>()
auco.quirks.respond = (request) => instead.get(request.token ?? '')?.(request)

interface RunRecord {
  readonly what: string
  readonly texts: Readonly<Record<string, string>>
}

/** A run in which Auco repeats a hidden part of a URL of the file. */
const REFUSED_URL = 'refused URL'

/** What each company's runs have shown, searched when all of them have ended. */
const recordsBy = new Map<SecretSet, readonly RunRecord[]>()
const figures = { runs: 0, searched: 0 }

/** Everything that can happen to a company, one run after the other. Each must end as expected. */
async function story(secretSet: SecretSet, turn: number): Promise<readonly RunRecord[]> {
  const record: RunRecord[] = []
  const old = { id: 'Gone', description: 'Old', url: 'https://gone.example.com/' }
  const baseFile = fileOf(secretSet, { ...old, header: { key: 'X-Key', value: '${AUCO_TOKEN_OF_BASE}' } })
  const file = fileOf(secretSet)
  const repo = await github.createRepository({ files: { 'webhooks.yaml': baseFile } })
  await github.commit(repo, 'change', { 'webhooks.yaml': file }, 'feat: change webhooks')
  const pull = await github.openPullRequest(repo, 'change', 'Change webhooks')
  const isOwn = ({ path, body }: SeenRequest) =>
    path.startsWith(`/repos/${repo.owner}/${repo.name}/`) ||
    (path === '/graphql' && JSON.stringify(body).includes(`"repo":"${repo.name}"`))
  const env = { ...variablesFor(secretSet), AUCO_TOKEN_OF_BASE: secretSet.other }
  const keys = { 'public-key': secretSet.publicKey, 'private-key': secretSet.privateKey }

  const act = async (
    what: string,
    event: ActionEvent,
    outcome: string | RegExp,
    options: Partial<ActionOptions> = {},
  ): Promise<void> => {
    const before = github.requests.length
    const run = await runAction({
      event,
      env,
      token: github.botToken,
      githubUrl: github.url,
      debug: true,
      fastClock: true,
      workspace: { 'webhooks.yaml': file },
      ...options,
      inputs: { 'api-url': auco.url, ...keys, ...options.inputs },
    })
    for (const key of Object.values(keys)) instead.delete(key)
    if (typeof outcome === 'string')
      expect([what, run.outputs['result'], run.stdout]).toEqual([what, outcome, run.stdout])
    else expect([what, run.exitCode, run.summary]).toEqual([what, 1, expect.stringMatching(outcome)])
    expectMasksInTime(run, options)
    const requests = github.requests.slice(before).filter(isOwn)
    const comments = await github.comments(repo, pull.number)
    record.push({ what, texts: textsOf(run, requests, comments) })
  }
  const expectMasksInTime = (run: ActionRun, options: Partial<ActionOptions>): void => {
    const lines = run.stdout.split('\n')
    const given = { ...keys, 'github-token': options.token ?? github.botToken, ...options.inputs }
    const inputs = ['public-key', 'private-key', 'github-token'] as const
    expect(maskedTooLate(lines, inputs.map((name) => given[name].trim()).filter(Boolean))).toEqual([])
    const values = Object.entries(options.env ?? env).filter(([name]) => name !== 'AUCO_TOKEN_OF_BASE')
    const masked = values.map(([, value]) => value)
    const isRead = run.stdout.includes('Mode: ') && options.workspace === undefined
    if (isRead) expect(maskedTooLate(lines, masked, /^Mode: /)).toEqual([])
  }
  /** Lets Auco answer this company's next run in another way. */
  const answering = (method: string, answer: (request: SeenRequest, before: number) => Answering) => {
    let before = 0
    const respond = (request: SeenRequest) => {
      const outcome = request.method === method ? answer(request, before) : undefined
      before += 1
      return outcome
    }
    for (const key of [secretSet.publicKey, secretSet.privateKey]) instead.set(key, respond)
  }
  /** A message that repeats a part of what Auco was sent: another part in another encoding at each call. */
  let echoes = turn * 5
  const echo = (pieces: readonly string[]): object => {
    echoes += 1
    const [, spell] = spellings[echoes % spellings.length] ?? expect.fail()
    const field = ['message', 'error', 'code'][echoes % 3] ?? ''
    return { [field]: `Invalid: ${spell(pieces[echoes % pieces.length] ?? '')}` }
  }
  const sent = [secretSet.privateKey, secretSet.composed, secretSet.variable, secretSet.urlPath]

  const onPull = pullRequestEvent(repo, pull)
  const manual = workflowDispatchEvent(repo, 'main')
  await act('plan without a key', onPull, 'planned', { inputs: { 'public-key': '', 'private-key': '' } })
  await act('plan', onPull, 'planned', { inputs: { 'private-key': '' } })
  await act('plan again with another value', onPull, 'planned', {
    env: { ...env, AUCO_TOKEN: secretSet.other },
  })
  await act('plan without the variable', scheduleEvent(repo), /changed|update|create/, {
    env: {},
    inputs: { 'fail-on-changes': 'true' },
  })
  await act('plan with an unknown token', onPull, 'planned', { token: secretSet.githubToken })
  answering('GET', () => ({
    status: [400, 403, 404, 429, 500][turn % 5] ?? 400,
    body: echo([secretSet.publicKey]),
  }))
  await act('plan whose read is refused', onPull, /Auco/)
  await act('swapped keys', onPull, /swapped/, {
    inputs: { 'public-key': secretSet.privateKey, 'private-key': secretSet.publicKey },
  })
  await act('literal in the file', onPull, /literal secret/, {
    workspace: {
      'webhooks.yaml': file
        .replace('${AUCO_TOKEN}/', JSON.stringify(secretSet.live).slice(1, -1))
        .replaceAll('${AUCO_TOKEN}', 'x'),
    },
  })
  await act('value with a line break', onPull, /line break/, {
    env: { AUCO_TOKEN: `${secretSet.variable}\n${secretSet.other}` },
  })
  await act('value that is a key', manual, /#values-of-variables/, {
    env: { AUCO_TOKEN: `Basic ${secretSet.privateKey}` },
  })

  await act('value that no URL can hold', manual, /a path or query can't have/, {
    env: { ...env, AUCO_URL_PATH: `${encoded(secretSet.urlPath)} ${encoded(secretSet.urlSig)}` },
  })

  await act('apply with an unknown token', manual, /GitHub doesn't say/, { token: secretSet.githubToken })
  const refusal = [400, 422, 403, 404, 409][turn % 5] ?? 400
  answering('PUT', () => ({ status: refusal, body: echo(sent) }))
  await act('refused write', manual, /Auco/, { inputs: { removals: 'all' } })
  answering('PUT', (request) => ({
    status: refusal,
    body: echo([encoded(secretSet.urlPath), encoded(secretSet.urlSig), JSON.stringify(request.body)]),
  }))
  await act(REFUSED_URL, manual, /Auco/, { inputs: { removals: 'all' } })
  answering('PUT', () => ({ status: 500, body: echo(sent) }))
  await act('not applied', manual, /not applied/, { inputs: { removals: 'all' } })
  answering('GET', (_, before) =>
    before > 0 ? { status: 500, body: echo([secretSet.publicKey]) } : undefined,
  )
  await act('unknown', manual, /Unknown/, { inputs: { removals: 'all' } })

  auco.edit((company) => Object.assign(company, accountOf(secretSet).company), secretSet.privateKey)
  await act('plan before the merge', onPull, 'planned')
  const before = await github.headOf(repo, 'main')
  const after = await github.mergePullRequest(repo, pull.number)
  const push = pushEvent(repo, { before, after, branch: 'main' })
  await act('apply', push, 'applied')
  await act('apply of what is live', push, 'unchanged')
  await act('superseded', pushEvent(repo, { before, after: before, branch: 'main' }), 'superseded')
  answering('PUT', async () => {
    const url = `https://x:${encoded(secretSet.password)}@else.example.com/`
    const webhooks = [{ id: 'default', url, header: { key: 'X-Else', value: secretSet.removed } }]
    auco.edit((company) => Object.assign(company, { webhooks }), secretSet.privateKey)
    return { status: 200, body: { response: 'OK' } }
  })
  await act('somebody else', { ...manual, sha: after }, /Somebody else/, {
    env: { ...env, AUCO_TOKEN: secretSet.other },
  })
  return record
}

function textsOf(run: ActionRun, requests: readonly SeenRequest[], comments: unknown): RunRecord['texts'] {
  const left = Object.entries(run.files).filter(([path]) => path !== 'workspace/webhooks.yaml')
  return {
    stdout: run.stdout.replaceAll(/^::add-mask::.*$/gm, ''),
    log: run.log,
    stderr: run.stderr,
    summary: run.summary,
    outputs: JSON.stringify(run.outputs),
    environment: run.environmentFile,
    state: run.stateFile,
    path: run.pathFile,
    files: JSON.stringify(left),
    requests: JSON.stringify(requests.map(({ target, body }) => ({ target, body }))),
    comments: JSON.stringify(comments),
  }
}

it.concurrent.each(companies.map((secretSet, turn) => [turn, secretSet] as const))(
  'company %i: every run ends as expected',
  async (turn, secretSet) => {
    recordsBy.set(secretSet, await story(secretSet, turn))
  },
  120_000,
)

it.each([
  ['no run shows a secret', (what: string) => what !== REFUSED_URL, isSoak ? 60 : 30],
  [
    'no run shows a secret part of a URL that Auco repeated',
    (what: string) => what === REFUSED_URL,
    isSoak ? 4 : 2,
  ],
])('%s', (_, isAsked, least) => {
  const known = (recordsBy.get(control) ?? []).flatMap(({ texts }) => Object.values(texts))
  let runs = 0
  let searched = 0
  const leaks = [...recordsBy].flatMap(([secretSet, all]) => {
    const record = all.filter(({ what }) => isAsked(what))
    const finder = new LeakFinder(secretsOf(secretSet), secretSet === control ? [] : known)
    const found = record.flatMap(({ what, texts }) =>
      finder
        .find(texts)
        .slice(0, 3)
        .map((leak) => `${what}: ${describeLeak(leak)}`),
    )
    runs += record.length
    searched += finder.searched
    return found
  })
  figures.runs += runs
  figures.searched += searched
  expect(leaks).toEqual([])
  expect(runs).toBeGreaterThanOrEqual(least)
})

tellFigures('Leaks of whole runs', () => [
  ['runs', figures.runs],
  ['windows of secrets searched', figures.searched],
])
