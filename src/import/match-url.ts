import { parseTemplate, type TemplatePart } from '../config/template.ts'
import { Secret } from '../core/secret.ts'
import type { DesiredWebhook } from '../core/webhook.ts'
import type { WebhookUrl } from '../core/webhook-url.ts'
import type { HeaderMatch } from './match-header.ts'

/** Whether the URL of the file, as it is written there with variables, can be the live one. */
export function matchUrl(live: WebhookUrl, { urlTemplate }: DesiredWebhook): HeaderMatch {
  const { parts, variables } = parseTemplate(urlTemplate.written.reveal())
  const [variable] = variables
  if (variable === undefined) return { ok: true, variable: null }
  if (variables.length > 1) {
    return {
      ok: false,
      reason:
        'its URL is made of several variables, and which part of the live one belongs to which cannot be told. Use one variable.',
    }
  }
  const { name } = variable
  const at = parts.findIndex((part) => 'variable' in part)
  const [start, end] = [literalText(parts.slice(0, at)), literalText(parts.slice(at + 1))]
  const value = [live.reveal(), live.serialized()]
    .map((text) => new Secret(text).between(start, end))
    .find((found) => found !== null)
  return value == null
    ? {
        ok: false,
        reason: `its live URL is not of the form that the file writes around \`${name}\`. Correct the file's \`url\`.`,
      }
    : { ok: true, variable: { name, value, isPart: true } }
}

function literalText(parts: readonly TemplatePart[]): string {
  return parts.map((part) => ('literal' in part ? part.literal : '')).join('')
}
