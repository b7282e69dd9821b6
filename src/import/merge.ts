import { quoteId } from '../core/format.ts'
import type { Secret } from '../core/secret.ts'
import {
  DEFAULT_ID,
  type DesiredWebhook,
  type Environment,
  type Header,
  type LiveWebhook,
  looksMasked,
  otherThan,
  variablesOf,
} from '../core/webhook.ts'
import type { WebhookUrl } from '../core/webhook-url.ts'
import { FileEditor, type Uncertain } from './file-editor.ts'
import { type MatchedVariable, matchHeader } from './match-header.ts'
import { matchUrl } from './match-url.ts'
import { urlTemplate } from './url-template.ts'
import { VariableNames } from './variable-names.ts'

/** The webhooks of the existing file, by environment. */
export type FileBefore = Readonly<Record<Environment, readonly DesiredWebhook[]>>

/** A secret that has to be stored at GitHub before the file can be applied: where to find it, but not its value. */
export interface NeededSecret {
  readonly name: string
  readonly id: string
  /** `null` for a variable in the URL. */
  readonly headerKey: string | null
  /** Auco doesn't return the value in clear, so it has to be taken from elsewhere. */
  readonly isHidden: boolean
  /** The file writes something around the variable: the secret is only a part of the header's value. */
  readonly isPart: boolean
}

/** Why the file cannot declare what is live: cause and fix, and an offset in the existing file. */
export interface Refusal {
  readonly message: string
  readonly offset: number
}

/** The result of a merge, not proven yet. Only valid without refusals. */
export interface Merged {
  readonly text: string
  readonly secrets: readonly NeededSecret[]
  /** The value of each variable with which the file equals live; none where Auco hides the value. */
  readonly values: ReadonlyMap<string, Secret>
  /** Ids whose description stays the file's, because it's for both environments: a plan shows that they differ from live. */
  readonly keptDescriptions: ReadonlySet<string>
  /** Sentences for the user: what to check. */
  readonly remarks: readonly string[]
  readonly refusals: readonly Refusal[]
}

/**
 * Edits the file so that it declares what is live for one environment, and what it declared before for the other one.
 * `prunes`: a webhook that is live nowhere any more is removed from the file. Returns refusals where one file cannot declare both, or where an edit is not certain. `redact` is for what is not the
 * file: variables are named after ids and header names.
 */
export function mergeLive(
  text: string,
  before: FileBefore,
  environment: Environment,
  live: readonly LiveWebhook[],
  prunes: boolean,
  redact: (text: string) => string,
): Merged {
  const merge = new Merge(text, before, environment, prunes, redact)
  const isInFile = ({ id }: LiveWebhook) => merge.has(id)
  for (const webhook of live.filter(isInFile)) merge.update(webhook)
  for (const { id } of before[environment]) if (!live.some((webhook) => webhook.id === id)) merge.leaveOut(id)
  // New webhooks come last, `default` first among them, as Auco expects it.
  const added = live.filter((webhook) => !isInFile(webhook))
  for (const webhook of [...added.filter(isDefault), ...added.filter((one) => !isDefault(one))])
    merge.add(webhook)
  return merge.result
}

function isDefault({ id }: LiveWebhook): boolean {
  return id === DEFAULT_ID
}

/** Text of a URL as the file writes it: there, `${` would start a variable. */
function escaped(text: string): string {
  return text.replaceAll('${', () => '$${')
}

/** Beside values that are shown, one that looks masked may be what is stored; but nobody should store it unseen. */
function isHidden({ value }: Header): boolean {
  return !value.known || looksMasked(value.secret.reveal())
}

class Merge {
  readonly #editor: FileEditor
  readonly #environment: Environment
  readonly #other: Environment
  readonly #here: ReadonlyMap<string, DesiredWebhook>
  readonly #elsewhere: ReadonlyMap<string, DesiredWebhook>
  readonly #names: VariableNames
  readonly #prunes: boolean
  readonly #redact: (text: string) => string
  readonly #secrets: NeededSecret[] = []
  readonly #values = new Map<string, Secret>()
  readonly #keptDescriptions = new Set<string>()
  readonly #remarks: string[] = []
  readonly #refusals: Refusal[] = []

  constructor(
    text: string,
    before: FileBefore,
    environment: Environment,
    prunes: boolean,
    redact: (text: string) => string,
  ) {
    this.#redact = redact
    this.#prunes = prunes
    this.#editor = new FileEditor(text)
    this.#environment = environment
    this.#other = otherThan(environment)
    this.#here = new Map(before[environment].map((webhook) => [webhook.id, webhook]))
    this.#elsewhere = new Map(before[this.#other].map((webhook) => [webhook.id, webhook]))
    const all = [...before.stage, ...before.production]
    this.#names = new VariableNames(all.flatMap(variablesOf))
  }

  has(id: string): boolean {
    return this.#here.has(id) || this.#elsewhere.has(id)
  }

  get result(): Merged {
    return {
      text: this.#editor.text,
      secrets: this.#secrets,
      values: this.#values,
      keptDescriptions: this.#keptDescriptions,
      remarks: this.#remarks,
      refusals: this.#refusals,
    }
  }

  add({ id, description, url, header }: LiveWebhook): void {
    const writtenUrl = this.#written(id, url)
    const variable =
      header === null ? null : this.#names.next(this.#redact(id), this.#redact(header.key.reveal()))
    if (header !== null && variable !== null) {
      this.#need({
        name: variable,
        id,
        headerKey: header.key.reveal(),
        isHidden: isHidden(header),
        isPart: false,
      })
      if (header.value.known) this.#values.set(variable, header.value.secret)
    }
    const outcome = this.#editor.add({
      id,
      description,
      url: writtenUrl,
      // Nothing is known about the other environment; but `default` has to be in both.
      only: id === DEFAULT_ID ? null : this.#environment,
      header: header === null || variable === null ? null : { key: header.key.reveal(), variable },
    })
    this.#expectCertain(id, outcome)
  }

  update(webhook: LiveWebhook): void {
    const { id, description } = webhook
    const isElsewhere = this.#elsewhere.has(id)
    const entry = this.#here.get(id) ?? this.#elsewhere.get(id)
    if (entry === undefined) return
    if (description !== entry.description) {
      if (isElsewhere) {
        this.#keptDescriptions.add(id)
        this.#remarks.push(
          `The description of ${this.#quoted(id)} at ${this.#environment} differs from the file's, which is for both environments. The file keeps its own: a plan for ${this.#environment} shows that difference and no other, and an apply removes it.`,
        )
      } else this.#expectCertain(id, this.#editor.setDescription(id, description))
    }
    const isHere = this.#here.has(id)
    this.#updateUrl(webhook, entry, isHere, isElsewhere)
    if (!isHere) this.#expectCertain(id, this.#editor.widen(id, this.#environment))
    this.#matchHeader(webhook, entry)
  }

  /** Handles a webhook that the file declares for this environment but that is not live. */
  leaveOut(id: string): void {
    if (!this.#elsewhere.has(id) && this.#prunes) {
      this.#expectCertain(id, this.#editor.remove(id))
      this.#remarks.push(`${this.#quoted(id)} is not live any more, and is no longer in the file.`)
      return
    }
    if (!this.#elsewhere.has(id)) {
      this.#refuse(
        id,
        `it is in the file for ${this.#environment} and not live there. Remove it from the file (\`--prune\`), or apply it first.`,
      )
      return
    }
    this.#expectCertain(id, this.#editor.narrow(id, this.#other))
    this.#remarks.push(
      `${this.#quoted(id)} is not live at ${this.#environment}: the file now declares it for ${this.#other} only.`,
    )
  }

  /** A URL that isn't in the file yet, with a variable in the place of its secret part. */
  #written(id: string, url: WebhookUrl): string {
    const template = urlTemplate(url)
    if (template === null) {
      if (/[?#@]/.test(url.hidden())) this.#remarkUrl(id)
      return escaped(url.reveal())
    }
    const { start, secret, end, part } = template
    if (end !== '') this.#remarkUrl(id)
    const name = this.#names.next(this.#redact(id), part)
    this.#needValue(id, null, { name, value: secret, isPart: true })
    return `${escaped(start)}\${${name}}${escaped(end)}`
  }

  /** Variables of the file stay if the live URL is of the form that is written around them. */
  #updateUrl({ id, url }: LiveWebhook, entry: DesiredWebhook, isHere: boolean, isElsewhere: boolean): void {
    const match = matchUrl(url, entry)
    const isInPlace = isHere || !this.#editor.hasUrlsByEnvironment(id)
    switch (match.kind) {
      case 'several-variables':
        this.#refuse(id, match.reason)
        return
      case 'variable':
        if (!isInPlace) break
        this.#needValue(id, null, match.variable)
        return
      case 'literal':
        if (isHere && entry.url.known && url.equals(entry.url)) return
        break
      case 'other-form':
        break
    }
    const written = this.#written(id, url)
    this.#expectCertain(id, this.#editor.setUrl(id, this.#environment, written, isElsewhere))
  }

  /** The file's header stays as it is written; the live one has to match it. */
  #matchHeader({ id, header: live }: LiveWebhook, { header: file }: DesiredWebhook): void {
    const match = matchHeader(live, file)
    if (!match.ok) {
      this.#refuse(id, match.reason)
      return
    }
    if (live === null || match.variable === null) return
    this.#needValue(id, live.key.reveal(), match.variable)
  }

  #needValue(id: string, headerKey: string | null, { name, value, isPart }: MatchedVariable): void {
    this.#need({ name, id, headerKey, isHidden: value === null || looksMasked(value.reveal()), isPart })
    if (value === null) return
    const known = this.#values.get(name)
    if (known !== undefined && !known.equals(value)) {
      this.#refuse(
        id,
        `it shares \`${name}\` with another webhook, and their live values differ. Give each a variable of its own.`,
      )
    }
    this.#values.set(name, value)
  }

  /** Redacted before it is cut to its longest length. */
  #quoted(id: string): string {
    return quoteId(this.#redact(id))
  }

  #need(secret: NeededSecret): void {
    if (!this.#secrets.some(({ name }) => name === secret.name)) this.#secrets.push(secret)
  }

  #remarkUrl(id: string): void {
    this.#remarks.push(
      `The URL of ${this.#quoted(id)} has a part that no variable can hold, such as a fragment: if it is a secret, don't commit the file.`,
    )
  }

  #refuse(id: string, message: string): void {
    this.#refusals.push({ message: `${this.#quoted(id)}: ${message}`, offset: this.#editor.offsetOf(id) })
  }

  #expectCertain(id: string, outcome: Uncertain | null): void {
    if (outcome === null) return
    this.#refusals.push({
      message: `${this.#quoted(id)} must change in the file, but can't be edited reliably. ${outcome.why} Rewrite it plainly, on lines of its own.`,
      offset: outcome.offset,
    })
  }
}
