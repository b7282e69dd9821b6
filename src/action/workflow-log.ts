import { appendFileSync } from 'node:fs'
import * as core from '@actions/core'
import { secretValues } from '../core/declared.ts'
import { isPlainWords } from '../core/looks-secret.ts'
import { Secret } from '../core/secret.ts'
import { SecretRedactor } from '../core/secret-redactor.ts'
import type { Webhook } from '../core/webhook.ts'
import { withoutCommands } from '../system/workflow-commands.ts'

/** Minimum length of a mask, in characters: a shorter one would blank out ordinary words in every log of the job. */
const MIN_MASK = 4

/** Shortest variable that is masked although the file doesn't use it, in characters. */
const MIN_UNUSED = 6

/** Words that outputs are made of. GitHub drops an output that contains a mask, so no part of them is ever one. */
const OUTPUT_WORDS = [
  'true false unknown null planned unchanged applied superseded stage production live default default-branch',
  'remove update create added updated removed changed environment against changes unmanaged changedSince',
  'removalsUnknown deferred cannotCompare cautions action webhooks fields keptHeader description',
  'headerKey publicValue field from header kind value result http https github.com pull issuecomment',
  'shownPart fromKey toKey rewritten rename removal variables branch endpoint host problem certificate-ends slow',
  'unknown-host not-public no-connection no-answer no-http no-tls not-sendable network time',
].join(' ')

/**
 * The longest output, and the longest `plan`, in bytes. GitHub takes 1 MB of outputs per job, counted in UTF-16 (GitHub:
 * Passing information between jobs), and Linux an environment variable of 128 KiB (execve(2)). Six lists and a plan have at
 * most 960 kB in UTF-16 together.
 */
const MAX_OUTPUT_BYTES = 60_000
const MAX_PLAN_BYTES = 120_000

/**
 * Everything that the run says to the runner: log lines, outputs, the summary, masks. All lines go through
 * here, so that foreign text in them can't be a workflow command. Whoever puts foreign text into a line or a report redacts
 * it before: a secret of somebody else's choice would tear holes into the words and marks of ours.
 */
export class WorkflowLog {
  readonly #secrets = new Set<string>()
  readonly #registered: Secret[] = []
  readonly #redactor = new SecretRedactor()
  readonly #summaryPath: string
  #hasOutputs = true

  constructor(env: NodeJS.ProcessEnv) {
    this.#summaryPath = env['GITHUB_STEP_SUMMARY'] ?? ''
  }

  /** Masks the lines of a secret in the log, unless they're too short. Has to be called before anything else sees it. */
  mask(secret: Secret): void {
    const text = secret.reveal()
    if (text === '' || OUTPUT_WORDS.includes(text) || this.#secrets.has(text)) return
    this.#secrets.add(text)
    this.#registered.push(secret)
    this.#redactor.add(secret)
    for (const line of text.split(/[\r\n]+/)) {
      if (isMask(line)) core.setSecret(line)
    }
  }

  /** Masks what can be a secret of a webhook, before anything else is known: every variable that a file may use. */
  maskVariables(env: NodeJS.ProcessEnv): void {
    for (const [name, value = ''] of Object.entries(env)) {
      const isSecret = value.length >= MIN_UNUSED && !isPlainWords(value)
      if (name.startsWith('AUCO_') && isSecret) this.mask(new Secret(value))
    }
  }

  /** Masks the header values that aren't public: in base64, `Bearer …` doesn't contain its variable's value. */
  maskHeaders(webhooks: readonly Webhook[]): void {
    for (const secret of secretValues(webhooks)) this.mask(secret)
  }

  /** Registers a text that isn't shown without masking it: a part of a URL can be an ordinary word of every log. */
  withhold(secret: Secret): void {
    this.#registered.push(secret)
  }

  /** A text of the file or of Auco, with every secret of the run replaced by `***`. */
  readonly redact = this.#redactor.redact

  /** Every secret of the run. A message of Auco that contains a part of one is not shown. */
  get secrets(): readonly Secret[] {
    return this.#registered
  }

  hasSummary = false

  readonly info = (line: string): void => core.info(withoutCommands(line))
  readonly debug = (line: string): void => core.debug(withoutCommands(line))
  readonly notice = (message: string): void => core.notice(withoutCommands(message))
  readonly warning = (message: string): void => core.warning(withoutCommands(message))

  readonly fail = (message: string): void => core.setFailed(withoutCommands(message))

  group<T>(name: string, steps: () => Promise<T>): Promise<T> {
    return core.group(withoutCommands(name), steps)
  }

  /**
   * Sets an output, to nothing if it is too long. `value` is ours, or was redacted: in JSON a replacement could be a part of
   * its syntax. A failure is a warning, like that of the summary.
   */
  output(name: string, value: string): void {
    const isTooLong = Buffer.byteLength(value) > (name === 'plan' ? MAX_PLAN_BYTES : MAX_OUTPUT_BYTES)
    if (isTooLong) this.info(`The output \`${name}\` is too long, and left empty.`)
    try {
      core.setOutput(name, isTooLong ? '' : value)
    } catch {
      if (!this.#hasOutputs) return
      this.#hasOutputs = false
      this.warning(
        'The outputs of this step cannot be written, so later steps find none; the log and the summary have what matters. Check the disk of the runner.',
      )
    }
  }

  /**
   * Appends to the step's summary; does nothing outside of a runner. A failure is a warning, because a missing report
   * doesn't undo what was written at Auco.
   */
  summary(markdown: string): void {
    this.hasSummary = true
    if (this.#summaryPath === '') return
    try {
      appendFileSync(this.#summaryPath, `${markdown}\n`)
    } catch {
      // The error contains a path of the runner.
      this.warning('The summary of this step cannot be written; the log has what matters.')
    }
  }
}

/** Whether to mask a line. The runner masks what it holds in double quotes, or after an `&`, by itself (actions/runner: ValueEncoders). */
function isMask(line: string): boolean {
  const forms = [line, line.replace(/^"(.+)"$/, '$1'), line.replace(/^.*&(?:\+.)?(?=.{6})/, '')]
  return line.length >= MIN_MASK && !forms.some((form) => OUTPUT_WORDS.includes(form))
}
