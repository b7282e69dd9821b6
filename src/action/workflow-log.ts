import { appendFileSync } from 'node:fs'
import * as core from '@actions/core'
import type { Secret } from '../core/secret.ts'
import { logLine, withoutCommands } from '../system/workflow-commands.ts'

/**
 * Everything that the run says to the runner: log lines, outputs, the summary, masks. All lines go through
 * here, so that foreign text in them can't be a workflow command.
 */
export class WorkflowLog {
  readonly #secrets = new Set<string>()
  readonly #registered: Secret[] = []
  readonly #summaryPath: string
  #hasSummary = false

  constructor(env: NodeJS.ProcessEnv) {
    this.#summaryPath = env['GITHUB_STEP_SUMMARY'] ?? ''
  }

  /** Masks a secret in the log. Has to be called before anything else sees it. */
  mask(secret: Secret): void {
    const text = secret.reveal()
    if (text === '' || this.#secrets.has(text)) return
    this.#secrets.add(text)
    this.#registered.push(secret)
    core.setSecret(text)
  }

  /**
   * Registers a secret without masking it. A hidden part of a URL can be an ordinary word, and a mask would hide that word
   * everywhere.
   */
  withhold(secret: Secret): void {
    this.#registered.push(secret)
  }

  /** Every secret of the run. A message of Auco that contains a part of one is not shown. */
  get secrets(): readonly Secret[] {
    return this.#registered
  }

  /** Whether the summary was written. */
  get hasSummary(): boolean {
    return this.#hasSummary
  }

  info(line: string): void {
    logLine(line)
  }

  debug(line: string): void {
    core.debug(withoutCommands(line))
  }

  notice(message: string): void {
    core.notice(withoutCommands(message))
  }

  warning(message: string): void {
    core.warning(withoutCommands(message))
  }

  /** Marks the run as failed, with an annotation. */
  fail(message: string): void {
    core.setFailed(withoutCommands(message))
  }

  async group<T>(name: string, steps: () => Promise<T>): Promise<T> {
    core.startGroup(withoutCommands(name))
    try {
      return await steps()
    } finally {
      core.endGroup()
    }
  }

  output(name: string, value: string): void {
    core.setOutput(name, value)
  }

  /**
   * Appends to the step's summary; does nothing outside of a runner. A failure is a warning, because a missing report
   * doesn't undo what was written at Auco.
   */
  summary(markdown: string): void {
    this.#hasSummary = true
    if (this.#summaryPath === '') return
    try {
      appendFileSync(this.#summaryPath, `${markdown}\n`)
    } catch {
      // The error contains a path of the runner.
      this.warning('The summary of this step cannot be written; the log has what matters.')
    }
  }
}
