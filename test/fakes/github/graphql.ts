import * as graphql from 'graphql'
import * as z from 'zod'
import type { Answer } from '../recording-server.ts'
import { rootFields } from './graphql-fields.ts'
import { countNodes, MAX_NODES } from './graphql-limits.ts'
import { loadSchema } from './graphql-schema.ts'
import { failure } from './rest.ts'
import type { View } from './view.ts'

const Body = z.object({
  query: z.string(),
  variables: z.record(z.string(), z.unknown()).nullish(),
  operationName: z.string().nullish(),
})

const loaded: { schema?: graphql.GraphQLSchema } = {}

/** Answers a GraphQL request. A query that GitHub's schema or limits don't allow is refused. */
export async function answerGraphQL(view: View, body: unknown): Promise<Answer> {
  const { token } = view
  if (token === null) return failure(401, 'This endpoint requires you to be authenticated.')
  const request = Body.safeParse(body)
  if (!request.success) return failure(400, 'A query attribute must be specified and must be a string.')
  const { query, variables, operationName } = request.data
  loaded.schema ??= loadSchema()
  const { schema } = loaded
  const document = checked(schema, query)
  if (!('kind' in document)) return answerOf({ errors: document })
  const nodes = countNodes(document, variables ?? {})
  if (nodes > MAX_NODES) {
    const message = `This query requests up to ${nodes} possible nodes which exceeds the maximum limit of ${MAX_NODES}.`
    return answerOf({
      errors: [new graphql.GraphQLError(message, { extensions: { type: 'MAX_NODE_LIMIT_EXCEEDED' } })],
    })
  }
  return answerOf(
    await graphql.execute({
      schema,
      document,
      rootValue: rootFields(view, token),
      variableValues: variables,
      operationName,
      fieldResolver: resolveField,
    }),
  )
}

const documents = new Map<string, graphql.DocumentNode>()

/** The parsed query, or what is wrong with it. */
function checked(
  schema: graphql.GraphQLSchema,
  query: string,
): graphql.DocumentNode | readonly graphql.GraphQLError[] {
  const known = documents.get(query)
  if (known !== undefined) return known
  try {
    const document = graphql.parse(query)
    const problems = graphql.validate(schema, document)
    if (problems.length > 0) return problems
    documents.set(query, document)
    return document
  } catch (error) {
    if (error instanceof graphql.GraphQLError) return [error]
    throw error
  }
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
  return {
    status: 200,
    body: {
      ...(data !== undefined && { data }),
      ...(errors !== undefined && {
        errors: errors.map(({ message, path, locations, extensions: { type, ...extensions } }) => ({
          ...(type !== undefined && { type }),
          ...(path !== undefined && { path }),
          ...(Object.keys(extensions).length > 0 && { extensions }),
          locations,
          message,
        })),
      }),
    },
  }
}
