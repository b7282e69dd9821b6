import { describe, expect, it } from 'vitest'
import { troubleshootingUrl } from '../../../src/core/docs-links.ts'

describe('the link to the documentation', () => {
  const used = {
    GITHUB_SERVER_URL: 'https://github.com',
    GITHUB_ACTION_REPOSITORY: 'acme/webhooks.fork',
    GITHUB_ACTION_REF: 'v1.2.3',
  }
  const home = 'org/auco-webhooks-action/blob/main'

  it.each([
    ['the action that runs', {}, 'acme/webhooks.fork/blob/v1.2.3'],
    ['a branch with a slash', { GITHUB_ACTION_REF: 'feature/one' }, 'acme/webhooks.fork/blob/feature/one'],
    ['a commit', { GITHUB_ACTION_REF: 'a'.repeat(40) }, `acme/webhooks.fork/blob/${'a'.repeat(40)}`],
    ['the main branch without a version', { GITHUB_ACTION_REF: '' }, 'acme/webhooks.fork/blob/main'],
    [
      'the main branch for a path that leads out',
      { GITHUB_ACTION_REF: '../../../evil' },
      'acme/webhooks.fork/blob/main',
    ],
    [
      'the main branch for a ref with Markdown',
      { GITHUB_ACTION_REF: 'a](b) [c' },
      'acme/webhooks.fork/blob/main',
    ],
    ['the home of a local action', { GITHUB_ACTION_REPOSITORY: '' }, home],
    ['the home for an invalid name', { GITHUB_ACTION_REPOSITORY: 'evil.example/a/b' }, home],
    ['the home for a name with Markdown', { GITHUB_ACTION_REPOSITORY: 'a/b) [c](d' }, home],
    ['the home on another server', { GITHUB_SERVER_URL: 'https://github.acme.example' }, home],
    ['the home on an unknown server', { GITHUB_SERVER_URL: undefined }, home],
  ])('goes to %s', (_, env, page) => {
    expect(troubleshootingUrl({ ...used, ...env })).toBe(`https://github.com/${page}/docs/troubleshooting.md`)
  })
})
