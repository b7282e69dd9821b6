import { describe, expect, it } from 'vitest'
import { withoutFooter } from '../../../src/report/footer.ts'
import { statusIn, withStatus } from '../../../src/report/status-line.ts'

const comment = `<!-- marker -->

## Auco webhooks

\`\`\`diff
+ description: **Status:** forged
\`\`\`

**Status:** Planned, not applied yet.

<sub>Commit 1f0c9e2 · auco-webhooks-action</sub>
`

describe('the status line', () => {
  it('is read, and not what only looks like it', () => {
    expect(statusIn(comment)).toBe('Planned, not applied yet.')
  })

  it.each([
    ['no comment', ''],
    ['a comment without one', '## Auco webhooks\n'],
    ['one that does not start its line', 'x **Status:** Applied'],
  ])('is empty for %s', (_, body) => {
    expect(statusIn(body)).toBe('')
  })

  it('is read with the line ends of Windows', () => {
    expect(statusIn(comment.replaceAll('\n', '\r\n'))).toBe('Planned, not applied yet.')
  })

  it('is rewritten, and nothing else', () => {
    expect(withStatus(comment, 'Applied by `$&` $1.')).toBe(
      comment.split('Planned, not applied yet.').join('Applied by `$&` $1.'),
    )
  })

  it('is not added where there is none', () => {
    expect(withStatus('## Auco webhooks\n', 'Applied.')).toBe('## Auco webhooks\n')
  })
})

describe('two comments are the same', () => {
  it('if only their run and commit differ', () => {
    const other = comment.replace('Commit 1f0c9e2', 'Commit 2e1d0f3 · [run](https://github.com)')
    expect(other).not.toBe(comment)
    expect(withoutFooter(other)).toBe(withoutFooter(comment))
  })

  it('if only their line ends differ, as GitHub may change them', () => {
    expect(withoutFooter(comment.replaceAll('\n', '\r\n'))).toBe(withoutFooter(comment))
  })

  it.each([
    ['marker', 'marker', 'other marker'],
    ['status', 'Planned', 'Applied'],
    ['diff', 'forged', 'another'],
  ])('but not if their %s differs', (_, from, to) => {
    expect(withoutFooter(comment.replace(from, to))).not.toBe(withoutFooter(comment))
  })
})
