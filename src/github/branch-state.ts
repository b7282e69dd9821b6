import * as z from 'zod/mini'
import type { GitHub } from './client.ts'
import { COMMENTS, type Comment, CommentPage, findComments, Viewer } from './comments.ts'
import { query } from './graphql.ts'

/** What an apply has to know about its branch. Object ids are `null` for what doesn't exist. */
export interface BranchState {
  /** `null` if the branch doesn't exist. */
  readonly head: { readonly sha: string; readonly message: string } | null
  /** Whether the head is an older commit of the run's own history: GitHub lags behind the push. */
  readonly isHeadBehind: boolean
  /** Objects by path, at the run's commit and at the head. */
  readonly objects: ReadonlyMap<string, ObjectPair>
  /**
   * The head, then the commits of its history that changed the file, newest first. `null` if the token may not see the
   * pull requests.
   */
  readonly reviews: readonly ReviewedCommit[] | null
  /** The pull requests of the run's own commit. */
  readonly ownPulls: readonly ReviewedPull[]
}

export interface ObjectPair {
  readonly atCommit: string | null
  readonly atHead: string | null
  /** Text at the run's commit; `null` for what isn't a text. */
  readonly text: string | null
}

/** A commit, and the pull requests that it belongs to. */
export interface ReviewedCommit {
  readonly sha: string
  readonly changesFile: boolean
  readonly pulls: readonly ReviewedPull[]
}

export interface ReviewedPull {
  readonly number: number
  readonly isMerged: boolean
  readonly baseBranch: string
  readonly headSha: string
  /** Newest first. */
  readonly comments: readonly Comment[]
}

export interface BranchQuestion {
  /** Name of the branch. */
  readonly branch: string
  /** The run's commit. */
  readonly sha: string
  /** The configuration file. */
  readonly file: string
  /** The run's workflow file; `null` if it is in another repository. */
  readonly workflow: string | null
  /** Whether a comment's text is one of this run's plan comments. */
  readonly isOurs: (body: string) => boolean
}

/** Commits of the file's history that are searched for reviews. */
const MAX_COMMITS = 10
/** Commits by which GitHub may lag; it's its maximum per page. */
const MAX_LAG = 100

const PULLS = `associatedPullRequests(first: 5) {
  nodes { number merged baseRefName headRefOid ${COMMENTS} }
}`
const BRANCH = `query (
  $owner: String!, $repo: String!, $ref: String!, $commit: String!, $path: String!, $after: String
  $file: String!, $headFile: String!, $workflow: String!, $headWorkflow: String!
) {
  viewer { login }
  repository(owner: $owner, name: $repo) {
    ref(qualifiedName: $ref) {
      target { ... on Commit {
        oid message ${PULLS}
        history(first: ${MAX_COMMITS}, path: $path) { nodes { oid ${PULLS} } }
      } }
    }
    commit: object(expression: $commit) { ... on Commit {
      ${PULLS}
      history(first: ${MAX_LAG}) { nodes { oid } }
    } }
    file: object(expression: $file) { oid }
    headFile: object(expression: $headFile) { oid }
    workflow: object(expression: $workflow) { oid ... on Blob { text } }
    headWorkflow: object(expression: $headWorkflow) { oid }
  }
}`

const Oid = z.nullish(z.object({ oid: z.string() }))
const TextBlob = z.nullish(z.object({ oid: z.string(), text: z.nullish(z.string()) }))
const Pull = z.object({
  number: z.number(),
  merged: z.boolean(),
  baseRefName: z.string(),
  headRefOid: z.string(),
  comments: CommentPage,
})
const Pulls = z.nullish(z.object({ nodes: z.nullish(z.array(z.nullish(Pull))) }))
const Branch = z.object({
  viewer: Viewer,
  repository: z.nullish(
    z.object({
      ref: z.nullish(
        z.object({
          target: z.nullish(
            z.object({
              oid: z.string(),
              message: z.string(),
              associatedPullRequests: Pulls,
              history: z.object({
                nodes: z.nullish(
                  z.array(z.nullish(z.object({ oid: z.string(), associatedPullRequests: Pulls }))),
                ),
              }),
            }),
          ),
        }),
      ),
      commit: z.nullish(
        z.object({
          associatedPullRequests: Pulls,
          history: z.nullish(
            z.object({ nodes: z.nullish(z.array(z.nullish(z.object({ oid: z.string() })))) }),
          ),
        }),
      ),
      file: Oid,
      headFile: Oid,
      workflow: TextBlob,
      headWorkflow: Oid,
    }),
  ),
})

/** Asks about a branch in one request. Throws if the token may not read the repository. */
export async function readBranch(github: GitHub, question: BranchQuestion): Promise<BranchState> {
  const { branch, sha, file, workflow, isOurs } = question
  const ref = `refs/heads/${branch}`
  const variables = { ref, commit: sha, path: file, after: null }
  const workflowPath = workflow ?? file
  const { data, error } = await query(
    github,
    BRANCH,
    {
      ...variables,
      file: `${sha}:${file}`,
      headFile: `${ref}:${file}`,
      workflow: `${sha}:${workflowPath}`,
      headWorkflow: `${ref}:${workflowPath}`,
    },
    Branch,
  )
  const { repository } = data
  const head = repository?.ref?.target ?? null
  // Without permission, what exists is `null` too.
  if (repository == null || (head === null && error !== null)) throw error ?? new Error('No repository')
  const objects = new Map<string, ObjectPair>([
    [file, { atCommit: oid(repository.file), atHead: oid(repository.headFile), text: null }],
  ])
  if (workflow !== null) {
    const text = repository.workflow?.text ?? null
    objects.set(workflow, {
      atCommit: oid(repository.workflow),
      atHead: oid(repository.headWorkflow),
      text,
    })
  }
  const viewer = data.viewer?.login ?? null
  const pullsOf = (pulls: z.infer<typeof Pulls>) =>
    Promise.all(
      (pulls?.nodes ?? [])
        .filter((pull) => pull != null)
        .map(async ({ number, merged, baseRefName, headRefOid, comments }) => ({
          number,
          isMerged: merged,
          baseBranch: baseRefName,
          headSha: headRefOid,
          comments: await findComments(github, number, comments, viewer, isOurs),
        })),
    )
  const ownPulls = await pullsOf(repository.commit?.associatedPullRequests)
  if (head === null) return { head, isHeadBehind: false, objects, reviews: [], ownPulls }

  const own = repository.commit?.history?.nodes ?? []
  const changes = (head.history.nodes ?? []).filter((commit) => commit != null)
  const commits = [
    ...(changes[0]?.oid === head.oid ? [] : [{ ...head, changesFile: false }]),
    ...changes.map((commit) => ({ ...commit, changesFile: true })),
  ]
  const isDenied =
    error !== null && commits.some(({ associatedPullRequests }) => associatedPullRequests == null)
  return {
    head: { sha: head.oid, message: head.message },
    isHeadBehind: head.oid !== sha && own.some((commit) => commit?.oid === head.oid),
    objects,
    ownPulls,
    reviews: isDenied
      ? null
      : await Promise.all(
          commits.map(async ({ oid: commit, changesFile, associatedPullRequests: pulls }) => ({
            sha: commit,
            changesFile,
            pulls: await pullsOf(pulls),
          })),
        ),
  }
}

function oid(object: z.infer<typeof Oid>): string | null {
  return object?.oid ?? null
}

/** Reads files at two commits, for workflows that call others. Paths that are the same are asked for once. */
export async function readObjectPairs(
  github: GitHub,
  paths: readonly string[],
  sha: string,
  headSha: string,
): Promise<ReadonlyMap<string, ObjectPair>> {
  const names = paths.map((_, index) => `$c${index}: String!, $h${index}: String!`).join(', ')
  const fields = paths
    .map(
      (_, index) =>
        `c${index}: object(expression: $c${index}) { oid ... on Blob { text } } h${index}: object(expression: $h${index}) { oid }`,
    )
    .join('\n')
  const text = `query ($owner: String!, $repo: String!, ${names}) {
  repository(owner: $owner, name: $repo) { ${fields} }
}`
  const variables = Object.fromEntries(
    paths.flatMap((path, index) => [
      [`c${index}`, `${sha}:${path}`],
      [`h${index}`, `${headSha}:${path}`],
    ]),
  )
  const Pairs = z.object({ repository: z.nullish(z.record(z.string(), TextBlob)) })
  const { data, error } = await query(github, text, variables, Pairs)
  const { repository } = data
  if (repository == null || error !== null) throw error ?? new Error('No repository')
  return new Map(
    paths.map((path, index) => [
      path,
      {
        atCommit: oid(repository[`c${index}`]),
        atHead: oid(repository[`h${index}`]),
        text: repository[`c${index}`]?.text ?? null,
      },
    ]),
  )
}
