import { expect, it } from 'vitest'
import { statusOf } from '../../fakes/comment.ts'
import { startCompany } from '../../fakes/company.ts'
import { pullRequestEvent } from '../../fakes/github-events.ts'
import { entries, fileOf, liveFile } from '../../fakes/webhooks-file.ts'

const company = await startCompany({ inProcess: true })

/** The plan of a pull request with this file, and its comment without marker and footer. */
async function planOf(file: string) {
  const pull = await company.propose(file)
  const run = await company.plan({ file, event: pullRequestEvent(company.repo, pull) })
  expect(run).toMatchObject({ exitCode: 0, stderr: '', annotations: [] })
  const [comment = '', ...others] = await company.comments(pull)
  expect(others).toEqual([])
  const {
    changes,
    cautions,
  }: { changes: { action: string; id: string; origin: string }[]; cautions: unknown } = JSON.parse(
    run.outputs['plan'] ?? '',
  )
  const origins = changes.map(({ action, id, origin }) => [action, id, origin])
  return { run, origins, cautions, comment: withoutFrame(comment) }
}

function withoutFrame(comment: string): string {
  const [body = ''] = comment.split('\n\n<!-- auco:footer -->')
  return body.slice(body.indexOf('\n\n') + 2)
}

it('what was changed at Auco is warned of, and marked in its section', async () => {
  company.auco.edit(({ webhooks }) => {
    const [first] = webhooks
    if (first) first.url = 'https://console.notaria.example/auco'
    webhooks.push({ id: 'Manual', description: 'Made by hand', url: 'https://manual.notaria.example/' })
  })
  const { run, comment, origins } = await planOf(fileOf(entries.default, entries.billing, entries.audit))

  expect(comment).toBe(`## Auco webhooks · stage

<!-- auco:status -->

**Plan:** 1 to remove · 1 to update · 1 to create · 1 unchanged

<!-- auco:cautions -->

> [!CAUTION]
> **Removes \`Manual\`.** Auco processes that name it lose their notifications, including those in progress.

> [!WARNING]
> **\`Manual\`, \`default\` were changed outside the repository.** The merge undoes that. To keep the change, put it in the file.

<!-- auco:plan -->

#### Remove \`Manual\` · outside change

\`\`\`diff
- description: Made by hand
- url: https://manual.notaria.example/
\`\`\`

#### Update \`default\` · outside change

\`\`\`diff
- url: https://console.notaria.example/auco
+ url: https://hooks.notaria.example/auco
  header: Authorization, secret unchanged
\`\`\`

#### Create \`Audit\`

\`\`\`diff
+ description: Audit trail
+ url: https://audit.notaria.example/auco
\`\`\`

<details><summary>1 unchanged</summary>

\`Billing\`

</details>

<!-- auco:merge -->

**What the merge does:** everything above. It removes only what is announced here.`)
  expect(origins).toEqual([
    ['remove', 'Manual', 'outside'],
    ['update', 'default', 'outside'],
    ['create', 'Audit', 'pull-request'],
  ])
  expect(withoutFrame(`\n\n${run.summary}`)).toBe(comment)
})

it('a webhook that was deleted at Auco is an outside change too', async () => {
  company.auco.edit(({ webhooks }) => {
    webhooks.pop()
  })
  const { comment, origins, cautions } = await planOf(liveFile)

  expect(origins).toEqual([['create', 'Billing', 'outside']])
  expect(cautions).toEqual([{ kind: 'outside-change', ids: ['Billing'], valueOnly: false }])
  expect(comment).toContain('\n\n#### Create `Billing` · outside change\n\n')
  expect(comment).toContain(
    '> [!WARNING]\n> **`Billing` was changed outside the repository.** The merge undoes that. To keep the change, put it in the file.\n\n',
  )
})

it('a pull request that adopts the outside change shows nothing', async () => {
  company.auco.edit(({ webhooks }) => {
    const [first] = webhooks
    if (first) first.description = 'Changed in the console'
  })
  const adopted = fileOf({ ...entries.default, description: 'Changed in the console' }, entries.billing)
  const { run, comment, cautions } = await planOf(adopted)

  expect(comment).toBe(`## Auco webhooks · stage

<!-- auco:status -->

**No changes:** live equals the file`)
  expect(cautions).toEqual([])
  expect(run.outputs).toMatchObject({ changed: 'false', added: '[]', updated: '[]', removed: '[]' })
})

it('a webhook that both the pull request and somebody else changed is warned of, among its own changes', async () => {
  company.auco.edit(({ webhooks }) => {
    const [first, second] = webhooks
    if (first) first.description = 'Changed in the console'
    if (second) second.description = 'Changed through the API'
  })
  const { comment, origins, cautions } = await planOf(
    fileOf({ ...entries.default, description: 'Changed in the file' }, entries.billing, entries.audit),
  )

  expect(origins).toEqual([
    ['update', 'default', 'both'],
    ['update', 'Billing', 'outside'],
    ['create', 'Audit', 'pull-request'],
  ])
  expect(cautions).toEqual([{ kind: 'outside-change', ids: ['default', 'Billing'], valueOnly: false }])
  expect(comment.match(/^#### .*/gm)).toEqual([
    '#### Update `default` · also changed outside',
    '#### Update `Billing` · outside change',
    '#### Create `Audit`',
  ])
  expect(statusOf(comment)).toBe('**Plan:** 2 to update · 1 to create')
})

it('a pull request that changes nothing of what somebody else changed says so of that alone', async () => {
  company.auco.edit(({ webhooks }) => {
    const [, billing] = webhooks
    if (billing) billing.url = 'https://billing.vendor.example/auco'
  })
  const { origins } = await planOf(
    fileOf({ ...entries.default, description: 'Changed in the file' }, entries.billing),
  )
  expect(origins).toEqual([
    ['update', 'default', 'pull-request'],
    ['update', 'Billing', 'outside'],
  ])
})

it('a header value that alone differs is not headlined as an outside change: it may be a rotated secret', async () => {
  company.auco.edit(({ webhooks }) => {
    const [first, billing] = webhooks
    if (first) first.header = { key: 'Authorization', value: 'Bearer a-value-of-before-3hRt' }
    if (billing) billing.description = 'Changed in the console'
  })
  const { comment, origins, cautions } = await planOf(liveFile)

  expect(origins).toEqual([
    ['update', 'default', 'outside'],
    ['update', 'Billing', 'outside'],
  ])
  expect(cautions).toEqual([
    { kind: 'outside-change', ids: ['Billing'], valueOnly: false },
    { kind: 'outside-change', ids: ['default'], valueOnly: true },
  ])
  expect(comment).toContain(`> [!WARNING]
> - **\`Billing\` was changed outside the repository.** The merge undoes that. To keep the change, put it in the file.
> - **The header value of \`default\` differs from what is live.** Either the secret was rotated here, or live was changed. The merge makes live equal to the file.

`)
  expect(comment).toContain(
    '#### Update `default`\n\n```diff\n! header: Authorization, secret changed\n```\n\n',
  )
})

it('without a pull request there is no base branch, and nothing is told apart or missed', async () => {
  company.auco.edit(({ webhooks }) => {
    const [first] = webhooks
    if (first) first.description = 'Changed in the console'
  })
  const event = { ...(await company.push(liveFile)), name: 'merge_group' }
  const run = await company.plan({ event })

  expect(run).toMatchObject({ exitCode: 0, annotations: [], toGitHub: [] })
  expect(JSON.parse(run.outputs['plan'] ?? '')).toMatchObject({
    changes: [{ action: 'update', id: 'default', origin: 'unknown' }],
    cautions: [],
  })
  expect(run.summary).not.toMatch(/outside/)
})
