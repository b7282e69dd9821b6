import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { parse } from 'yaml'
import * as z from 'zod'
import { ENVIRONMENTS } from '../../../src/core/webhook.ts'
import type { ImportResult } from '../../../src/import/import-live.ts'
import { importing, KEY } from './importing.ts'

/** What Auco has, and how it's imported. */
const Head = z.strictObject({
  environment: z.enum(ENVIRONMENTS),
  prunes: z.boolean().default(false),
  listedOnly: z.boolean().default(false),
  webhooks: z.array(
    z.strictObject({
      id: z.string(),
      description: z.string().optional(),
      url: z.string().optional(),
      header: z.tuple([z.string(), z.string()]).optional(),
    }),
  ),
})

const folder = path.join(import.meta.dirname, 'cases')
/** Parts of texts that no result may show. */
const SECRETS = /s3cret|live-|x9f8|9f8e4d|q4Wm2Lk9Xv3|q7z9f8|puk_/

/** The files begin with the head and the file `before`. The rest is approved: `vitest -u` writes it. */
it.each(readdirSync(folder).map((name) => name.replace('.txt', '')))('%s', async (name) => {
  const file = path.join(folder, `${name}.txt`)
  const [head = '', ...sections] = readFileSync(file, 'utf8').split(/^(?=--- )/m)
  const { environment, webhooks, ...options } = Head.parse(parse(head))
  const before = sections.find((section) => section.startsWith('--- before\n'))
  const existing = before?.slice('--- before\n'.length) ?? null
  const result = importing(existing, environment, webhooks, options)
  await expect(`${head}${before ?? ''}${sectionsOf(result)}`).toMatchFileSnapshot(file)
  const shown = JSON.stringify(result)
  if (name !== 'misplaced-secrets') expect(shown).not.toMatch(SECRETS)
  if (result.ok)
    expect(importing(result.text, environment, webhooks, options)).toMatchObject({ text: result.text })
})

function sectionsOf(result: ImportResult): string {
  if (!result.ok) return `--- refused\n${result.reason}\n`
  const secrets = result.secrets.map(({ name, id, headerKey, isHidden, isNew, start, end }) =>
    [
      `${name}: ${headerKey === null ? 'URL' : `header ${headerKey}`} of ${id}`,
      ...(start === '' && end === '' ? [] : [`${start}…${end}`]),
      ...(isHidden ? ['hidden'] : []),
      ...(isNew ? ['new'] : []),
    ].join(', '),
  )
  return [
    `--- after, with ${result.webhooks} of Auco's\n${result.text}`,
    ...(secrets.length === 0 ? [] : [`--- secrets\n${secrets.join('\n')}\n`]),
    ...(result.remarks.length === 0 ? [] : [`--- remarks\n${result.remarks.join('\n')}\n`]),
  ].join('')
}

it('a file keeps its line breaks', () => {
  const all = { id: 'default', description: 'All', url: 'https://all.example.com' }
  const windows = (text: string) => text.replaceAll('\n', '\r\n')
  const file = 'webhooks:\n  - id: default\n    description: All\n    url: https://all.example.com\n'
  const added = '  - id: New\n    description: Main\n    url: https://hooks.example.com/auco\n'
  expect(importing(windows(file), 'stage', [all, { id: 'New' }])).toMatchObject({
    text: windows(`${file}${added}    environments: [stage]\n`),
  })
  expect(importing('# Ours\r\n', 'stage', [all])).toMatchObject({ text: windows(`# Ours\n${file}`) })
})

it('a variable is new where the file did not use it in that environment', () => {
  const header = ['X-Token', 'x9f8r7q2'] as const
  const webhooks = [
    { id: 'default', header },
    { id: 'Crm', header },
  ]
  const imported = (existing: string | null, environment: 'stage' | 'production') => {
    const result = importing(existing, environment, webhooks)
    return result.ok ? [result.text, ...result.secrets.map(({ isNew }) => isNew)] : []
  }
  const [first = '', ...isNew] = imported(null, 'stage')
  expect(isNew).toEqual([true, true])
  const [second, ...isNewToo] = imported(String(first), 'production')
  expect(isNewToo).toEqual([true, true])
  expect(imported(String(second), 'production')).toEqual([second, false, false])
})

it('an id of 129 characters is left out, and shows no secret where it is cut', () => {
  const secret = 'q7z9f8e4d3c2'
  const result = importing(null, 'stage', [
    { id: 'default', header: ['X-Key', secret] },
    { id: `${'x'.repeat(122)}${secret}`, url: 'https://10.0.0.1' },
    { id: 'y'.repeat(129) },
  ])
  expect(result).toMatchObject({ webhooks: 1 })
  expect(JSON.stringify(result)).not.toContain(secret.slice(0, 6))
})

it('a key of Auco is sent to nobody', () => {
  const key = { id: 'default', header: ['X-Key', KEY] } as const
  expect(importing(null, 'stage', [key])).toMatchObject({ reason: expect.stringContaining("Auco's keys") })
})

it('a file that the action would not read for its size is refused', () => {
  const many = Array.from({ length: 270 }, (_, index) => ({ id: `${index}`, description: 'a'.repeat(1_000) }))
  expect(importing(null, 'stage', [{ id: 'default' }, ...many])).toMatchObject({
    reason: expect.stringContaining('larger than 256 KiB'),
  })
})
