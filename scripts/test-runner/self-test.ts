import path from 'node:path'
import { startGitHub } from '../../test/fakes/github.ts'
import { workflowDispatchEvent } from '../../test/fakes/github-events.ts'
import { runAct } from './act.ts'
import { problemsOf } from './log.ts'

const root = path.resolve(import.meta.dirname, '../..')

/** Runs the workflow `self-test` in a copy of this folder. Throws with the log if something is wrong with it. */
export async function runSelfTest(): Promise<void> {
  const github = await startGitHub()
  try {
    // Its apply asks whether the commit is still the branch's head.
    const repo = await github.createRepository({ files: {} })
    const { exitCode, log } = await runAct(root, {
      workflow: '.github/workflows/self-test.yml',
      event: workflowDispatchEvent(repo, 'main'),
      github,
      secrets: {},
      action: root,
    })
    const problems = [...(exitCode === 0 ? [] : [`act ended with exit code ${exitCode}`]), ...problemsOf(log)]
    if (problems.length > 0) throw new Error([log, ...problems].join('\n'))
  } finally {
    await github.close()
  }
}
