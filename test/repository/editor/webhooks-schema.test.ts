import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, it } from 'vitest'
import { TextDocument } from 'vscode-languageserver-textdocument'
import { getLanguageService } from 'yaml-language-server'
import { EDITOR_TEXTS } from '../../../scripts/schema/editor-texts.ts'

/** What the YAML extensions of editors run. It knows no schema but the ones that its files name. */
const service = getLanguageService({
  schemaRequestService: (uri) => readFile(new URL(uri), 'utf8'),
  workspaceContext: { resolveRelativePath: (relative, base) => new URL(relative, base).href },
})
service.configure({ validate: true, hover: true, completion: true })

const schema = pathToFileURL(path.resolve(import.meta.dirname, '../../../webhooks.schema.json')).href
let version = 0
/** A file with the line for its schema that the README suggests. */
const file = (...lines: readonly string[]) => {
  const text = [`# yaml-language-server: $schema=${schema}`, 'webhooks:', ...lines, ''].join('\n')
  version += 1
  return TextDocument.create('file:///project/webhooks.yaml', 'yaml', version, text)
}
/** What an editor underlines: the line, from 1, and the words. */
const findingsIn = async (document: TextDocument) => {
  const found = await service.doValidation(document, false)
  return found.map(({ range, message }) => ({ line: range.start.line + 1, message }))
}
const main = ['  - id: default', '    description: Main', '    url: https://hooks.example.com/auco']

it('a valid file has no findings, and fields are completed', async () => {
  const document = file(...main, '    ')
  expect(await findingsIn(document)).toEqual([])
  const { items } = await service.doComplete(document, { line: 5, character: 4 }, false)
  expect(items.map(({ label }) => label).toSorted()).toEqual(['environments', 'header'])
})

it('hovering over a field shows its description', async () => {
  const document = file(...main, '    environments: [stage, production]')
  const hover = await service.doHover(document, { line: 5, character: 8 })
  expect(JSON.stringify(hover?.contents).replaceAll('\\', '')).toContain(
    EDITOR_TEXTS['webhooks[].environments'].description,
  )
})

it('each problem is found on its line, with its fix', async () => {
  const findings = await findingsIn(
    file(
      '  - id: default',
      `    description: ${'d'.repeat(1001)}`,
      '    url: http://hooks.example.com/auco',
      '    header: { key: Authorization, value: Bearer 1f6f7f6f }',
      '  - id: Billing',
      '    description: Invoices',
      '    url: { stage: https://billing.example.com }',
      '    headers: {}',
    ),
  )
  expect(findings.toSorted((a, b) => a.line - b.line)).toEqual([
    { line: 4, message: '`description` is longer than 1,000 characters. Shorten it.' },
    { line: 5, message: 'Write the URL in full, starting with `https://`.' },
    { line: 6, message: expect.stringMatching(/^`value` is a literal secret: .*`secret: false`/) },
    { line: 9, message: expect.stringContaining('production') },
    { line: 10, message: expect.stringContaining('headers') },
  ])
})

it('an environment with no `default`, or with two, is found', async () => {
  const none = main.map((line) => line.replace('default', 'Billing'))
  for (const lines of [none, [...main, ...main]])
    expect(await findingsIn(file(...lines))).toEqual(
      ['stage', 'production'].map((environment) => ({
        line: 3,
        message: `Exactly one webhook of ${environment} has the id \`default\`: Auco answers 400 to a list without it.`,
      })),
    )
})
