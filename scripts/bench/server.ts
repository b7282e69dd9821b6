import { setTimeout as sleep } from 'node:timers/promises'
import { type FakeAuco, startAuco, type Webhook } from '../../test/fakes/auco.ts'
import { type FakeGitHub, type PullRequest, type Repository, startGitHub } from '../../test/fakes/github.ts'

/** What a run finds. */
export interface World {
  /** Live at Auco. */
  readonly webhooks: readonly Webhook[]
  readonly repo: Repository
  readonly pull: PullRequest
  /** Bodies of this action's comments on the pull request. */
  readonly comments: readonly string[]
}

/** A request: when it came and when it was answered, in milliseconds. */
export interface Visit {
  readonly to: 'Auco' | 'GitHub'
  readonly from: number
  readonly until: number
}

export interface BenchServers {
  readonly auco: FakeAuco
  readonly github: FakeGitHub
  /** Makes this the world of the next run, whatever runs before it have done. Each answer takes so many milliseconds more. */
  use(world: World, latency?: number): Promise<void>
  /** Since the last `use`, in order of arrival. */
  readonly visits: readonly Visit[]
  close(): Promise<void>
}

/** Both fakes, on loopback. */
export async function startServers(): Promise<BenchServers> {
  const [auco, github] = await Promise.all([startAuco(), startGitHub()])
  let visits: Visit[] = []
  return {
    auco,
    github,
    get visits() {
      return visits
    },
    use: async ({ webhooks, repo, pull, comments }, latency = 0) => {
      auco.edit((company) => Object.assign(company, { webhooks }))
      for (const { id } of await github.comments(repo, pull.number)) await github.deleteComment(repo, id)
      for (const body of comments) await github.comment(repo, pull.number, body, github.botToken)
      const seen: Visit[] = []
      const respondAs = (to: Visit['to']) => async () => {
        const from = performance.now()
        if (latency > 0) await sleep(latency)
        seen.push({ to, from, until: performance.now() })
        return undefined
      }
      auco.quirks.respond = respondAs('Auco')
      github.respond = respondAs('GitHub')
      visits = seen
    },
    close: async () => {
      await Promise.all([auco.close(), github.close()])
    },
  }
}
