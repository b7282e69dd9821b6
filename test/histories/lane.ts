import { seedCompany, startAuco } from '../fakes/auco.ts'
import { type Repository, startGitHub } from '../fakes/github.ts'
import type { Fault } from './steps.ts'

/** The services of a history, with a company for each environment. */
export type Lane = Awaited<ReturnType<typeof startLane>>

export async function startLane() {
  const [auco, github] = await Promise.all([startAuco(), startGitHub()])
  const production = {
    publicKey: 'puk_production7Hq2LrX9wTzB4nV',
    privateKey: 'prk_productionxJt1RgQ8mWbZk2',
  }
  auco.addAccount({ ...production, company: seedCompany() })
  return {
    auco,
    github,
    accounts: { stage: auco, production },
    tokenWithoutRuns: github.appToken({ contents: 'read', pullRequests: 'write' }),
    close: () => Promise.all([auco.close(), github.close()]),
  }
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
