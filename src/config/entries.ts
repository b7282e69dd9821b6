import { ENVIRONMENTS, type Environment } from '../core/webhook.ts'
import { findNode, findText, itemsAt, type SourceNode, type TextNode } from './source-node.ts'
import { parseTemplate, type Template } from './template.ts'

/** A webhook of the file as the rules see it, whether or not the rest of it is valid. */
export interface Entry {
  readonly id: TextNode | null
  readonly description: TextNode | null
  readonly url: SourceNode | null
  /** Where the webhook belongs: every environment unless `environments` is a list. */
  readonly environments: readonly Environment[]
  readonly environmentsNode: SourceNode | null
  readonly headerValue: HeaderValueNode | null
}

/** A `header.value` that is text and not empty. */
export interface HeaderValueNode {
  readonly node: SourceNode
  readonly template: Template
  /** `secret: false`: the value may be a literal. */
  readonly isPublic: boolean
}

/** The entries of `webhooks`, in file order. */
export function entriesOf(root: SourceNode): readonly Entry[] {
  return itemsAt(root, ['webhooks']).map((webhook) => {
    const environmentsNode = findNode(webhook, ['environments'])
    return {
      id: findText(webhook, ['id']),
      description: findText(webhook, ['description']),
      url: findNode(webhook, ['url']),
      environments: environmentsIn(environmentsNode),
      environmentsNode,
      headerValue: headerValueIn(webhook),
    }
  })
}

function environmentsIn(node: SourceNode | null): readonly Environment[] {
  if (node?.kind !== 'list') return ENVIRONMENTS
  const names = node.items.map((item) => (item.kind === 'scalar' ? item.value : null))
  return ENVIRONMENTS.filter((environment) => names.includes(environment))
}

function headerValueIn(webhook: SourceNode): HeaderValueNode | null {
  const value = findText(webhook, ['header', 'value'])
  if (value === null || value.text === '') return null
  const secret = findNode(webhook, ['header', 'secret'])
  return {
    node: value.node,
    template: parseTemplate(value.text),
    isPublic: secret?.kind === 'scalar' && secret.value === false,
  }
}
