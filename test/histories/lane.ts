import { type FakeAuco, startAuco } from '../fakes/auco.ts'
import type { Lagging } from '../fakes/github/lag.ts'
import { type FakeGitHub, type Repository, startGitHub } from '../fakes/github.ts'
import type { Fault } from './steps.ts'

/** The services of histories that follow one another. */
export interface Lane {
  readonly name: string
  readonly auco: FakeAuco
  readonly github: FakeGitHub
  /** A token of another app, which sees and does the same. */
  readonly foreignToken: string
}

export async function startLane(name: string): Promise<Lane> {
  const [auco, github] = await Promise.all([startAuco(), startGitHub()])
  const foreignToken = github.appToken({ contents: 'read', pullRequests: 'write' }, 'another-app')
  return { name, auco, github, foreignToken }
}

export async function closeLane({ auco, github }: Lane): Promise<void> {
  await Promise.all([auco.close(), github.close()])
}

/** How far GitHub is behind, request by request, and from then on. */
const LAGS: Readonly<Partial<Record<Fault, readonly [Lagging, readonly number[], number]>>> = {
  'heads lag by one': ['branches', [1], 0],
  'heads lag by two': ['branches', [2, 1], 0],
  'heads lag': ['branches', [], 1],
  'merges lag by one': ['merges', [1], 0],
  'merges lag': ['merges', [], 1],
  'comments lag by one': ['comments', [1], 0],
}

/** The most states by which heads of branches lag with this fault. */
export function headsBehind(fault: Fault): number {
  const [what, steps = [], rest = 0] = LAGS[fault] ?? []
  return what === 'branches' ? Math.max(...steps, rest) : 0
}

/** Lets GitHub fail or lag until `mendGitHub`. */
export function breakGitHub({ github }: Lane, repo: Repository, fault: Fault): void {
  const lag = LAGS[fault]
  if (lag !== undefined) github.lag(repo, ...lag)
  if (fault === 'GitHub is down') github.respond = () => ({ status: 502, body: '' })
  if (fault === 'comments cannot be written') {
    github.respond = ({ method, path }) =>
      path.includes('/comments') && method !== 'GET' ? { status: 502, body: '' } : undefined
  }
}

export function mendGitHub({ github }: Lane, repo: Repository): void {
  github.respond = undefined
  for (const what of ['branches', 'merges', 'comments'] as const) github.lag(repo, what, [])
}
