import type { WebhookEntry } from '../config/shape.ts'
import { parseTemplate } from '../config/template.ts'
import { quoteId } from '../core/format.ts'
import { isPlainWords } from '../core/looks-secret.ts'
import {
  DEFAULT_ID,
  ENVIRONMENTS,
  type Environment,
  HeaderName,
  type LiveWebhook,
  looksMasked,
  otherThan,
} from '../core/webhook.ts'
import { defaultFirst } from '../plan/compare-webhooks.ts'
import type { Draft } from './file-text.ts'
import { addName, matchTemplate, matchUrl, type NewText, takenApart, type Variable } from './variables.ts'

export interface NeededSecret extends Variable {
  readonly id: string
  /** `null` for a variable in the URL. */
  readonly headerKey: string | null
  /** Auco doesn't show the value, so it has to be taken from elsewhere. */
  readonly isHidden: boolean
  /** The file didn't use the variable in this environment before. */
  readonly isNew: boolean
}

interface MergeOptions {
  readonly environment: Environment
  /** Ids that aren't touched: what Auco has can't be said. */
  readonly leftOut: ReadonlyMap<string, unknown>
  /** Webhooks that Auco doesn't have in this environment are removed from it. */
  readonly prunes: boolean
  /** For what is not the file: variables are named after ids and header names. */
  readonly redact: (text: string) => string
}

/**
 * The entries of a file, changed so that they declare what Auco has in one environment, and the same as before in the other
 * one. Where one entry can't declare both, there are two with the same id.
 */
export function mergeLive(
  file: readonly WebhookEntry[],
  live: readonly LiveWebhook[],
  options: MergeOptions,
): Merge {
  const merge = new Merge(file, options)
  for (const one of defaultFirst(live)) if (!options.leftOut.has(one.id)) merge.take(one)
  const atAuco = new Set(live.map(({ id }) => id))
  for (const { id } of file) if (!atAuco.has(id)) merge.miss(id)
  return merge
}

function isIn({ environments }: WebhookEntry, environment: Environment): boolean {
  return (environments ?? ENVIRONMENTS).includes(environment)
}

/** The result of a merge, not proven yet. */
class Merge {
  /** New ones come last. */
  drafts: Draft[]
  /** Sentences for the user: what to check. */
  readonly remarks: string[] = []
  /** By name. */
  readonly secrets = new Map<string, NeededSecret>()
  readonly #options: MergeOptions
  readonly #other: Environment
  readonly #names: Set<string>
  readonly #usedBefore: ReadonlySet<string>

  constructor(file: readonly WebhookEntry[], options: MergeOptions) {
    this.drafts = file.map((entry, at) => ({ entry, at }))
    this.#options = options
    this.#other = otherThan(options.environment)
    this.#names = new Set(ENVIRONMENTS.flatMap((one) => file.flatMap((entry) => variablesIn(entry, one))))
    const here = file.filter((entry) => isIn(entry, options.environment))
    // A new file has `default` for both environments. It says nothing of the second one until that is imported.
    const isFirst = here.every((entry) => entry.id === DEFAULT_ID && isIn(entry, this.#other))
    this.#usedBefore = new Set(
      isFirst ? [] : here.flatMap((entry) => variablesIn(entry, options.environment)),
    )
  }

  /** Declares a webhook as Auco has it. */
  take(webhook: LiveWebhook): void {
    const { id, description } = webhook
    const { environment } = this.#options
    const draft = this.#find(id, environment) ?? this.#find(id, this.#other)
    const entry = draft?.entry
    const header = this.#header(webhook, entry?.header)
    const url = this.#url(webhook, entry && urlIn(entry, environment))
    const isShared = entry !== undefined && isIn(entry, this.#other)
    const isSame = entry?.description === description && entry.header === header
    if (draft === undefined) {
      // Nothing is known about the other environment; but `default` has to be in both.
      const environments = id === DEFAULT_ID ? undefined : [environment]
      this.drafts.push({ at: null, entry: { id, description, url, environments, header } })
    } else if (isShared && !isSame) {
      const added = { id, description, url, environments: [environment], header }
      this.#replace(draft, this.#elsewhereOnly(draft), { at: null, entry: added })
    } else {
      const environments = isIn(draft.entry, environment) ? draft.entry.environments : undefined
      const urls = withUrl(draft.entry, environment, url, isShared)
      this.#replace(draft, { ...draft, entry: { id, description, url: urls, environments, header } })
    }
  }

  /** Handles a webhook that the file may declare for this environment, and that Auco doesn't have there. */
  miss(id: string): void {
    const { environment, prunes, redact } = this.#options
    const draft = this.#find(id, environment)
    if (draft === undefined) return
    const quoted = quoteId(redact(id))
    const isShared = isIn(draft.entry, this.#other)
    if (prunes) this.#replace(draft, ...(isShared ? [this.#elsewhereOnly(draft)] : []))
    this.remarks.push(
      prunes
        ? `Auco doesn't have ${quoted} at ${environment}, so it is no longer in the file${isShared ? ' for that environment' : ''}.`
        : `Auco doesn't have ${quoted} at ${environment}. It stays in the file, and an apply creates it; \`--prune\` removes it.`,
    )
  }

  #find(id: string, environment: Environment): Draft | undefined {
    return this.drafts.find(({ entry }) => entry.id === id && isIn(entry, environment))
  }

  #replace(draft: Draft, ...by: readonly Draft[]): void {
    this.drafts = this.drafts.flatMap((one) => (one === draft ? by : [one]))
  }

  #elsewhereOnly({ entry, at }: Draft): Draft {
    const { id, description, url, header } = entry
    const other = this.#other
    const urls = typeof url === 'string' ? url : { [other]: url[other] }
    return { at, entry: { id, description, url: urls, environments: [other], header } }
  }

  /** The file's header, if Auco's can be that; else a new one. */
  #header({ id, header }: LiveWebhook, written: WebhookEntry['header']): WebhookEntry['header'] {
    if (header === null) return undefined
    const key = header.key.reveal()
    const value = header.value.known ? header.value.secret : null
    const before = written?.key === key ? written.value : null
    const found = before === null ? null : matchTemplate(before, value && [value.reveal()])
    if (found !== null && this.#need(id, key, found)) return written
    const { redact } = this.#options
    if (value !== null && isPublic(key, value.reveal())) {
      this.remarks.push(
        `The header value of ${quoteId(redact(id))} is written out with \`secret: false\`, because it is plain words. If it is a secret, use a variable before you commit the file.`,
      )
      return { key, value: value.reveal(), secret: false }
    }
    return { key, value: this.#anew(id, key, { start: '', value, end: '', part: redact(key) }) }
  }

  /** The file's URL, if Auco's can be that; else a new one, with a variable in the place of its secret part. */
  #url({ id, url }: LiveWebhook, written: string | undefined): string {
    const found = written === undefined ? null : matchUrl(written, url)
    if (written !== undefined && found !== null && this.#need(id, null, found)) return written
    const parts = takenApart(url)
    if (parts === null ? /[?#@]/.test(url.hidden()) : parts.end !== '') {
      this.remarks.push(
        `The URL of ${quoteId(this.#options.redact(id))} has a part that no variable can hold, such as a fragment: if it is a secret, don't commit the file.`,
      )
    }
    return parts === null ? escaped(url.reveal()) : this.#anew(id, null, parts)
  }

  /** The text with a new variable. */
  #anew(id: string, headerKey: string | null, { part, ...text }: NewText): string {
    const name = addName(this.#names, this.#options.redact(id), part)
    this.#need(id, headerKey, [{ name, ...text }])
    return `${escaped(text.start)}\${${name}}${escaped(text.end)}`
  }

  /** Notes the variables, unless another webhook needs another value for one of them: then returns `false`. */
  #need(id: string, headerKey: string | null, variables: readonly Variable[]): boolean {
    const knownValue = (name: string) => this.secrets.get(name)?.value ?? null
    const fits = variables.every(
      ({ name, value }) => value === null || (knownValue(name)?.equals(value) ?? true),
    )
    if (!fits) return false
    for (const variable of variables) {
      const { name, value } = variable
      if (this.secrets.has(name) && (value === null || knownValue(name) !== null)) continue
      const isHidden = value === null || looksMasked(value.reveal())
      const isNew = !this.#usedBefore.has(name)
      this.secrets.set(name, { ...variable, id, headerKey, isHidden, isNew })
    }
    return true
  }
}

function variablesIn(entry: WebhookEntry, environment: Environment): readonly string[] {
  const texts = isIn(entry, environment) ? [urlIn(entry, environment) ?? '', entry.header?.value ?? ''] : []
  return texts.flatMap((text) => parseTemplate(text).variables)
}

function urlIn({ url }: WebhookEntry, environment: Environment): string | undefined {
  return typeof url === 'string' ? url : url[environment]
}

/** The URLs of an entry with another one. `keepsOther`: the entry belongs to the other environment, too. */
function withUrl(
  { url }: WebhookEntry,
  environment: Environment,
  text: string,
  keepsOther: boolean,
): WebhookEntry['url'] {
  if (url === text || (typeof url === 'string' && !keepsOther)) return text
  const { stage, production } = typeof url === 'string' ? { stage: url, production: url } : url
  return environment === 'stage' ? { stage: text, production } : { stage, production: text }
}

/** Text of a URL as the file writes it: there, `${` would start a variable. */
function escaped(text: string): string {
  return text.replaceAll('${', () => '$${')
}

/** Longest header value that is written out, in characters. */
const MAX_WORDS = 32

/** Whether the value of a header is words that nobody would use as a secret. */
function isPublic(key: string, value: string): boolean {
  // Named like one, even a word can be a password; so can a word with a number.
  const isNamedSecret =
    new HeaderName(key, false).isShown || /auth|cookie|cred|key|pass|secret|sign|token/i.test(key)
  const isWords = value.length <= MAX_WORDS && isPlainWords(value) && !/\d/.test(value)
  return isWords && !isNamedSecret && !looksMasked(value)
}
