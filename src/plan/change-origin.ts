import type { DesiredWebhook, Webhook } from '../core/webhook.ts'
import { asWritten, differingIds } from './compare-webhooks.ts'
import type { Origin } from './plan.ts'

/** Tells from the base branch's file who made the difference in an id; `unknown` for every id without that file. */
export function originsFrom(
  base: readonly DesiredWebhook[] | null,
  desired: readonly DesiredWebhook[],
  live: readonly Webhook[],
): (id: string) => Origin {
  if (base === null) return () => 'unknown'
  const inPullRequest = new Set(differingIds(asWritten(base), asWritten(desired)))
  const outside = new Set(differingIds(base, live))
  return (id) => {
    if (!outside.has(id)) return 'pull-request'
    return inPullRequest.has(id) ? 'both' : 'outside'
  }
}
