import { readFile } from 'node:fs/promises'
import type { FakeGitHub, PullRequest, Repository } from '../test/fakes/github.ts'
import {
  pullRequestEvent,
  pushEvent,
  scheduleEvent,
  workflowDispatchEvent,
} from '../test/fakes/github-events.ts'
import type { ActionEvent } from '../test/fakes/run-action.ts'

const FILE = 'webhooks.yaml'

/** The people who maintain `webhooks.yaml` in a repository. What they do returns the event that starts a run. */
export class Team {
  readonly #github: FakeGitHub
  readonly #repo: Repository
  /** By branch: the file's text as last pushed. */
  readonly #pushed = new Map<string, string>()
  #pull: PullRequest | undefined
  #lastPush: ActionEvent | undefined

  private constructor(github: FakeGitHub, repo: Repository) {
    this.#github = github
    this.#repo = repo
  }

  /** A team with a new repository that has no webhooks yet. */
  static async start(github: FakeGitHub): Promise<Team> {
    const repo = await github.createRepository({ files: { 'README.md': '# Our webhooks at Auco\n' } })
    return new Team(github, repo)
  }

  /** Commits one of `demo/files` as `webhooks.yaml` and pushes it to a branch. */
  async push(branch: string, source: string, message: string): Promise<ActionEvent> {
    const text = await readFile(new URL(`./files/${source}`, import.meta.url), 'utf8')
    const before = await this.#github.headOf(this.#repo, 'main')
    const after = await this.#github.commit(this.#repo, branch, { [FILE]: text }, message)
    this.#pushed.set(branch, text)
    this.#lastPush = pushEvent(this.#repo, { before, after, branch })
    return this.#lastPush
  }

  /** Pushes two files to main, one after the other; each push queues a run. Returns the event of the first. */
  async pushTwice(first: string, second: string): Promise<ActionEvent> {
    const events: ActionEvent[] = []
    for (const source of [first, second]) {
      const event = await this.push('main', source, `docs: ${source}`)
      const run = { event: 'push', branch: 'main', headSha: event.sha ?? '' }
      const { id, runNumber } = await this.#github.startRun(this.#repo, run)
      events.push({ ...event, runId: id, runNumber })
    }
    const [event] = events
    if (event === undefined) throw new Error('Nobody has pushed')
    return event
  }

  /** Opens a pull request from a branch. The following steps are about it. */
  async openPullRequest(branch: string, title: string): Promise<ActionEvent> {
    this.#pull = await this.#github.openPullRequest(this.#repo, branch, title)
    return pullRequestEvent(this.#repo, this.#pull)
  }

  /** The event of a push to the branch of the pull request. */
  async pushedToPullRequest(): Promise<ActionEvent> {
    this.#pull = await this.#github.pullRequest(this.#repo, this.#currentPull().number)
    return pullRequestEvent(this.#repo, this.#pull)
  }

  /** Merges the pull request. */
  async merge(): Promise<ActionEvent> {
    const { number, head } = this.#currentPull()
    const before = await this.#github.headOf(this.#repo, 'main')
    const after = await this.#github.mergePullRequest(this.#repo, number)
    this.#pushed.set('main', this.#fileOn(head.ref))
    this.#lastPush = pushEvent(this.#repo, { before, after, branch: 'main' })
    return this.#lastPush
  }

  /** Clicks “Re-run job” for the run of the last push. */
  async rerun(): Promise<ActionEvent> {
    if (this.#lastPush === undefined) throw new Error('Nobody has pushed yet')
    return { ...this.#lastPush, runAttempt: 2 }
  }

  /** The morning check on `main`. */
  async waitForSchedule(): Promise<ActionEvent> {
    return { ...scheduleEvent(this.#repo), sha: await this.#github.headOf(this.#repo, 'main') }
  }

  /** Starts the workflow by hand on `main`. */
  async startByHand(): Promise<ActionEvent> {
    const sha = await this.#github.headOf(this.#repo, 'main')
    return { ...workflowDispatchEvent(this.#repo, 'main'), sha }
  }

  /** The files that a run for this event checks out. */
  checkout({ ref = '' }: ActionEvent): Record<string, string> {
    const branch = ref.startsWith('refs/pull/')
      ? this.#currentPull().head.ref
      : ref.replace('refs/heads/', '')
    return { [FILE]: this.#fileOn(branch) }
  }

  /** The comments of the pull request as people see them: without the hidden markers. */
  async comments(): Promise<string[]> {
    if (this.#pull === undefined) return []
    const comments = await this.#github.comments(this.#repo, this.#pull.number)
    return comments.map(({ body }) => body.replaceAll(/^<!--.*-->\s*/gm, ''))
  }

  #currentPull(): PullRequest {
    if (this.#pull === undefined) throw new Error('Nobody has opened a pull request yet')
    return this.#pull
  }

  #fileOn(branch: string): string {
    const text = this.#pushed.get(branch)
    if (text === undefined) throw new Error(`Nobody has pushed ${FILE} to ${branch}`)
    return text
  }
}
