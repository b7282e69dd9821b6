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

/** Files that the runner itself has, and what a run may write to. */
const RUNNER_FILE = /^temp\/(_github_workflow\/event\.json|_runner_file_commands\/(set_output|step_summary))$/

/** A run changes no file, leaves none behind, and sets nothing for later steps except its outputs. */
export function expectNothingLeft(run: ActionRun, workspace: ActionOptions['workspace']): void {
  const given = Object.entries(typeof workspace === 'string' ? {} : workspace)
  const commands = ['set_env', 'save_state', 'add_path'].map((name) => [
    `temp/_runner_file_commands/${name}`,
    '',
  ])
  expect(Object.fromEntries(Object.entries(run.files).filter(([path]) => !RUNNER_FILE.test(path)))).toEqual(
    Object.fromEntries([...given.map(([path, content]) => [`workspace/${path}`, content]), ...commands]),
  )
}
