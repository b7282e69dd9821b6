import { looksMasked, type Webhook } from '../core/webhook.ts'
import { byId } from './compare-webhooks.ts'

/** What becomes of live webhooks that the file doesn't list. */
export type Unlisted = 'removed' | 'kept'

/** The webhooks that live has and the file hasn't, in the order of live. */
export function unlistedWebhooks<W extends Webhook>(
  desired: readonly Webhook[],
  live: readonly W[],
): readonly W[] {
  const listed = byId(desired)
  return live.filter(({ id }) => !listed.has(id))
}

/**
 * What a mask leaves anywhere in a value: `a**b`, `q7•Z`, `4Wm2____`, `sk-[hidden]`. Hardly any token has such a run, a
 * symbol beyond ASCII, or one of these words.
 */
const FILLER =
  /\*{2}|[^\p{L}\p{N}\p{M}\x20-\x7e]|([._?~])\1{2}|([x#])\2{3}|\bx{3}\b|\b(?:redacted|hidden|masked|filtered)\b/iu

/**
 * Whether a write can send this live webhook as it was read. It can't if Auco doesn't return the header's value in clear.
 * Beside values that are shown, an empty value and one that looks masked may be what is stored; but a mask that is written
 * replaces the secret for good, and the read-back would call it verified. So they count as hidden here.
 */
export function canBeKept({ header }: Webhook): boolean {
  if (header === null) return true
  if (!header.value.known) return false
  const value = header.value.secret.reveal()
  return value !== '' && !looksMasked(value) && !FILLER.test(value)
}
