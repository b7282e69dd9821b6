import type { Problem } from '../core/errors.ts'
import { Secret } from '../core/secret.ts'
import { type DesiredWebhook, HeaderName } from '../core/webhook.ts'
import { type Entry, entriesOf, type UrlNode } from './entries.ts'
import { headerProblems, headerValue } from './header-rules.ts'
import { idProblems } from './id-rules.ts'
import { inFileOrder } from './problems.ts'
import { checkShape, type WebhookEntry } from './shape.ts'
import { parseSource, type SourceResult } from './source.ts'
import { findNode } from './source-tree.ts'
import type { VariableOf } from './template.ts'
import { desiredUrl, urlProblems } from './url-rules.ts'
import { descriptionProblems, type ReadOptions, VariableRules } from './variable-rules.ts'

export type FileResult =
  | {
      readonly ok: true
      readonly webhooks: readonly DesiredWebhook[]
      /** The same for URLs of the other environment, whose variables this run doesn't have. */
      readonly elsewhere: readonly DesiredWebhook[]
      readonly warnings: readonly Problem[]
    }
  | { readonly ok: false; readonly problems: readonly Problem[] }

/**
 * Reads the text of `webhooks.yaml`: returns the webhooks of one environment, or all problems in file order. Messages
 * contain nothing of the text but ids, keys and variable names. Never throws.
 */
export function readWebhooksFile(text: string, options: ReadOptions): FileResult {
  return readSource(parseSource(text), options)
}

/** The same for a text that is parsed already, to read one file for both environments. */
export function readSource(source: SourceResult, options: ReadOptions): FileResult {
  if (!source.ok) return source
  const { root } = source
  const shape = checkShape(root)
  const entries = entriesOf(root)
  const variables = new VariableRules(options)
  const { environment, redact = (id) => id } = options
  // First of all rules: variables become known as secrets when they are looked up, and an id can hold one.
  const ofVariables = entries.flatMap((entry) => [
    ...urlProblems(entry, variables, environment),
    ...headerProblems(entry, variables, environment),
  ])
  const problems = inFileOrder([
    ...(shape.ok ? [] : shape.problems),
    ...idProblems(entries, findNode(root, ['webhooks']), redact),
    ...entries.flatMap(({ description }) => descriptionProblems(description)),
    ...ofVariables,
  ])
  if (!shape.ok || problems.some(({ severity }) => severity === 'error')) return { ok: false, problems }
  const webhooks: DesiredWebhook[] = []
  const elsewhere: DesiredWebhook[] = []
  for (const [index, webhook] of shape.file.webhooks.entries()) {
    const entry = entries[index]
    if (entry === undefined) continue
    for (const url of entry.urls) {
      const used = url.environments.filter((one) => entry.environments.includes(one))
      if (used.includes(environment)) {
        webhooks.push(desiredWebhook(webhook, entry, url, options.variable))
      } else if (used.length > 0) {
        elsewhere.push(desiredWebhook(webhook, entry, url, () => undefined))
      }
    }
  }
  return { ok: true, webhooks, elsewhere, warnings: problems }
}

function desiredWebhook(
  webhook: WebhookEntry,
  entry: Entry,
  url: UrlNode,
  variableOf: VariableOf,
): DesiredWebhook {
  const { id, description, header } = webhook
  const template = entry.headerValue?.template
  return {
    id,
    description,
    ...desiredUrl(url, variableOf),
    header:
      header === undefined || template === undefined
        ? null
        : {
            key: new HeaderName(header.key, true),
            value: headerValue(template, variableOf),
            written: new Secret(header.value),
            variables: template.variables,
          },
    line: entry.id?.node.place.line ?? 1,
  }
}
