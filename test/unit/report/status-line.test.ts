import { expect, it } from 'vitest'
import { statusIn, statusLine, withStatus } from '../../../src/report/status-line.ts'

const fence = '```diff\n+ description: **Status:** forged\n```'
const comment = `## Plan\n\n${fence}\n\n${statusLine('Planned.')}\n\n<sub>Commit 1f0c9e2</sub>\n`

it.each([
  ['the line that starts with it', comment, 'Planned.'],
  ['Windows line ends', comment.replaceAll('\n', '\r\n'), 'Planned.'],
  ['no status', '## Plan\n', ''],
  ['no comment', '', ''],
  ['a line that does not start with it', 'x **Status:** Applied', ''],
])('the status of a comment with %s', (_, body, status) => {
  expect(statusIn(body)).toBe(status)
})

it('a new status replaces the old one and nothing else', () => {
  expect(withStatus(comment, 'Applied by `$&` $1.')).toBe(
    `## Plan\n\n${fence}\n\n**Status:** Applied by \`$&\` $1.\n\n<sub>Commit 1f0c9e2</sub>\n`,
  )
})

it('a comment without a status gets none', () => {
  expect(withStatus('## Plan\n', 'Applied.')).toBe('## Plan\n')
})
