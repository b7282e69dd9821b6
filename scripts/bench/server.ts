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
  /** Added before each answer, in milliseconds. */
  readonly latency: number
}

export interface BenchServers {
  readonly auco: FakeAuco
  readonly github: FakeGitHub
  /** Makes this the world of the next run, whatever runs before it have done. */
  use(world: World): Promise<void>
  /** Requests since the last `use`. */
  requests(): number
  close(): Promise<void>
}

/** Both fakes, on loopback. */
export async function startServers(): Promise<BenchServers> {
  const [auco, github] = await Promise.all([startAuco(), startGitHub()])
  const count = () => auco.requests.length + github.requests.length
  let seen = 0
  return {
    auco,
    github,
    use: async ({ webhooks, repo, pull, comments, latency }) => {
      auco.edit((company) => Object.assign(company, { webhooks }))
      for (const { id } of await github.comments(repo, pull.number)) await github.deleteComment(repo, id)
      for (const body of comments) await github.comment(repo, pull.number, body, github.botToken)
      const respond = async () => {
        if (latency > 0) await sleep(latency)
        return undefined
      }
      auco.quirks.respond = respond
      github.respond = respond
      seen = count()
    },
    requests: () => count() - seen,
    close: async () => {
      await Promise.all([auco.close(), github.close()])
    },
  }
}
