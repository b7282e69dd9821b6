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

/** Lets GitHub fail or lag until `mendGitHub`. */
export function breakGitHub({ github }: Lane, repo: Repository, fault: Fault): void {
  const lag = LAGS[fault]
  if (lag !== undefined) github.lag(repo, ...lag)
  let asked = 0
  github.respond = ({ method, path }) => {
    asked += 1
    const fails =
      fault === 'GitHub is down' ||
      (fault === 'GitHub fails once' && asked === 1) ||
      (fault === 'runs cannot be listed' && path.endsWith('/runs')) ||
      (fault === 'comments cannot be written' && path.includes('/comments') && method !== 'GET')
    return fails ? { status: 502, body: '' } : undefined
  }
}

export function mendGitHub({ github }: Lane, repo: Repository): void {
  github.respond = undefined
  for (const what of ['branches', 'merges', 'comments', 'runs'] as const) github.lag(repo, what, [])
}
