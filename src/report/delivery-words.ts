import { formatCount, formatNumber } from '../core/format.ts'
import type { Delivery } from '../plan/endpoint-findings.ts'
import type { Redact } from '../plan/redact-data.ts'
import { problemWords, whyNotCheckedWords } from './endpoint-words.ts'
import { idSpan } from './id-list.ts'
import { shortLists } from './shorten.ts'

/** Whether the receiver took it: to Auco, only 2xx is delivered. */
export function isTaken({ outcome }: Delivery): boolean {
  return typeof outcome !== 'string' && outcome.status >= 200 && outcome.status < 300
}

/** What came of it, as it follows the id: the status and what it blames, or why there is none. */
export function deliveryWords({ webhook, outcome }: Delivery, isTimed: boolean): string {
  switch (outcome) {
    case 'no-answer':
      return 'did not answer within the 10 seconds that Auco gives'
    case 'no-http':
      return 'gave no answer in HTTP'
    case 'not-sendable':
      return 'got nothing: a variable is not set here, or HTTP itself needs the header'
    case 'dns':
    case 'network':
    case 'time':
      return `got nothing: ${whyNotCheckedWords(outcome)}`
  }
  if (typeof outcome === 'string') return `got nothing: its host ${problemWords({ kind: outcome })}`
  const { status, milliseconds } = outcome
  const answered = `answered ${status}${isTimed ? ` in ${formatNumber(milliseconds)} ms` : ''}`
  const refusal = webhook.header === null ? 'wants a header' : "doesn't accept this header value"
  if (status === 401 || status === 403) return `${answered}: the receiver ${refusal}`
  if (status === 404 || status === 410) return `${answered}: the receiver doesn't know this path`
  if (status >= 400) return `${answered}: the receiver ${status < 500 ? 'refuses the notification' : 'fails'}`
  return status < 300 ? answered : `${answered}: a redirect, which is not followed`
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
  return {
    notes: [`<details><summary>${summary}</summary>\n\n${list}\n\n</details>`],
    undelivered: first === undefined ? '' : first + more,
  }
}
