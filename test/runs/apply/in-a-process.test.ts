import { expect, it } from 'vitest'
import { seedCompany } from '../../fakes/auco.ts'
import { sectionsOf, statusOf } from '../../fakes/comment.ts'
import { read, startCompany, write } from '../../fakes/company.ts'
import { desired, desiredFile, stored } from '../../fakes/webhooks-file.ts'

// The bundle, as the runner starts it.
const company = await startCompany()
const { auco } = company
const preload = (code: string) => ['--import', `data:text/javascript,${encodeURIComponent(code)}`]

it('a merge writes the file once, reads it back, and says so where it was planned', async () => {
  const { pull, run: planned } = await company.review(desiredFile)
  const event = await company.merge(pull)
  const run = await company.apply({ file: desiredFile, event })

  expect(run).toMatchObject({ exitCode: 0, signal: null, stderr: '', annotations: [] })
  expect(run.outputs).toEqual({ ...planned.outputs, result: 'applied', plan: expect.any(String) })
  expect(run.toAuco).toEqual([read(), write(), read()])
  const webhooks = desired.map((entry) => stored(entry))
  expect(run.written).toEqual([{ webhooks }])
  const [writing, reading] = auco.requests.slice(-2)
  expect(writing?.headers).toMatchObject({
    authorization: auco.privateKey,
    'content-type': 'application/json',
  })
  expect(reading?.headers.authorization).toBe(auco.publicKey)
  expect(auco.company()).toEqual({ ...seedCompany(), webhooks })

  // The branch and its pull requests, and their comments; beside the write, and after it.
  expect(run.toGitHub.map(([method]) => method).toSorted()).toEqual(['PATCH', 'PATCH', 'POST', 'POST'])
  const [comment, ...others] = await company.comments(pull)
  expect(others).toEqual([])
  for (const told of [comment, run.summary]) {
    expect(statusOf(told)).toMatch(/^✅ \*\*Applied and verified\*\* by /)
    expect(statusOf(told)).toContain(`/actions/runs/${event.runId}`)
  }
})

it('an apply that meets a bug after its write leaves a link to its run in the comment, and no secret', async () => {
  const { pull } = await company.review(desiredFile)
  const event = await company.merge(pull)
  // The answer to the write is read only once the comment is written.
  auco.quirks.respond = async ({ method }) => {
    const isPlan = async () => statusOf((await company.comments(pull))[0])?.startsWith('**Plan')
    while (method === 'PUT' && (await isPlan())) await new Promise(setImmediate)
    return undefined
  }
  const nodeArguments = preload(`const { parse } = JSON; JSON.parse = (text, ...rest) => {
    if (/^{"response":/.test(text)) Promise.reject(new Error(process.env.AUCO_HOOK_TOKEN))
    return parse(text, ...rest)
  }`)
  const run = await company.apply({ file: desiredFile, event, nodeArguments })

  expect(run).toMatchObject({ exitCode: 1, stderr: '', written: [{}] })
  expect(run.annotations).toMatchObject([{ level: 'error', message: expect.stringContaining('a bug in') }])
  const status = expect.stringMatching(RegExp(`^⏳ \\*\\*Applying\\*\\* .*/actions/runs/${event.runId}`))
  expect(sectionsOf((await company.comments(pull))[0])).toMatchObject([{ status, isFinal: false }])
})

/** The runner's variable names a directory, so that nothing can be appended to it. */
const unwritable = (...names: readonly string[]) =>
  preload(names.map((name) => `process.env.${name}=process.cwd();`).join(''))
const warning = { level: 'warning', message: expect.stringContaining('cannot be written') }

it('with neither outputs nor a summary an apply is green, with a warning each', async () => {
  const nodeArguments = unwritable('GITHUB_OUTPUT', 'GITHUB_STEP_SUMMARY', 'GITHUB_STATE')
  const run = await company.applyFile(desiredFile, { nodeArguments })
  expect(run).toMatchObject({ exitCode: 0, stderr: '', toAuco: [read(), write(), read()] })
  expect(run.annotations).toEqual([warning, warning])
})
