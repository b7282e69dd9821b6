import { expect, it } from 'vitest'
import type { Plan } from '../../../src/plan/plan.ts'
import { codeLink, placeLink } from '../../../src/report/links.ts'
import { note } from '../../../src/report/markdown.ts'
import { planStatus } from '../../../src/report/plan-counts.ts'
import { type Report, renderSummary } from '../../../src/report/render-report.ts'
import {
  emptyPlan,
  footer,
  links,
  names,
  problem,
  repositoryUrl,
  sha,
  troubleshootingUrl,
} from './fixtures.ts'

const report: Report = {
  status: '**Words**',
  notes: [],
  plan: null,
  problems: [],
  afterMerge: null,
  foldedUnder: null,
  links,
}
const render = (parts: Partial<Report>) => renderSummary('## Auco webhooks · stage', { ...report, ...parts })

/** A plan with every kind of change and caution. */
const everything: Plan = {
  ...emptyPlan,
  changes: [
    {
      action: 'remove',
      id: 'Billing',
      webhook: { description: 'Billing', url: 'https://billing.example/auco', headerKey: 'X-Token' },
    },
    {
      action: 'remove',
      id: 'Manual',
      webhook: { description: '', url: 'https://manual.example/', headerKey: null },
    },
    {
      action: 'update',
      id: 'default',
      fields: [
        { field: 'description', from: 'Before', to: 'After' },
        {
          field: 'url',
          from: 'https://a.example/',
          to: 'https://b.example/',
          shownPart: true,
          hiddenPart: false,
        },
        { field: 'header', header: { kind: 'added', key: 'Authorization' } },
      ],
      keptHeader: null,
    },
    {
      action: 'update',
      id: 'Contracts',
      fields: [{ field: 'header', header: { kind: 'removed', key: 'Authorization' } }],
      keptHeader: null,
    },
    {
      action: 'update',
      id: 'Crm',
      fields: [
        {
          field: 'url',
          from: 'https://crm.example/?t=***',
          to: 'https://crm.example/?t=***',
          shownPart: false,
          hiddenPart: true,
        },
      ],
      keptHeader: { key: 'X-Crm', value: { result: 'unchanged' } },
    },
    {
      action: 'update',
      id: 'Legal',
      fields: [
        {
          field: 'url',
          from: 'https://legal.example/',
          to: 'https://law.example/?t=***',
          shownPart: true,
          hiddenPart: true,
        },
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
      fields: [{ field: 'description', from: 'A', to: 'B' }],
      keptHeader: {
        key: 'X-Key',
        value: { result: 'cannot-compare', why: 'Masked' },
      },
    },
    {
      action: 'create',
      id: 'Invoices',
      webhook: { description: 'Billing', url: 'https://billing.example/auco', headerKey: 'X-Token' },
    },
    {
      action: 'create',
      id: 'Audit `trail`',
      webhook: { description: 'Has ``` in it', url: 'https://audit.example/', headerKey: null },
    },
  ],
  unchanged: ['Archive', 'Identity'],
  unmanaged: ['Probe', 'Old'],
  changedSince: ['Old'],
  deferred: [{ id: 'Crm', field: 'header' }],
  cannotCompare: [
    { id: 'Support', field: 'header', why: 'Masked' },
    { id: 'Archive', field: 'header', why: 'Auco hides it' },
    { id: 'Identity', field: 'header', why: 'Auco hides it' },
  ],
  cautions: [
    { kind: 'removal', ids: ['Billing', 'Manual'] },
    { kind: 'rename', from: 'Billing', to: 'Invoices' },
    {
      kind: 'new-variables',
      variables: ['AUCO_A', 'AUCO_B'],
      to: ['https://a.example', `https://${'b'.repeat(253)}`],
    },
    { kind: 'changed-since', ids: ['Old'] },
    { kind: 'differs-from-branch', ids: ['Manual', 'default'], branch: 'ma`in' },
    { kind: 'cannot-keep', ids: ['Probe'] },
    { kind: 'secret-to-new-host', id: 'Crm', variables: ['AUCO_CRM'], to: 'https://vendor.example' },
    { kind: 'unknown-fields', ids: ['Crm', 'default'], fields: ['events', 're`tries'], unnamed: 0 },
    { kind: 'legacy-webhook' },
  ],
}

it('a report of every kind of change, caution and warning', () => {
  const warning = 'Words of ours.'
  const text = render({
    status: planStatus(everything),
    notes: [note('A note.')],
    plan: everything,
    problems: [problem(3, warning, 'warning'), problem(9, warning, 'warning')],
    afterMerge: 'nothing.',
  })
  expect(text).toBe(`## Auco webhooks · stage

**Plan:** 2 to remove · 6 to update · 2 to create · 1 stays · 2 unchanged · 1 secret compared when applied · 2 not comparable

> [!NOTE]
> A note.

> [!CAUTION]
> - **Removes \`Billing\`, \`Manual\`.** Auco processes that name them lose their notifications, including those in progress.
> - **Renames \`Billing\` to \`Invoices\`.** To Auco that is a removal: processes that name the old id go silent. Keep both until none does.
> - **Uses new variables: \`AUCO_A\`, \`AUCO_B\`, sent to \`https://a.example\`, \`https://${'b'.repeat(253)}\`.** Before you merge, store them as secrets where the apply reads them, and pass them in the apply step's \`env:\`.

> [!WARNING]
> - **\`Old\` stays at Auco.** An earlier version of the file had it, but Auco has it with other content by now, so the apply leaves it alone. To remove it, put it into the file as it is and take it out again, or run once with \`removals: all\`.
> - **Auco differs from \`\`ma\`in\`\`: \`Manual\`, \`default\`.** Somebody changed it there, or an earlier merge isn't applied yet. This merge overwrites it.
> - **The apply will be refused: it can't keep \`Probe\`.** Auco doesn't return the header value in clear. Add the webhook to the file, with the value as a secret.
> - **A secret goes to a new host.** \`Crm\` sends \`AUCO_CRM\` to \`https://vendor.example\`, which doesn't receive it today.
> - **A write drops fields that the file can't declare.** \`Crm\`, \`default\` have \`events\`, \`\`re\`tries\`\` at Auco. If you need them, set them again after the apply.
> - **Auco has no \`webhooks\`, only the legacy \`webhook\` URL.** It is not part of the file, and it stays as it is; check with Auco which of the two gets the notifications.

#### Remove \`Billing\`

\`\`\`diff
- description: Billing
- url: https://billing.example/auco
- header: X-Token
\`\`\`

#### Remove \`Manual\`

\`\`\`diff
- description: 
- url: https://manual.example/
\`\`\`

#### Update \`default\`

\`\`\`diff
- description: Before
+ description: After
- url: https://a.example/
+ url: https://b.example/
+ header: Authorization (header added)
\`\`\`

#### Update \`Contracts\`

\`\`\`diff
- header: Authorization (header removed)
\`\`\`

#### Update \`Crm\`

\`\`\`diff
  url: https://crm.example/?t=***
! URL changed in its secret part (not shown)
  header: X-Crm, secret unchanged
\`\`\`

<details><summary>5 more</summary>

#### Update \`Legal\`

\`\`\`diff
- url: https://legal.example/
+ url: https://law.example/?t=***
! URL changed in its secret part (not shown)
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
  header: X-Key, cannot compare: Masked
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

</details>

<details><summary>2 unchanged</summary>

\`Archive\`, \`Identity\`

</details>

<details><summary>1 unmanaged: at Auco, not in the file, left as it is</summary>

\`Probe\`

</details>

<details><summary>1 secret compared when applied</summary>

\`Crm\`

</details>

<details><summary>2 header values can't be compared: Auco hides it</summary>

\`Archive\`, \`Identity\`

</details>

- ⚠️ [\`webhooks.yaml:3:5\`](${repositoryUrl}/blob/${sha}/webhooks.yaml#L3), [\`webhooks.yaml:9:5\`](${repositoryUrl}/blob/${sha}/webhooks.yaml#L9): ${warning}

**What the merge does:** nothing.

${footer}
`)
})

it('a report of an applied plan: the plan is folded, and of the cautions that about what stays is left', () => {
  const plan: Plan = {
    ...emptyPlan,
    changes: everything.changes.slice(0, 1),
    unchanged: ['Archive'],
    cautions: everything.cautions,
  }
  const text = render({ status: '⚠️ **Applied and verified**', plan, foldedUnder: 'What was applied' })
  const blocks = text.split('\n\n')
  expect(blocks.filter((block) => block.startsWith('> ['))).toEqual([
    expect.stringMatching(/^> \[!WARNING\]\n> \*\*`Old` stays at Auco\.\*\* .*$/),
  ])
  expect(text.replace(/\n\n> .*\n> .*/, '')).toBe(`## Auco webhooks · stage

⚠️ **Applied and verified**

<details><summary>What was applied</summary>

#### Remove \`Billing\`

\`\`\`diff
- description: Billing
- url: https://billing.example/auco
- header: X-Token
\`\`\`

<details><summary>1 unchanged</summary>

\`Archive\`

</details>

</details>

${footer}
`)
})

it.each([5, 6])('a report of %i changes folds all but five', (number) => {
  const webhook = { description: '', url: '', headerKey: null }
  const changes = names(number).map((id) => ({ action: 'create', id, webhook }) as const)
  const [open = '', ...folded] = render({ plan: { ...emptyPlan, changes } }).split('<details>')
  expect(open.match(/^#### /gm)).toHaveLength(5)
  expect(folded.map((text) => text.split('</details>')[0])).toEqual(
    number === 5 ? [] : [expect.stringContaining('<summary>1 more</summary>\n\n#### Create `W6`')],
  )
})

it('a report of a plan without changes says just that', () => {
  const plan = { ...emptyPlan, unchanged: ['default', 'Billing'] }
  expect(render({ status: planStatus(plan), plan })).toBe(
    `## Auco webhooks · stage\n\n**No changes**\n\n${footer}\n`,
  )
})

it('a report of an invalid file has a line for each distinct problem, with at most five places', () => {
  const same = 'The key `desc` is unknown. Did you mean `description`?'
  const text = render({
    status: '**8 problems in the file**',
    problems: [
      problem(3, same),
      problem(4, 'The URL is not absolute. Write it in full, starting with `https://`.'),
      ...[7, 11, 15, 19, 23, 27].map((line) => problem(line, same)),
      problem(40, same, 'warning'),
    ],
  })
  const place = (line: number) => placeLink({ line, column: 5 }, links)
  const help = codeLink(troubleshootingUrl, 'unset-variable')
  expect(text).toBe(`## Auco webhooks · stage

**8 problems in the file**

- ❌ ${[3, 7, 11, 15, 19].map(place).join(', ')} and 2 more: ${same} ${help}
- ❌ ${place(4)}: The URL is not absolute. Write it in full, starting with \`https://\`. ${help}
- ⚠️ ${place(40)}: ${same}

${footer}
`)
})

it('a caution of its own is a sentence, several are a list of at most twenty', () => {
  const caution = (number: number) => {
    const cautions = names(number).map((from) => ({ kind: 'rename', from, to: 'New' }) as const)
    return render({ plan: { ...emptyPlan, cautions } })
      .split('\n\n')[2]
      ?.split('\n')
  }
  expect(caution(1)).toEqual(['> [!CAUTION]', expect.stringMatching(/^> \*\*Renames `W1` to `New`\.\*\* /)])
  expect(caution(22)).toEqual([
    '> [!CAUTION]',
    ...names(20).map((from) => expect.stringMatching(`^> - \\*\\*Renames \`${from}\` to \`New\`\\.\\*\\* `)),
    '> - … and 2 more.',
  ])
})
