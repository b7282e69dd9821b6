import { readFileSync } from 'node:fs'
import * as graphql from 'graphql'
import * as z from 'zod'
import type { Answer } from '../recording-server.ts'
import { blobId } from './commits.ts'
import {
  type Comment,
  commentsOf,
  headOf,
  listedMerge,
  type Merge,
  type Pull,
  pullsWith,
} from './repository.ts'
import { commentUrl } from './rest.ts'
import type { Token, View } from './view.ts'

const Body = z.object({ query: z.string(), variables: z.record(z.string(), z.unknown()).optional() })

const schemaFile = new URL('schema.graphql', import.meta.resolve('@octokit/graphql-schema'))
let loaded: graphql.GraphQLSchema | undefined

/** GitHub's published schema: a query that GitHub refuses is refused here. Without descriptions it's read twice as fast. */
export function loadSchema(): graphql.GraphQLSchema {
  const text = () => readFileSync(schemaFile, 'utf8').replaceAll(/"""[\s\S]*?"""/g, '')
  loaded ??= graphql.buildSchema(text(), { assumeValid: true, assumeValidSDL: true, noLocation: true })
  return loaded
}

/** Gives what a request may see of a repository; undefined if there is none. */
type Find = (owner: string, name: string) => View | undefined

/** Answers a GraphQL request. */
export async function answerGraphQL(find: Find, token: Token, body: unknown): Promise<Answer> {
  const { query: source, variables: variableValues } = Body.parse(body)
  const rootValue = rootFields(find, token)
  return answerOf(
    await graphql.graphql({
      schema: loadSchema(),
      source,
      rootValue,
      variableValues,
      fieldResolver: resolveField,
    }),
  )
}

/** A field that this fake doesn't have must not look like one that is empty. */
const resolveField: graphql.GraphQLFieldResolver<unknown, unknown> = (source, args, context, info) => {
  const { fieldName, parentType } = info
  if (typeof source !== 'object' || source === null || !(fieldName in source)) {
    throw new Error(`The fake GitHub has no field ${parentType.name}.${fieldName}`)
  }
  return graphql.defaultFieldResolver(source, args, context, info)
}

/** GitHub answers 200 whatever went wrong, with `type` outside of `extensions`, and without `data` if nothing was run. */
function answerOf({ data, errors }: graphql.ExecutionResult): Answer {
  const shown = errors?.map(({ message, path, locations, extensions: { type } }) => ({
    type,
    path,
    locations,
    message,
  }))
  return { status: 200, body: { data, errors: shown } }
}

/** An object of GraphQL: its fields, or functions of their arguments that give them. */
type Fields = Readonly<Record<string, unknown>>

function rootFields(find: Find, token: Token): Fields {
  return {
    viewer: { login: token.login },
    repository: ({ owner, name }: { owner: string; name: string }) => {
      const view = find(owner, name)
      if (view !== undefined) return repositoryFields(view)
      throw typedError('NOT_FOUND', `Could not resolve to a Repository with the name '${owner}/${name}'.`)
    },
  }
}

function typedError(type: string, message: string): graphql.GraphQLError {
  return new graphql.GraphQLError(message, { extensions: { type } })
}

/** Throws unless the token may read this. */
function allow(view: View, what: 'pullRequests' | 'contents'): void {
  if (!view.may(what, 'read')) throw typedError('FORBIDDEN', 'Resource not accessible by integration')
}

function repositoryFields(view: View): Fields {
  return {
    ref: ({ qualifiedName }: { qualifiedName: string }) => {
      allow(view, 'contents')
      const oid = view.findRef(qualifiedName)
      return oid === null ? null : { target: () => commitFields(view, oid) }
    },
    object: ({ expression }: { expression: string }) => {
      allow(view, 'contents')
      const [, revision = '', path] = /^([^:]*)(?::(.*))?$/.exec(expression) ?? []
      const oid = view.findCommit(revision)
      if (oid === null) return null
      return path === undefined ? commitFields(view, oid) : fileFields(view, oid, path)
    },
    pullRequest: ({ number }: { number: number }) => {
      allow(view, 'pullRequests')
      const pull = view.repository.findPull(number)
      if (pull !== undefined) return pullFields(view, pull, pull.merge)
      throw typedError('NOT_FOUND', `Could not resolve to a PullRequest with the number of ${number}.`)
    },
  }
}

/** GitHub cuts the text of a blob at 512,000 bytes. */
const MAX_TEXT = 512_000

/** A blob, which is a tree's entry as well. */
function fileFields({ repository }: View, commit: string, path: string): Fields | null {
  const text = repository.commits.get(commit).files.get(path)
  if (text === undefined) return null
  const bytes = Buffer.from(text)
  const fields = {
    __typename: 'Blob',
    oid: blobId(text),
    byteSize: bytes.length,
    isTruncated: bytes.length > MAX_TEXT,
    text: text.includes('\0') ? null : bytes.subarray(0, MAX_TEXT).toString(),
  }
  return { ...fields, object: fields }
}

function commitFields(view: View, oid: string): Fields {
  const { commits } = view.repository
  return {
    __typename: 'Commit',
    oid,
    committedDate: new Date(Date.UTC(2026, 0, 1) + commits.get(oid).order * 1000).toISOString(),
    file: ({ path }: { path: string }) => fileFields(view, oid, path),
    parents: (page: Page) =>
      connection(commits.get(oid).parents, page, (parent) => commitFields(view, parent)),
    history: ({ path, ...page }: Page & { path?: string }) => {
      const history = path === undefined ? commits.reachable(oid) : commits.historyOf(oid, path)
      return connection(history, page, (commit) => commitFields(view, commit.oid))
    },
    // The list may lag behind merges.
    associatedPullRequests: (page: Page) => {
      allow(view, 'pullRequests')
      const behind = view.behind('merges')
      return connection(pullsWith(view.repository, oid, behind), page, (pull) =>
        pullFields(view, pull, listedMerge(pull, behind)),
      )
    },
  }
}

function pullFields(view: View, pull: Pull, merge: Merge | null): Fields {
  const isClosed = pull.closedAt !== null && pull.merge === null
  return {
    number: pull.number,
    state: merge !== null ? 'MERGED' : isClosed ? 'CLOSED' : 'OPEN',
    merged: merge !== null,
    mergeCommit: merge === null ? null : () => commitFields(view, merge.commit),
    baseRefName: pull.base,
    headRefOid: headOf(pull),
    comments: (page: Page) =>
      connection(commentsOf(pull, view.behind('comments')), page, (comment) =>
        commentFields(view, pull, comment),
      ),
  }
}

function commentFields({ token }: View, pull: Pull, { id, author, body }: Comment): Fields {
  const name = author.replace('[bot]', '')
  return {
    fullDatabaseId: String(id),
    author: { __typename: name === author ? 'User' : 'Bot', login: name },
    viewerDidAuthor: author === token.login,
    body,
    url: commentUrl(pull, id),
  }
}

interface Page {
  readonly first?: number
  readonly after?: string | null
}

/** A page of a connection. GitHub wants `first`, of 100 at most (Rate limits and query limits for the GraphQL API). */
function connection<T>(
  items: readonly T[],
  { first = Number.NaN, after }: Page,
  fieldsOf: (item: T) => Fields,
): Fields {
  if (!(first <= 100)) throw typedError('EXCESSIVE_PAGINATION', 'A page has `first`, of 100 records at most.')
  const from = Number(after ?? 0)
  const to = Math.min(items.length, from + first)
  return {
    totalCount: items.length,
    nodes: items.slice(from, to).map(fieldsOf),
    pageInfo: { hasNextPage: to < items.length, endCursor: String(to) },
  }
}
