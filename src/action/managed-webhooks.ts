import { readWebhooksFile } from '../config/webhooks-file.ts'
import type { DesiredWebhook, LiveCompany } from '../core/webhook.ts'
import type { GitHub } from '../github/client.ts'
import { type FileVersion, fileVersions } from '../github/file-history.ts'
import { sortByVersions, type Unlisted, unlistedWebhooks } from '../plan/managed.ts'
import type { ValidRun } from './run-context.ts'

/** Sorts the webhooks that Auco has and the file doesn't list. Reads earlier versions of the file only if there are some. */
export class ManagedWebhooks {
  readonly #run: ValidRun
  /** The versions that were read, and those that weren't yet, by the revision whose history they are. */
  readonly #histories = new Map<string, { read: DesiredWebhook[][]; rest: AsyncGenerator<FileVersion> }>()

  constructor(run: ValidRun) {
    this.#run = run
  }

  /** `revision`: the commit whose history has the versions, or a branch by its full name. */
  async sort(
    { webhooks }: Pick<ValidRun, 'webhooks'>,
    live: LiveCompany,
    revision: string,
  ): Promise<Unlisted> {
    const { inputs, askGitHub } = this.#run
    const unlisted = unlistedWebhooks(webhooks, live.webhooks)
    const none = { removed: [], changedSince: [], foreign: [], unknown: null }
    if (unlisted.length === 0) return none
    if (inputs.removals === 'all') return { ...none, removed: unlisted }
    if (inputs.removals === 'none') return { ...none, foreign: unlisted }
    if (askGitHub === null) {
      return {
        ...none,
        foreign: unlisted,
        unknown: 'Pass `github-token`, and give the job `contents: read`.',
      }
    }
    const sorted = await askGitHub((github) => sortByVersions(unlisted, this.#versions(github, revision)))
    if (sorted.ok) return { ...sorted.value, unknown: null }
    this.#histories.clear()
    return { ...none, foreign: unlisted, unknown: sorted.reason }
  }

  async *#versions(github: GitHub, revision: string): AsyncGenerator<readonly DesiredWebhook[]> {
    const { context, inputs } = this.#run
    const { branch, defaultBranch, eventName, pushedFrom, sha } = context
    const history = this.#histories.get(revision) ?? {
      read: [],
      rest: fileVersions(github, {
        revision,
        file: inputs.config,
        branches: [branch, defaultBranch].filter((name) => name !== null),
        // Another event's `before` means something else, and it says nothing of another commit.
        pushedFrom: eventName === 'push' && revision === sha ? pushedFrom : null,
      }),
    }
    this.#histories.set(revision, history)
    yield* history.read
    // Not by `for await`, which would end the rest with this loop.
    for (let next = await history.rest.next(); next.done !== true; next = await history.rest.next()) {
      const version = this.#read(next.value)
      history.read.push(version)
      yield version
    }
  }

  /** What a version declares: nothing if it isn't a valid file. */
  #read({ sha, text }: FileVersion): DesiredWebhook[] {
    const { inputs, log } = this.#run
    const options = { environment: inputs.environment, variable: () => undefined, ownSecrets: [] }
    const file = text === null ? null : readWebhooksFile(text, { ...options, unset: 'allowed' })
    if (file?.ok === true) return [...file.webhooks]
    log.notice(
      `${inputs.config} at ${sha.slice(0, 7)} can't be read as a file of webhooks, so that version declares none.`,
    )
    return []
  }
}
