import { expect, it } from 'vitest'
import { statusOf } from '../../fakes/comment.ts'
import { startCompany } from '../../fakes/company.ts'
import { desiredFile } from '../../fakes/webhooks-file.ts'

const company = await startCompany()

it('an apply that meets a bug after its write leaves a link to its run in the comment, and no secret', async () => {
  const { pull } = await company.review(desiredFile)
  const event = await company.merge(pull)
  // The answer to the write is read only once the comment is written.
  company.auco.quirks.respond = async ({ method }) => {
    const isPlan = async () => statusOf((await company.comments(pull))[0])?.startsWith('**Plan')
    while (method === 'PUT' && (await isPlan())) await new Promise(setImmediate)
    return undefined
  }
  const code = `const { parse } = JSON; JSON.parse = (text, ...rest) => {
    if (/^{"response":/.test(text)) Promise.reject(new Error(process.env.AUCO_HOOK_TOKEN))
    return parse(text, ...rest)
  }`
  const nodeArguments = ['--import', `data:text/javascript,${encodeURIComponent(code)}`]
  const run = await company.apply({ file: desiredFile, event, nodeArguments })

  expect(run).toMatchObject({ exitCode: 1, stderr: '' })
  expect(run.annotations).toMatchObject([
    { level: 'error', message: expect.stringMatching(/^This is a bug in auco-webhooks-action\./) },
  ])
  expect(run.written).toHaveLength(1)
  expect(statusOf((await company.comments(pull))[0])).toMatch(
    new RegExp(`^⏳ \\*\\*Applying\\*\\* .*/actions/runs/${event.runId}`),
  )
})
