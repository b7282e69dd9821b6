import { expect, it } from 'vitest'
import { troubleshootingUrl } from '../../../src/core/about.ts'

const home = 'org/auco-webhooks-action/blob/main'
const fork = 'acme/webhooks.fork/blob'

it.each([
  ['the action that runs', {}, `${fork}/v1.2.3`],
  ['a branch with a slash', { GITHUB_ACTION_REF: 'feature/one' }, `${fork}/feature/one`],
  ['the home without a version', { GITHUB_ACTION_REF: '' }, home],
  ['the home for a path that leads out', { GITHUB_ACTION_REF: '../../../evil' }, home],
  ['the home for Markdown', { GITHUB_ACTION_REF: 'a](b) [c' }, home],
  ['the home of a local action', { GITHUB_ACTION_REPOSITORY: '' }, home],
  ['the home for an invalid name', { GITHUB_ACTION_REPOSITORY: 'evil.example/a/b' }, home],
  ['the home on another server', { GITHUB_SERVER_URL: 'https://github.acme.example' }, home],
])('the link to the documentation goes to %s', (_, env, page) => {
  const used = {
    GITHUB_SERVER_URL: 'https://github.com',
    GITHUB_ACTION_REPOSITORY: 'acme/webhooks.fork',
    GITHUB_ACTION_REF: 'v1.2.3',
  }
  expect(troubleshootingUrl({ ...used, ...env })).toBe(`https://github.com/${page}/docs/troubleshooting.md`)
})
