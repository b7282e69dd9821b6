/** A person or the bot of an app, with the name that GraphQL gives; REST adds `[bot]`. */
export interface Account {
  readonly id: number
  readonly name: string
  readonly type: 'User' | 'Bot'
}

export type Access = 'none' | 'read' | 'write'

/** The permissions of a token that matter here (GitHub: Permissions required for GitHub Apps). */
export interface Permissions {
  readonly contents: Access
  readonly pullRequests: Access
  /** The default is `none`. */
  readonly actions?: Access
}

export interface Token {
  readonly account: Account
  readonly permissions: Permissions
}

/** An app's token is `ghs_<app>_<JWT>`, of about 520 characters (GitHub's changelog of 2026-04-24). */
const APP_TOKEN = `ghs_15368_eyJhbGciOiJSUzI1NiJ9.${'c3ViOmFjbWU'.repeat(12)}.${'q_7-x'.repeat(62)}`

const EVERYTHING: Permissions = { contents: 'write', pullRequests: 'write', actions: 'write' }

/** The login of REST, and of GraphQL's `viewer`. */
export function loginOf({ name, type }: Account): string {
  return type === 'Bot' ? `${name}[bot]` : name
}

/** Who may ask, by token. */
export class Accounts {
  readonly #tokens = new Map<string, Token>()
  readonly #accounts = new Map<string, Account>()

  find(token: string): Token | undefined {
    return this.#tokens.get(token)
  }

  /** Issues the token of a person, who may do everything. */
  person(name: string): string {
    return this.#issue('ghp_', name, 'User', EVERYTHING)
  }

  /** Issues an installation token of an app; `github-actions` is the app of workflows. */
  app(name: string, permissions: Permissions): string {
    return this.#issue(APP_TOKEN, name, 'Bot', permissions)
  }

  accept(token: string, name: string, type: Account['type'], permissions: Permissions): void {
    const key = `${type} ${name}`
    const account = this.#accounts.get(key) ?? { id: 41_898_282 + this.#accounts.size, name, type }
    this.#accounts.set(key, account)
    this.#tokens.set(token, { account, permissions })
  }

  #issue(prefix: string, name: string, type: Account['type'], permissions: Permissions): string {
    const token = `${prefix}${name.replaceAll('-', '')}${this.#tokens.size + 1}x7Jq2LrX9wTzB4nVdKc8sYfMj`
    this.accept(token, name, type, permissions)
    return token
  }
}
