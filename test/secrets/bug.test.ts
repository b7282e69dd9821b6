import { expect, it } from 'vitest'
import { startCompany } from '../fakes/company.ts'
import { scheduleEvent } from '../fakes/github-events.ts'

const company = await startCompany()

/** Everything that a bug could throw, with a secret somewhere in it. Each run of a company is searched for its secrets. */
it.each([
  ['an error', `throw new TypeError('bad ' + secret)`],
  ['an error of several lines', `throw new Error('bad\\n' + secret + '\\n' + secret)`],
  ['an error with a cause', `throw new Error('bad', { cause: new Error(secret) })`],
  [
    'an error with properties',
    `throw Object.assign(new Error('bad'), { code: 'E_BAD', headers: { secret } })`,
  ],
  ['several errors in one', `throw new AggregateError([new Error(secret)], secret)`],
  ['a text', 'throw secret'],
  ['an object', 'throw { message: secret, stack: secret }'],
  ['a promise that nobody awaits', 'Promise.reject(new Error(secret)); return parse.call(URL, text, base)'],
  [
    'an error whose message looks like a stack',
    `throw new Error('bad\\n    at ' + secret + ' (file.js:1:1)')`,
  ],
])('a bug shows no secret, not even in debug mode: %s', async (_, statement) => {
  // Replaces a function that the action calls while it reads the file.
  const preload = `
    const parse = URL.parse
    URL.parse = (text, base) => {
      if (!String(text).includes('billing')) return parse.call(URL, text, base)
      const secret = process.env.AUCO_HOOK_TOKEN + process.env['INPUT_PUBLIC-KEY']
      ${statement}
    }`
  const run = await company.plan({
    event: scheduleEvent(company.repo),
    debug: true,
    nodeArguments: ['--import', `data:text/javascript,${encodeURIComponent(preload)}`],
  })
  expect(run).toMatchObject({ exitCode: 1, stderr: '' })
  expect(run.annotations.map(({ message }) => message)).toEqual([
    expect.stringMatching(/^This is a bug in auco-webhooks-action\./),
  ])
})
