import type { Lagging } from './lag.ts'
import { DEFAULT_BRANCH, type RepositoryState, testMerge } from './repository.ts'

export type Access = 'none' | 'read' | 'write'

/** The permissions of a token that matter here (GitHub: Permissions required for GitHub Apps). */
export interface Permissions {
  readonly contents: Access
  readonly pullRequests: Access
  /** The default is `none`. */
  readonly actions?: Access
}

/** `login`: its owner's, which ends with `[bot]` for an app. */
export interface Token {
  readonly login: string
  readonly permissions: Permissions
}

/** What one request gets to see of a repository: by its token, and as far behind as GitHub is now. */
export class View {
  readonly repository: RepositoryState
  readonly token: Token
  readonly #behind = new Map<Lagging, number>()

  constructor(repository: RepositoryState, token: Token) {
    this.repository = repository
    this.token = token
  }

  /** Everybody may read a public repository. */
  may(what: keyof Permissions, access: 'read' | 'write'): boolean {
    if (access === 'read' && !this.repository.isPrivate) return true
    const given = this.token.permissions[what]
    return given === 'write' || given === access
  }

  /** How many states behind the newest one this request sees such a thing: the same wherever it asks. */
  behind(what: Lagging): number {
    const behind = this.#behind.get(what) ?? this.repository.lag.take(what)
    this.#behind.set(what, behind)
    return behind
  }

  /** The commit of a full ref, such as `refs/heads/main` or `refs/pull/1/merge`. */
  findRef(ref: string): string | null {
    const [, branch, number] = /^refs\/(?:heads\/(.+)|pull\/(\d+)\/merge)$/.exec(ref) ?? []
    if (branch !== undefined) return this.repository.findHead(branch, this.behind('branches'))
    const pull = this.repository.findPull(Number(number))
    return pull === undefined || pull.closedAt !== null ? null : testMerge(pull)
  }

  /** The commit that a revision names: an id, a ref, a branch, or `HEAD` (gitrevisions). */
  findCommit(revision: string): string | null {
    if (revision === 'HEAD') return this.findRef(`refs/heads/${DEFAULT_BRANCH}`)
    const commit = this.repository.commits.find(revision)?.oid
    return commit ?? this.findRef(revision) ?? this.findRef(`refs/heads/${revision}`)
  }
}
