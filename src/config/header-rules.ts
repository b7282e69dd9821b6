import type { Place, Problem, ProblemCode } from '../core/errors.ts'
import { secretScanner } from '../core/secret-scan.ts'
import type { Entry, HeaderValueNode } from './entries.ts'
import { expand, illegalLiteral, illegalVariable } from './header-value.ts'
import { errorAt, warningAt } from './problems.ts'
import type { ReadOptions } from './read-options.ts'
import { placeInside } from './source-node.ts'
import { startOf } from './source-positions.ts'
import { allowedName, KEY_VARIABLES, type Variable } from './template.ts'

/** What is wrong with a variable's value: nothing, that it's unset, or a problem. */
type VariableFlaw = null | 'unset' | { readonly code: ProblemCode; readonly message: string }

/** Checks header values. Keeps the result for each variable, which is checked once however often the file names it. */
export class HeaderRules {
  readonly #options: ReadOptions
  readonly #containsOwnSecret: (text: string) => boolean
  readonly #flaws = new Map<string, VariableFlaw>()

  constructor(options: ReadOptions) {
    this.#options = options
    this.#containsOwnSecret = secretScanner(options.ownSecrets)
  }

  /** Problems of an entry's `header.value`: variables, literals, and what both make together. */
  problemsOf({ headerValue, environments }: Entry): readonly Problem[] {
    if (headerValue === null) return []
    const { node, template } = headerValue
    // The secrets of a webhook that belongs elsewhere aren't available here, and don't have to be.
    const isNeeded = environments.includes(this.#options.environment)
    const ofVariables = (isNeeded ? template.variables : [])
      .map(({ name, from, length }) => this.#variableProblem(name, placeInside(node, from, length)))
      .filter((problem) => problem !== null)
    const isSound = ofVariables.every(({ code }) => code === 'unset-variable')
    return [
      ...template.malformed.map((variable) => malformedVariable(headerValue, variable)),
      ...template.foreign.map((variable) => foreignVariable(headerValue, variable)),
      ...ofVariables,
      ...literalProblems(headerValue),
      ...(isSound ? this.#expandedProblems(headerValue) : []),
    ]
  }

  #variableProblem(name: string, place: Place): Problem | null {
    const flaw = this.#flawOf(name)
    if (flaw === 'unset') return unsetVariable(name, place, this.#options.unset)
    return flaw === null ? null : errorAt(place, flaw.code, `The variable \`${name}\` ${flaw.message}`)
  }

  #flawOf(name: string): VariableFlaw {
    const known = this.#flaws.get(name)
    if (known !== undefined) return known
    const value = this.#options.variable(name) ?? ''
    const flaw = value === '' ? 'unset' : this.#flawOfValue(value)
    this.#flaws.set(name, flaw)
    return flaw
  }

  #flawOfValue(value: string): VariableFlaw {
    if (this.#containsOwnSecret(value)) {
      const message = "holds one of the action's own keys or its token. Use a secret made for this webhook."
      return { code: 'own-secret', message }
    }
    const message = illegalVariable(value)
    return message === null ? null : { code: 'illegal-header-value', message }
  }

  /** Two harmless parts can make up a key. */
  #expandedProblems({ node, template }: HeaderValueNode): readonly Problem[] {
    const expanded = expand(template, this.#options.variable)
    if (expanded === null || !this.#containsOwnSecret(expanded.reveal())) return []
    const message =
      "`value` puts together one of the action's own keys or its token. Use a secret made for this webhook."
    return [errorAt(startOf(node.place), 'own-secret', message)]
  }
}

function malformedVariable({ node }: HeaderValueNode, { from, length }: Variable): Problem {
  return errorAt(
    placeInside(node, from, length),
    'malformed-variable',
    '`${` does not start a variable here. Write `${AUCO_NAME}` with capital letters, digits and `_`, or `$${` for a literal `${`.',
  )
}

function foreignVariable({ node }: HeaderValueNode, { name, from, length }: Variable): Problem {
  const place = placeInside(node, from, length)
  if (KEY_VARIABLES.includes(name)) {
    const message = `The variable \`${name}\` is for one of the action's own keys, which no webhook gets. Use a secret made for this webhook.`
    return errorAt(place, 'foreign-variable', message)
  }
  const allowed = allowedName(name)
  const message =
    'A webhook can only use variables whose names start with `AUCO_`. ' +
    `Write \`\${${allowed}}\` and pass it to the step: \`env: { ${allowed}: \${{ secrets.${name} }} }\`.`
  return errorAt(place, 'foreign-variable', message)
}

function unsetVariable(name: string, place: Place, severity: ReadOptions['unset']): Problem {
  const message = `The variable \`${name}\` is not set or empty in this run.`
  return severity === 'error'
    ? errorAt(
        place,
        'unset-variable',
        `${message} Pass it to the step: \`env: { ${name}: \${{ secrets.${name} }} }\`.`,
      )
    : warningAt(
        place,
        'unset-variable',
        `${message} The header cannot be compared; the apply needs it in the step's \`env:\`.`,
      )
}

function literalProblems({ node, template, isPublic }: HeaderValueNode): readonly Problem[] {
  const place = startOf(node.place)
  const { variables, foreign, malformed } = template
  const isLiteral = [variables, foreign, malformed].every((list) => list.length === 0)
  const illegal = illegalLiteral(template)
  return [
    ...(isLiteral && !isPublic
      ? [
          errorAt(
            place,
            'literal-secret',
            '`value` is written out: whoever reads the repository reads the secret. Put it in a secret and write `${AUCO_NAME}`, or add `secret: false` if it is none.',
          ),
        ]
      : []),
    ...(illegal === null ? [] : [errorAt(place, 'illegal-header-value', illegal)]),
  ]
}
