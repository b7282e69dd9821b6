import { describe, expect, it } from 'vitest'
import { terminalProblems } from '../../../src/cli/format-problems.ts'
import { safeExcerpts } from '../../../src/cli/safe-excerpt.ts'
import { parseSource } from '../../../src/config/source.ts'
import { sample } from '../../campaign/soak.ts'
import { describeLeak, LeakFinder } from '../../secrets/find-leak.ts'
import { illegalKinds, legalKinds } from '../../secrets/secret-kinds.ts'
import { secretSetOf } from '../../secrets/secret-sets.ts'
import { wrongFiles } from '../../secrets/wrong-files.ts'
import { read } from '../config/reading.ts'

/** What a problem on a line shows of it. */
function shown(text: string, line: number): string | null {
  return safeExcerpts(text, parseSource(text))({ line, column: 1, endLine: line, endColumn: 2 })?.line ?? null
}

const FILE = `webhooks: # all of them
  - id: default
    description: "Main: all" # a comment
    url: http://hooks.example.com/auco
    header:
      key: Authorization
      value: \${AUCO_TOKEN}
  - description: Other
    id: 123
    url:
      stage: https://hooks.example.com/?t=s3cret
      production: https://hooks.example.com/
    environments: [stage, prodction]
    token: s3cret
  - { id: Flow, description: Flow, url: https://flow.example.com, header: { key: A, value: s3cret } }
`

it.each([
  [1, 'webhooks:'],
  [2, '  - id: default'],
  [3, '    description: "Main: all"'],
  [8, '  - description: Other'],
  [9, '    id: 123'],
  [10, '    url:'],
  [13, '    environments: [stage, prodction]'],
])('line %i is shown, without its comment', (line, text) => {
  expect(shown(FILE, line)).toBe(text)
})

it.each([
  ['a URL', 4],
  ['a header', 5],
  ['its key', 6],
  ['its value', 7],
  ['the URL of an environment', 11],
  ['an unknown key', 14],
  ['a webhook on one line', 15],
  ['no line of the file', 99],
])('a line with %s is not shown', (_, line) => {
  expect(shown(FILE, line)).toBeNull()
})

const webhook = (field: string) => `webhooks:\n  - id: default\n    ${field}\n`
it.each([
  ['a description of several lines', webhook('description: one\n      header: s3cret'), 4],
  ['a block scalar', webhook('description: |\n      url: https://a.example'), 4],
  ['a known key in a header', webhook('header:\n      url: https://a.example'), 4],
  ['a known key in an unknown one', webhook('heder:\n      id: s3cret'), 4],
  ['a header that an alias uses as a webhook', 'webhooks:\n  - header: &h\n      id: s3cret\n  - *h\n', 3],
  ['an environment that resembles no known one', webhook('environments: [s3cretWord]'), 3],
  ['two keys on one line', '{ webhooks: [{ id: default }] }\n', 1],
  ['a string with an escape', webhook('description: "a\\x62c"'), 3],
  ['a string with a tag', webhook('description: !!str s3cret'), 3],
  ['a string with an anchor', webhook('description: &s3cret text'), 3],
  ['a line of 201 characters', webhook(`description: ${'a'.repeat(184)}`), 3],
  ['any line of a file that cannot be parsed', `${webhook('description: fine')}]`, 3],
])('%s is not shown', (_, text, line) => {
  expect(shown(text, line)).toBeNull()
})

it('the place is underlined, with invisible characters escaped', () => {
  const text = webhook('description: a\u202eb')
  const place = { line: 3, column: 18, endLine: 3, endColumn: 21 }
  expect(safeExcerpts(text, parseSource(text))(place)).toEqual({
    line: '    description: a\\u{202e}b',
    underline: '                 ^~~~~~~~~~',
  })
})

describe('problems of every wrong file', () => {
  const secretSets = sample([...legalKinds, ...illegalKinds]).map((kind, index) =>
    secretSetOf(kind, 3_000 + index),
  )
  const told = (text: string) => {
    const result = read(text)
    return JSON.stringify(
      terminalProblems(
        'webhooks.yaml',
        text,
        parseSource(text),
        result.ok ? result.warnings : result.problems,
        (shown) => shown,
      ),
    )
  }
  const control = secretSetOf({ name: 'control', make: (core) => core(24) }, 7)
  const known = wrongFiles.map(({ text }) => told(text(control.live)))

  it.each(secretSets.map((secretSet) => [secretSet.kind.name, secretSet.live] as const))(
    'show no secret of the kind: %s',
    (_, secret) => {
      const finder = new LeakFinder([secret], known)
      const texts = Object.fromEntries(wrongFiles.map(({ name, text }) => [name, told(text(secret))]))
      expect(finder.find(texts).map(describeLeak)).toEqual([])
    },
  )
})
