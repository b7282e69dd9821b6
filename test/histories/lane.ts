import { type FakeAuco, seedCompany, startAuco, type Webhook } from '../fakes/auco.ts'
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

/** How far heads lag, request by request, and from then on. */
export function lagOfHeads(fault: Fault): readonly [steps: readonly number[], then: number] {
  if (fault === 'heads lag by two') return [[2, 1], 0]
  return fault === 'heads lag by one' ? [[1], 0] : [[], fault === 'heads lag' ? 1 : 0]
}

/** Lets the services fail or lag. At the first request to Auco, `push` is called with whether it has to be silent. */
export function setServices(
  { auco, github }: Lane,
  repo: Repository,
  fault: Fault,
  push: (isSilent: boolean) => Promise<void>,
): void {
  const failure = (status: number) => ({ status, body: '' })
  let [toGitHub, toAuco] = [0, 0]
  github.lag(repo, 'branches', ...lagOfHeads(fault))
  github.lag(repo, 'merges', [], fault === 'merges lag' ? 1 : 0)
  github.lag(repo, 'comments', fault === 'comments lag' ? [1] : [])
  github.lag(repo, 'runs', [], fault === 'runs lag' ? 4 : 0)
  github.respond = ({ method, path, body }) => {
    toGitHub += 1
    const fails =
      fault === 'GitHub is down' ||
      (fault === 'GitHub fails once' && toGitHub === 1) ||
      (fault === 'runs cannot be listed' && path.endsWith('/runs')) ||
      (fault === 'earlier versions cannot be read' && JSON.stringify(body ?? '').includes('pushedFrom')) ||
      (fault === 'comments cannot be written' && path.includes('/comments') && method !== 'GET')
    return fails ? failure(502) : undefined
  }
  auco.quirks.storesNothing = fault === 'writes do nothing'
  auco.quirks.respond = async ({ method }, own) => {
    toAuco += 1
    if (toAuco === 1 && fault.endsWith('push comes meanwhile')) await push(fault.startsWith('a silent'))
    if (fault === 'Auco is down') return failure(503)
    if (method === 'PUT' && fault === 'writes are refused') return failure(403)
    if (method === 'PUT' && fault === 'writes are lost') return failure(503)
    if (method !== 'PUT' || fault !== 'answers to writes are lost') return undefined
    await own()
    return 'reset'
  }
}
