import { expect } from 'vitest'
import type { ActionOptions, ActionRun } from './run-action.ts'

/** No secret may be in anything that people or later steps see, neither plain nor encoded. Masks may hold it. */
export function expectNoLeak(run: ActionRun, comments: readonly string[], secrets: readonly string[]): void {
  const masks = /^::add-mask::.*$/gm
  const shown = {
    ...run,
    stdout: run.stdout.replaceAll(masks, ''),
    commands: [],
    masks: [],
    files: {},
    comments,
  }
  const text = JSON.stringify(shown)
  const spellings = secrets
    .filter((secret) => secret.length >= 6)
    .flatMap((secret) => [
      JSON.stringify(secret).slice(1, -1),
      encodeURIComponent(secret),
      Buffer.from(secret).toString('base64').replace(/=*$/, '').slice(0, -1),
    ])
  expect(spellings.filter((spelling) => text.includes(spelling))).toEqual([])
}

const runnerFiles = [
  'temp/_github_workflow/event.json',
  ...['set_output', 'set_env', 'save_state', 'add_path', 'step_summary'].map(
    (name) => `temp/_runner_file_commands/${name}`,
  ),
]

/** A run changes no file, leaves none behind, and sets nothing for later steps except its outputs. */
export function expectNothingLeft(run: ActionRun, workspace: ActionOptions['workspace']): void {
  expect([run.environmentFile, run.stateFile, run.pathFile]).toEqual(['', '', ''])
  const given = typeof workspace === 'string' ? {} : workspace
  const inWorkspace = Object.entries(given).map(([path, content]) => [`workspace/${path}`, content])
  const fromRunner = runnerFiles.map((path) => [path, expect.any(String)])
  expect(run.files).toEqual(Object.fromEntries([...inWorkspace, ...fromRunner]))
}
