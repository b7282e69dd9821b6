import { afterEach, expect, it, vi } from 'vitest'
import { WorkflowLog } from '../../../src/action/workflow-log.ts'
import { Secret } from '../../../src/core/secret.ts'

afterEach(() => vi.restoreAllMocks())

it.each([
  ['a', []],
  ['abc', []],
  ['q7z9', ['::add-mask::q7z9']],
])('of %j the masks are %j, and it is a secret of the run', (text, masks) => {
  const lines: string[] = []
  vi.spyOn(process.stdout, 'write').mockImplementation((line) => lines.push(String(line).trim()) > 0)
  const log = new WorkflowLog({})
  log.mask(new Secret(text))
  expect(lines).toEqual(masks)
  expect(log.secrets.map((secret) => secret.reveal())).toEqual([text])
})
