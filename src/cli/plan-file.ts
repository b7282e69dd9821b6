import { parseSource } from '../config/source.ts'
import { readSource } from '../config/webhooks-file.ts'
import { withDeclared } from '../core/declared-live.ts'
import { UserError } from '../core/errors.ts'
import { formatCount } from '../core/format.ts'
import { secretsInFile, secretsInLive } from '../core/webhook-secrets.ts'
import { planChanges } from '../plan/plan-changes.ts'
import { planJson } from '../report/plan-json.ts'
import type { CommandIo } from './command-io.ts'
import { EXIT, type ExitCode } from './exit-codes.ts'
import { fileLabel } from './file-argument.ts'
import { terminalPlan } from './format-plan.ts'
import { countErrors, terminalProblems } from './format-problems.ts'
import { ownSecrets } from './key-variables.ts'
import { checkAccess, type LiveOptions, readLiveCompany } from './read-live-company.ts'
import { readExistingFile } from './read-text-file.ts'
import { usedVariables } from './used-variables.ts'

export type PlanFormat = 'text' | 'json'

export interface PlanOptions extends LiveOptions {
  readonly file: string
  readonly removals: 'reviewed' | 'keep'
  readonly format: PlanFormat
  /** Whether changes have an exit code of their own. */
  readonly detailedExitCode: boolean
}

/** Prints the difference between the file and live, as the action does outside of pull requests. Throws a `UserError`. */
export async function planFile(options: PlanOptions, io: CommandIo): Promise<ExitCode> {
  const { file, environment, removals, format, detailedExitCode } = options
  const text = await readExistingFile(file, io.stdin)
  const access = await checkAccess(options, io)
  const own = [...ownSecrets(io), access.publicKey.key]
  const used = usedVariables(io, own)
  const source = parseSource(text)
  const result = readSource(source, {
    environment,
    variable: used.variable,
    ownSecrets: own,
    unset: 'warning',
  })
  const label = fileLabel(file)
  const { redactor } = used
  const redact = (shown: string) => redactor.redact(shown)
  const found = result.ok ? result.warnings : result.problems
  io.stderr.lines(terminalProblems(label, text, source, found, redact))
  if (!result.ok) {
    const problems = formatCount(countErrors(result.problems), 'problem')
    throw new UserError('invalid-file', `${label} has ${problems}.`, 'Auco was not asked.')
  }
  const { webhooks } = result
  const inFile = secretsInFile(webhooks)
  const answer = await readLiveCompany(access, [...used.values, ...inFile.hiddenParts], io)
  const live = withDeclared(answer, { webhooks, isComplete: true })
  const inLive = secretsInLive(live.webhooks, webhooks)
  for (const secret of [...inFile.values, ...inLive.values]) redactor.add(secret)
  for (const part of [...inFile.hiddenParts, ...inLive.hiddenParts]) redactor.addUnlessOrdinary(part)
  const unlisted = removals === 'keep' ? 'kept' : 'removed'
  const plan = planChanges(environment, webhooks, live, null, redact, unlisted)
  if (format === 'json') io.stdout.text(`${planJson(plan, 'live')}\n`)
  else io.stdout.lines([`${label} against what is live at ${environment}:`, '', ...terminalPlan(plan)])
  return detailedExitCode && plan.changes.length > 0 ? EXIT.changes : EXIT.ok
}
