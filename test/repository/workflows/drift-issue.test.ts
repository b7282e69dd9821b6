import { expect, it } from 'vitest'
import { runScript } from '../../fakes/gh.ts'
import { recipe, stepsOf } from './workflows.ts'

const { workflow } = recipe('drift-check')
const script = stepsOf({ workflow }).findLast(({ run }) => run !== undefined)?.run ?? ''

const list = 'issue list --label auco-drift --state open --limit 1 --json number --jq .[].number'
const [create, close] = [['label create auco-drift ', 'issue create --label auco-drift '], ['issue close 7 ']]

// The recipe runs on Linux. Windows ignores the first line of a script.
it.skipIf(process.platform === 'win32').each([
  ['is opened for a difference', 'failure', 'true', '', create],
  ['is opened once, however long the difference lasts', 'failure', 'true', '7', []],
  ['is closed when the difference is gone', 'success', 'false', '7', close],
  ['is not closed if something could not be compared', 'success', 'unknown', '7', []],
  ['is not opened if something could not be compared', 'success', 'unknown', '', []],
  ['is opened for a receiver that takes no notification', 'failure', 'false', '', create],
  ['stays open for it', 'failure', 'false', '7', []],
  ['is not opened without a difference', 'success', 'false', '', []],
])("the drift check's issue %s", (_, result, changed, open, expected) => {
  const delivered = '{"Billing":401}'
  const url = 'https://github.com/acme/webhooks/actions/runs/7'
  const env = { RESULT: result, CHANGED: changed, DELIVERED: delivered, RUN_URL: url }
  const { status, calls } = runScript(script, env, { 'issue list': open })
  expect(status).toBe(0)
  expect(calls).toEqual([list, ...expected.map((start) => expect.stringContaining(start))])
  for (const call of calls.slice(1)) if (!call.startsWith('label')) expect(call).toContain(url)
  for (const call of calls) if (call.startsWith('issue create')) expect(call).toContain(`\`${delivered}\``)
})

it('a check that could not read Auco opens and closes nothing', () => {
  expect(workflow.jobs['issue']?.if).toBe("always() && needs.check.outputs.changed != ''")
})
