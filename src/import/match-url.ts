import { parseTemplate, type TemplatePart } from '../config/template.ts'
import { fitsInUrl } from '../config/url-value.ts'
import { Secret } from '../core/secret.ts'
import type { DesiredWebhook } from '../core/webhook.ts'
import type { WebhookUrl } from '../core/webhook-url.ts'
import type { MatchedVariable } from './match-header.ts'

/** How a live URL and that of the file, as it is written there, go together. `reason`: cause, then fix. */
export type UrlMatch =
  | { readonly kind: 'literal' | 'other-form' }
  | { readonly kind: 'variable'; readonly variable: MatchedVariable }
  | { readonly kind: 'several-variables'; readonly reason: string }

export function matchUrl(live: WebhookUrl, { urlTemplate }: DesiredWebhook): UrlMatch {
  const { parts, variables } = parseTemplate(urlTemplate.written.reveal())
  const [variable] = variables
  if (variable === undefined) return { kind: 'literal' }
  if (variables.length > 1) {
    return {
      kind: 'several-variables',
      reason:
        "its URL has several variables, and it isn't clear which part of the live one belongs to which. Use one variable.",
    }
  }
  const { name } = variable
  const at = parts.findIndex((part) => 'variable' in part)
  const [start, end] = [literalText(parts.slice(0, at)), literalText(parts.slice(at + 1))]
  const value = [live.reveal(), live.serialized()]
    .map((text) => new Secret(text).between(start, end))
    .find((found) => found !== null && fitsInUrl(found.reveal()))
  return value == null
    ? { kind: 'other-form' }
    : { kind: 'variable', variable: { name, value, isPart: true } }
}

function literalText(parts: readonly TemplatePart[]): string {
  return parts.map((part) => ('literal' in part ? part.literal : '')).join('')
}
