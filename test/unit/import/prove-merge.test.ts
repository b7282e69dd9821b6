import { describe, expect, it } from 'vitest'
import { Secret } from '../../../src/core/secret.ts'
import type { FileBefore, Merged } from '../../../src/import/merge.ts'
import { proofFailures } from '../../../src/import/prove-merge.ts'
import { desired, live } from '../plan/webhooks.ts'

const FILE = `webhooks:
  - id: default # "main"
    description: 'Main # one'
    url: https://hooks.example.com/auco
    header: { key: X-Token, value: "\${AUCO_TOKEN}" }
`
const webhook = { id: 'default', description: 'Main # one', header: ['X-Token', 'live-1'] as const }
const before: FileBefore = {
  stage: desired({ ...webhook, written: '${AUCO_TOKEN}' }),
  production: desired({ ...webhook, written: '${AUCO_TOKEN}' }),
}

/** Verifies `text` against live, with `value` as the secret. `was`: what the file declared before. */
function failures(
  text: string,
  value = 'live-1',
  was = before,
  kept: readonly string[] = [],
): readonly string[] {
  const claim = {
    environment: 'stage',
    live: live(webhook),
    existing: FILE,
    ownSecrets: [],
    redact: (shown: string) => shown,
  } as const
  const values = new Map([['AUCO_TOKEN', new Secret(value)]])
  const merged: Merged = {
    text,
    values,
    keptDescriptions: new Set(kept),
    secrets: [],
    remarks: [],
    refusals: [],
  }
  return proofFailures(claim, was, merged)
}

it.each([
  ['the file as it was', FILE],
  ['one with another comment', FILE.replace('  - id', '  # new\n  - id')],
])('%s is right', (_, text) => {
  expect(failures(text)).toEqual([])
})

const DIFFERS = "The file can't declare what is live for `default`. Merge it by hand."
it.each([
  [
    'an invalid file',
    FILE.replace('https', 'http'),
    "`default` cannot be in the file as it is live. The URL is not encrypted (`http:`). Use `https:`, or the header's secret is sent in plain text.",
  ],
  ['a file that differs from live', FILE.replace('//hooks', '//other'), DIFFERS],
  [
    'a file that lost a comment',
    FILE.replace(' # "main"', ''),
    'A comment of the file would be lost. Merge it by hand.',
  ],
])('%s is wrong', (_, text, failure) => {
  expect(failures(text)).toEqual([failure])
})

it('a file whose secret does not give the live header is wrong', () => {
  expect(failures(FILE, 'live-2')).toEqual([DIFFERS])
})

it('a file that changes the other environment is wrong', () => {
  const was = {
    ...before,
    production: desired({ ...webhook, url: 'https://live.example.com', written: '${AUCO_TOKEN}' }),
  }
  expect(failures(FILE, 'live-1', was)).toEqual([
    'Importing this would also change `default` for production. Merge it by hand.',
  ])
})

describe('a description that the file keeps, because it is for both environments', () => {
  const described = FILE.replace('Main # one', 'Another')
  it('may differ', () => {
    expect(failures(described, 'live-1', before, ['default'])).not.toContain(DIFFERS)
  })

  it.each([
    ['if nothing was said of it', described, 'live-1', []],
    ['and nothing else of that webhook', described, 'live-2', ['default']],
    ['and has to, if that was said', FILE, 'live-1', ['default']],
    ['only of a webhook that there is', FILE, 'live-1', ['Crm']],
  ])('may differ %s', (_, text, value, kept) => {
    expect(failures(text, value, before, kept)).toEqual([
      expect.stringMatching(
        /^The file can't declare what is live for `(?:default|Crm)`\. Merge it by hand\.$/,
      ),
    ])
  })
})
