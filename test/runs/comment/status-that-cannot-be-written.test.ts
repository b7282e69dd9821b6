import { expect, it } from 'vitest'
import { startCompany } from '../../fakes/company.ts'
import type { Outcome, Respond } from '../../fakes/recording-server.ts'
import { desired, desiredFile, stored } from '../../fakes/webhooks-file.ts'

const company = await startCompany({ inProcess: true })
const refuses: Respond = ({ method }) => (method === 'PUT' ? { status: 422, body: '' } : undefined)
const forbidden = { status: 403, body: { message: 'Resource not accessible by integration' } }

it.each<[string, Outcome, RegExp, Respond | undefined]>([
  ['an applied run', forbidden, /\(403\)/, undefined],
  ['an applied run', { status: 500, body: { message: 'Server Error' } }, /500/, undefined],
  ['an applied run', 'reset', /could not be reached/, undefined],
  ['a failed run', forbidden, /\(403\)/, refuses],
])('%s keeps its result if its status cannot be written: %o', async (_, outcome, reason, auco) => {
  const { pull, comment } = await company.review(desiredFile)
  const event = await company.merge(pull)
  company.auco.quirks.respond = auco
  company.github.respond = ({ method }) => (method === 'PATCH' ? outcome : undefined)
  const run = await company.apply({ file: desiredFile, event })

  const isApplied = auco === undefined
  expect(run).toMatchObject({ exitCode: isApplied ? 0 : 1, signal: null, stderr: '' })
  expect(run.outputs['result']).toBe(isApplied ? 'applied' : undefined)
  expect(run.outputs).not.toHaveProperty('comment-url')
  const notices = run.annotations.filter(({ level }) => level === 'notice')
  expect(notices).toMatchObject([
    { message: expect.stringMatching(/^The status in the plan comment cannot be written\. /) },
  ])
  expect(notices[0]?.message).toMatch(reason)
  expect(run.annotations.filter(({ level }) => level === 'error')).toHaveLength(isApplied ? 0 : 1)
  if (isApplied) {
    expect(run.summary).toMatch(/applied and verified/i)
    expect(company.auco.company().webhooks).toEqual(desired.map((entry) => stored(entry)))
  }
  expect(run.summary).not.toBe('')
  expect(await company.comments(pull)).toEqual([comment])
})
