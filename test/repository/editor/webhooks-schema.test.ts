import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, expect, it } from 'vitest'
import * as z from 'zod'
import { EDITOR_TEXTS } from '../../../scripts/schema/editor-texts.ts'
import { LanguageServer } from './language-server.ts'

const server = await LanguageServer.start()
afterAll(() => server.stop())

const schema = pathToFileURL(path.resolve(import.meta.dirname, '../../../webhooks.schema.json')).href
/** A file with the line for its schema that the README suggests. */
const file = (...lines: readonly string[]) =>
  [`# yaml-language-server: $schema=${schema}`, 'webhooks:', ...lines, ''].join('\n')
const main = ['  - id: default', '    description: Main', '    url: https://hooks.example.com/auco']

it('a valid file has no findings, and fields are completed', async () => {
  const uri = 'file:///project/complete.yaml'
  expect(await server.open(uri, file(...main, '    '))).toEqual([])
  const Completion = z.object({ items: z.array(z.object({ label: z.string() })) })
  const params = { textDocument: { uri }, position: { line: 5, character: 4 } }
  const { items } = Completion.parse(await server.request('textDocument/completion', params))
  expect(items.map(({ label }) => label).toSorted()).toEqual(
    expect.arrayContaining(['environments', 'header']),
  )
})

it('hovering over a field shows its description', async () => {
  const uri = 'file:///project/hover.yaml'
  await server.open(uri, file(...main, '    environments: [stage, production]'))
  const Hover = z.object({ contents: z.object({ value: z.string() }) })
  const params = { textDocument: { uri }, position: { line: 5, character: 8 } }
  const { contents } = Hover.parse(await server.request('textDocument/hover', params))
  expect(contents.value.replaceAll('\\', '')).toContain(EDITOR_TEXTS['webhooks[].environments'].description)
})

it('each problem is found on its line, with its fix', async () => {
  const findings = await server.open(
    'file:///project/wrong.yaml',
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
  const found = (...environments: readonly string[]) =>
    environments.map((environment) => ({
      line: 3,
      message: `Exactly one webhook of ${environment} has the id \`default\`: Auco answers 400 to a list without it.`,
    }))
  const ofStage = [...main, '    environments: [stage]']
  const none = main.map((line) => line.replace('default', 'Billing'))
  for (const [name, lines, environments] of [
    ['two', [...main, ...main], ['stage', 'production']],
    ['none', none, ['stage', 'production']],
    ['stage', ofStage, ['production']],
    ['both', [...ofStage, ...main, '    environments: [production]'], []],
  ] as const) {
    expect(await server.open(`file:///project/${name}.yaml`, file(...lines))).toEqual(found(...environments))
  }
})
