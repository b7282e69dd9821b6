import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { parse } from 'yaml'
import * as z from 'zod'
import { MAX_FILE_BYTES } from '../../../src/config/file-bytes.ts'
import { tellFigures } from '../../campaign/figures.ts'
import { sample } from '../../campaign/soak.ts'
import { readAlone } from './reading.ts'

const Rows = z.array(
  z.strictObject({ name: z.string(), text: z.string(), codes: z.array(z.string()).default([]) }),
)
const rows = Rows.parse(parse(readFileSync(path.join(import.meta.dirname, 'hostile.yaml'), 'utf8')))

/** The text with its pieces repeated, as the data explains. */
function repeated(text: string): string {
  return text.replaceAll(/⟦(.*?)×(\d+|max)⟧/gs, (_, piece: string, times: string) => {
    const count = times === 'max' ? Math.floor(MAX_FILE_BYTES / Buffer.byteLength(piece)) : Number(times)
    return Array.from({ length: count }, (_, index) =>
      piece.replaceAll('№', `${index}`).replaceAll('→', ' '.repeat(index)),
    ).join('')
  })
}

let slowest = { name: '', milliseconds: 0 }

/** Maximum CPU time for one file, in milliseconds: the largest take about two seconds. */
const MAX_MS = 10_000

it.each(sample(rows, 9))('$name: $codes', { timeout: 60_000 }, ({ name, text, codes }) => {
  const written = repeated(text)
  const start = process.threadCpuUsage()
  const result = readAlone(written)
  const { user, system } = process.threadCpuUsage(start)
  const milliseconds = Math.ceil((user + system) / 1_000)
  if (milliseconds > slowest.milliseconds) slowest = { name, milliseconds }
  expect(milliseconds).toBeLessThan(MAX_MS)
  expect(Buffer.byteLength(written)).toBeLessThan(1.1 * MAX_FILE_BYTES)
  const found = result.ok ? [] : [...new Set(result.problems.map(({ code }) => code))].toSorted()
  expect(found).toEqual(codes)
})

it('of the control characters, only tabs and line breaks are allowed', () => {
  const allowed = Array.from({ length: 0xa0 }, (_, code) => code).filter((code) => {
    const result = readAlone(`# ${String.fromCharCode(code)}`)
    return !result.ok && result.problems[0]?.code === 'empty-file' && (code < 0x20 || code > 0x7e)
  })
  expect(allowed).toEqual([0x09, 0x0a, 0x0d, 0x85])
})

tellFigures('Hostile files', () => [
  ['files', rows.length],
  ['slowest', `${slowest.milliseconds} ms (${slowest.name})`],
])
