import { parseTemplate, type TemplatePart } from '../config/template.ts'
import type { Secret } from '../core/secret.ts'
import type { DesiredHeader, Header } from '../core/webhook.ts'

/** The variable of a header in the file, and what it has to be so that the header is the live one. */
export interface MatchedVariable {
  readonly name: string
  /** `null` if Auco doesn't return the live value in clear. */
  readonly value: Secret | null
  /** The file writes something around the variable. */
  readonly isPart: boolean
}

/** `variable: null`: there is no header, or one without a variable. `reason`: cause, then fix. */
export type HeaderMatch =
  | { readonly ok: true; readonly variable: MatchedVariable | null }
  | { readonly ok: false; readonly reason: string }

/** Whether the header of the file, as it is written there, can have the live value. */
export function matchHeader(live: Header | null, file: DesiredHeader | null): HeaderMatch {
  if (live === null && file === null) return { ok: true, variable: null }
  if (live === null || file === null || !live.key.equals(file.key)) {
    const [has, hasNot] = live === null ? ['the file', 'live'] : ['live', 'the file']
    const cause =
      live === null || file === null
        ? `${has} has a header and ${hasNot} has none`
        : 'the names of its header differ between the file and live'
    return { ok: false, reason: `${cause}. Make them the same, at Auco or in the file.` }
  }
  const { parts, variables } = parseTemplate(file.written.reveal())
  const [variable] = variables
  if (variable === undefined) {
    const isEqual = !live.value.known || (file.value.known && file.value.secret.equals(live.value.secret))
    return isEqual ? { ok: true, variable: null } : otherForm('')
  }
  if (variables.length > 1) {
    return {
      ok: false,
      reason:
        "its header value has several variables, and it isn't clear which part of the live value belongs to which. Use one variable.",
    }
  }
  const at = parts.findIndex((part) => 'variable' in part)
  const [start, end] = [literalText(parts.slice(0, at)), literalText(parts.slice(at + 1))]
  const { name } = variable
  const isPart = start !== '' || end !== ''
  if (!live.value.known) return { ok: true, variable: { name, value: null, isPart } }
  const value = live.value.secret.between(start, end)
  return value === null ? otherForm(` around \`${name}\``) : { ok: true, variable: { name, value, isPart } }
}

function otherForm(around: string): HeaderMatch {
  return {
    ok: false,
    reason: `its live header value doesn't have the form that the file gives${around}. Correct the file's \`value\`.`,
  }
}

function literalText(parts: readonly TemplatePart[]): string {
  return parts.map((part) => ('literal' in part ? part.literal : '')).join('')
}
