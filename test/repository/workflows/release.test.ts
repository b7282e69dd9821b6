import { expect, it } from 'vitest'
import { runScript } from '../../fakes/gh.ts'
import { workflowsIn } from './workflows.ts'

const workflow = workflowsIn('.github/workflows').find(({ path }) => path.endsWith('/release.yml'))
const steps = workflow?.workflow.jobs['publish']?.steps ?? []
const publish = steps.find(({ run }) => run?.includes('gh release create'))?.run ?? ''

const create = 'release create v1.2.3 --draft'
const upload = 'release upload v1.2.3 release/sbom.cdx.json'
const edit = 'release edit v1.2.3 --draft=false'

// The workflow runs on Linux. Windows ignores the first line of a script.
it.skipIf(process.platform === 'win32').each([
  ['is a draft until its files are there', null, 'approved', [create, upload, edit]],
  ['that a failed run left as a draft is completed', 'true', 'approved', [upload, edit]],
  ['that is published stays as it is', 'false', 'approved', []],
  ['whose tag was moved after the approval is not made', null, 'other', []],
])('a release %s', (_, draft, tagged, expected) => {
  const env = { GITHUB_REF_NAME: 'v1.2.3', GITHUB_REPOSITORY: 'acme/webhooks', GITHUB_SHA: 'approved' }
  const answers = { 'api repos/acme/webhooks/commits/tags/v1.2.3': tagged, 'release view': draft }
  const { status, calls } = runScript(publish, env, answers)
  expect(status).toBe(tagged === 'approved' ? 0 : 1)
  const writes = calls.filter((call) => !/^(?:api|release view) /.test(call))
  expect(writes).toEqual(expected.map((start) => expect.stringContaining(start)))
})

it('moves the tag of the major version last, after GitHub has verified the release', () => {
  const order = ['gh release edit', 'gh release verify', 'git/refs/tags/$major']
  expect(order.map((text) => steps.findIndex(({ run }) => run?.includes(text)))).toEqual(
    order.map((_, index) => steps.length - order.length + index),
  )
})
