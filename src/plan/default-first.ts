import { DEFAULT_ID, type Webhook } from '../core/webhook.ts'

/** The order of a write: `default` first, as Auco requires (Auco: Company / Update), then the order of the file. */
export function defaultFirst<W extends Webhook>(webhooks: readonly W[]): readonly W[] {
  return [
    ...webhooks.filter(({ id }) => id === DEFAULT_ID),
    ...webhooks.filter(({ id }) => id !== DEFAULT_ID),
  ]
}
