import { expect, it } from 'vitest'
import { Secret } from '../../../src/core/secret.ts'
import type { FileBefore, Merged } from '../../../src/import/merge.ts'
import { proofFailures } from '../../../src/import/proof.ts'
import { desired, live } from '../plan/webhooks.ts'

const FILE = `webhooks:
  - id: default # "main"
    description: 'Main # one'
    url: https://hooks.example.com/auco
    header: { key: X-Token, value: "\${TOKEN}" }
`
const webhook = { id: 'default', description: 'Main # one', header: ['X-Token', 'live-1'] as const }
const before: FileBefore = {
  stage: desired({ ...webhook, written: '${TOKEN}' }),
  production: desired({ ...webhook, written: '${TOKEN}' }),
}

function failures(text: string, value = 'live-1', was = before): readonly string[] {
  const claim = { environment: 'stage', live: live(webhook), existing: FILE, ownSecrets: [] } as const
  const values = new Map([['TOKEN', new Secret(value)]])
  const merged: Merged = { text, values, secrets: [], remarks: [], refusals: [] }
  return proofFailures(claim, was, merged)
}

it('a good merge has nothing against it', () => {
  expect(failures(FILE)).toEqual([])
  expect(failures(FILE.replace('  - id', '  # new\n  - id'))).toEqual([])
})

it.each([
  [
    'is not valid',
    FILE.replace('https', 'http'),
    '`default` cannot be in the file as it is live. The URL is not encrypted (`http:`). Use `https:`: the header would travel in clear.',
  ],
  [
    'differs from live',
    FILE.replace('//hooks', '//other'),
    'The file cannot declare what is live of `default`. Merge it by hand.',
  ],
  ['lost a comment', FILE.replace(' # "main"', ''), 'A comment of the file would be lost. Merge it by hand.'],
])('a merge is refused that %s', (_, text, failure) => {
  expect(failures(text)).toEqual([failure])
})

it('a merge is refused whose secret makes another header than the live one', () => {
  expect(failures(FILE, 'live-2')).toEqual([
    'The file cannot declare what is live of `default`. Merge it by hand.',
  ])
})

it('a merge is refused that says something else for the other environment', () => {
  const was = {
    ...before,
    production: desired({ ...webhook, url: 'https://live.example.com', written: '${TOKEN}' }),
  }
  expect(failures(FILE, 'live-1', was)).toEqual([
    'The file would say something else for production of `default`. Merge it by hand.',
  ])
})
