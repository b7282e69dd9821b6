import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startCompany } from '../../fakes/company.ts'
import { liveFile } from '../../fakes/webhooks-file.ts'

const company = await startCompany()

let directory: string
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'workspaces-'))
})
afterAll(() => rm(directory, { recursive: true }))

/** A workspace that the test fills, with a valid file outside of it. */
async function workspace(name: string, fill: (path: string) => Promise<unknown>): Promise<string> {
  const path = join(directory, name, 'workspace')
  await mkdir(path, { recursive: true })
  await writeFile(join(directory, name, 'outside.yaml'), liveFile)
  await fill(path)
  return path
}

it.each<[string, RegExp, (path: string) => Promise<unknown>, string?]>([
  ['is missing in a checkout', /`webhooks\.yaml` does not exist/, (path) => mkdir(join(path, '.git'))],
  [
    'is a symbolic link out of the workspace',
    /out of the workspace/,
    (path) => symlink('../outside.yaml', join(path, 'webhooks.yaml')),
  ],
  [
    'lies in a folder that is a symbolic link out of the workspace',
    /out of the workspace/,
    (path) => symlink('..', join(path, 'folder')),
    'folder/outside.yaml',
  ],
  ['is named by a path out of the workspace', /out of the workspace/, async () => {}, '../outside.yaml'],
  ['is a folder', /not a file/, (path) => mkdir(join(path, 'webhooks.yaml'))],
  [
    'has 257 KiB',
    /256 KiB/,
    (path) => writeFile(join(path, 'webhooks.yaml'), `${liveFile}# ${'x'.repeat(257 * 1024)}`),
  ],
  [
    'is Latin-1',
    /UTF-8/,
    (path) => writeFile(join(path, 'webhooks.yaml'), liveFile.replace('Every', 'Notaría'), 'latin1'),
  ],
])(
  'a file that %s is one clear error, and Auco is not asked',
  async (name, words, fill, config = 'webhooks.yaml') => {
    const run = await company.apply({
      workspace: await workspace(name.replaceAll(' ', '-'), fill),
      event: await company.push(liveFile),
      inputs: { config },
    })

    expect(run).toMatchObject({
      exitCode: 1,
      signal: null,
      stderr: '',
      outputs: {},
      toAuco: [],
      // For the comment that has to say so.
      toGitHub: [['POST', '/graphql', 200]],
    })
    expect(run.annotations).toMatchObject([{ level: 'error', message: expect.stringMatching(words) }])
    expect(run.log).not.toContain(directory)
  },
)

it('a symbolic link inside the workspace is followed', async () => {
  const path = await workspace('inside', async (root) => {
    await writeFile(join(root, 'real.yaml'), liveFile)
    await symlink('real.yaml', join(root, 'webhooks.yaml'))
  })
  const run = await company.apply({ workspace: path, event: await company.push(liveFile) })

  expect(run).toMatchObject({ exitCode: 0, outputs: { result: 'unchanged' } })
})
