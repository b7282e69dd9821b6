import path from 'node:path'
import { expect, it } from 'vitest'
import { isInside } from '../../../src/action/config-file.ts'
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

it.each([
  [path.win32, 'D:\\a\\repo', 'D:\\a\\repo\\conf\\webhooks.yaml', true],
  [path.win32, 'D:\\a\\repo', 'd:\\A\\Repo\\webhooks.yaml', true],
  [path.win32, 'D:\\a\\repo', 'D:\\a\\repo\\..webhooks.yaml', true],
  [path.win32, 'D:\\a\\repo', 'D:\\a\\repository\\webhooks.yaml', false],
  [path.win32, 'D:\\a\\repo', 'C:\\a\\repo\\webhooks.yaml', false],
  [path.win32, 'D:\\a\\repo', '\\\\host\\share\\webhooks.yaml', false],
  [path.win32, 'D:\\a\\repo', 'D:\\a', false],
  [path.win32, 'D:\\a\\repo', 'D:\\a\\repo', false],
  [path.posix, '/a/repo', '/a/repo/..\\webhooks.yaml', true],
  [path.posix, '/a/repo', '/a/webhooks.yaml', false],
])('%#: a file is inside its folder only, as its system reads paths', (system, folder, file, expected) => {
  expect(isInside(folder, file, system)).toBe(expected)
})
