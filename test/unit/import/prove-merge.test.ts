import { expect, it } from 'vitest'
import { readWebhooksFile } from '../../../src/config/webhooks-file.ts'
import { Secret } from '../../../src/core/secret.ts'
import { proofFailures } from '../../../src/import/prove-merge.ts'
import { companyOf, KEY } from './importing.ts'

const FILE = `webhooks:
  - id: default
    description: Main
    url: https://hooks.example.com/auco
    header: { key: X-Token, value: "\${AUCO_TOKEN}" }
  - id: Probe
    description: Probe
    url: https://probe.example.com
    environments: [production]
`
const elsewhere = readWebhooksFile(FILE, {
  environment: 'production',
  variable: () => undefined,
  ownSecrets: [],
  unset: 'allowed',
})

/** Verifies `text` against Auco, with `value` as the secret. */
function failures(text: string, value = 'live-1'): readonly (string | null)[] {
  const claim = {
    environment: 'stage',
    live: companyOf([{ id: 'default', header: ['X-Token', 'live-1'] }]).webhooks,
    elsewhere: elsewhere.ok ? elsewhere.webhooks : [],
    ownSecrets: [new Secret(KEY)],
  } as const
  const secrets = new Map([['AUCO_TOKEN', { value: new Secret(value) }]])
  return [...proofFailures(claim, text, secrets).keys()]
}

it('the right file has no failure', () => {
  expect(failures(FILE)).toEqual([])
})

it.each([
  ['an invalid entry', FILE.replace('https://hooks', 'http://hooks'), 'live-1', ['default']],
  ['an entry that is invalid elsewhere', FILE.replace('https://probe', 'http://probe'), 'live-1', ['Probe']],
  ['another URL', FILE.replace('hooks.', 'other.'), 'live-1', ['default']],
  ['a secret that does not give the header', FILE, 'live-2', ['default']],
  ['a secret that is a key of Auco', FILE, KEY, ['default']],
  ['a change elsewhere', FILE.replace('//probe.', '//other.'), 'live-1', ['Probe']],
  ['a webhook that is lost elsewhere', FILE.slice(0, FILE.indexOf('  - id: Probe')), 'live-1', ['Probe']],
  ['a text that is no file', 'webhooks: [', 'live-1', [null]],
])('%s is a failure of its webhook', (_, text, value, ids) => {
  expect(failures(text, value)).toEqual(ids)
})
