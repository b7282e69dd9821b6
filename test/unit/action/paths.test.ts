import { expect, it } from 'vitest'
import { repositoryPath } from '../../../src/action/inputs.ts'

/** What Windows and other systems do, on any of them. */

it.each([
  ['conf\\webhooks.yaml', '\\', 'conf/webhooks.yaml'],
  ['.\\x\\..\\webhooks.yaml', '\\', 'webhooks.yaml'],
  ['./x/../webhooks.yaml', '\\', 'webhooks.yaml'],
  ['a\\b.yaml', '/', 'a\\b.yaml'],
])('%s with the separator %s is %s in the repository', (config, separator, expected) => {
  expect(repositoryPath(config, separator)).toBe(expected)
})
