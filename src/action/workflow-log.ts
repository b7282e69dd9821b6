import { appendFileSync } from 'node:fs'
import * as core from '@actions/core'
import type { Secret } from '../core/secret.ts'
import { logLine, withoutCommands } from '../system/workflow-commands.ts'

/**
 * What the run says to the runner: log lines, outputs, the summary, masks. Every line that may hold foreign
 * text comes through here, so that none can be read as a workflow command.
 */
export class Runner {
  readonly #secrets = new Set<string>()
  readonly #registered: Secret[] = []
  readonly #summaryPath: string
  #hasSummary = false

  constructor(env: NodeJS.ProcessEnv) {
    this.#summaryPath = env['GITHUB_STEP_SUMMARY'] ?? ''
  }

  /** Masks a secret in the runner's log; called before anything else is done with it. */
  mask(secret: Secret): void {
    const text = secret.reveal()
    if (text === '' || this.#secrets.has(text)) return
    this.#secrets.add(text)
    this.#registered.push(secret)
    core.setSecret(text)
  }

  /**
   * Takes a secret into account without masking it: a part of a URL that reports leave out can be an ordinary word, and a
   * mask would hide that word everywhere.
   */
  withhold(secret: Secret): void {
    this.#registered.push(secret)
  }

  /** Every secret of the run: no message of Auco's that repeats a piece of one is shown. */
  get secrets(): readonly Secret[] {
    return this.#registered
  }

  /** Whether this run has told its end in the summary. */
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
   * Appends to the step's summary; without one (outside of a runner) does nothing. A failure is a warning: what was
   * written at Auco is not undone by a report that is missing.
   */
  summary(markdown: string): void {
    this.#hasSummary = true
    if (this.#summaryPath === '') return
    try {
      appendFileSync(this.#summaryPath, `${markdown}\n`)
    } catch {
      // Its message would hold a path of the runner.
      this.warning('The summary of this step cannot be written; the log has what matters.')
    }
  }
}
