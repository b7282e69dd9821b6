import * as graphql from 'graphql'

/** GitHub: Rate limits and query limits for the GraphQL API, "Node limit". */
export const MAX_NODES = 500_000
const MAX_PAGE = 100

export interface Page {
  readonly first?: number | null
  readonly last?: number | null
  readonly after?: string | null
  readonly before?: string | null
}

type Fields = Readonly<Record<string, unknown>>

/** A page of a connection. Each needs `first` or `last`, of 100 at most, as soon as nodes are asked for. */
export function connection<T>(
  name: string,
  items: readonly T[],
  { first, last, after, before }: Page,
  fieldsOf: (item: T) => Fields,
): Fields {
  const size = first ?? last ?? null
  if (size === null) {
    const message = `You must provide a \`first\` or \`last\` value to properly paginate the \`${name}\` connection.`
    throw typedError('MISSING_PAGINATION_BOUNDARIES', message)
  }
  if (size > MAX_PAGE) {
    const limit = first === null || first === undefined ? 'last' : 'first'
    const message = `Requesting ${size} records on the \`${name}\` connection exceeds the \`${limit}\` limit of ${MAX_PAGE} records.`
    throw typedError('EXCESSIVE_PAGINATION', message)
  }
  const start = typeof after === 'string' ? positionOf(after) + 1 : 0
  const end = typeof before === 'string' ? positionOf(before) : items.length
  const [from, to] =
    typeof first === 'number' ? [start, Math.min(end, start + size)] : [Math.max(start, end - size), end]
  const nodes = items.slice(from, to).map(fieldsOf)
  const cursor = (position: number) => (nodes.length === 0 ? null : cursorOf(position))
  return {
    totalCount: items.length,
    nodes,
    edges: nodes.map((node, index) => ({ node, cursor: cursorOf(from + index) })),
    pageInfo: {
      hasPreviousPage: from > 0,
      hasNextPage: to < items.length,
      startCursor: cursor(from),
      endCursor: cursor(to - 1),
    },
  }
}

function cursorOf(position: number): string {
  return Buffer.from(`cursor:v2:${position}`).toString('base64')
}

function positionOf(cursor: string): number {
  const [, position] = /^cursor:v2:(\d+)$/.exec(Buffer.from(cursor, 'base64').toString()) ?? []
  if (position === undefined) {
    throw typedError('INVALID_CURSOR_ARGUMENTS', `\`${cursor}\` does not appear to be a valid cursor.`)
  }
  return Number(position)
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
  const value = field.arguments?.find(({ name }) => name.value === 'first' || name.value === 'last')?.value
  if (value === undefined) return null
  const size = graphql.valueFromASTUntyped(value, variables)
  return typeof size === 'number' ? size : null
}
