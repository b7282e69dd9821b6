import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, it, vi } from 'vitest'
import { readRunContext } from '../../../src/action/run-context.ts'
import { toolkitOf } from '../../fakes/toolkit.ts'

const directory = await mkdtemp(path.join(tmpdir(), 'event-'))
afterAll(() => rm(directory, { recursive: true }))

async function read(event: string | null, variables: Readonly<Record<string, string>> = {}) {
  const file = path.join(directory, 'event.json')
  await (event === null ? rm(file, { force: true }) : writeFile(file, event))
  const env = { GITHUB_REPOSITORY: 'acme/hooks', GITHUB_EVENT_PATH: file, ...variables }
  return await readRunContext(env, () => toolkitOf(env))
}

it.each([
  ["isn't JSON", 'my-secret-branch'],
  ["isn't an event", '{"pull_request": "my-secret-branch"}'],
  ['is empty', '{}'],
  ['is missing', null],
])('an event file that %s is an error that quotes nothing', async (_, event) => {
  const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true)
  const error = await read(event).catch((thrown: unknown) => thrown)
  write.mockRestore()
  expect(error).toMatchObject({ code: 'invalid-event' })
  expect(String(error)).not.toContain('secret')
})

it('a run of GitHub Enterprise Server has its addresses', async () => {
  const { runUrl, githubApiUrl } = await read('{"before": "a"}', {
    GITHUB_RUN_ID: '7',
    GITHUB_SERVER_URL: 'https://github.acme.example',
    GITHUB_API_URL: 'https://github.acme.example/api/v3',
  })
  expect(runUrl).toBe('https://github.acme.example/acme/hooks/actions/runs/7')
  expect(githubApiUrl).toBe('https://github.acme.example/api/v3')
})

it.each([
  ['push', 'a'],
  ['workflow_dispatch', null],
])('where the branch pointed before: %s', async (eventName, expected) => {
  const { pushedFrom } = await read('{"before": "a"}', { GITHUB_EVENT_NAME: eventName })
  expect(pushedFrom).toBe(expected)
})
