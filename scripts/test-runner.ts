/**
 * Runs workflows with act, on this machine and without containers: the README's quick start and the trusted plan as teams
 * copy them, then `self-test`, which shows action.yml, its defaults, `with:`, `env:`, outputs and masks. Needs act, Git, bash,
 * curl and jq.
 */
import { followQuickStart, planTrusted } from './test-runner/copied-workflows.ts'
import { runSelfTest } from './test-runner/self-test.ts'

await followQuickStart()
console.log('The quick start, as written and without a checkout: planned, merged, applied, verified.')
await planTrusted()
console.log('The trusted plan: of the pull request, whatever is in the workspace, and without a write.')
await runSelfTest()
console.log('The self-test: a plan, a verified apply, the failures that are meant, and no secret in the log.')
