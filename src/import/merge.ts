import { parseTemplate } from '../config/template.ts'
import { quoteId } from '../core/format.ts'
import type { Secret } from '../core/secret.ts'
import {
  DEFAULT_ID,
  type DesiredWebhook,
  type Environment,
  otherThan,
  type Webhook,
} from '../core/webhook.ts'
import { FileEditor, type Uncertain } from './file-editor.ts'
import { VariableNames } from './variable-names.ts'

/** The file as it is, read for each environment. */
export type FileBefore = Readonly<Record<Environment, readonly DesiredWebhook[]>>

/** A secret that has to be stored at GitHub before the file can be applied. It knows where to find it, not what it is. */
export interface NeededSecret {
  readonly name: string
  readonly id: string
  readonly headerKey: string
  /** Auco does not show the value, so it has to be found elsewhere. */
  readonly isHidden: boolean
  /** The file writes something around the variable: the secret is the rest of the header's value. */
  readonly isPart: boolean
}

/** Why the file cannot say what is live: cause, then fix, and where in the existing file. */
export interface Refusal {
  readonly message: string
  readonly offset: number
}

/** What a merge comes to. What it proposes still has to be proven. */
export interface Merged {
  readonly text: string
  readonly secrets: readonly NeededSecret[]
  /** What each variable has to be for the file to equal live; none for values that Auco hides. */
  readonly values: ReadonlyMap<string, Secret>
  /** Sentences about what a person should look at. */
  readonly remarks: readonly string[]
  readonly refusals: readonly Refusal[]
}

/**
 * Edits the file so that for one environment it declares what is live, and for the other one what it declared before.
 * Where the file cannot say both, or where an edit is not certain, there are refusals.
 */
export function mergeLive(
  text: string,
  before: FileBefore,
  environment: Environment,
  live: readonly Webhook[],
): Merged {
  const merge = new Merge(text, before, environment)
  const isInFile = ({ id }: Webhook) => merge.has(id)
  for (const webhook of live.filter(isInFile)) merge.update(webhook)
  for (const { id } of before[environment]) if (!live.some((webhook) => webhook.id === id)) merge.leaveOut(id)
  // `default` first, as Auco wants it; new ones behind all that is there, once that has its final form.
  const added = live.filter((webhook) => !isInFile(webhook))
  for (const webhook of [...added.filter(isDefault), ...added.filter((one) => !isDefault(one))])
    merge.add(webhook)
  return merge.result
}

function isDefault({ id }: Webhook): boolean {
  return id === DEFAULT_ID
}

class Merge {
  readonly #editor: FileEditor
  readonly #environment: Environment
  readonly #other: Environment
  readonly #here: ReadonlyMap<string, DesiredWebhook>
  readonly #elsewhere: ReadonlyMap<string, DesiredWebhook>
  readonly #names: VariableNames
  readonly #secrets: NeededSecret[] = []
  readonly #values = new Map<string, Secret>()
  readonly #remarks: string[] = []
  readonly #refusals: Refusal[] = []

  constructor(text: string, before: FileBefore, environment: Environment) {
    this.#editor = new FileEditor(text)
    this.#environment = environment
    this.#other = otherThan(environment)
    this.#here = new Map(before[environment].map((webhook) => [webhook.id, webhook]))
    this.#elsewhere = new Map(before[this.#other].map((webhook) => [webhook.id, webhook]))
    const all = [...before.stage, ...before.production]
    this.#names = new VariableNames(all.flatMap(({ variables }) => variables))
  }

  has(id: string): boolean {
    return this.#here.has(id) || this.#elsewhere.has(id)
  }

  get result(): Merged {
    return {
      text: this.#editor.text,
      secrets: this.#secrets,
      values: this.#values,
      remarks: this.#remarks,
      refusals: this.#refusals,
    }
  }

  add({ id, description, url, header }: Webhook): void {
    const variable = header === null ? null : this.#names.next(id, header.key)
    if (header !== null && variable !== null) {
      this.#need({ name: variable, id, headerKey: header.key, isHidden: !header.value.known, isPart: false })
      if (header.value.known) this.#values.set(variable, header.value.secret)
    }
    const outcome = this.#editor.add({
      id,
      description,
      url: url.reveal(),
      // What is live here says nothing about the other environment; only `default` has to be in both.
      only: id === DEFAULT_ID ? null : this.#environment,
      header: header === null || variable === null ? null : { key: header.key, variable },
    })
    this.#expectCertain(id, outcome)
    if (url.hiddenSecrets().length > 0) this.#remarkUrl(id)
  }

  update(webhook: Webhook): void {
    const { id, description, url } = webhook
    const isElsewhere = this.#elsewhere.has(id)
    const entry = this.#here.get(id) ?? this.#elsewhere.get(id)
    if (entry === undefined) return
    if (description !== entry.description) {
      if (isElsewhere) {
        this.#refuse(
          id,
          `its description at ${this.#environment} is another than the file's, which is for both environments. Give it the same one at Auco, or in the file if it was never applied.`,
        )
      } else this.#expectCertain(id, this.#editor.setDescription(id, description))
    }
    const isHere = this.#here.has(id)
    if (!isHere || !url.equals(entry.url)) {
      this.#expectCertain(id, this.#editor.setUrl(id, this.#environment, url.reveal(), isElsewhere))
      if (url.hiddenSecrets().length > 0) this.#remarkUrl(id)
    }
    if (!isHere) this.#expectCertain(id, this.#editor.widen(id, this.#environment))
    this.#matchHeader(webhook, entry)
  }

  /** A webhook that the file declares for this environment, and that is not live in it. */
  leaveOut(id: string): void {
    if (!this.#elsewhere.has(id)) {
      this.#refuse(
        id,
        `it is in the file for ${this.#environment} and not live there. Remove it from the file, or apply it first.`,
      )
      return
    }
    this.#expectCertain(id, this.#editor.narrow(id, this.#other))
    this.#remarks.push(
      `${quoteId(id)} is not live at ${this.#environment}: the file now declares it for ${this.#other} only.`,
    )
  }

  /** The file's header stays as it is written; what is live has to be one that it can be. */
  #matchHeader({ id, header: live }: Webhook, { header: file }: DesiredWebhook): void {
    if (live === null && file === null) return
    if (live === null || file === null || live.key !== file.key) {
      const [has, hasNot] = live === null ? ['the file', 'live'] : ['live', 'the file']
      const cause =
        live === null || file === null
          ? `${has} has a header and ${hasNot} has none`
          : 'the names of its header differ between the file and live'
      this.#refuse(id, `${cause}. Make them alike at Auco or in the file.`)
      return
    }
    const { parts, variables } = parseTemplate(file.written.reveal())
    const [variable] = variables
    if (variables.length > 1) {
      this.#refuse(
        id,
        'its header value is made of several variables, and which part of the live value belongs to which cannot be told. Use one variable.',
      )
      return
    }
    const at = parts.findIndex((part) => 'variable' in part)
    const literal = (some: typeof parts) =>
      some.map((part) => ('literal' in part ? part.literal : '')).join('')
    const [start, end] =
      variable === undefined
        ? [literal(parts), '']
        : [literal(parts.slice(0, at)), literal(parts.slice(at + 1))]
    const isPart = start !== '' || end !== ''
    if (variable !== undefined) {
      this.#need({ name: variable.name, id, headerKey: live.key, isHidden: !live.value.known, isPart })
    }
    if (!live.value.known) return
    const value = variable === undefined ? null : live.value.secret.between(start, end)
    const isAlike =
      variable === undefined
        ? file.value.known && file.value.secret.equals(live.value.secret)
        : value !== null
    if (!isAlike) {
      this.#refuse(
        id,
        `its live header value is not of the form that the file writes${variable === undefined ? '' : ` around \`${variable.name}\``}. Correct the file's \`value\`.`,
      )
      return
    }
    if (variable === undefined || value === null) return
    const known = this.#values.get(variable.name)
    if (known !== undefined && !known.equals(value)) {
      this.#refuse(
        id,
        `it shares \`${variable.name}\` with another webhook, and their live values differ. Give each a variable of its own.`,
      )
    }
    this.#values.set(variable.name, value)
  }

  #need(secret: NeededSecret): void {
    if (!this.#secrets.some(({ name }) => name === secret.name)) this.#secrets.push(secret)
  }

  #remarkUrl(id: string): void {
    this.#remarks.push(
      `The URL of ${quoteId(id)} has a query or a fragment: if it holds a secret, do not commit the file.`,
    )
  }

  #refuse(id: string, message: string): void {
    this.#refusals.push({ message: `${quoteId(id)}: ${message}`, offset: this.#editor.offsetOf(id) })
  }

  #expectCertain(id: string, outcome: Uncertain | null): void {
    if (outcome === null) return
    this.#refusals.push({
      message: `${quoteId(id)} has to change in the file, and cannot be edited with certainty. ${outcome.why} Write it out in a plain form, on lines of its own.`,
      offset: outcome.offset,
    })
  }
}
