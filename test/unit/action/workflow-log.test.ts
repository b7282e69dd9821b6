import { afterEach, expect, it, vi } from 'vitest'
import { WorkflowLog } from '../../../src/action/workflow-log.ts'
import { Secret } from '../../../src/core/secret.ts'

afterEach(() => vi.restoreAllMocks())

/** What is masked, and what is a secret of the run. */
function maskedBy(act: (log: WorkflowLog) => void): readonly [string[], string[]] {
  const lines: string[] = []
  vi.spyOn(process.stdout, 'write').mockImplementation((line) => lines.push(String(line).trim()) > 0)
  const log = new WorkflowLog({})
  act(log)
  return [lines.map((line) => line.replace('::add-mask::', '')), log.secrets.map((secret) => secret.reveal())]
}

it.each<[string, masks: string[], secrets: string[]]>([
  ['', [], []],
  ['abc', [], ['abc']],
  ['q7z9', ['q7z9'], ['q7z9']],
  ['production-key', ['production-key'], ['production-key']],
  // GitHub drops an output that contains a mask.
  ...[
    'true',
    'false',
    'null',
    'unknown',
    'planned',
    'unchanged',
    'applied',
    'superseded',
    'live',
    'stage',
    'production',
  ].map((word): [string, string[], string[]] => [word, [], []]),
  // The runner takes these apart.
  ['q7z9f8\ntrue\r\ne\n"planned"', ['q7z9f8'], ['q7z9f8\ntrue\r\ne\n"planned"']],
  ['q=1&planned', [], ['q=1&planned']],
  ['q=1&+xplanned', [], ['q=1&+xplanned']],
  ['q=1&true', ['q=1&true'], ['q=1&true']],
])('of %j the masks are %j, and the secrets %j', (text, masks, secrets) => {
  expect(maskedBy((log) => log.mask(new Secret(text)))).toEqual([masks, secrets])
})

it.each([
  ['AUCO_A', 'q7z9f8', true],
  ['AUCO_A', 'q7z9f', false],
  ['AUCO_A', 'Facturación 2024', false],
  ['OTHER', 'q7z9f8', false],
])('of the variables that no file uses, %s=%s is masked: %s', (name, value, isMasked) => {
  const found = isMasked ? [value] : []
  expect(maskedBy((log) => log.maskVariables({ [name]: value }))).toEqual([found, found])
})

it('a hidden part is a secret of the run without a mask', () => {
  expect(maskedBy((log) => log.withhold(new Secret('/hooks/auco')))).toEqual([[], ['/hooks/auco']])
})
