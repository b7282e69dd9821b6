import type { FakeGitHub, PullRequest, Repository } from '../fakes/github.ts'
import { CALLED, FILE, type Tree, WORKFLOW } from './files.ts'

/** The head of the default branch. */
export interface Head {
  readonly sha: string
  readonly tree: Tree
  /** Its message skips workflows. */
  readonly skips: boolean
}

/** What is true in a repository, however far GitHub's answers lag. */
export class Branches {
  readonly #github: FakeGitHub
  readonly #repo: Repository

  constructor(github: FakeGitHub, repo: Repository) {
    this.#github = github
    this.#repo = repo
  }

  pullRequest(number: number): Promise<PullRequest> {
    return this.#github.pullRequest(this.#repo, number)
  }

  /** The file and the workflows of a commit. */
  async treeAt(sha: string): Promise<Tree> {
    const paths = [FILE, WORKFLOW, CALLED]
    const texts = await Promise.all(paths.map((path) => this.#github.fileAt(this.#repo, sha, path)))
    return Object.fromEntries(paths.map((path, index) => [path, texts[index] ?? null]))
  }

  async head(): Promise<Head> {
    const sha = await this.#github.headOf(this.#repo, 'main')
    const [tree, message] = await Promise.all([
      this.treeAt(sha),
      // That of a squash has those of its commits, with what skips workflows.
      this.#github.messageOf(this.#repo, sha),
    ])
    return { sha, tree, skips: message.includes('[skip ci]') }
  }
}
