import { expect, it } from 'vitest'
import { codeLink, helpLink, placeLink } from '../../../src/report/links.ts'
import { links, repositoryUrl, sha, troubleshootingUrl } from './fixtures.ts'

it('a place links to its line in the commit, whatever the path', () => {
  const config = 'teams/notaría (1)/a b#c?.yaml'
  expect(placeLink({ line: 3, column: 5 }, { ...links, config })).toBe(
    `[\`${config}:3:5\`](${repositoryUrl}/blob/${sha}/teams/notar%C3%ADa%20%281%29/a%20b%23c%3F.yaml#L3)`,
  )
})

it('an error code links to its section', () => {
  expect([helpLink(troubleshootingUrl, 'missing-key'), codeLink(troubleshootingUrl, 'no-url')]).toEqual([
    `[How to fix this](${troubleshootingUrl}#auco-keys)`,
    `[no-url](${troubleshootingUrl}#urls)`,
  ])
})
