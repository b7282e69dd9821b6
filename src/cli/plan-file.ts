import { secretValues, withDeclared } from '../core/declared.ts'
import { checkAll, judgeEndpoints } from '../plan/endpoints.ts'
import { unlistedWebhooks } from '../plan/managed.ts'
import { type Change, type Plan, redactData } from '../plan/plan.ts'
import { planChanges, withEndpointCautions } from '../plan/plan-changes.ts'
import { cautionWords } from '../report/cautions.ts'
import { notCheckedText } from '../report/endpoint-words.ts'
import { planJson } from '../report/plan-json.ts'
import {
  changeLines,
  deferredWords,
  hiddenValues,
  planStatus,
  SIGN,
  unmanagedWords,
} from '../report/plan-words.ts'
import { openCheck } from './check-endpoints.ts'
import { type CommandIo, EXIT, type ExitCode } from './command.ts'
import { checkAccess, readLiveCompany } from './live-company.ts'
import type { GivenTo } from './options.ts'
import { type Line, type Piece, styled } from './terminal.ts'
import { problemLines, readValidFile } from './valid-file.ts'

/** Why this command can't tell what an apply removes. */
const NO_HISTORY =
  "An apply removes those that an earlier version of the file declared as they are now, and this command doesn't read those."

/** Prints the difference between the file and live, as the action does outside of pull requests. Throws a `UserError`. */
export async function planFile(options: GivenTo<'plan'>, io: CommandIo): Promise<ExitCode> {
  const { file, environment, removals, format, detailed } = options
  const read = await readValidFile(file, [environment], io)
  const { label, environments, secrets, redactor } = read
  const access = await checkAccess(environment, options['api-url'], true, io)
  redactor.add(access.publicKey.key)
  io.stderr.lines(problemLines(read))
  const webhooks = environments.flatMap((one) => one.webhooks)
  const { redact } = redactor
  const answer = await readLiveCompany(access, secrets, io)
  const endpoints = detailed ? await checkAll(webhooks, await openCheck(io)) : []
  const elsewhere = environments.flatMap((one) => one.elsewhere)
  const live = withDeclared(answer, [...webhooks, ...elsewhere])
  for (const secret of secretValues(live.webhooks)) redactor.add(secret)
  const findings = redactData(judgeEndpoints(endpoints), redact)
  const others = unlistedWebhooks(webhooks, live.webhooks)
  const unlisted = {
    removed: removals === 'all' ? others : [],
    changedSince: [],
    unknown: removals === 'managed' && others.length > 0 ? NO_HISTORY : null,
  }
  const planned = planChanges({ environment, desired: webhooks, live, unlisted, defaultBranch: null }, redact)
  const plan = withEndpointCautions(planned, findings)
  const notChecked = notCheckedText(findings)
  if (notChecked !== '') io.stderr.lines([redact(notChecked)])
  if (format === 'json') io.stdout.text(`${planJson(plan, 'live')}\n`)
  else io.stdout.lines([`${label} compared with what Auco has at ${environment}:`, '', ...terminalPlan(plan)])
  return options['detailed-exitcode'] && plan.changes.length > 0 ? EXIT.changes : EXIT.ok
}

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
  const unmanaged = plan.unmanaged.map((id) => `${id}: ${unmanagedWords(plan, 1)}`)
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
