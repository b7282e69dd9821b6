import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { parse } from 'yaml'
import type { Environment } from '../../../src/core/webhook.ts'
import type { ImportResult } from '../../../src/import/import-live.ts'
import { type AtAuco, importing } from './importing.ts'

/** What Auco has, and how it's imported. */
interface Head {
  readonly environment: Environment
  readonly webhooks: readonly AtAuco[]
  readonly prunes?: boolean
  readonly listedOnly?: boolean
}

const folder = path.join(import.meta.dirname, 'cases')
/** Parts of texts that no result may show. */
const SECRETS = /s3cret|live-|x9f8|9f8e4d|q4Wm2Lk9Xv3|q7z9f8|puk_/

/** The files begin with the head and the file `before`. The rest is approved: `vitest -u` writes it. */
it.each(readdirSync(folder).map((name) => name.replace('.txt', '')))('%s', async (name) => {
  const file = path.join(folder, `${name}.txt`)
  const [head = '', ...sections] = readFileSync(file, 'utf8').split(/^(?=--- )/m)
  const { environment, webhooks, ...options }: Head = parse(head)
  const before = sections.find((section) => section.startsWith('--- before\n'))
  const existing = before?.slice('--- before\n'.length) ?? null
  const result = importing(existing, environment, webhooks, options)
  await expect(`${head}${before ?? ''}${sectionsOf(result)}`).toMatchFileSnapshot(file)
  const shown = JSON.stringify(result)
  if (name !== 'misplaced-secrets') expect(shown).not.toMatch(SECRETS)
  if (!result.ok) return
  expect(importing(result.text, environment, webhooks, options)).toMatchObject({ text: result.text })
  // JSON has its own layout.
  if (existing === null || /^(?:\{|$)/.test(existing)) return
  expect(importing(windows(existing), environment, webhooks, options)).toMatchObject({
    text: windows(result.text),
  })
})

const windows = (text: string) => text.replaceAll('\n', '\r\n')

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

it('a file that the action would not read for its size is refused', () => {
  const many = Array.from({ length: 270 }, (_, index) => ({ id: `${index}`, description: 'a'.repeat(1_000) }))
  expect(importing(null, 'stage', [{ id: 'default' }, ...many])).toMatchObject({
    reason: expect.stringContaining('larger than 256 KiB'),
  })
})
