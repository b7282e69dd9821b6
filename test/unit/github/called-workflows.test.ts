import { expect, it } from 'vitest'
import { calledWorkflows } from '../../../src/github/called-workflows.ts'

it('finds the local workflows that a workflow calls, each once', () => {
  const workflow = `
jobs:
  plan:
    uses: ./.github/workflows/plan.yml
  apply: { uses: "./.github/workflows/apply.yaml" }
  again:
    uses: './.github/workflows/plan.yml' # the same
  other:
    uses: acme/shared/.github/workflows/other.yml@v1
  steps:
    steps:
      - uses: ./.github/actions/local
`
  expect(calledWorkflows(workflow)).toEqual(['.github/workflows/plan.yml', '.github/workflows/apply.yaml'])
})
