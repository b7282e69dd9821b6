import { type FakeAuco, seedCompany, startAuco, type Webhook } from '../fakes/auco.ts'
import type { Lagging } from '../fakes/github/lag.ts'
import { type FakeGitHub, type Repository, startGitHub } from '../fakes/github.ts'
import type { Environment } from './contract.ts'
import type { Fault } from './steps.ts'

/** The services of histories that follow one another, with a company for each environment. */
export interface Lane {
  readonly name: string
  readonly auco: FakeAuco
  readonly accounts: Readonly<
    Record<Environment, { readonly publicKey: string; readonly privateKey: string }>
  >
  readonly github: FakeGitHub
  /** A token of the workflows without `actions: read`. */
  readonly tokenWithoutRuns: string
}

export async function startLane(name: string): Promise<Lane> {
  const [auco, github] = await Promise.all([startAuco(), startGitHub()])
  const production = {
    publicKey: 'puk_production7Hq2LrX9wTzB4nV',
    privateKey: 'prk_productionxJt1RgQ8mWbZk2',
  }
  auco.addAccount({ ...production, company: seedCompany() })
  const tokenWithoutRuns = github.appToken({ contents: 'read', pullRequests: 'write' })
  return { name, auco, accounts: { stage: auco, production }, github, tokenWithoutRuns }
}

export async function closeLane({ auco, github }: Lane): Promise<void> {
  await Promise.all([auco.close(), github.close()])
}

/** What Auco shows of a webhook if it shows no header value. */
export function withoutValue({ header, ...webhook }: Webhook): object {
  return header ? { ...webhook, header: { ...header, value: '********' } } : { ...webhook, header }
}

/** How far GitHub is behind, request by request, and from then on. */
const LAGS: Readonly<Partial<Record<Fault, readonly [Lagging, readonly number[], number]>>> = {
  'heads lag by one': ['branches', [1], 0],
  'heads lag by two': ['branches', [2, 1], 0],
  'heads lag': ['branches', [], 1],
  'merges lag': ['merges', [], 1],
  'comments lag': ['comments', [1], 0],
  'runs lag': ['runs', [], 4],
}

/** Most states by which heads of branches lag with this fault. */
export function headsBehind(fault: Fault): number {
  return fault === 'heads lag by two' ? 2 : fault.startsWith('heads lag') ? 1 : 0
}

/** Lets the services fail or lag until `mendServices`; `meanwhile` is called when Auco is first asked. */
export function breakServices(
  lane: Lane,
  repo: Repository,
  fault: Fault,
  meanwhile: () => Promise<void>,
): void {
  const { auco, github } = lane
  const lag = LAGS[fault]
  const failure = (status: number) => ({ status, body: '' })
  let [toGitHub, toAuco] = [0, 0]
  if (lag !== undefined) github.lag(repo, ...lag)
  github.respond = ({ method, path }) => {
    toGitHub += 1
    const fails =
      fault === 'GitHub is down' ||
      (fault === 'GitHub fails once' && toGitHub === 1) ||
      (fault === 'runs cannot be listed' && path.endsWith('/runs')) ||
      (fault === 'comments cannot be written' && path.includes('/comments') && method !== 'GET')
    return fails ? failure(502) : undefined
  }
  auco.quirks.storesNothing = fault === 'writes do nothing'
  auco.quirks.respond = async ({ method }, own) => {
    toAuco += 1
    if (toAuco === 1) await meanwhile()
    if (fault === 'Auco is down') return failure(503)
    if (method === 'PUT' && fault === 'writes are refused') return failure(403)
    if (method === 'PUT' && fault === 'writes are lost') return failure(503)
    if (method !== 'PUT' || fault !== 'answers to writes are lost') return undefined
    await own()
    return 'reset'
  }
}

export function mendServices({ auco, github }: Lane, repo: Repository): void {
  Object.assign(auco.quirks, { respond: undefined, storesNothing: false })
  github.respond = undefined
  for (const what of ['branches', 'merges', 'comments', 'runs'] as const) github.lag(repo, what, [])
}
