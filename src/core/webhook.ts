import type { Secret } from './secret.ts'
import type { UrlValue, WebhookUrl } from './webhook-url.ts'

/** Auco's two environments (Auco: Environments and authentication). */
export const ENVIRONMENTS = ['stage', 'production'] as const
export type Environment = (typeof ENVIRONMENTS)[number]

export function otherThan(environment: Environment): Environment {
  return environment === 'stage' ? 'production' : 'stage'
}

/** The webhook that receives every event that names no other one. Auco refuses a list without it. */
export const DEFAULT_ID = 'default'

/**
 * A header's value as far as this run knows it. It's unknown if a variable of the file isn't available to the run, or if
 * Auco doesn't return the value in clear.
 */
export type HeaderValue =
  /** `isPublic`: the repository declares it with `secret: false`, so reports show it, and logs don't mask it. */
  | { readonly known: true; readonly secret: Secret; readonly isPublic?: boolean }
  /** `canBe`, if a variable is missing: whether the value can be what the file writes, whatever the variable stands for. */
  | { readonly known: false; readonly why: string; readonly canBe?: (value: Secret) => boolean }

/**
 * What APIs return in the place of a secret: nothing but filler characters, a filler with a few characters left (`****1234`,
 * `live…9fK2`, `XXXX-1234`), or a word for it (`[REDACTED]`, `<hidden>`). An authentication scheme may stand before it.
 */
const MASKS = [
  /^[*•●█xX.…#_-]+$/,
  /\*{3}|[•●█]{2}|\.{3}|…/,
  /^[xX-]{4,}\w{0,6}$/,
  /^(?:redacted|hidden|masked|filtered)$/i,
  /^(?:\[[\p{L} _-]+\]|<[\p{L} _-]+>|\([\p{L} _-]+\))$/u,
]

/**
 * Whether a header value looks like a mask that is returned instead of a secret. A real value can look like one, so it
 * decides only where no value of the same answer is shown.
 */
export function looksMasked(value: string): boolean {
  const withoutScheme = value.replace(/^[A-Za-z]+ +/, '')
  return MASKS.some((mask) => mask.test(value) || mask.test(withoutScheme))
}

/** What every header name is (RFC 9110, section 5.6.2: a token). */
export const HEADER_NAME = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/

/** Names that are usual enough to be shown even if no file of the repository declares them, in lower case. */
const USUAL_NAMES = new Set(
  (
    'authorization proxy-authorization api-key x-auth x-token x-secret x-api-key x-api-token x-api-secret ' +
    'x-auth-token x-access-token x-secret-token x-webhook-token x-webhook-secret'
  ).split(' '),
)

/**
 * A header's name. At Auco it can hold the secret: people swap name and value, or type `Authorization: Bearer …` into the
 * name. So only a name that a file declares, or a usual one, is shown; any other is only compared and sent.
 */
export class HeaderName {
  readonly #text: string
  /** The name, or that it is another one. No way of printing the object reaches `#text`. */
  readonly shown: string
  readonly isShown: boolean

  /** `isDeclared`: whether a file of the repository declares it. */
  constructor(text: string, isDeclared: boolean) {
    this.#text = text
    this.isShown = isDeclared || USUAL_NAMES.has(text.toLowerCase())
    this.shown = this.isShown ? text : 'another header'
  }

  reveal(): string {
    return this.#text
  }

  equals(other: HeaderName): boolean {
    return this.#text === other.#text
  }
}

/** The one header that Auco sends with every notification: absent (`null` in a webhook) or whole. */
export interface Header {
  readonly key: HeaderName
  readonly value: HeaderValue
}

/** A webhook as the file declares it for one environment, or as it is live at Auco. */
export interface Webhook {
  readonly id: string
  readonly description: string
  readonly url: UrlValue
  readonly header: Header | null
  /**
   * If Auco returned it: the same four fields as JSON, which tells an absent one from an empty one. A write sends this where
   * it keeps the webhook.
   */
  readonly asRead?: Secret
}

export interface LiveWebhook extends Webhook {
  readonly url: WebhookUrl
}

/** A header of the file, with its value as written there: `${NAME}` isn't expanded. */
export interface DesiredHeader extends Header {
  /** The repository shows it, so it isn't secret; but reports must not show it any more than the value. */
  readonly written: Secret
  /** Names of the variables in its value, in order, without duplicates. */
  readonly variables: readonly string[]
}

/** A webhook of the file, with its line and its variables. */
export interface DesiredWebhook extends Webhook {
  readonly header: DesiredHeader | null
  /** The URL as the file writes it: `${NAME}` isn't expanded. */
  readonly urlTemplate: { readonly written: WebhookUrl; readonly variables: readonly string[] }
  /** Line of the webhook's `id` in the file, from 1. */
  readonly line: number
}

/** Names of the variables in the URL and the header of a webhook, without duplicates. */
export function variablesOf({ header, urlTemplate }: DesiredWebhook): readonly string[] {
  return [...new Set([...urlTemplate.variables, ...(header?.variables ?? [])])]
}

/** Fields of a live webhook that the file can't declare, so that a write drops them. */
export interface UnknownFields {
  readonly id: string
  /** A field of the header as `header.name`; `another field` for a name that can be a secret. */
  readonly fields: readonly string[]
}

/** The live state at Auco: the webhooks, and whether a legacy single webhook is still set. */
export interface LiveCompany {
  readonly webhooks: readonly LiveWebhook[]
  /** The legacy `webhook` field holds a URL (Auco: Company / Query). */
  readonly hasLegacyWebhook: boolean
  /** Only webhooks that have some. */
  readonly unknownFields: readonly UnknownFields[]
}
