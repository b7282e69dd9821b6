import type { Place, Problem } from '../core/errors.ts'
import { formatNumber } from '../core/format.ts'
import type { Secret } from '../core/secret.ts'
import { SecretRedactor } from '../core/secret-redactor.ts'
import type { Environment } from '../core/webhook.ts'
import { errorAt, startOf, type Wording, warningAt } from './problems.ts'
import { placeInside, type SourceNode, type TextNode } from './source-tree.ts'
import {
  allowedName,
  expand,
  KEY_VARIABLE,
  type Template,
  type Variable,
  type VariableOf,
  variableNames,
} from './template.ts'

/** What a run knows beside the file. */
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

/** A text of the file in which variables are replaced. */
export interface TemplateNode {
  readonly node: SourceNode
  readonly template: Template
}

/** A field whose text may have variables. */
export interface VariableField {
  /** As messages name it. */
  readonly name: string
  /** What makes a value illegal there, and the fix; `null` if nothing does. It completes "The variable `X` …". */
  readonly illegal: (value: string) => string | null
}

/** What is wrong with a variable's value: nothing, that it's unset, or a problem. */
type VariableFlaw = null | 'unset' | Wording

/** Checks variables. Keeps the result for each, which is checked once however often a field names it. */
export class VariableRules {
  readonly #options: ReadOptions
  readonly #ownSecrets = new SecretRedactor()
  readonly #flaws = new Map<string, VariableFlaw>()

  constructor(options: ReadOptions) {
    this.#options = options
    for (const secret of options.ownSecrets) this.#ownSecrets.add(secret)
  }

  /**
   * Problems of a field's variables, by themselves and put together. Values are only looked up where `isNeeded`: the
   * secrets of a webhook or a URL that belongs elsewhere aren't available here, and don't have to be.
   */
  problemsOf(text: TemplateNode, isNeeded: boolean, field: VariableField): readonly Problem[] {
    const { node, template } = text
    if (template.variables.length > MAX_VARIABLES) {
      const message = `\`${field.name}\` has more than ${MAX_VARIABLES} variables. Use one for the whole secret.`
      return [errorAt(startOf(node.place), field.name === 'url' ? 'invalid-url' : 'invalid-value', message)]
    }
    const ofVariables = (isNeeded ? template.variables : [])
      .map(({ name, from, length }) => this.#problemOf(name, placeInside(node, from, length), field))
      .filter((problem) => problem !== null)
    const isSound = ofVariables.every(({ code }) => code === 'unset-variable')
    return [
      ...template.malformed.map((variable) => malformedVariable(node, variable)),
      ...template.foreign.map((variable) => foreignVariable(node, variable)),
      ...ofVariables,
      ...(isSound ? this.#expandedProblems(text, field) : []),
    ]
  }

  /** The expanded text; `null` if a variable is unset. */
  expanded({ template }: TemplateNode): string | null {
    return expand(template, this.#options.variable)
  }

  #problemOf(name: string, place: Place, field: VariableField): Problem | null {
    const flaw = this.#flawOf(name, field)
    if (flaw === 'unset') return this.#options.unset === 'error' ? unsetVariable(name, place) : null
    return flaw === null ? null : errorAt(place, flaw.code, `The variable \`${name}\` ${flaw.message}`)
  }

  #flawOf(name: string, field: VariableField): VariableFlaw {
    const key = `${field.name} ${name}`
    const known = this.#flaws.get(key)
    if (known !== undefined) return known
    const value = this.#options.variable(name) ?? ''
    const flaw = value === '' ? 'unset' : this.#flawOfValue(value, field)
    this.#flaws.set(key, flaw)
    return flaw
  }

  #flawOfValue(value: string, { illegal }: VariableField): VariableFlaw {
    if (/(?:^|[^A-Za-z0-9])p[ur]k_/.test(value) || this.#ownSecrets.finds(value)) {
      const message = "holds one of Auco's keys, or this run's token. Use a secret made for this webhook."
      return { code: 'own-secret', message }
    }
    if (value.length > MAX_EXPANDED_LENGTH) {
      const message = `is longer than ${MAX_LENGTH_TEXT} characters. Store the right secret.`
      return { code: 'illegal-value', message }
    }
    const message = illegal(value)
    return message === null ? null : { code: 'illegal-value', message }
  }

  /**
   * Two harmless parts can make up a key, or a text that is too long. Only an apply says the latter: a plan must not tell
   * the length of a secret to whoever writes the text around it.
   */
  #expandedProblems(text: TemplateNode, { name }: VariableField): readonly Problem[] {
    const expanded = this.expanded(text)
    if (expanded === null) return []
    const place = startOf(text.node.place)
    const names = variableNames(text.template).map((variable) => `\`${variable}\``)
    if (this.#options.unset === 'error' && names.length > 0 && expanded.length > MAX_EXPANDED_LENGTH) {
      const message = `With ${names.join(', ')}, \`${name}\` is longer than ${MAX_LENGTH_TEXT} characters. Store the right secret, or shorten the text around it.`
      return [errorAt(place, 'illegal-value', message)]
    }
    if (!this.#ownSecrets.finds(expanded)) return []
    const message = `\`${name}\` produces one of the action's own keys or its token. Use a secret made for this webhook.`
    return [errorAt(place, 'own-secret', message)]
  }
}

function malformedVariable(node: SourceNode, { from, length }: Variable): Problem {
  return errorAt(
    placeInside(node, from, length),
    'malformed-variable',
    "`${` doesn't start a valid variable here. Write `${AUCO_NAME}` with capital letters, digits and `_`, or `$${` for a literal `${`.",
  )
}

function foreignVariable(node: SourceNode, { name, from, length }: Variable): Problem {
  const place = placeInside(node, from, length)
  if (KEY_VARIABLE.test(name)) {
    const message = `The variable \`${name}\` is one of the action's own keys, which no webhook may have. Use a secret made for this webhook.`
    return errorAt(place, 'foreign-variable', message)
  }
  const allowed = allowedName(name)
  const message =
    'A webhook can only use variables whose names start with `AUCO_`. ' +
    `Write \`\${${allowed}}\` and pass it to the step: \`env: { ${allowed}: \${{ secrets.${name} }} }\`.`
  return errorAt(place, 'foreign-variable', message)
}

function unsetVariable(name: string, place: Place): Problem {
  const message = `The variable \`${name}\` is not set or empty in this run. Pass it to the step: \`env: { ${name}: \${{ secrets.${name} }} }\`.`
  return errorAt(place, 'unset-variable', message)
}

const LOOKS_LIKE_VARIABLE = /\$\{[^}]{0,256}\}/

/** The problem of a `description` that looks as if something were replaced in it. */
export function descriptionProblems(description: TextNode | null): readonly Problem[] {
  const variable = description === null ? null : LOOKS_LIKE_VARIABLE.exec(description.text)
  if (description === null || variable === null) return []
  const message =
    "Variables aren't expanded in a `description`: Auco gets this `${…}` as it is written. They work in `header.value`, and in the path and query of `url`."
  const place = placeInside(description.node, variable.index, variable[0].length)
  return [warningAt(place, 'misplaced-variable', message)]
}
