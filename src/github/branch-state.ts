import * as z from 'zod/mini'
import type { GitHub, GitHubResult } from './client.ts'
import { COMMENTS, type Comment, CommentPage, findComments, Viewer } from './comments.ts'
import { describeFailure } from './failures.ts'
import { query, queryWithViewer, VIEWER } from './graphql.ts'

/** What an apply has to know about its branch. Object ids are `null` for what doesn't exist. */
export interface BranchState {
  /** `null` if the branch doesn't exist. */
  readonly head: CommitMessage | null
  /** The newest commit of the head's history that changed the file; `null` if there is none. */
  readonly newestChange: CommitMessage | null
  /** Whether GitHub lags behind the push: the head is an older commit of the run's history, or its commit isn't known. */
  readonly isHeadBehind: boolean
  /** Objects by path, at the run's commit and at the head. */
  readonly objects: ReadonlyMap<string, ObjectPair>
  /** The head, then the commits of its history that changed the file, newest first. */
  readonly reviews: GitHubResult<readonly ReviewedCommit[]>
  /** The pull requests of the run's own commit, as far as they can be read. */
  readonly ownPulls: readonly ReviewedPull[]
}

export interface CommitMessage {
  readonly sha: string
  readonly message: string
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
  /** Where the branch pointed before the push of that commit; `null` if the run is about no push. */
  readonly pushedFrom: string | null
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
  $file: String!, $headFile: String!, $workflow: String!, $headWorkflow: String!, $viewer: Boolean!
) {
  ${VIEWER}
  repository(owner: $owner, name: $repo) {
    ref(qualifiedName: $ref) {
      target { ... on Commit {
        oid message ${PULLS}
        history(first: ${MAX_COMMITS}, path: $path) { nodes { oid message ${PULLS} } }
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
                  z.array(
                    z.nullish(
                      z.object({ oid: z.string(), message: z.string(), associatedPullRequests: Pulls }),
                    ),
                  ),
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
  const { branch, sha, pushedFrom, file, workflow, isOurs } = question
  const ref = `refs/heads/${branch}`
  const variables = { ref, commit: sha, path: file, after: null }
  const workflowPath = workflow ?? file
  const { data, error, missing } = await queryWithViewer(
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
  // What is missing looks like what doesn't exist. The reviews can do without it, the rest can't.
  const isComplete = missing.every((path) => path.includes('associatedPullRequests'))
  if (repository == null || !isComplete) throw error ?? new Error('No repository')
  const head = repository.ref?.target ?? null
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
  // A pull request belongs to several commits, but its comments are read once.
  const reading = new Map<number, Promise<ReviewedPull>>()
  const pullOf = ({ number, merged, baseRefName, headRefOid, comments }: z.infer<typeof Pull>) => {
    const pull =
      reading.get(number) ??
      findComments(github, number, comments, viewer, isOurs).then((found) => ({
        number,
        isMerged: merged,
        baseBranch: baseRefName,
        headSha: headRefOid,
        comments: found,
      }))
    reading.set(number, pull)
    return pull
  }
  const pullsOf = async (pulls: z.infer<typeof Pulls>) => {
    if (pulls == null && error !== null) throw error
    return await Promise.all((pulls?.nodes ?? []).filter((pull) => pull != null).map(pullOf))
  }
  const own = await orReason(() => pullsOf(repository.commit?.associatedPullRequests))
  const ownPulls = own.ok ? own.value : []
  if (head === null) {
    return {
      head,
      newestChange: null,
      isHeadBehind: false,
      objects,
      reviews: { ok: true, value: [] },
      ownPulls,
    }
  }

  const history = repository.commit?.history?.nodes
  const isOlder = head.oid === pushedFrom || history?.some((commit) => commit?.oid === head.oid) === true
  const changes = (head.history.nodes ?? []).filter((commit) => commit != null)
  const commits = [
    ...(changes[0]?.oid === head.oid ? [] : [{ ...head, changesFile: false }]),
    ...changes.map((commit) => ({ ...commit, changesFile: true })),
  ]
  return {
    head: { sha: head.oid, message: head.message },
    newestChange: changes[0] === undefined ? null : { sha: changes[0].oid, message: changes[0].message },
    isHeadBehind: head.oid !== sha && (repository.commit == null || isOlder),
    objects,
    ownPulls,
    reviews: await orReason(() =>
      Promise.all(
        commits.map(async ({ oid: commit, changesFile, associatedPullRequests: pulls }) => ({
          sha: commit,
          changesFile,
          pulls: await pullsOf(pulls),
        })),
      ),
    ),
  }
}

async function orReason<T>(call: () => Promise<T>): Promise<GitHubResult<T>> {
  try {
    return { ok: true, value: await call() }
  } catch (error) {
    return { ok: false, reason: describeFailure(error) }
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
