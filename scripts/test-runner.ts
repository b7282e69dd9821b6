/**
 * Runs workflows with act, on this machine and without containers: the README's quick start, the trusted plan, and the nightly
 * check as teams copy them, then `self-test`, which shows action.yml, its defaults, `with:`, `env:`, outputs and masks. Needs act, Git, bash,
 * curl and jq.
 */
import { checkNightly, followQuickStart, planTrusted } from './test-runner/copied-workflows.ts'
import { runSelfTest } from './test-runner/self-test.ts'

await followQuickStart()
console.log('The quick start, as written and without a checkout: planned, merged, applied, verified.')
await planTrusted()
console.log('The trusted plan: of the pull request, whatever is in the workspace, and without a write.')
await checkNightly()
console.log('The nightly check: an issue for a receiver that takes no notification.')
await runSelfTest()
console.log('The self-test: a plan, a verified apply, the failures that are meant, and no secret in the log.')
