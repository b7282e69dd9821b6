import { expect, it } from 'vitest'
import type { Caution, Plan } from '../../../src/plan/plan.ts'
import { footer } from '../../../src/report/footer.ts'
import { codeLink, placeLink } from '../../../src/report/links.ts'
import { note } from '../../../src/report/markdown.ts'
import { planStatus } from '../../../src/report/plan-counts.ts'
import { type Report, renderComment, renderSummary } from '../../../src/report/render-report.ts'
import { emptyPlan, links, names, problem, repositoryUrl, sha, troubleshootingUrl } from './fixtures.ts'

const report: Report = {
  title: 'Auco webhooks · stage',
  status: '**Words**',
  notes: [],
  plan: null,
  problems: [],
  afterMerge: null,
  foldedUnder: null,
  links,
}
const render = (parts: Partial<Report>) => renderSummary({ ...report, ...parts })

/** A plan with every kind of change and caution. */
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
          shownPart: false,
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
        value: { result: 'cannot-compare', why: '`AUCO_SUPPORT_TOKEN` is not available to this run' },
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
  kept: [],
  cannotCompare: [
    { id: 'Support', field: 'header', why: '`AUCO_SUPPORT_TOKEN` is not available to this run' },
    { id: 'Archive', field: 'header', why: 'Auco returns the live value masked' },
    { id: 'Identity', field: 'header', why: 'Auco returns the live value masked' },
  ],
  cautions: [
    { kind: 'removal', ids: ['Billing', 'Manual'] },
    { kind: 'rename', from: 'Billing', to: 'Invoices' },
    { kind: 'outside-change', ids: ['Manual', 'default'], valueOnly: false },
    { kind: 'outside-change', ids: ['Contracts'], valueOnly: true },
    {
      kind: 'secret-to-new-host',
      secret: 'header',
      id: 'Crm',
      from: 'https://crm.example',
      to: 'https://vendor.example',
    },
    { kind: 'secret-to-new-host', secret: 'header', id: 'Mirror', from: null, to: 'https://vendor.example' },
    { kind: 'similar-ids', ids: ['default', 'default\u200b'] },
    { kind: 'similar-ids', ids: ['caf\u00e9', 'cafe\u0301'] },
    { kind: 'unknown-fields', ids: ['Crm', 'default'], fields: ['events', 're`tries'], unnamed: 0 },
    { kind: 'legacy-webhook' },
  ],
}

it('a report of every kind of change, caution and warning', () => {
  const unset = 'The variable `AUCO_SUPPORT_TOKEN` is not set or empty in this run.'
  const text = render({
    status: planStatus(everything),
    notes: [note('Changes from outside the repository cannot be told apart.')],
    plan: everything,
    problems: [problem(3, unset, 'warning'), problem(9, unset, 'warning')],
    afterMerge: 'nothing.',
  })
  expect(text).toBe(`## Auco webhooks · stage

<!-- auco:status -->

**Plan:** 2 to remove · 6 to update · 2 to create · 2 unchanged · 2 not comparable

<!-- auco:cautions -->

> [!NOTE]
> Changes from outside the repository cannot be told apart.

> [!CAUTION]
> - **Removes \`Billing\`, \`Manual\`.** Auco processes that name them lose their notifications, including those in progress.
> - **Renames \`Billing\` to \`Invoices\`.** To Auco that is a removal: processes that name the old id go silent. Keep both until none does.

> [!WARNING]
> - **\`Manual\`, \`default\` were changed outside the repository.** The merge undoes that. To keep the change, put it in the file.
> - **The header value of \`Contracts\` differs from what is live.** Either the secret was rotated here, or live was changed. The merge makes live equal to the file.
> - **A secret goes to a new host.** \`Crm\` moves from \`https://crm.example\` to \`https://vendor.example\` and keeps its header.
> - **A secret goes to a new host.** \`Mirror\` sends it to \`https://vendor.example\`, which didn't receive it before.
> - **\`default\` and \`default\\u{200b}\` look alike.** To Auco they are two webhooks. Check that documents name the right one.
> - **\`caf\\u{e9}\` and \`cafe\\u{301}\` look alike.** To Auco they are two webhooks. Check that documents name the right one.
> - **A write drops fields that the file can't declare.** \`Crm\`, \`default\` have \`events\`, \`\`re\`tries\`\` at Auco. If you need them, set them again after the apply.
> - **Live has no \`webhooks\`, only the legacy \`webhook\` URL.** It is not part of the file, and it stays as it is; check with Auco which of the two gets the notifications.

<!-- auco:plan -->

#### Remove \`Billing\`

\`\`\`diff
- description: Billing
- url: https://billing.example/auco
- header: X-Token
\`\`\`

#### Remove \`Manual\` · outside change

\`\`\`diff
- description: 
- url: https://manual.example/
\`\`\`

#### Update \`default\` · also changed outside

\`\`\`diff
- description: Before
+ description: After
- url: https://a.example/
+ url: https://b.example/
+ header: Authorization (header added)
\`\`\`

#### Update \`Contracts\` · outside change

\`\`\`diff
- header: Authorization (header removed)
\`\`\`

#### Update \`Crm\`

\`\`\`diff
  url: https://crm.example/?t=***
! URL changed in its secret part (not shown)
  header: X-Crm, secret unchanged
\`\`\`

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
  header: X-Key, cannot compare: \`AUCO_SUPPORT_TOKEN\` is not available to this run
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

**Header values**

- \`Archive\`, \`Identity\`: cannot compare: Auco returns the live value masked

<details><summary>2 unchanged</summary>

\`Archive\`, \`Identity\`

</details>

- ⚠️ [\`webhooks.yaml:3:5\`](${repositoryUrl}/blob/${sha}/webhooks.yaml#L3), [\`webhooks.yaml:9:5\`](${repositoryUrl}/blob/${sha}/webhooks.yaml#L9): ${unset}

<!-- auco:merge -->

**What the merge does:** nothing.

<!-- auco:footer -->

${footer(links)}
`)
})

it('a report of an applied plan: no caution is left, and the plan is folded', () => {
  const plan: Plan = {
    ...everything,
    changes: everything.changes.slice(0, 1),
    unchanged: ['Archive'],
    cannotCompare: [],
  }
  const text = render({ status: '✅ **Applied and verified**', plan, foldedUnder: 'What was applied' })
  expect(text).toBe(`## Auco webhooks · stage

<!-- auco:status -->

✅ **Applied and verified**

<!-- auco:folded -->

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

<!-- auco:footer -->

${footer(links)}
`)
})

it('a report of a plan without changes says just that', () => {
  const plan = { ...emptyPlan, unchanged: ['default', 'Billing'] }
  expect(render({ status: planStatus(plan), plan })).toBe(`## Auco webhooks · stage

<!-- auco:status -->

**No changes:** live equals the file

<!-- auco:footer -->

${footer(links)}
`)
})

it('a report folds what is kept, with the unchanged or alone', () => {
  const folded = (plan: Plan) => /<details>.*?<\/details>/s.exec(render({ plan }))?.[0]
  const kept = { ...emptyPlan, unchanged: ['default'], kept: ['Crm', 'Partner'] }
  expect(folded(kept)).toBe(
    '<details><summary>2 kept</summary>\n\nKept, not in the file: `Crm`, `Partner`\n\n</details>',
  )
  expect(folded({ ...kept, changes: everything.changes.slice(0, 1) })).toBe(
    '<details><summary>1 unchanged · 2 kept</summary>\n\n`default`\n\nKept, not in the file: `Crm`, `Partner`\n\n</details>',
  )
})

it.each<[Caution, string]>([
  [
    { kind: 'partial-first-file', listed: 1, live: 12 },
    '> [!CAUTION]\n> **The new file lists 1 of the 12 live webhooks.** To add the others to it, run `npx github:org/auco-webhooks-action import` on your machine. To leave them as they are, set `removals: keep`.',
  ],
  [
    { kind: 'no-longer-listed', ids: ['Crm'] },
    "> [!WARNING]\n> **`Crm` is no longer in the file, but stays live.** `removals` is `keep`, so the merge doesn't remove it. If it has to go, remove it with Auco's API.",
  ],
  [
    { kind: 'no-longer-listed', ids: ['Crm', 'Audit'] },
    "> [!WARNING]\n> **`Crm`, `Audit` are no longer in the file, but stay live.** `removals` is `keep`, so the merge doesn't remove them. If they have to go, remove them with Auco's API.",
  ],
  [
    { kind: 'cannot-keep', ids: ['Crm'] },
    "> [!WARNING]\n> **The apply will be refused: it can't keep `Crm`.** Auco doesn't return the header value in clear (it is missing, or looks masked). Add the webhook to the file, with the value as a secret.",
  ],
  [
    { kind: 'cannot-keep', ids: ['Crm', 'Audit'] },
    "> [!WARNING]\n> **The apply will be refused: it can't keep `Crm`, `Audit`.** Auco doesn't return the header values in clear (they are missing, or look masked). Add the webhooks to the file, with the values as secrets.",
  ],
])('a report of the caution $kind', (caution, block) => {
  expect(render({ plan: { ...emptyPlan, cautions: [caution] } })).toContain(`\n\n${block}\n\n`)
})

it('a report of header values that cannot be compared does not call live equal', () => {
  const why = 'Auco does not return the live value'
  const plan = {
    ...emptyPlan,
    unchanged: ['Billing'],
    cannotCompare: [{ id: 'default', field: 'header', why } as const],
  }
  expect(render({ status: planStatus(plan), plan })).toBe(`## Auco webhooks · stage

<!-- auco:status -->

**No changes that can be seen:** 1 unchanged · 1 not comparable

<!-- auco:plan -->

**Header values**

- \`default\`: cannot compare: Auco does not return the live value

<!-- auco:footer -->

${footer(links)}
`)
})

it('a report of an invalid file has a line for each distinct problem, with at most five places', () => {
  const same = 'The key `desc` is unknown. Did you mean `description`?'
  const text = render({
    title: 'Webhooks',
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
  expect(text).toBe(`## Webhooks

<!-- auco:status -->

**8 problems in the file**

<!-- auco:plan -->

- ❌ ${[3, 7, 11, 15, 19].map(place).join(', ')} and 2 more: ${same} ${help}
- ❌ ${place(4)}: The URL is not absolute. Write it in full, starting with \`https://\`. ${help}
- ⚠️ ${place(40)}: ${same}

<!-- auco:footer -->

${footer(links)}
`)
})

it('a caution of its own is a sentence, several are a list of at most twenty', () => {
  const caution = (number: number) => {
    const cautions = names(number).map((from) => ({ kind: 'rename', from, to: 'New' }) as const)
    return render({ plan: { ...emptyPlan, cautions } })
      .split('\n\n')[4]
      ?.split('\n')
  }
  expect(caution(1)).toEqual(['> [!CAUTION]', expect.stringMatching(/^> \*\*Renames `W1` to `New`\.\*\* /)])
  expect(caution(22)).toEqual([
    '> [!CAUTION]',
    ...names(20).map((from) => expect.stringMatching(`^> - \\*\\*Renames \`${from}\` to \`New\`\\.\\*\\* `)),
    '> - … and 2 more.',
  ])
})

it('a comment is the report under its marker, with hidden lines between its parts', () => {
  const text = renderComment(report, '<!-- marker -->', (visible) => visible.replace('Words', 'Masked'))
  expect(text).toBe(`<!-- marker -->

## Auco webhooks · stage

<!-- auco:status -->

**Masked**

<!-- auco:footer -->

${footer(links)}
`)
})
