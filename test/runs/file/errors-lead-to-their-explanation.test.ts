import { expect, it } from 'vitest'
import { seedCompany } from '../../fakes/auco.ts'
import { startCompany } from '../../fakes/company.ts'
import { desiredFile } from '../../fakes/webhooks-file.ts'

const company = await startCompany()
const page = 'https://github.com/acme/auco-webhooks-action/blob/v1/docs/troubleshooting.md'

/** Where the log and the summary of a run lead to. */
const ledTo = ({ log, summary }: { log: string; summary: string }) =>
  [log, summary].map((text) => text.match(/https:\S+troubleshooting\.md#[\w-]+/g) ?? [])

it('an input: the log ends with the address, and the summary with a link', async () => {
  const run = await company.apply({
    file: desiredFile,
    event: await company.push(desiredFile),
    inputs: { removals: 'allow' },
  })

  expect(run.log.trimEnd()).toMatch(new RegExp(`\\nHow to fix this: ${page}#invalid-input$`))
  expect(run.summary.trimEnd()).toMatch(new RegExp(` \\[How to fix this\\]\\(${page}#invalid-input\\)$`))
  expect(ledTo(run)).toEqual([[`${page}#invalid-input`], [`${page}#invalid-input`]])
})

it('a wrong file: one address in the log, and in the summary another one a problem', async () => {
  const file = 'webhooks:\n  - id: default\n    desc: Main\n    url: http://hooks.notaria.example/auco\n'
  const run = await company.apply({ file, event: await company.push(file) })

  const problems = [`${page}#keys-and-values`, `${page}#urls`]
  expect(ledTo(run)).toEqual([[`${page}#invalid-file`], [`${page}#invalid-file`, ...problems]])
  expect(run.summary).toContain(`Did you mean \`description\`? [unknown-key](${page}#keys-and-values)\n`)
})

it('a failed apply: the link stands in its status', async () => {
  company.github.respond = () => ({ status: 404, body: { message: 'Not Found' } })
  const run = await company.apply({ file: desiredFile, event: await company.push(desiredFile) })

  expect(company.auco.company()).toEqual(seedCompany())
  expect(ledTo(run)).toEqual([[`${page}#no-answer-from-github`], [`${page}#no-answer-from-github`]])
  expect(run.summary).toMatch(/\n\n❌ \*\*Not applied:\*\* .+ · \[How to fix this\]\(.+\)\)\n\n/)
})
