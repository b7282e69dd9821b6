import type { Secret } from './secret.ts'
import type { WebhookUrl } from './webhook-url.ts'

/** Auco's two environments (Auco: Environments and authentication). */
export const ENVIRONMENTS = ['stage', 'production'] as const
export type Environment = (typeof ENVIRONMENTS)[number]

/** The environment that is not this one. */
export function otherThan(environment: Environment): Environment {
  return environment === 'stage' ? 'production' : 'stage'
}

/** The webhook that gets every event that names no other one. Auco refuses a list without it. */
export const DEFAULT_ID = 'default'

/**
 * A header's value as far as this run knows it. It is not known when a variable of the file is not
 * available to the run, or when Auco does not return the value in clear.
 */
export type HeaderValue =
  | { readonly known: true; readonly secret: Secret }
  | { readonly known: false; readonly why: string }

/** Whether a header value is only stars, dots or crosses, or is cut off: what is returned in place of a secret. */
export function looksMasked(value: string): boolean {
  return /^[*•xX.…]+$|(?:\.\.\.|…)$/.test(value)
}

/** The one header that Auco sends with every notification: absent (`null` in a webhook) or whole. */
export interface Header {
  readonly key: string
  readonly value: HeaderValue
}

/** A webhook as the file declares it for one environment, or as it is live at Auco. */
export interface Webhook {
  readonly id: string
  readonly description: string
  readonly url: WebhookUrl
  readonly header: Header | null
}

/** A header of the file: it knows its value as it is written there, with `${NAME}` in it. */
export interface DesiredHeader extends Header {
  /** Not secret in itself, for the repository shows it; but it has no more business in a report than the value. */
  readonly written: Secret
}

/** A webhook of the file: it knows its place, and which variables its header is made of. */
export interface DesiredWebhook extends Webhook {
  readonly header: DesiredHeader | null
  /** Line of the webhook's `id` in the file, from 1. */
  readonly line: number
  /** Names of the variables in `header.value`, in order, without repetition. */
  readonly variables: readonly string[]
}

/** What is live at Auco: the webhooks, and whether a legacy single webhook is still set. */
export interface LiveCompany {
  readonly webhooks: readonly Webhook[]
  /** The legacy `webhook` field holds a URL (Auco: Company / Query). */
  readonly hasLegacyWebhook: boolean
}
