import * as z from 'zod/mini'
import type { GitHub } from './client.ts'
import { query } from './graphql.ts'

/** What an apply has to know about its branch. Object ids are `null` for what doesn't exist. */
export interface BranchState {
  /** The head's commit; `null` if the branch doesn't exist. */
  readonly head: string | null
  /** Whether the head is an older commit of the run's history, or GitHub doesn't know the run's commit: its answers lag. */
  readonly isHeadOlder: boolean
  readonly file: ObjectPair
  /** `null` for a workflow of another repository. */
  readonly workflow: ObjectPair | null
  /** Pull requests into the branch that brought the run's commit, and the head. */
  readonly pulls: readonly number[]
  readonly headPulls: readonly number[]
  /** The last commits of the head's history that changed the file, newest first. */
  readonly changes: readonly FileCommit[]
}

export interface ObjectPair {
  readonly atCommit: string | null
  readonly atHead: string | null
}

/** A commit that changed the file, with the file's object id there, and its pull requests into the branch. */
export interface FileCommit {
  readonly sha: string
  readonly file: string | null
  readonly pulls: readonly number[]
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
  readonly workflow: string | null
}

/** Commits of the file whose pull requests may have no final section yet. */
const MAX_CHANGES = 10
/** Commits by which GitHub may lag; it's its maximum per page. */
const MAX_LAG = 100

export const PULLS = 'associatedPullRequests(first: 5) { nodes { number baseRefName } }'
const BRANCH = `query (
  $owner: String!, $repo: String!, $ref: String!, $commit: String!, $path: String!
  $file: String!, $headFile: String!, $workflow: String!, $headWorkflow: String!
) {
  repository(owner: $owner, name: $repo) {
    ref(qualifiedName: $ref) {
      target { ... on Commit {
        oid ${PULLS}
        history(first: ${MAX_CHANGES}, path: $path) { nodes { oid file(path: $path) { oid } ${PULLS} } }
      } }
    }
    commit: object(expression: $commit) { ... on Commit {
      ${PULLS}
      history(first: ${MAX_LAG}) { nodes { oid } }
    } }
    file: object(expression: $file) { oid }
    headFile: object(expression: $headFile) { oid }
    workflow: object(expression: $workflow) { oid }
    headWorkflow: object(expression: $headWorkflow) { oid }
  }
}`

const Oid = z.nullish(z.object({ oid: z.string() }))
export const Pulls = z.nullish(
  z.object({
    nodes: z.nullish(z.array(z.nullish(z.object({ number: z.number(), baseRefName: z.string() })))),
  }),
)
const nodesOf = <T extends z.ZodMiniType>(node: T) =>
  z.nullish(z.object({ nodes: z.nullish(z.array(z.nullish(node))) }))
const Branch = z.object({
  repository: z.nullish(
    z.object({
      ref: z.nullish(
        z.object({
          target: z.nullish(
            z.object({
              oid: z.string(),
              associatedPullRequests: Pulls,
              history: nodesOf(z.object({ oid: z.string(), file: Oid, associatedPullRequests: Pulls })),
            }),
          ),
        }),
      ),
      commit: z.nullish(
        z.object({ associatedPullRequests: Pulls, history: nodesOf(z.object({ oid: z.string() })) }),
      ),
      file: Oid,
      headFile: Oid,
      workflow: Oid,
      headWorkflow: Oid,
    }),
  ),
})

/** Asks about a branch in one request. Throws if the token may not read the repository. */
export async function readBranch(github: GitHub, question: BranchQuestion): Promise<BranchState> {
  const { branch, sha, pushedFrom, file, workflow } = question
  const ref = `refs/heads/${branch}`
  const workflowPath = workflow ?? file
  const variables = {
    ref,
    commit: sha,
    path: file,
    file: `${sha}:${file}`,
    headFile: `${ref}:${file}`,
    workflow: `${sha}:${workflowPath}`,
    headWorkflow: `${ref}:${workflowPath}`,
  }
  const { data, error, missing } = await query(github, BRANCH, variables, Branch)
  const { repository } = data
  // What is missing looks like what doesn't exist. Comments can do without the pull requests, the rest can't.
  const isComplete = missing.every((path) => path.includes('associatedPullRequests'))
  if (repository == null || !isComplete) throw error ?? new Error('No repository')
  const head = repository.ref?.target ?? null
  const pulls = (of: z.infer<typeof Pulls>) => pullsInto([branch], of)
  const history = repository.commit?.history?.nodes
  const isOlder = head?.oid === pushedFrom || history?.some((commit) => commit?.oid === head?.oid) === true
  return {
    head: head?.oid ?? null,
    isHeadOlder: head !== null && head.oid !== sha && (repository.commit == null || isOlder),
    file: { atCommit: repository.file?.oid ?? null, atHead: repository.headFile?.oid ?? null },
    workflow:
      workflow === null
        ? null
        : { atCommit: repository.workflow?.oid ?? null, atHead: repository.headWorkflow?.oid ?? null },
    pulls: pulls(repository.commit?.associatedPullRequests),
    headPulls: pulls(head?.associatedPullRequests),
    changes: (head?.history?.nodes ?? []).flatMap((commit) =>
      commit == null
        ? []
        : [
            {
              sha: commit.oid,
              file: commit.file?.oid ?? null,
              pulls: pulls(commit.associatedPullRequests),
            },
          ],
    ),
  }
}

/** The numbers of the pull requests into these branches. Whether they're merged isn't asked: GitHub's lists lag. */
export function pullsInto(branches: readonly string[], pulls: z.infer<typeof Pulls>): readonly number[] {
  return (pulls?.nodes ?? []).flatMap((pull) =>
    pull != null && branches.includes(pull.baseRefName) ? [pull.number] : [],
  )
}
