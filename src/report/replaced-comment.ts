import type { Secret } from '../core/secret.ts'
import { withState } from './marker.ts'

/** A comment that a newer one at `url` has replaced: it says so, keeps what its readers saw, and no longer counts. */
export function replacedComment(body: string, url: string, key: Secret): string {
  const [marker = '', ...seen] = withState(body, 'replaced', key).split('\n')
  const parts = [
    marker,
    `**Replaced by [a newer plan](${url}):** it announces more removals for the same commit. What this comment announced no longer counts.`,
    '<details><summary>The plan as it was</summary>',
    seen.join('\n').trim(),
    '</details>',
  ]
  return `${parts.join('\n\n')}\n`
}
