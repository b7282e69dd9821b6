import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, expect, it } from 'vitest'

const root = path.resolve(import.meta.dirname, '../..')
// Inside the project, so that the project's own rules and types apply.
const folder = mkdtempSync(path.join(root, 'test/lint-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** By its script: what lies in .bin is no program on Windows. */
function lint(source: string): 'accepted' | 'refused' {
  const file = path.join(folder, 'sample.ts')
  writeFileSync(file, source)
  try {
    const oxlint = path.join(root, 'node_modules/oxlint/bin/oxlint')
    execFileSync(process.execPath, [oxlint, '--type-aware', '--deny-warnings', file], {
      cwd: root,
      stdio: 'pipe',
    })
    return 'accepted'
  } catch {
    return 'refused'
  }
}

const work = 'export async function work(): Promise<void> {\n  await Promise.resolve()\n}\n\n'
const from = "import { rm } from 'node:fs/promises'\n\n"

it.each([
  ['of our own', `${work}export function start(): void {\n  work()\n}\n`],
  ['of Node', `${from}export function start(): void {\n  rm('x')\n}\n`],
  ['in the place of a callback', `${from}setTimeout(async () => {\n  await rm('x')\n})\n`],
  ['that is marked as ignored', `${work}export function start(): void {\n  void work()\n}\n`],
])('lets no floating promise pass: one %s', (_, source) => {
  expect(lint(source)).toBe('refused')
})

it.each([
  ['awaited', `${work}export async function start(): Promise<void> {\n  await work()\n}\n`],
  ['caught', `${work}export function start(): void {\n  work().catch(() => {})\n}\n`],
])('accepts a promise that is %s', (_, source) => {
  expect(lint(source)).toBe('accepted')
})
