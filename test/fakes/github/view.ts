import type { Access, Accounts, Permissions, Token } from './accounts.ts'
import type { Lagging } from './lag.ts'
import type { RepositoryState } from './repository.ts'
import type { Sequence } from './sequence.ts'

/** Everything that one server knows. */
export interface State {
  /** Base URL of the API. */
  readonly url: string
  readonly accounts: Accounts
  readonly sequence: Sequence
  /** By full name, in lower case. */
  readonly repositories: Map<string, RepositoryState>
}

/** What one request gets to see: by its token, and as far behind as GitHub is now. */
export class View {
  readonly state: State
  readonly token: Token | null
  readonly #behind = new Map<RepositoryState, Map<Lagging, number>>()

  constructor(state: State, token: Token | null) {
    this.state = state
    this.token = token
  }

  /** A repository that the token may know of. */
  repository(owner: string, name: string): RepositoryState | undefined {
    const repository = this.state.repositories.get(`${owner}/${name}`.toLowerCase())
    return repository?.isPrivate === true && this.token === null ? undefined : repository
  }

  /** Whoever sees a public repository may read it. */
  may(repository: RepositoryState, what: keyof Permissions, access: Exclude<Access, 'none'>): boolean {
    if (access === 'read' && !repository.isPrivate) return true
    const given = this.token?.permissions[what] ?? 'none'
    return given === 'write' || given === access
  }

  /** How many states behind the newest one this request sees such a thing: the same wherever it asks. */
  behind(repository: RepositoryState, what: Lagging): number {
    const known = this.#behind.get(repository) ?? new Map<Lagging, number>()
    const behind = known.get(what) ?? repository.lag.take(what)
    this.#behind.set(repository, known.set(what, behind))
    return behind
  }

  /** Head of a branch. */
  head(repository: RepositoryState, branch: string): string | null {
    return repository.findHead(branch, this.behind(repository, 'branches'))
  }
}
