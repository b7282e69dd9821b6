import { expect, it } from 'vitest'
import { scheduleEvent } from '../fakes/github-events.ts'
import { runAction } from '../fakes/run-action.ts'
import { LeakFinder } from './find-leak.ts'
import { shownBy } from './scenarios.ts'

const SECRET = 'hook-4fK9wQ2zLm7x'
const KEY = 'puk_7Hq2LrX9wTzB4nVdKc8s'
const FILE = JSON.stringify({
  webhooks: [
    {
      id: 'default',
      description: 'All',
      url: 'https://bug.example.com/',
      header: { key: 'Authorization', value: 'Bearer ${AUCO_TOKEN}' },
    },
  ],
})

/** Everything that a bug could throw, with a secret somewhere in it. */
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
      if (!String(text).includes('bug')) return parse.call(URL, text, base)
      const secret = process.env.AUCO_TOKEN + process.env['INPUT_PUBLIC-KEY']
      ${statement}
    }`
  const run = await runAction({
    workspace: { 'webhooks.yaml': FILE },
    inputs: { 'public-key': KEY },
    env: { AUCO_TOKEN: SECRET },
    event: scheduleEvent({ owner: 'acme', name: 'webhooks', headSha: 'a'.repeat(40) }),
    debug: true,
    nodeArguments: ['--import', `data:text/javascript,${encodeURIComponent(preload)}`],
  })

  expect(run).toMatchObject({ exitCode: 1, stderr: '' })
  expect(run.annotations.map(({ message }) => message)).toEqual([
    expect.stringMatching(/^This is a bug in auco-webhooks-action\./),
  ])
  const { log, environmentFile, stateFile, pathFile } = run
  const texts = { ...shownBy(run), log, environmentFile, stateFile, pathFile }
  expect(new LeakFinder([SECRET, KEY]).find(texts)).toEqual([])
})
