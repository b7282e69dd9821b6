import { describe, expect, it } from 'vitest'
import { footer, withoutFooter } from '../../../src/report/footer.ts'
import { links, repositoryUrl, runUrl, sha } from './fixtures.ts'

describe('the footer', () => {
  const [commit, run] = [`Commit [1f0c9e2](${repositoryUrl}/commit/${sha})`, `[run](${runUrl})`]
  it.each([
    ['everything', {}, `${commit} · ${run} · auco-webhooks-action`],
    ['no repository', { repositoryUrl: null }, `Commit 1f0c9e2 · ${run} · auco-webhooks-action`],
    ['no run', { runUrl: null }, `${commit} · auco-webhooks-action`],
    ['no commit', { sha: '' }, `${run} · auco-webhooks-action`],
    ['nothing', { repositoryUrl: null, runUrl: null, sha: '' }, 'auco-webhooks-action'],
  ])('with %s', (_, known, text) => {
    expect(footer({ ...links, ...known })).toBe(`<sub>${text}</sub>`)
  })
})

describe('two comments without their footers', () => {
  const comment = `<!-- marker -->\n\n## Plan\n\n**Status:** Planned.\n\n${footer(links)}\n`

  it.each([
    ['commits and runs', comment.replace(footer(links), footer({ ...links, sha: '2e1d0f3', runUrl: null }))],
    ['line ends, which GitHub may change', comment.replaceAll('\n', '\r\n')],
  ])('are equal despite different %s', (_, other) => {
    expect(other).not.toBe(comment)
    expect(withoutFooter(other)).toBe(withoutFooter(comment))
  })

  it.each(['marker', 'Plan', 'Planned'])('differ if %j differs', (text) => {
    expect(withoutFooter(comment.replace(text, 'x'))).not.toBe(withoutFooter(comment))
  })
})
