import * as graphql from 'graphql'

/** GitHub: Rate limits and query limits for the GraphQL API, "Node limit". */
export const MAX_NODES = 500_000
const MAX_PAGE = 100

export interface Page {
  readonly first?: number | null
  readonly after?: string | null
}

type Fields = Readonly<Record<string, unknown>>

/** A page of a connection. Each needs `first`, of 100 at most. */
export function connection<T>(
  name: string,
  items: readonly T[],
  { first, after }: Page,
  fieldsOf: (item: T) => Fields,
): Fields {
  if (typeof first !== 'number') {
    const message = `You must provide a \`first\` or \`last\` value to properly paginate the \`${name}\` connection.`
    throw typedError('MISSING_PAGINATION_BOUNDARIES', message)
  }
  if (first > MAX_PAGE) {
    const message = `Requesting ${first} records on the \`${name}\` connection exceeds the \`first\` limit of ${MAX_PAGE} records.`
    throw typedError('EXCESSIVE_PAGINATION', message)
  }
  const from = typeof after === 'string' ? Number(Buffer.from(after, 'base64').toString()) : 0
  const to = Math.min(items.length, from + first)
  return {
    totalCount: items.length,
    nodes: items.slice(from, to).map(fieldsOf),
    pageInfo: {
      hasNextPage: to < items.length,
      endCursor: to === from ? null : Buffer.from(String(to)).toString('base64'),
    },
  }
}

/** An error with GitHub's `type`. */
export function typedError(type: string, message: string, extensions: Fields = {}): graphql.GraphQLError {
  return new graphql.GraphQLError(message, { extensions: { ...extensions, type } })
}

/** The most nodes that a query can give: each page counts as often as the pages around it have nodes. */
export function countNodes(document: graphql.DocumentNode, variables: Fields): number {
  const fragments = new Map(
    document.definitions.flatMap((part) =>
      part.kind === graphql.Kind.FRAGMENT_DEFINITION ? [[part.name.value, part.selectionSet]] : [],
    ),
  )
  const count = (selections: graphql.SelectionSetNode | undefined, times: number): number => {
    let sum = 0
    for (const selection of selections?.selections ?? []) {
      if (selection.kind === graphql.Kind.FRAGMENT_SPREAD) {
        sum += count(fragments.get(selection.name.value), times)
      } else if (selection.kind === graphql.Kind.INLINE_FRAGMENT) {
        sum += count(selection.selectionSet, times)
      } else {
        const size = pageSize(selection, variables)
        sum += (size === null ? 0 : times * size) + count(selection.selectionSet, times * (size ?? 1))
      }
    }
    return sum
  }
  const operations = document.definitions.filter((part) => part.kind === graphql.Kind.OPERATION_DEFINITION)
  return Math.max(0, ...operations.map(({ selectionSet }) => count(selectionSet, 1)))
}

function pageSize(field: graphql.FieldNode, variables: Fields): number | null {
  const value = field.arguments?.find(({ name }) => name.value === 'first')?.value
  if (value === undefined) return null
  const size = graphql.valueFromASTUntyped(value, variables)
  return typeof size === 'number' ? size : null
}
