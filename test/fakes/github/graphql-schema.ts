import { readFileSync } from 'node:fs'
import * as graphql from 'graphql'

/** The types that this fake has answers for. */
const TYPES = new Set([
  ...[
    'Query',
    'Actor',
    'User',
    'Bot',
    'PageInfo',
    'Repository',
    'Ref',
    'GitObject',
    'Tree',
    'TreeEntry',
    'Blob',
  ],
  ...['Commit', 'CommitConnection', 'CommitHistoryConnection'],
  ...['PullRequest', 'PullRequestConnection', 'IssueComment', 'IssueCommentConnection'],
])

/**
 * GitHub's published schema, without the fields that lead to other types: so a query that GitHub refuses is refused here.
 * The whole schema would take half a second to build, and the first run of each process would wait for it.
 */
export function loadSchema(): graphql.GraphQLSchema {
  const url = new URL('schema.graphql', import.meta.resolve('@octokit/graphql-schema'))
  const texts = new Map<string, string>()
  for (const [text, name = '', scalar = name] of readFileSync(url, 'utf8').matchAll(DEFINITIONS)) {
    texts.set(scalar, text)
  }
  const definitions = new Map<string, graphql.TypeDefinitionNode>()
  const open = [...TYPES]
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const text = texts.get(name)
    if (definitions.has(name) || text === undefined) continue
    const withoutDescriptions = text.replaceAll(/"""[\s\S]*?"""/g, '')
    for (const definition of graphql.parse(withoutDescriptions, { noLocation: true }).definitions) {
      if (!graphql.isTypeDefinitionNode(definition)) continue
      const reduced = withoutOtherTypes(definition, (type) => TYPES.has(type) || !isOutput(texts.get(type)))
      definitions.set(name, reduced)
      graphql.visit(reduced, { NamedType: ({ name: { value } }) => void open.push(value) })
    }
  }
  const document = { kind: graphql.Kind.DOCUMENT, definitions: [...definitions.values()] } as const
  return graphql.buildASTSchema(document, { assumeValid: true, assumeValidSDL: true })
}

/** A definition and its name. Descriptions are indented wherever they stand inside of one. */
const DEFINITIONS = /^(?:type|interface|enum|input) (\w+)[\s\S]*?^\}|^(?:scalar|union) (\w+).*/gm

function isOutput(text = ''): boolean {
  return /^(?:type|interface|union) /.test(text)
}

function withoutOtherTypes(
  definition: graphql.TypeDefinitionNode,
  isKept: (type: string) => boolean,
): graphql.TypeDefinitionNode {
  if (
    definition.kind !== graphql.Kind.OBJECT_TYPE_DEFINITION &&
    definition.kind !== graphql.Kind.INTERFACE_TYPE_DEFINITION
  ) {
    return definition
  }
  return {
    ...definition,
    interfaces: definition.interfaces?.filter(({ name }) => isKept(name.value)) ?? [],
    fields: definition.fields?.filter(({ type }) => isKept(nameOf(type))) ?? [],
  }
}

function nameOf(type: graphql.TypeNode): string {
  return type.kind === graphql.Kind.NAMED_TYPE ? type.name.value : nameOf(type.type)
}
