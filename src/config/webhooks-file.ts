import type { Place, Problem, ProblemCode } from '../core/errors.ts'
import { quoteId } from '../core/format.ts'
import { Secret } from '../core/secret.ts'
import { secretScanner } from '../core/secret-scan.ts'
import {
  DEFAULT_ID,
  type DesiredWebhook,
  ENVIRONMENTS,
  type Environment,
  type HeaderValue,
} from '../core/webhook.ts'
import { WebhookUrl } from '../core/webhook-url.ts'
import type { WebhooksFile } from './fields.ts'
import { checkShape, nodeAt, start, tooManyWebhooks } from './shape.ts'
import { inFileOrder, parseSource, placeInside, type SourceNode, type SourceResult } from './source.ts'
import { isReserved, parseTemplate, type Template, type Variable } from './template.ts'
import { urlProblem } from './url-rules.ts'

export interface ReadOptions {
  /** Which of Auco's environments this run is about: it picks the entries and URLs. */
  readonly environment: Environment
  /** The value of a variable of the step's environment, already masked in the log; `undefined` if it is unset. */
  readonly variable: (name: string) => string | undefined
  /** The action's own keys and token: no header may carry them. */
  readonly ownSecrets: readonly Secret[]
  /** What a variable without a value is: an apply cannot go on, a plan can without comparing that header. */
  readonly unset: 'error' | 'warning'
}

export type FileResult =
  | { readonly ok: true; readonly webhooks: readonly DesiredWebhook[]; readonly warnings: readonly Problem[] }
  | { readonly ok: false; readonly problems: readonly Problem[] }

/**
 * The text of `webhooks.yaml` to the webhooks of one environment, or to every problem at once, in file order.
 * Pure: no input or output, nothing of the text in the problems but ids, keys and variable names. Never throws.
 */
export function readWebhooksFile(text: string, options: ReadOptions): FileResult {
  return readSource(parseSource(text), options)
}

/** The same of a text that was parsed before: a file can be read for both environments. */
export function readSource(source: SourceResult, options: ReadOptions): FileResult {
  if (!source.ok) return source
  const excess = tooManyWebhooks(source.root)
  if (excess !== null) return { ok: false, problems: [excess] }
  const shape = checkShape(source.root)
  const rules = new Rules(options)
  rules.check(source.root)

  const problems = inFileOrder([...(shape.ok ? [] : shape.problems), ...rules.problems])
  if (!shape.ok || problems.some((problem) => problem.severity === 'error')) return { ok: false, problems }
  return { ok: true, webhooks: webhooksOf(shape.file, source.root, options), warnings: problems }
}

/** What is wrong with a variable's value: nothing, that there is none, or a problem. */
type VariableFlaw = null | 'unset' | { readonly code: ProblemCode; readonly message: string }

/** Rules that the schema cannot say: between values, about URLs, and about variables. */
class Rules {
  readonly problems: Problem[] = []
  readonly #options: ReadOptions
  readonly #holdsOwnSecret: (text: string) => boolean
  readonly #flaws = new Map<string, VariableFlaw>()

  constructor(options: ReadOptions) {
    this.#options = options
    this.#holdsOwnSecret = secretScanner(options.ownSecrets)
  }

  check(root: SourceNode): void {
    const webhooks = webhookNodes(root)
    this.#checkIds(root, webhooks)
    for (const index of webhooks.keys()) {
      this.#checkUrls(root, index)
      this.#checkHeader(root, index)
    }
  }

  #checkIds(root: SourceNode, webhooks: readonly SourceNode[]): void {
    const exact = new Map<string, Place>()
    const folded = new Map<string, { readonly id: string; readonly place: Place }>()
    for (const index of webhooks.keys()) {
      const found = textAt(root, ['webhooks', index, 'id'])
      if (found === null || found.text === '') continue
      const { text: id, node } = found
      const first = exact.get(id)
      const similar = folded.get(id.toLowerCase())
      if (first !== undefined) {
        this.#add(
          'repeated-id',
          `The id ${quoteId(id)} stands twice: lines ${first.line} and ${node.place.line}. Keep one of them, or rename one.`,
          node.place,
        )
      } else if (similar !== undefined) {
        this.#warn(
          'similar-id',
          `The ids ${quoteId(similar.id)} (line ${similar.place.line}) and ${quoteId(id)} (line ${node.place.line}) differ only in case. ` +
            'Auco takes them for two webhooks; check that documents name the right one.',
          node.place,
        )
      }
      if (first === undefined) exact.set(id, node.place)
      if (similar === undefined) folded.set(id.toLowerCase(), { id, place: node.place })
      if (id === DEFAULT_ID) this.#checkDefaultEnvironments(root, index)
    }
    if (webhooks.length > 0 && !exact.has(DEFAULT_ID)) {
      this.#add(
        'no-default',
        'No webhook has the id `default`: Auco answers 400 to a list without it. Add it; it gets every event that names no other webhook.',
        start(nodeAt(root, ['webhooks']).node.place),
      )
    }
  }

  #checkDefaultEnvironments(root: SourceNode, index: number): void {
    const { node, missing } = nodeAt(root, ['webhooks', index, 'environments'])
    if (missing || node.kind !== 'list') return
    const names = node.items.map((item) => (item.kind === 'scalar' ? item.value : null))
    if (ENVIRONMENTS.some((environment) => !names.includes(environment))) {
      this.#add(
        'default-not-everywhere',
        '`default` must belong to every environment: Auco answers 400 to a list without it. Remove its `environments`.',
        start(node.place),
      )
    }
  }

  #checkUrls(root: SourceNode, index: number): void {
    const { node, missing } = nodeAt(root, ['webhooks', index, 'url'])
    if (missing) return
    if (node.kind !== 'map') {
      this.#checkUrl(root, ['webhooks', index, 'url'])
      return
    }
    for (const environment of ENVIRONMENTS) this.#checkUrl(root, ['webhooks', index, 'url', environment])
    for (const environment of environmentsOf(root, index)) {
      if (node.entries.has(environment)) continue
      this.#add(
        'no-url',
        `\`url\` has no \`${environment}\`. Add it, or say with \`environments\` where this webhook belongs.`,
        start(node.place),
      )
    }
  }

  #checkUrl(root: SourceNode, path: readonly PropertyKey[]): void {
    const url = textAt(root, path)
    const message = url === null ? null : urlProblem(url.text)
    if (url !== null && message !== null) this.#add('invalid-url', message, url.node.place)
  }

  #checkHeader(root: SourceNode, index: number): void {
    const found = textAt(root, ['webhooks', index, 'header', 'value'])
    if (found === null || found.text === '') return
    const template = parseTemplate(found.text)
    for (const variable of template.malformed) this.#addMalformed(variable, found.node)
    const environments = environmentsOf(root, index)
    const areSound = template.variables.map((variable) =>
      this.#checkVariable(variable, found.node, environments),
    )
    if (template.variables.length === 0 && template.malformed.length === 0)
      this.#checkLiteral(root, index, found.node)
    this.#checkLiteralParts(template, found.node)
    if (areSound.every((isSound) => isSound)) this.#checkComposed(template, found.node)
  }

  #addMalformed(variable: Variable, node: SourceNode): void {
    const place = placeInside(node, variable.from, variable.length)
    if (isReserved(variable.name)) this.#addReserved(place)
    else {
      this.#add(
        'malformed-variable',
        '`${` does not start a variable here. Write `${NAME}` with capital letters, digits and `_`, or `$${` for a literal `${`.',
        place,
      )
    }
  }

  #addReserved(place: Place): void {
    this.#add(
      'reserved-variable',
      'This variable belongs to the runner, a cloud or the machine and is never sent to Auco. Give the secret a name of its own in `env:`.',
      place,
    )
  }

  /** Whether nothing is wrong with a variable's name and value; an unset one is told, but not wrong in itself. */
  #checkVariable(variable: Variable, node: SourceNode, environments: readonly Environment[]): boolean {
    const place = placeInside(node, variable.from, variable.length)
    if (isReserved(variable.name)) {
      this.#addReserved(place)
      return false
    }
    // A webhook of another environment has its secrets in that environment: they are rightly not here.
    if (!environments.includes(this.#options.environment)) return true
    const flaw = this.#flawOf(variable.name)
    if (flaw === 'unset') {
      this.#addUnset(variable.name, place)
      return true
    }
    if (flaw !== null) this.#add(flaw.code, `The variable \`${variable.name}\` ${flaw.message}`, place)
    return flaw === null
  }

  /** What is wrong with a variable's value: judged once, however often the file names it. */
  #flawOf(name: string): VariableFlaw {
    const known = this.#flaws.get(name)
    if (known !== undefined) return known
    const value = this.#options.variable(name) ?? ''
    const flaw = value === '' ? 'unset' : this.#judge(value)
    this.#flaws.set(name, flaw)
    return flaw
  }

  #judge(value: string): VariableFlaw {
    if (this.#holdsOwnSecret(value)) {
      const message = "holds one of the action's own keys or its token. Use a secret made for this webhook."
      return { code: 'own-secret', message }
    }
    const message = fieldValueFlaw(value)
    return message === null ? null : { code: 'illegal-header-value', message }
  }

  #addUnset(name: string, place: Place): void {
    const message = `The variable \`${name}\` is not set or empty in this run.`
    if (this.#options.unset === 'error') {
      const fix = `Pass it to the step: \`env: { ${name}: \${{ secrets.${name} }} }\`.`
      this.#add('unset-variable', `${message} ${fix}`, place)
    } else {
      const effect = "The header cannot be compared; the apply needs it in the step's `env:`."
      this.#warn('unset-variable', `${message} ${effect}`, place)
    }
  }

  #checkLiteral(root: SourceNode, index: number, node: SourceNode): void {
    const secret = nodeAt(root, ['webhooks', index, 'header', 'secret'])
    if (!secret.missing && secret.node.kind === 'scalar' && secret.node.value === false) return
    this.#add(
      'literal-secret',
      '`value` is written out: whoever reads the repository reads the secret. Put it in a secret and write `${NAME}`, or add `secret: false` if it is none.',
      start(node.place),
    )
  }

  /** What is written around the variables. */
  #checkLiteralParts(template: Template, node: SourceNode): void {
    // A variable stands for something visible here, so that space beside it is inner space.
    const text = template.parts.map((part) => ('literal' in part ? part.literal : '*')).join('')
    const message = CONTROL.test(text)
      ? '`value` holds a line break or a control character, which a header cannot carry. Remove it.'
      : BEYOND_LATIN_1.test(text)
        ? '`value` holds a character beyond Latin-1, which a header cannot carry. Remove it.'
        : text !== text.trim()
          ? '`value` starts or ends with space, which is lost on the way. Remove it.'
          : null
    if (message !== null) this.#add('illegal-header-value', message, start(node.place))
  }

  /** Two harmless halves can make a key. */
  #checkComposed(template: Template, node: SourceNode): void {
    const composed = compose(template, this.#options.variable)
    if (composed === null) return
    if (this.#holdsOwnSecret(composed.reveal())) {
      this.#add(
        'own-secret',
        "`value` puts together one of the action's own keys or its token. Use a secret made for this webhook.",
        start(node.place),
      )
    }
  }

  #add(code: ProblemCode, message: string, place: Place): void {
    this.problems.push({ code, severity: 'error', message, place })
  }

  #warn(code: ProblemCode, message: string, place: Place): void {
    this.problems.push({ code, severity: 'warning', message, place })
  }
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that a header may not hold
const CONTROL = /[\0-\x08\x0a-\x1f\x7f]/
/** Legal as bytes, but most HTTP clients refuse to send the header at all (Node: ERR_INVALID_CHAR). */
const BEYOND_LATIN_1 = /[^\0-\xff]/

/** RFC 9110, section 5.5: visible characters, inner spaces and tabs. Says what is wrong, never the value. */
function fieldValueFlaw(value: string): string | null {
  if (/^[^\r\n]*\r?\n$/.test(value)) {
    return 'ends with a line break, which a header cannot carry. Store the secret again without it (`printf %s` instead of `echo`).'
  }
  if (/[\r\n]/.test(value))
    return 'holds a line break, which a header cannot carry. Store the secret again on one line.'
  if (CONTROL.test(value)) {
    return 'holds a control character, which a header cannot carry. Store the secret again without it.'
  }
  if (BEYOND_LATIN_1.test(value)) {
    return 'holds a character beyond Latin-1 (a typographic quote?), which a header cannot carry. Store the secret again without it.'
  }
  if (value !== value.trim())
    return 'starts or ends with space, which is lost on the way. Store the secret again without it.'
  return null
}

/** The composed value; `null` if a variable has none. */
function compose(template: Template, variable: ReadOptions['variable']): Secret | null {
  const parts: string[] = []
  for (const part of template.parts) {
    const value = 'literal' in part ? part.literal : variable(part.variable.name)
    if (value === undefined || value === '') return null
    parts.push(value)
  }
  return new Secret(parts.join(''))
}

function webhooksOf(file: WebhooksFile, root: SourceNode, options: ReadOptions): readonly DesiredWebhook[] {
  const { environment } = options
  return file.webhooks.flatMap((webhook, index) => {
    if (!(webhook.environments ?? ENVIRONMENTS).includes(environment)) return []
    const url = new WebhookUrl(
      typeof webhook.url === 'string' ? webhook.url : (webhook.url[environment] ?? ''),
    )
    const template = parseTemplate(webhook.header?.value ?? '')
    const variables = [...new Set(template.variables.map(({ name }) => name))]
    const header =
      webhook.header === undefined
        ? null
        : {
            key: webhook.header.key,
            value: headerValue(template, options.variable),
            written: new Secret(webhook.header.value),
          }
    const { line } = nodeAt(root, ['webhooks', index, 'id']).node.place
    return [{ id: webhook.id, description: webhook.description, url, header, line, variables }]
  })
}

/** Variables that a reason names: it stands in reports, which have limits, and five say enough. */
const MAX_NAMED = 5

function headerValue(template: Template, variable: ReadOptions['variable']): HeaderValue {
  const secret = compose(template, variable)
  if (secret !== null) return { known: true, secret }
  const unset = [...new Set(template.variables.map(({ name }) => name))].filter(
    (name) => (variable(name) ?? '') === '',
  )
  const names = unset.slice(0, MAX_NAMED).map((name) => `\`${name}\``)
  const more = unset.length - names.length
  const all = more > 0 ? `${names.join(', ')} and ${more} more` : names.join(', ')
  return { known: false, why: `${all} ${unset.length === 1 ? 'is' : 'are'} not available to this run` }
}

function webhookNodes(root: SourceNode): readonly SourceNode[] {
  const { node, missing } = nodeAt(root, ['webhooks'])
  return !missing && node.kind === 'list' ? node.items : []
}

function environmentsOf(root: SourceNode, index: number): readonly Environment[] {
  const { node, missing } = nodeAt(root, ['webhooks', index, 'environments'])
  if (missing || node.kind !== 'list') return ENVIRONMENTS
  const names = node.items.map((item) => (item.kind === 'scalar' ? item.value : null))
  return ENVIRONMENTS.filter((environment) => names.includes(environment))
}

function textAt(
  root: SourceNode,
  path: readonly PropertyKey[],
): { readonly text: string; readonly node: SourceNode } | null {
  const { node, missing } = nodeAt(root, path)
  if (missing || node.kind !== 'scalar' || typeof node.value !== 'string') return null
  return { text: node.value, node }
}
