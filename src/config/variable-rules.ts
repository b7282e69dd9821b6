import type { Place, Problem } from '../core/errors.ts'
import { formatNumber } from '../core/format.ts'
import type { Secret } from '../core/secret.ts'
import { SecretRedactor } from '../core/secret-redactor.ts'
import type { Environment } from '../core/webhook.ts'
import { errorAt, startOf, warningAt } from './problems.ts'
import type { SourceNode, TextNode } from './source-tree.ts'
import { expand, KEY_VARIABLE, PREFIX, type Template, type VariableOf } from './template.ts'

export interface ReadOptions {
  /** The environment that this run is for: it selects the entries and URLs. */
  readonly environment: Environment
  readonly variable: VariableOf
  /** The action's own keys and token: no header may contain them. */
  readonly ownSecrets: readonly Secret[]
  /** What an unset variable is: an error for an apply, nothing special for a plan, which needs no secrets. */
  readonly unset: 'error' | 'allowed'
  /**
   * Replaces the run's secrets in an id before a message quotes it: escaping and shortening would hide them from a later
   * look. Left out, ids stay as they are.
   */
  readonly redact?: (id: string) => string
}

/** Longest URL and longest header value, in characters, far beyond what receivers accept. */
export const MAX_EXPANDED_LENGTH = 8_192
export const MAX_LENGTH_TEXT = formatNumber(MAX_EXPANDED_LENGTH)

/** Most variables of one text: expanded, it must not be larger than a run can hold. */
const MAX_VARIABLES = 20

export interface TemplateNode {
  readonly node: SourceNode
  readonly template: Template
}

export interface VariableField {
  readonly name: 'url' | 'value'
  /** What makes a value illegal there, and the fix; `null` if nothing does. It completes "The variable `X` …". */
  readonly illegal: (value: string) => string | null
}

type Wording = Pick<Problem, 'code' | 'message'>

/** Checks variables. Keeps the result for each, which is checked once however often a field names it. */
export class VariableRules {
  readonly #options: ReadOptions
  readonly #ownSecrets = new SecretRedactor()
  readonly #flaws = new Map<string, Wording | null>()

  constructor(options: ReadOptions) {
    this.#options = options
    for (const secret of options.ownSecrets) this.#ownSecrets.add(secret)
  }

  /**
   * Problems of a field's variables, by themselves and put together. Values are only looked up where `isNeeded`: the
   * secrets of a webhook or a URL that belongs elsewhere aren't available here, and don't have to be.
   */
  problemsOf(text: TemplateNode, isNeeded: boolean, field: VariableField): readonly Problem[] {
    const { template } = text
    const place = startOf(text.node.place)
    if (template.parts.filter((part) => 'variable' in part).length > MAX_VARIABLES) {
      const message = `\`${field.name}\` has more than ${MAX_VARIABLES} variables. Use one for the whole secret.`
      return [errorAt(place, `invalid-${field.name}`, message)]
    }
    const ofVariables = (isNeeded ? template.variables : []).flatMap((name) => {
      const flaw = this.#flawOf(name, field)
      return flaw === null ? [] : [errorAt(place, flaw.code, flaw.message)]
    })
    return [
      ...(template.isMalformed ? [errorAt(place, 'malformed-variable', MALFORMED)] : []),
      ...[...new Set(template.foreign)].map((name) => foreignVariable(name, place)),
      ...ofVariables,
      ...(ofVariables.length === 0 ? this.#expandedProblems(text, field) : []),
    ]
  }

  expanded({ template }: TemplateNode): string | null {
    return expand(template, this.#options.variable)
  }

  #flawOf(name: string, field: VariableField): Wording | null {
    const key = `${field.name} ${name}`
    if (!this.#flaws.has(key)) this.#flaws.set(key, this.#newFlawOf(name, field))
    return this.#flaws.get(key) ?? null
  }

  #newFlawOf(name: string, { illegal }: VariableField): Wording | null {
    const value = this.#options.variable(name) ?? ''
    const variable = `The variable \`${name}\``
    if (value === '') {
      if (this.#options.unset === 'allowed') return null
      const message = `${variable} is not set or empty in this run. Write \`${name}: \${{ secrets.${name} }}\` in the step's \`env:\`.`
      return { code: 'unset-variable', message }
    }
    if (/(?:^|[^A-Za-z0-9])p[ur]k_/.test(value) || this.#ownSecrets.finds(value)) {
      const message = `${variable} holds one of Auco's keys, or this run's token. Use a secret made for this webhook.`
      return { code: 'own-secret', message }
    }
    const flaw =
      value.length > MAX_EXPANDED_LENGTH
        ? `is longer than ${MAX_LENGTH_TEXT} characters. Store the right secret.`
        : illegal(value)
    return flaw === null ? null : { code: 'illegal-value', message: `${variable} ${flaw}` }
  }

  /**
   * Two harmless parts can make up a key, or a text that is too long. Only an apply says the latter: a plan must not tell
   * the length of a secret to whoever writes the text around it.
   */
  #expandedProblems(text: TemplateNode, { name }: VariableField): readonly Problem[] {
    const expanded = this.expanded(text)
    if (expanded === null) return []
    const place = startOf(text.node.place)
    const names = text.template.variables.map((variable) => `\`${variable}\``)
    if (this.#options.unset === 'error' && names.length > 0 && expanded.length > MAX_EXPANDED_LENGTH) {
      const message = `With ${names.join(', ')}, \`${name}\` is longer than ${MAX_LENGTH_TEXT} characters. Store the right secret, or shorten the text around it.`
      return [errorAt(place, 'illegal-value', message)]
    }
    if (!this.#ownSecrets.finds(expanded)) return []
    const message = `\`${name}\` produces one of the action's own keys or its token. Use a secret made for this webhook.`
    return [errorAt(place, 'own-secret', message)]
  }
}

const MALFORMED =
  "`${` doesn't start a valid variable here. Write `${AUCO_NAME}` with capital letters, digits and `_`, or `$${` for a literal `${`."

function foreignVariable(name: string, place: Place): Problem {
  const isKey = KEY_VARIABLE.test(name) || KEY_VARIABLE.test(PREFIX + name)
  const message = isKey
    ? `\`${name}\` is the name of one of Auco's keys, which no webhook may send. Store a secret of its own, such as \`AUCO_HOOK_TOKEN\`.`
    : `A variable's name starts with \`AUCO_\`. Write \`\${${PREFIX}${name}}\`, and \`${PREFIX}${name}: \${{ secrets.${name} }}\` in the step's \`env:\`.`
  return errorAt(place, 'foreign-variable', message)
}

/** The problem of a `description` that looks as if something were replaced in it. */
export function descriptionProblems(description: TextNode | null): readonly Problem[] {
  if (description === null || !/\$\{[^}]{0,256}\}/.test(description.text)) return []
  const message =
    "Variables aren't expanded in a `description`: Auco gets this `${…}` as it is written. They work in `header.value`, and in the path and query of `url`."
  return [warningAt(startOf(description.node.place), 'misplaced-variable', message)]
}
