import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { parse } from 'yaml'
import * as z from 'zod'

const Action = z.object({
  inputs: z.record(z.string(), z.object({ default: z.string() })),
  outputs: z.record(z.string(), z.unknown()),
  runs: z.object({ using: z.string(), main: z.string() }),
})
const file = path.resolve(import.meta.dirname, '../../action.yml')
const { inputs, outputs, runs } = Action.parse(parse(readFileSync(file, 'utf8')))

// Workflows depend on these: a change here is one for CHANGELOG.md, and may need a new major version.
it('the inputs and their defaults', () => {
  expect(Object.fromEntries(Object.entries(inputs).map(([name, input]) => [name, input.default]))).toEqual({
    config: 'webhooks.yaml',
    environment: 'stage',
    'api-url': '',
    'public-key': '',
    'private-key': '',
    'dry-run': 'auto',
    removals: 'managed',
    endpoints: 'auto',
    deliver: 'off',
    comment: 'always',
    title: 'Auco webhooks',
    'fail-on-changes': 'false',
    'github-token': '${{ github.token }}',
  })
})

it('the outputs', () => {
  expect(Object.keys(outputs).join(' ')).toBe(
    'result changed added updated removed unmanaged webhook-ids delivered plan comment-url',
  )
})

it('the bundle runs on node24', () => {
  expect(runs).toEqual({ using: 'node24', main: 'dist/index.js' })
})
