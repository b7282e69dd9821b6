import { describe, expect, it } from 'vitest'
import { footer } from '../../../src/report/footer.ts'
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
