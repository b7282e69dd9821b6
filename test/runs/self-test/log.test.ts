import { expect, it } from 'vitest'
import { problemsOf } from '../../../scripts/test-runner/log.ts'

const log = `
  ::set-output:: public-key=puk_7Hq2LrX9wTzB4nVdKc8sYfMj3GpA6uEe
  ::set-output:: private-key=prk_vN5xJt1RgQ8mWbZk2CyPh7LdSs4FaUo9
  Mode: plan, because \`dry-run\` is \`true\`.
  ~ update default
      - url: https://hooks.notaria.example/…
      + url: https://hooks.notaria.example/auco/v2
      ! header: Authorization, secret changed
  + create Audit
  Mode: apply, because \`dry-run\` is \`false\`.
  Verified: Auco has the file, after 1 write.
  The header reads <Bearer ***>.
  No changes.
  Auco differs from the file: \`Billing\`.
  wrong.yaml has 2 problems. Correct the lines that the annotations name. Nothing was read from Auco, and nothing was written.
`

it('accepts the log of a self-test that went as it should', () => {
  expect(problemsOf(log)).toEqual([])
})

const without = (line: string) => `The log does not say, in its place: ${line}`
const swapped = log.replace(/Mode: (plan|apply)/g, (_, mode) => `Mode: ${mode === 'plan' ? 'apply' : 'plan'}`)
it.each<[string, string, readonly string[]]>([
  ['an apply that was not verified', log.replace('Verified: ', 'Not applied: '), [without('Verified: ')]],
  [
    'an apply before the plan',
    swapped,
    [...['~ update default', '- url', '+ url', '! header', '+ create Audit', 'Mode: apply'].map(without)],
  ],
  [
    'a value that a later step shows',
    log.replace('<Bearer ***>', '<Bearer self-test-token-8mQ2xV7c>'),
    [without('The header reads <Bearer ***>.'), 'The log shows a header value.'],
  ],
  ["one of Auco's values", `${log}GET: live-billing-4mT8wZ1pRd`, ['The log shows a header value.']],
  ['a key', `${log}prk_vN5xJt1RgQ8mWbZk2CyPh7LdSs4FaUo9`, ['The log shows a key.']],
  ['no key at its source', log.replaceAll('::set-output::', ''), ['The log does not show where the keys']],
])('names what is wrong with a log of %s', (_, wrong, problems) => {
  expect(problemsOf(wrong)).toMatchObject(problems.map((problem) => expect.stringContaining(problem)))
})
