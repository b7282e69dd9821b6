import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, expect, it } from 'vitest'

const root = path.resolve(import.meta.dirname, '..')
// Inside the project, so that the project's own rules apply.
const folder = mkdtempSync(path.join(root, 'test/lint-'))
afterAll(() => rmSync(folder, { recursive: true }))

it('lets no floating promise pass', () => {
  const lint = (source: string) => {
    const file = path.join(folder, 'sample.ts')
    writeFileSync(file, source)
    try {
      // By its script: what lies in .bin is no program on Windows.
      const biome = path.join(root, 'node_modules/@biomejs/biome/bin/biome')
      execFileSync(process.execPath, [biome, 'lint', '--error-on-warnings', file], { stdio: 'pipe' })
      return 'accepted'
    } catch {
      return 'refused'
    }
  }
  const work = 'export async function work(): Promise<void> {\n  await Promise.resolve()\n}\n\n'
  expect(lint(`${work}export function start(): void {\n  work()\n}\n`)).toBe('refused')
  expect(lint(`${work}export async function start(): Promise<void> {\n  await work()\n}\n`)).toBe('accepted')
})
