import { secretValues, withDeclared } from '../core/declared.ts'
import { type DesiredWebhook, type LiveCompany, variablesOf } from '../core/webhook.ts'
import { byId } from '../plan/compare-webhooks.ts'
import { endpointTargets, judgeEndpoints } from '../plan/endpoints.ts'
import { unlistedWebhooks } from '../plan/managed.ts'
import type { Change, Plan } from '../plan/plan.ts'
import { planChanges, withEndpointCautions } from '../plan/plan-changes.ts'
import { cautionWords } from '../report/cautions.ts'
import { notCheckedText } from '../report/endpoint-words.ts'
import { planJson } from '../report/plan-json.ts'
import { changeLines, deferredWords, hiddenValues, planStatus } from '../report/plan-words.ts'
import { checkEndpoints } from './check-endpoints.ts'
import { type CommandIo, EXIT, type ExitCode } from './command.ts'
import { ownSecrets } from './key-variables.ts'
import { checkAccess, type LiveOptions, readLiveCompany } from './read-live-company.ts'
import { readValidFile, type UsedVariables } from './read-valid-file.ts'
import { type Line, type Piece, styled } from './terminal.ts'
import { readExistingFile } from './text-file.ts'

export interface PlanOptions extends LiveOptions {
  readonly file: string
  readonly removals: 'managed' | 'all' | 'none'
  readonly format: 'text' | 'json'
  /** Whether every endpoint of the file is checked as well. */
  readonly detailed: boolean
  /** Whether changes have an exit code of their own. */
  readonly 'detailed-exitcode': boolean
}

/** Why this command can't tell what an apply removes. */
const NO_HISTORY =
  "An apply removes those that an earlier version of the file declared as they are now, and this command doesn't read those."

/** Prints the difference between the file and live, as the action does outside of pull requests. Throws a `UserError`. */
export async function planFile(options: PlanOptions, io: CommandIo): Promise<ExitCode> {
  const { file, environment, removals, format, detailed } = options
  const text = await readExistingFile(file, io.stdin)
  const access = await checkAccess(options, io)
  const own = [...ownSecrets(io), access.publicKey.key]
  const read = readValidFile({ file, text, own, environments: [environment], warnings: 'shown' }, io)
  const { label, environments, used } = read
  const webhooks = environments.flatMap((one) => one.webhooks)
  const { redactor } = used
  const redact = (shown: string) => redactor.redact(shown)
  const ended = new AbortController()
  const [answer, endpoints] = await Promise.all([
    readLiveCompany(access, used.values, io),
    detailed ? checkEndpoints(endpointTargets(webhooks), io, ended.signal) : [],
    // Without Auco's answer there is nothing to wait for.
  ]).finally(() => ended.abort())
  const elsewhere = environments.flatMap((one) => one.elsewhere)
  const live = withDeclared(answer, [...webhooks, ...elsewhere])
  for (const secret of secretValues(live.webhooks)) redactor.add(secret)
  const findings = judgeEndpoints(endpoints)
  const others = unlistedWebhooks(webhooks, live.webhooks)
  const unlisted = {
    removed: removals === 'all' ? others : [],
    changedSince: [],
    unknown: removals === 'managed' && others.length > 0 ? NO_HISTORY : null,
  }
  const planned = planChanges({ environment, desired: webhooks, live, unlisted, defaultBranch: null }, redact)
  const plan = withEndpointCautions(planned, findings, redact)
  const notChecked = notCheckedText(findings)
  if (notChecked !== '') io.stderr.lines([redact(notChecked)])
  io.stderr.lines(unsetOfNew(webhooks, live, used))
  if (format === 'json') io.stdout.text(`${planJson(plan, 'live')}\n`)
  else io.stdout.lines([`${label} compared with what Auco has at ${environment}:`, '', ...terminalPlan(plan)])
  return options['detailed-exitcode'] && plan.changes.length > 0 ? EXIT.changes : EXIT.ok
}

/** Variables that aren't set, of webhooks that aren't live yet: of all others, the plan says that they can't be compared. */
function unsetOfNew(
  webhooks: readonly DesiredWebhook[],
  live: LiveCompany,
  { variable }: UsedVariables,
): readonly string[] {
  const inLive = byId(live.webhooks)
  const names = webhooks.filter(({ id }) => !inLive.has(id)).flatMap(variablesOf)
  const unset = [...new Set(names)].filter((name) => (variable(name) ?? '') === '')
  if (unset.length === 0) return []
  const list = unset.map((name) => `\`${name}\``).join(', ')
  return [`Not set here, and needed by the apply as a secret at GitHub: ${list}`]
}

const SIGN = { remove: '-', update: '~', create: '+' } as const
const COLOR = { '-': 'red', '~': 'yellow', '+': 'green', '!': 'yellow' } as const

/** The plan for a terminal: cautions, a block for each change, what was not compared, what stays, and the counts. */
function terminalPlan(plan: Plan): readonly Line[] {
  const cautions = plan.cautions.map((caution): Line => {
    const [headline, consequence] = cautionWords(caution)
    return [styled(['bold', 'yellow'], `Caution: ${headline}`), ` ${consequence}`]
  })
  const uncompared = [
    ...(plan.deferred.length === 0
      ? []
      : [`${deferredWords(plan)}: ${[...new Set(plan.deferred.map(({ id }) => id))].join(', ')}`]),
    ...hiddenValues(plan).map(({ id, why }) => `${id}: cannot compare the header value: ${why}`),
  ]
  const unmanaged = plan.unmanaged.map((id) => `${id}: at Auco, not in the file, left as it is`)
  const unknown = plan.removalsUnknown === null ? [] : [plan.removalsUnknown]
  const blocks = [cautions, ...plan.changes.map(changeBlock), uncompared, [...unmanaged, ...unknown]]
  return [
    ...blocks.filter((block) => block.length > 0).flatMap((block) => [...block, '']),
    [styled('bold', planStatus(plan).replaceAll('**', ''))],
  ]
}

function changeBlock(change: Change): readonly Line[] {
  const sign = SIGN[change.action]
  return [
    [styled(['bold', COLOR[sign]], `${sign} ${change.action} ${change.id}`)],
    ...changeLines(change).map((line): Line => ['    ', colored(line)]),
  ]
}

function colored(line: string): Piece | string {
  const [sign] = line
  return sign === '+' || sign === '-' || sign === '!' ? styled(COLOR[sign], line) : line
}
