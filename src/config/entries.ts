import { ENVIRONMENTS, type Environment } from '../core/webhook.ts'
import { findNode, findText, itemsAt, type SourceNode, type TextNode } from './source-tree.ts'
import { parseTemplate } from './template.ts'
import type { TemplateNode } from './variable-rules.ts'

/** A webhook of the file as the rules see it, whether or not the rest of it is valid. */
export interface Entry {
  readonly id: TextNode | null
  readonly description: TextNode | null
  readonly url: SourceNode | null
  /** Each URL that is text. */
  readonly urls: readonly UrlNode[]
  /** Where the webhook belongs: every environment unless `environments` is a list. */
  readonly environments: readonly Environment[]
  readonly environmentsNode: SourceNode | null
  readonly headerValue: HeaderValueNode | null
}

/** A URL, and the environments that it's for, whether or not the webhook belongs there. */
export interface UrlNode extends TemplateNode {
  readonly text: string
  readonly environments: readonly Environment[]
}

/** A `header.value` that is text and not empty. */
export interface HeaderValueNode extends TemplateNode {
  /** `secret: false`: the value may be a literal. */
  readonly isPublic: boolean
}

export function entriesOf(root: SourceNode): readonly Entry[] {
  return itemsAt(root, ['webhooks']).map((webhook) => {
    const environmentsNode = findNode(webhook, ['environments'])
    return {
      id: findText(webhook, ['id']),
      description: findText(webhook, ['description']),
      url: findNode(webhook, ['url']),
      urls: urlsIn(webhook),
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

function urlsIn(webhook: SourceNode): readonly UrlNode[] {
  const ofAll = { text: findText(webhook, ['url']), environments: ENVIRONMENTS }
  const ofOne = ENVIRONMENTS.map((environment) => ({
    text: findText(webhook, ['url', environment]),
    environments: [environment],
  }))
  return [ofAll, ...ofOne].flatMap(({ text, environments }) =>
    text === null ? [] : [{ ...text, template: parseTemplate(text.text), environments }],
  )
}

function headerValueIn(webhook: SourceNode): HeaderValueNode | null {
  const value = findText(webhook, ['header', 'value'])
  if (value === null || value.text === '') return null
  const secret = findNode(webhook, ['header', 'secret'])
  return {
    node: value.node,
    template: parseTemplate(value.text),
    // Anything else than a boolean is an error of its own.
    isPublic: secret?.kind === 'scalar' && secret.value !== true,
  }
}
