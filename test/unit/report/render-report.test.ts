import { describe, expect, it } from 'vitest'
import { type Problem, UserError } from '../../../src/core/errors.ts'
import type { Plan } from '../../../src/plan/plan.ts'
import { failureText } from '../../../src/report/failure-text.ts'
import { idList } from '../../../src/report/id-list.ts'
import { helpLink } from '../../../src/report/links.ts'
import { note } from '../../../src/report/markdown.ts'
import { appliedCounts, planVerdict } from '../../../src/report/plan-counts.ts'
import { MAX_COMMENT, type Report, renderReport } from '../../../src/report/render-report.ts'

const sha = '1f0c9e27c4b5d3a6f8e90b1c2d3e4f5061728394'
const repositoryUrl = 'https://github.com/acme/webhooks'
const troubleshootingUrl = 'https://github.com/acme/auco-webhooks-action/blob/v1/docs/troubleshooting.md'
const report: Report = {
  title: 'Auco webhooks · stage',
  verdict: '**Words.**',
  notes: [],
  plan: null,
  problems: [],
  afterMerge: null,
  status: null,
  links: {
    repositoryUrl,
    runUrl: `${repositoryUrl}/actions/runs/17`,
    sha,
    config: 'webhooks.yaml',
    troubleshootingUrl,
  },
}
const unsetHelp = `[unset-variable](${troubleshootingUrl}#unset-variable)`
const footer = `<sub>Commit [1f0c9e2](${repositoryUrl}/commit/${sha}) · [run](${repositoryUrl}/actions/runs/17) · auco-webhooks-action</sub>\n`
const render = (parts: Partial<Report>) => renderReport({ ...report, ...parts }, { limit: MAX_COMMENT })

const empty: Plan = { environment: 'stage', changes: [], unchanged: [], cannotCompare: [], cautions: [] }
const problem = (line: number, message: string, severity: Problem['severity'] = 'error'): Problem => ({
  code: 'unset-variable',
  severity,
  message,
  place: { line, column: 5, endLine: line, endColumn: 9 },
})

/** One of everything that a plan can say. */
const everything: Plan = {
  environment: 'production',
  changes: [
    {
      action: 'remove',
      id: 'Billing',
      origin: 'pull-request',
      webhook: { description: 'Billing', url: 'https://billing.example/auco', headerKey: 'X-Token' },
    },
    {
      action: 'remove',
      id: 'Manual',
      origin: 'outside',
      webhook: { description: '', url: 'https://manual.example/', headerKey: null },
    },
    {
      action: 'update',
      id: 'default',
      origin: 'both',
      fields: [
        { field: 'description', from: 'Before', to: 'After' },
        { field: 'url', from: 'https://a.example/', to: 'https://b.example/', hiddenPart: false },
        { field: 'header', header: { kind: 'added', key: 'Authorization' } },
      ],
      keptHeader: null,
    },
    {
      action: 'update',
      id: 'Contracts',
      origin: 'outside',
      fields: [{ field: 'header', header: { kind: 'removed', key: 'Authorization' } }],
      keptHeader: null,
    },
    {
      action: 'update',
      id: 'Crm',
      origin: 'pull-request',
      fields: [
        {
          field: 'url',
          from: 'https://crm.example/?t=***',
          to: 'https://crm.example/?t=***',
          hiddenPart: true,
        },
      ],
      keptHeader: { key: 'X-Crm', value: { result: 'unchanged' } },
    },
    {
      action: 'update',
      id: 'Legal',
      origin: 'pull-request',
      fields: [
        { field: 'url', from: 'https://legal.example/', to: 'https://law.example/?t=***', hiddenPart: true },
        {
          field: 'header',
          header: { kind: 'changed', fromKey: 'X-Old', toKey: 'X-New', value: { result: 'unchanged' } },
        },
      ],
      keptHeader: null,
    },
    {
      action: 'update',
      id: 'Sales',
      origin: 'pull-request',
      fields: [
        {
          field: 'header',
          header: { kind: 'changed', fromKey: 'X-Key', toKey: 'X-Key', value: { result: 'changed' } },
        },
      ],
      keptHeader: null,
    },
    {
      action: 'update',
      id: 'Support',
      origin: 'unknown',
      fields: [{ field: 'description', from: 'A', to: 'B' }],
      keptHeader: {
        key: 'X-Key',
        value: { result: 'cannot-compare', why: '`SUPPORT_TOKEN` is not available to this run' },
      },
    },
    {
      action: 'create',
      id: 'Invoices',
      origin: 'pull-request',
      webhook: { description: 'Billing', url: 'https://billing.example/auco', headerKey: 'X-Token' },
    },
    {
      action: 'create',
      id: 'Audit `trail`',
      origin: 'pull-request',
      webhook: { description: 'Has ``` in it', url: 'https://audit.example/', headerKey: null },
    },
  ],
  unchanged: ['Archive', 'Identity'],
  cannotCompare: [
    { id: 'Support', why: '`SUPPORT_TOKEN` is not available to this run' },
    { id: 'Archive', why: 'Auco returns the live value masked' },
    { id: 'Identity', why: 'Auco returns the live value masked' },
  ],
  cautions: [
    { kind: 'removal', ids: ['Billing', 'Manual'] },
    { kind: 'rename', from: 'Billing', to: 'Invoices' },
    { kind: 'outside-change', ids: ['Manual', 'default'], valueOnly: false },
    { kind: 'outside-change', ids: ['Contracts'], valueOnly: true },
    { kind: 'secret-to-new-host', id: 'Crm', from: 'https://crm.example', to: 'https://vendor.example' },
    { kind: 'legacy-webhook' },
  ],
}

describe('a report', () => {
  it('of a plan with every kind of change, caution and problem', () => {
    const unset = 'The variable `SUPPORT_TOKEN` is not set or empty in this run.'
    const text = render({
      verdict: planVerdict(everything),
      notes: [note('Changes from outside the repository cannot be told apart.')],
      plan: everything,
      problems: [problem(3, unset, 'warning'), problem(9, unset, 'warning')],
      afterMerge: 'one write.',
      status: 'Planned, not applied yet.',
    })
    expect(text).toBe(`## Auco webhooks · stage

**2 to remove · 6 to update · 2 to create** · 2 of them an outside change · 2 unchanged

> [!NOTE]
> Changes from outside the repository cannot be told apart.

> [!CAUTION]
> **Removes \`Billing\`, \`Manual\`.** Auco processes that name them lose their notifications, those in flight included.

> [!CAUTION]
> **Renames \`Billing\` to \`Invoices\`.** To Auco that is a removal: processes that name the old id go silent. Keep both until none does.

> [!WARNING]
> **\`Manual\`, \`default\` were changed outside the repository.** The merge undoes that; to keep it, put it into the file.
>
> **\`Contracts\` was changed outside the repository.** Only the header value differs, so it may also be a secret that was rotated here. The merge makes live equal to the file.

> [!WARNING]
> **A secret goes to a new host.** \`Crm\` moves from \`https://crm.example\` to \`https://vendor.example\` and keeps its header.

> [!WARNING]
> **Live has no \`webhooks\`, only the legacy \`webhook\` URL.** It is not part of the file, and it stays as it is; check with Auco which of the two gets the notifications.

#### Remove \`Billing\`

\`\`\`diff
- description: Billing
- url: https://billing.example/auco
- header: X-Token
\`\`\`

#### Update \`default\` · also changed outside

\`\`\`diff
- description: Before
+ description: After
- url: https://a.example/
+ url: https://b.example/
+ header: Authorization (header added)
\`\`\`

#### Update \`Crm\`

\`\`\`diff
  url: https://crm.example/?t=***
! url: changed in a part that is not shown (user, password, query or fragment)
  header: X-Crm, secret unchanged
\`\`\`

#### Update \`Legal\`

\`\`\`diff
- url: https://legal.example/
+ url: https://law.example/?t=***
! url: changed in a part that is not shown (user, password, query or fragment)
- header: X-Old
+ header: X-New, secret unchanged
\`\`\`

#### Update \`Sales\`

\`\`\`diff
! header: X-Key, secret changed
\`\`\`

#### Update \`Support\`

\`\`\`diff
- description: A
+ description: B
  header: X-Key, cannot compare: \`SUPPORT_TOKEN\` is not available to this run
\`\`\`

#### Create \`Invoices\`

\`\`\`diff
+ description: Billing
+ url: https://billing.example/auco
+ header: X-Token
\`\`\`

#### Create \`\` Audit \`trail\` \`\`

\`\`\`\`diff
+ description: Has \`\`\` in it
+ url: https://audit.example/
\`\`\`\`

#### Remove \`Manual\` · outside change

\`\`\`diff
- description: 
- url: https://manual.example/
\`\`\`

#### Update \`Contracts\` · outside change

\`\`\`diff
- header: Authorization (header removed)
\`\`\`

**Header values**

- \`Support\`: cannot compare: \`SUPPORT_TOKEN\` is not available to this run
- \`Archive\`, \`Identity\`: cannot compare: Auco returns the live value masked

<details><summary>2 unchanged</summary>

\`Archive\`, \`Identity\`

</details>

- ⚠️ [\`webhooks.yaml:3:5\`](${repositoryUrl}/blob/${sha}/webhooks.yaml#L3), [\`webhooks.yaml:9:5\`](${repositoryUrl}/blob/${sha}/webhooks.yaml#L9): ${unset}

**What the merge does:** one write.

**Status:** Planned, not applied yet.

${footer}`)
  })

  it('of a plan without changes', () => {
    const plan = { ...empty, unchanged: ['default', 'Billing'] }
    const text = render({
      verdict: planVerdict(plan),
      plan,
      afterMerge: 'nothing, as long as live stays equal to the file.',
      status: 'Planned, not applied yet.',
    })
    expect(text).toBe(`## Auco webhooks · stage

**No changes.** Live equals the file: 2 webhooks.

**What the merge does:** nothing, as long as live stays equal to the file.

**Status:** Planned, not applied yet.

${footer}`)
  })

  it('of a plan of which nothing can be compared does not call live equal', () => {
    const why = 'Auco does not return the live value'
    const plan = { ...empty, unchanged: ['default', 'Billing'], cannotCompare: [{ id: 'default', why }] }
    expect(render({ verdict: planVerdict(plan), plan })).toBe(`## Auco webhooks · stage

**No changes that can be seen.** 2 webhooks, of which the header value of 1 cannot be compared.

**Header values**

- \`default\`: cannot compare: Auco does not return the live value

${footer}`)
  })

  it('of a wrong file: one line a problem, in the order of its first place, with five places at most', () => {
    const same = 'The key `desc` is unknown. Did you mean `description`?'
    const text = render({
      title: 'Webhooks',
      verdict: '**9 problems in the file.** Nothing was read from Auco, and nothing was written.',
      problems: [
        problem(3, same),
        problem(4, 'The URL is not absolute. Write it in full, starting with `https://`.'),
        ...[7, 11, 15, 19, 23, 27].map((line) => problem(line, same)),
        problem(40, same, 'warning'),
      ],
    })
    const place = (line: number) =>
      `[\`webhooks.yaml:${line}:5\`](${repositoryUrl}/blob/${sha}/webhooks.yaml#L${line})`
    expect(text).toBe(`## Webhooks

**9 problems in the file.** Nothing was read from Auco, and nothing was written.

- ❌ ${[3, 7, 11, 15, 19].map(place).join(', ')} and 2 more: ${same} ${unsetHelp}
- ❌ ${place(4)}: The URL is not absolute. Write it in full, starting with \`https://\`. ${unsetHelp}
- ⚠️ ${place(40)}: ${same}

${footer}`)
  })

  it('of an apply: what was done, and how it reads', () => {
    expect(render({ verdict: `**Applied and verified:** ${appliedCounts(everything)}.`, plan: null })).toBe(
      `## Auco webhooks · stage\n\n**Applied and verified:** 2 removed · 6 updated · 2 created.\n\n${footer}`,
    )
  })

  it('starts with the lines that it is given, as a comment with its marker', () => {
    expect(renderReport(report, { limit: MAX_COMMENT, marker: '<!-- marker -->' })).toBe(
      `<!-- marker -->\n\n## Auco webhooks · stage\n\n**Words.**\n\n${footer}`,
    )
  })
})

describe('links', () => {
  const at = (links: Partial<Report['links']>) =>
    render({ problems: [problem(3, 'Wrong.')], links: { ...report.links, ...links } })
      .split('\n\n')
      .slice(2)

  it('lead to the line of the commit, whatever the path is', () => {
    const config = 'teams/notaría (1)/a b#c?.yaml'
    const path = 'teams/notar%C3%ADa%20%281%29/a%20b%23c%3F.yaml'
    expect(at({ config })).toEqual([
      `- ❌ [\`${config}:3:5\`](${repositoryUrl}/blob/${sha}/${path}#L3): Wrong. ${unsetHelp}`,
      footer,
    ])
  })

  it.each([
    [
      'the repository',
      { repositoryUrl: null },
      `<sub>Commit 1f0c9e2 · [run](${repositoryUrl}/actions/runs/17) · auco-webhooks-action</sub>\n`,
    ],
    [
      'repository and run',
      { repositoryUrl: null, runUrl: null },
      '<sub>Commit 1f0c9e2 · auco-webhooks-action</sub>\n',
    ],
    [
      'repository, run and commit',
      { repositoryUrl: null, runUrl: null, sha: '' },
      '<sub>auco-webhooks-action</sub>\n',
    ],
  ])('are left out without %s', (_, links, last) => {
    expect(at(links)).toEqual([`- ❌ \`webhooks.yaml:3:5\`: Wrong. ${unsetHelp}`, last])
  })
})

describe('the verdict', () => {
  const create = {
    action: 'create',
    id: 'a',
    origin: 'unknown',
    webhook: { description: '', url: '', headerKey: null },
  } as const
  it.each<[string, Partial<Plan>, string]>([
    ['one kind of change', { changes: [create] }, '**1 to create** · 0 unchanged'],
    [
      'thousands',
      {
        changes: Array.from({ length: 1234 }, () => create),
        unchanged: Array.from({ length: 2000 }, () => 'x'),
      },
      '**1,234 to create** · 2,000 unchanged',
    ],
    [
      'an outside change',
      { changes: [{ ...create, origin: 'outside' }] },
      '**1 to create** · 1 of them an outside change · 0 unchanged',
    ],
    ['a change of both', { changes: [{ ...create, origin: 'both' }] }, '**1 to create** · 0 unchanged'],
    ['no change', { unchanged: ['default'] }, '**No changes.** Live equals the file: 1 webhook.'],
  ])('counts %s', (_, plan, words) => {
    expect(planVerdict({ ...empty, ...plan })).toBe(words)
  })

  it('of an apply is empty for an empty plan', () => {
    expect(appliedCounts(empty)).toBe('')
  })
})

describe('lists', () => {
  const many = (number: number) => Array.from({ length: number }, (_, n) => `W${n + 1}`)

  it.each([
    [0, ''],
    [1, '`W1`'],
    [
      20,
      many(20)
        .map((id) => `\`${id}\``)
        .join(', '),
    ],
    [
      21,
      `${many(20)
        .map((id) => `\`${id}\``)
        .join(', ')} and 1 more`,
    ],
    [
      1220,
      `${many(20)
        .map((id) => `\`${id}\``)
        .join(', ')} and 1,200 more`,
    ],
  ])('of %i ids name twenty', (number, words) => {
    expect(idList(many(number))).toBe(words)
  })

  it('show an id as long as the file may have it, and cut a longer one', () => {
    expect(idList(['x'.repeat(128)])).toBe(`\`${'x'.repeat(128)}\``)
    expect(idList(['x'.repeat(130)])).toBe(`\`${'x'.repeat(128)}… (2 more characters)\``)
  })

  it('of cautions of one kind name twenty', () => {
    const cautions = many(22).map((from) => ({ kind: 'rename', from, to: 'New' }) as const)
    const blocks = render({ plan: { ...empty, cautions } }).split('\n\n')
    expect(blocks).toHaveLength(4)
    const lines = blocks[2]?.split('\n').filter((line) => line !== '>') ?? []
    expect(lines).toHaveLength(22)
    expect(lines[1]).toMatch(/^> \*\*Renames `W1` to `New`\.\*\* /)
    expect(lines.at(-1)).toBe('> … and 2 more.')
  })
})

describe('a failure', () => {
  it('is cause, then fix', () => {
    expect(failureText(new UserError('auco-invalid', 'Cause.', 'Fix.'))).toBe('Cause. Fix.')
  })

  it('has what Auco says in a code span', () => {
    expect(failureText(new UserError('auco-invalid', 'Cause.', 'Fix.', '`@here` **x**'))).toBe(
      'Cause. Auco says: `` `@here` **x** ``. Fix.',
    )
  })
})

describe('the help of a failure', () => {
  it('is one link to the section of its code', () => {
    expect(helpLink(troubleshootingUrl, 'missing-key')).toBe(
      `[How to fix this](${troubleshootingUrl}#missing-key)`,
    )
  })
})
