import { type CommentIdentity, renderReplacedMarker } from './marker.ts'

/**
 * A comment that a newer one at `url` has replaced: it says so, keeps what its readers saw, and is no longer found. `body`
 * is the comment as it was.
 */
export function replacedComment(body: string, identity: CommentIdentity, url: string): string {
  const [, ...seen] = body.split('\n')
  const parts = [
    renderReplacedMarker(identity),
    `**Replaced by [a newer plan](${url}):** it announces more removals for the same commit. What this comment announced no longer counts.`,
    '<details><summary>The plan as it was</summary>',
    seen.join('\n').trim(),
    '</details>',
  ]
  return `${parts.join('\n\n')}\n`
}
