import { expect, it } from 'vitest'
import { read, startCompany, write } from '../../fakes/company.ts'
import { scheduleEvent, workflowDispatchEvent } from '../../fakes/github-events.ts'
import { desiredFile, stored } from '../../fakes/webhooks-file.ts'

const company = await startCompany()

/** The runner's variable names a directory, so that nothing can be appended to it. */
const unwritable = (...names: readonly string[]) => [
  '--import',
  `data:text/javascript,${names.map((name) => `process.env.${name}=process.cwd();`).join('')}`,
]
const warning = (message: RegExp) => ({ level: 'warning', message: expect.stringMatching(message) })

it('outputs that cannot be written are one warning, and the apply is green', async () => {
  const event = workflowDispatchEvent(company.repo, 'main')
  const run = await company.apply({ file: desiredFile, event, nodeArguments: unwritable('GITHUB_OUTPUT') })

  expect(run).toMatchObject({
    exitCode: 0,
    stderr: '',
    toAuco: [read(), write(), read()],
    annotations: [warning(/^The outputs of this step cannot be written/)],
  })
  expect(run.summary).toContain('**Applied and verified** by ')
})

it('with neither outputs nor a summary the apply is green, too', async () => {
  const event = workflowDispatchEvent(company.repo, 'main')
  const nodeArguments = unwritable('GITHUB_OUTPUT', 'GITHUB_STEP_SUMMARY', 'GITHUB_STATE')
  const run = await company.apply({ file: desiredFile, event, nodeArguments })

  expect(run).toMatchObject({
    exitCode: 0,
    stderr: '',
    toAuco: [read(), write(), read()],
    annotations: [warning(/^The outputs/), warning(/^The summary of this step/)],
  })
})

it('a plan that fails the job says why, whatever happens to the outputs', async () => {
  const run = await company.plan({
    file: desiredFile,
    event: scheduleEvent(company.repo),
    inputs: { 'fail-on-changes': 'true' },
    nodeArguments: unwritable('GITHUB_OUTPUT'),
  })
  expect(run).toMatchObject({
    exitCode: 1,
    annotations: [
      warning(/^The outputs/),
      { level: 'error', message: expect.stringMatching(/^Auco differs from the file/) },
    ],
  })
})

it.each([
  ['all', 'removed'],
  ['managed', 'unmanaged'],
])(
  '10,000 webhooks leave outputs that GitHub and a later step can take, with `removals: %s`',
  async (removals, list) => {
    const offices = Array.from({ length: 10_000 }, (_, index) =>
      stored({
        id: `Office ${index}`,
        description: 'Events of an office',
        url: `https://office-${index}.notaria.example/auco`,
      }),
    )
    company.auco.edit(({ webhooks }) => webhooks.push(...offices))
    const run = await company.plan({ event: scheduleEvent(company.repo), inputs: { removals } })

    expect(run).toMatchObject({ exitCode: 0, annotations: [] })
    const sizes = Object.values(run.outputs).map((value) => Buffer.byteLength(value))
    expect(Math.max(...sizes)).toBeLessThan(128 * 1024)
    // GitHub counts in UTF-16.
    expect(Object.values(run.outputs).join('').length * 2).toBeLessThan(1_000_000)
    const ids: unknown[] = JSON.parse(run.outputs[list] ?? '')
    expect(ids).toEqual(offices.slice(0, ids.length).map(({ id }) => id))
    const { truncated } = JSON.parse(run.outputs['plan'] ?? '')
    expect(truncated[list]).toBe(10_000 - ids.length)
    expect(run.stdout).toContain(`The output \`${list}\` is limited in size: it lacks the last 5,`)
  },
)
