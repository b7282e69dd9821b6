import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, expect, it } from 'vitest'
import { archiveOfTree } from '../fakes/archive.ts'
import { startCompany } from '../fakes/company.ts'
import { npmIn } from '../fakes/npm.ts'
import { runCommand } from '../fakes/run-command.ts'
import { desiredFile, hookTokens } from '../fakes/webhooks-file.ts'

const company = await startCompany()
const directory = mkdtempSync(path.join(tmpdir(), 'archive-'))
afterAll(() => rmSync(directory, { recursive: true }))

const tar = archiveOfTree()
const extracted = path.join(directory, 'extracted')
mkdirSync(extracted)
execFileSync('tar', ['-x', '-C', extracted], { input: tar })

it('a job downloads at most 400 KB: what it runs, and what explains it', () => {
  const names = ['LICENSE', 'README.md', 'action.yml', 'dist', 'package.json']
  expect(readdirSync(extracted).toSorted()).toEqual(names)
  expect(gzipSync(tar, { level: 9 }).length).toBeLessThanOrEqual(400_000)
})

it('an apply runs from the archive', async () => {
  const run = await company.apply({
    script: path.join(extracted, 'dist/index.js'),
    event: await company.push(desiredFile),
    file: desiredFile,
  })
  expect(run).toMatchObject({ exitCode: 0, outputs: { result: 'applied' } })
})

it('npx installs the archive, without a network or another package, and runs a command of it', async () => {
  const { npx, env } = npmIn(directory)
  const run = await runCommand({
    program: [...npx, '--yes', '--install-links', '--package', extracted, 'auco-webhooks'],
    args: ['validate'],
    folder: { 'webhooks.yaml': desiredFile },
    env: { ...env, ...hookTokens },
  })
  expect(run).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/^webhooks\.yaml is valid/) })
})
