import { describe, expect, it } from 'vitest'
import { statusOf } from '../../fakes/comment.ts'
import { read, startCompany } from '../../fakes/company.ts'
import { pullRequestEvent } from '../../fakes/github-events.ts'
import { desiredFile, entries, fileOf, hookTokens, liveFile } from '../../fakes/webhooks-file.ts'

const company = await startCompany()
const page = 'https://github.com/acme/auco-webhooks-action/blob/v1/docs/troubleshooting.md'
const help = (code: string) => `[How to fix this](${page}#${code})`
const runLink = () =>
  `[run 17023456789](https://github.com/acme/${company.repo.name}/actions/runs/17023456789)`
const broken = 'webhooks:\n  - id: default\n    desc: Main\n    url: http://hooks.notaria.example/auco\n'
const smaller = fileOf(entries.default)

describe('a pull request whose plan announced a removal, and whose file is broken by a push', () => {
  async function pushBroken() {
    const { github, repo } = company
    const { pull } = await company.review(smaller)
    const sha = await github.commit(repo, pull.head.ref, { 'webhooks.yaml': broken }, 'feat: broken')
    const pushed = { ...pull, head: { ...pull.head, sha } }
    return { pull, event: pullRequestEvent(repo, pushed), sha }
  }

  it('shows the problems, linked to their lines, and announces nothing', async () => {
    const { pull, event, sha } = await pushBroken()
    const run = await company.plan({ file: broken, event })

    expect(run).toMatchObject({ exitCode: 1, stderr: '', toAuco: [] })
    expect(run.toGitHub.map(([method]) => method)).toEqual(['POST', 'PATCH'])
    expect(run.outputs['comment-url']).toMatch(`/pull/${pull.number}#issuecomment-`)
    const [comment = '', ...others] = await company.comments(pull)
    expect(others).toEqual([])
    expect(comment).toMatch(/^<!-- auco-webhooks-action:v2 [0-9a-f]{16} planned -->\n/)
    expect(run.summary.trimEnd()).toBe(comment.replace(/^<!-- .* -->\n\n/, '').trimEnd())
    expect(statusOf(comment)).toBe('**2 problems in the file**')
    const line = (number: number) =>
      `(https://github.com/acme/${company.repo.name}/blob/${sha}/webhooks.yaml#L${number})`
    expect(comment).toContain(
      `\n- ❌ [\`webhooks.yaml:3:5\`]${line(3)}: The key \`desc\` is unknown. Did you mean \`description\`?`,
    )
    expect(comment).toContain(`\n- ❌ [\`webhooks.yaml:4:10\`]${line(4)}: `)
    expect(comment).not.toMatch(/Billing|No changes|Plan/)
  })

  it('is left alone by a run of an old commit', async () => {
    const { pull } = await pushBroken()
    const before = await company.comments(pull)
    const run = await company.plan({ file: broken, event: pullRequestEvent(company.repo, pull) })

    expect(run).toMatchObject({ exitCode: 1, toAuco: [] })
    expect(await company.comments(pull)).toEqual(before)
  })

  it('is a notice with a token that may not comment', async () => {
    const { pull, event } = await pushBroken()
    const before = await company.comments(pull)
    const run = await company.plan({ file: broken, event, token: company.github.readOnlyToken })

    expect(run).toMatchObject({ exitCode: 1, toAuco: [] })
    expect(run.annotations).toContainEqual({
      level: 'notice',
      message: expect.stringMatching(/^The comment cannot be written\. .*\(403\)/),
    })
    expect(await company.comments(pull)).toEqual(before)
  })
})

it.each([
  ['always', 1],
  ['changes', 1],
  ['never', 0],
])('a broken file on a first push, with `comment: %s`: %i comments', async (comment, number) => {
  const pull = await company.propose(broken)
  const event = pullRequestEvent(company.repo, pull)
  const run = await company.plan({ file: broken, event, inputs: { comment } })

  expect(run).toMatchObject({ exitCode: 1, toAuco: [] })
  expect(await company.comments(pull)).toHaveLength(number)
})

it('a plan that cannot read Auco replaces an older plan, in the comment and in the summary', async () => {
  const { pull } = await company.review(liveFile)
  company.auco.quirks.respond = () => ({ status: 401, body: '' })
  const run = await company.plan({ event: pullRequestEvent(company.repo, pull) })

  expect(run).toMatchObject({ exitCode: 1, toAuco: [read(401)] })
  const [comment] = await company.comments(pull)
  for (const told of [comment, run.summary]) {
    expect(statusOf(told)).toMatch(
      /^❌ \*\*Plan failed:\*\* Auco does not accept `public-key` for stage \(401\)\. /,
    )
    expect(statusOf(told)).toContain(help('auco-unauthorized'))
    expect(told).not.toContain('No changes')
  }
})

const missingVariable =
  "The workflow doesn't pass a variable of the file, or passes it empty: `AUCO_BILLING_HOOK_TOKEN` (for `Billing`). Nothing was written. Add it to the step's `env:`, such as `AUCO_BILLING_HOOK_TOKEN: ${{ secrets.AUCO_BILLING_HOOK_TOKEN }}`. A secret of an environment reaches only a job that names the environment."
const missingKey = (name: string) =>
  `An apply needs \`${name}\`, which this run does not have. Pass the secrets of stage to the step (does the job name its \`environment:\`?), or plan with \`dry-run: true\`.`

describe('an apply that fails before it has a plan', () => {
  it.each<[string, object, code: string, why: string]>([
    [
      'a missing variable',
      { env: { AUCO_HOOK_TOKEN: hookTokens.AUCO_HOOK_TOKEN } },
      'missing-variable',
      missingVariable,
    ],
    ['a missing private key', { inputs: { 'private-key': '' } }, 'missing-key', missingKey('private-key')],
    // Without it no seal can be read, and the comment is found by its marker and author.
    ['a missing public key', { inputs: { 'public-key': '' } }, 'missing-key', missingKey('public-key')],
  ])(
    'says so in the plan comment and the summary, with the plan still open: %s',
    async (_, given, code, why) => {
      const { pull, comment: planned } = await company.review(desiredFile)
      const run = await company.apply({ file: desiredFile, event: await company.merge(pull), ...given })

      expect(run).toMatchObject({ exitCode: 1, stderr: '', toAuco: [] })
      expect(run.annotations.at(-1)).toEqual({ level: 'error', message: why })
      const status = `❌ **Not applied:** ${why} (${runLink()} · ${help(code)})`
      const [comment = ''] = await company.comments(pull)
      for (const told of [comment, run.summary]) expect(statusOf(told)).toBe(status)
      expect(comment).toBe(planned.replace(statusOf(planned) ?? '', () => status))
      expect(run.summary).toMatch(/^## Auco webhooks · stage\n/)
    },
  )

  it('says so for a broken file that was merged', async () => {
    const { github, repo } = company
    const { pull } = await company.review(desiredFile)
    await github.commit(repo, pull.head.ref, { 'webhooks.yaml': broken }, 'feat: broken')
    const run = await company.apply({ file: broken, event: await company.merge(pull) })

    expect(run).toMatchObject({ exitCode: 1, toAuco: [] })
    expect(statusOf((await company.comments(pull))[0])).toBe(
      `❌ **Not applied:** webhooks.yaml has 2 problems. Correct the lines that the annotations name. Nothing was read from Auco, and nothing was written. (${runLink()} · ${help('invalid-file')})`,
    )
    expect(statusOf(run.summary)).toBe('**2 problems in the file**')
  })

  it('leaves the comment to the newer run that will apply it', async () => {
    const { pull, comment } = await company.review(desiredFile)
    const event = await company.merge(pull)
    await company.push(liveFile)
    const run = await company.apply({ file: desiredFile, event, inputs: { 'private-key': '' } })

    expect(run).toMatchObject({ exitCode: 1, toAuco: [] })
    expect(await company.comments(pull)).toEqual([comment])
  })

  it('says so if no run will come, because the head skips workflows', async () => {
    const { pull } = await company.review(desiredFile)
    const event = await company.merge(pull)
    await company.commit({ 'webhooks.yaml': liveFile }, 'chore: back [skip ci]')
    const run = await company.apply({ file: desiredFile, event })

    expect(run).toMatchObject({ exitCode: 1, written: [] })
    expect(statusOf((await company.comments(pull))[0])).toMatch(
      /^❌ \*\*Not applied:\*\* The branch has another `webhooks\.yaml` by now, .* skips workflows: no run will apply it\./,
    )
  })
})

describe('an apply that meets a bug', () => {
  /** Replaces a function of the run's process. In `replacement`, `real` is the function, and `bug` an error with a secret. */
  const preload = (object: string, name: string, replacement: string) => {
    const bug = 'const bug = new Error(process.env.AUCO_HOOK_TOKEN)'
    const code = `const real = ${object}.${name}; ${bug}; ${object}.${name} = ${replacement}`
    return ['--import', `data:text/javascript,${encodeURIComponent(code)}`]
  }
  const bug = 'The run failed because of a bug in auco-webhooks-action; its log says how to report it.'

  it.each([
    [
      'thrown while the file is read',
      preload(
        'URL',
        'parse',
        `(text, base) => {
          if (text.includes('//hooks.notaria.example')) throw bug
          return real.call(URL, text, base)
        }`,
      ),
      `❌ **Not applied:** ${bug} The write was not sent. Run the job again when you want it.`,
      0,
    ],
    [
      "a promise that nobody awaits, when the write's answer arrives",
      preload(
        'JSON',
        'parse',
        `(text, ...rest) => {
          if (/^{"response":/.test(text)) Promise.reject(bug)
          return real(text, ...rest)
        }`,
      ),
      `❌ **Unknown whether it was applied:** ${bug} The write was sent, and whether it is live is unknown. Run the job again: it reads first, and writes only what differs.`,
      1,
    ],
  ])('says so in the plan comment, without the error: %s', async (_, nodeArguments, status, writes) => {
    const { pull, comment: planned } = await company.review(desiredFile)
    const event = await company.merge(pull)
    const run = await company.apply({ file: desiredFile, event, nodeArguments })

    expect(run).toMatchObject({ exitCode: 1, stderr: '' })
    expect(run.annotations).toMatchObject([
      { level: 'error', message: expect.stringMatching(/^This is a bug in auco-webhooks-action\./) },
    ])
    expect(run.written).toHaveLength(writes)
    const [comment = ''] = await company.comments(pull)
    expect(comment).toBe(planned.replace(statusOf(planned) ?? '', () => `${status} (${runLink()})`))
  })
})

it.each([
  ['Webhooks of the office', '## Webhooks of the office · production'],
  ['Production hooks', '## Production hooks'],
])(
  'the summary of a failure has the title, and the environment that it lacks: %s',
  async (title, heading) => {
    const event = await company.push(desiredFile)
    const inputs = { title, environment: 'production' }
    const [wrong, keyless] = await Promise.all([
      company.apply({ file: desiredFile, event, inputs: { ...inputs, removals: 'all' } }),
      company.apply({ file: desiredFile, event, inputs: { ...inputs, 'private-key': '' } }),
    ])
    expect(wrong.summary).toContain(`${heading}\n\n❌ **Failed:** The input \`removals\``)
    expect(keyless.summary.startsWith(`${heading}\n`)).toBe(true)
  },
)
