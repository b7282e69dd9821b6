import * as z from 'zod/mini'
import { type GitHub, query } from './client.ts'

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
  /** The last commits of the head's history that changed the file, newest first, with the file's object id there. */
  readonly changes: readonly {
    readonly sha: string
    readonly file: string | null
    readonly pulls: readonly number[]
  }[]
}

interface ObjectPair {
  readonly atCommit: string | null
  readonly atHead: string | null
}

interface BranchQuestion {
  readonly branch: string
  readonly sha: string
  /** Where the branch pointed before the push of that commit; `null` if the run is about no push. */
  readonly pushedFrom: string | null
  readonly file: string
  readonly workflow: string | null
}

/** Commits of the file whose pull requests may have no final section yet. */
const MAX_CHANGES = 10
/** Commits by which GitHub may lag; it's its maximum per page. */
const MAX_LAG = 100

const PULLS = 'associatedPullRequests(first: 5) { nodes { number baseRefName } }'
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

// Without an error, GitHub answers every field of a query. One that's missing is no `null`, which would mean "not there".
const Oid = z.nullable(z.object({ oid: z.string() }))
const listOf = <T extends z.ZodMiniType>(node: T) =>
  z.nullish(z.object({ nodes: z.nullish(z.array(z.nullish(node))) }))
const associatedPullRequests = listOf(z.object({ number: z.number(), baseRefName: z.string() }))
const Head = z.object({
  oid: z.string(),
  associatedPullRequests,
  history: listOf(z.object({ oid: z.string(), file: Oid, associatedPullRequests })),
})
const Branch = z.object({
  ref: z.nullable(z.object({ target: z.nullable(Head) })),
  commit: z.nullable(z.object({ associatedPullRequests, history: listOf(z.object({ oid: z.string() })) })),
  file: Oid,
  headFile: Oid,
  workflow: Oid,
  headWorkflow: Oid,
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
  const { repository, error, missing } = await query(github, BRANCH, variables, Branch)
  // What is missing looks like what doesn't exist. Comments can do without the pull requests, the rest can't.
  const isComplete = missing.every((path) => path.includes('associatedPullRequests'))
  if (!isComplete) throw error
  const head = repository.ref?.target ?? null
  // Whether they're merged isn't asked: GitHub's lists lag.
  const pullsOf = (of: z.infer<typeof associatedPullRequests>) =>
    (of?.nodes ?? []).flatMap((pull) => (pull?.baseRefName === branch ? [pull.number] : []))
  const history = repository.commit?.history?.nodes
  const isOlder = head?.oid === pushedFrom || history?.some((commit) => commit?.oid === head?.oid) === true
  const pair = (atCommit: z.infer<typeof Oid>, atHead: z.infer<typeof Oid>): ObjectPair => ({
    atCommit: atCommit?.oid ?? null,
    atHead: atHead?.oid ?? null,
  })
  return {
    head: head?.oid ?? null,
    isHeadOlder: head !== null && head.oid !== sha && (repository.commit == null || isOlder),
    file: pair(repository.file, repository.headFile),
    workflow: workflow === null ? null : pair(repository.workflow, repository.headWorkflow),
    pulls: pullsOf(repository.commit?.associatedPullRequests),
    headPulls: pullsOf(head?.associatedPullRequests),
    changes: (head?.history?.nodes ?? []).flatMap((commit) => {
      if (commit == null) return []
      const { oid, file: blob, associatedPullRequests: pulls } = commit
      return [{ sha: oid, file: blob?.oid ?? null, pulls: pullsOf(pulls) }]
    }),
  }
}

/** A run that a newer push to the branch has started. */
export interface NewerRun {
  readonly id: number
  readonly url: string
  readonly isGreen: boolean
}

/** Conclusions of runs that apply nothing, and that nobody takes for a failure. */
const DROPPED = ['cancelled', 'skipped', 'stale']

/**
 * The runs of a workflow file that pushes to the branch of this repository have started after the run with this number,
 * newest first, without those that were cancelled or skipped (GitHub: List workflow runs for a workflow). Needs `actions: read`.
 */
export async function newerPushRuns(
  { octokit, repository }: GitHub,
  workflow: string,
  branch: string,
  runNumber: number,
): Promise<readonly NewerRun[]> {
  const { data } = await octokit.rest.actions.listWorkflowRuns({
    ...repository,
    workflow_id: workflow,
    branch,
    event: 'push',
    per_page: 100,
  })
  const here = `${repository.owner}/${repository.repo}`.toLowerCase()
  return data.workflow_runs
    .filter((run) => run.head_repository?.full_name.toLowerCase() === here)
    .filter((run) => run.run_number > runNumber && !DROPPED.includes(run.conclusion ?? ''))
    .sort((one, other) => other.run_number - one.run_number)
    .map(({ id, html_url: url, conclusion }) => ({ id, url, isGreen: conclusion === 'success' }))
}
