import { UserError } from '../core/errors.ts'
import { formatCount, formatNumber } from '../core/format.ts'
import type {
  BadEndpoint,
  Delivery,
  EndpointFindings,
  EndpointProblem,
  WhyNotChecked,
} from '../plan/endpoints.ts'
import type { Plan, Redact } from '../plan/plan.ts'
import { codeSpan, fold, idList, idSpan, MAX_ORIGIN, shortLists } from './markdown.ts'

/** What is wrong with an endpoint, after its name. The words are fixed: no error of a library, no address. */
const PROBLEM: Readonly<Record<Exclude<EndpointProblem['kind'], 'certificate-ends'>, string>> = {
  'unknown-host': 'does not exist in the public DNS',
  'not-public': 'has an address that is not public',
  'no-connection': 'accepts no connection',
  'no-tls': 'does not complete a TLS connection',
  certificate: 'has a certificate that cannot be verified',
  slow: 'takes more than 5 seconds to connect',
}

/** A problem as it follows the name of the host. */
export function problemWords(problem: EndpointProblem): string {
  return problem.kind === 'certificate-ends'
    ? `has a certificate that ends on ${problem.on}`
    : PROBLEM[problem.kind]
}

/** The caution of an endpoint: what is wrong, and what follows from it. */
export function endpointWords({ host, ids, problem }: BadEndpoint): readonly [string, string] {
  return [`${codeSpan(host, MAX_ORIGIN)} ${problemWords(problem)}.`, consequenceOf(problem, idList(ids))]
}

function consequenceOf({ kind }: EndpointProblem, ids: string): string {
  switch (kind) {
    case 'no-connection':
      return `If it admits only Auco's addresses, nothing is wrong. Otherwise Auco cannot deliver to ${ids}.`
    case 'certificate':
      return `Auco cannot deliver to ${ids}. Check its dates, its names, and that the server sends the intermediate certificates, which browsers find elsewhere.`
    case 'certificate-ends':
      return `Renew it, or Auco can no longer deliver to ${ids}.`
    case 'slow':
      return `Auco waits 10 seconds for connection and answer together, so ${ids} can lose notifications.`
    default:
      return `Auco cannot deliver to ${ids}.`
  }
}

/** Why an endpoint was not checked, after a colon. */
export const WHY_NOT_CHECKED: Readonly<Record<WhyNotChecked, string>> = {
  proxy: 'this machine connects through a proxy',
  network: "this machine's network or DNS does not reach them",
  time: 'time ran out',
  fork: 'a file from a fork makes only GitHub-hosted runners connect to its hosts',
}

/** The sentence that says which endpoints were not checked, and why; empty if all were. */
export function notCheckedText({ notChecked }: EndpointFindings): string {
  if (notChecked.length === 0) return ''
  const parts = notChecked.map(({ why, hosts }) => `${idList(hosts)}: ${WHY_NOT_CHECKED[why]}`)
  return `Endpoints not checked: ${parts.join('; ')}.`
}

/** Which endpoints have a problem, in one sentence; `null` if none has. */
export function endpointsSummary({ cautions }: Plan): string | null {
  const hosts = new Set(cautions.flatMap((caution) => (caution.kind === 'endpoint' ? [caution.host] : [])))
  if (hosts.size === 0) return null
  return `${formatCount(hosts.size, 'endpoint')} may not get what Auco sends: ${idList([...hosts])}.`
}

export function endpointsError(summary: string): UserError {
  return new UserError(
    'endpoint-problems',
    summary,
    'Nothing was written. The summary says what is wrong with each; correct it, or set `endpoints: warn`.',
  )
}

/** Whether the receiver took it: to Auco, only 2xx is delivered. */
export function isTaken({ outcome }: Delivery): boolean {
  return typeof outcome !== 'string' && outcome.status >= 200 && outcome.status < 300
}

/** What came of it, as it follows the id: the status, or why there is none. */
export function deliveryWords({ outcome }: Delivery, isTimed: boolean): string {
  switch (outcome) {
    case 'no-answer':
      return 'did not answer within the 10 seconds that Auco gives'
    case 'no-http':
      return 'gave no answer in HTTP'
    case 'not-sendable':
      return 'got nothing: a variable is not set here, or HTTP itself needs the header'
    case 'network':
      return `got nothing: ${WHY_NOT_CHECKED[outcome]}`
  }
  if (typeof outcome === 'string') return `got nothing: its host ${problemWords({ kind: outcome })}`
  const { status, milliseconds } = outcome
  const answered = `answered ${status}${isTimed ? ` in ${formatNumber(milliseconds)} ms` : ''}`
  return status >= 300 && status < 400 ? `${answered}: a redirect, which is not followed` : answered
}

/** Every delivery folded, those that failed first; and the failures in a sentence, which is empty if there are none. */
export function deliveryReport(deliveries: readonly Delivery[], redact: Redact) {
  const named = ({ webhook }: Delivery) => idSpan(redact(webhook.id))
  const failed = deliveries.filter((one) => !isTaken(one))
  const sorted = [...failed, ...deliveries.filter(isTaken)]
  const lines = sorted.map((one) => `- ${named(one)} ${deliveryWords(one, true)}`)
  const list = shortLists([lines], '- ', lines.length).join('\n')
  const summary = `${formatNumber(lines.length - failed.length)} of ${formatCount(lines.length, 'test notification')} delivered`
  const [first, ...others] = failed.map((one) => `${named(one)} ${deliveryWords(one, false)}`)
  const more = others.length === 0 ? '' : `; and ${formatCount(others.length, 'other')}`
  return { notes: [fold(summary, list)], undelivered: first === undefined ? '' : first + more }
}
