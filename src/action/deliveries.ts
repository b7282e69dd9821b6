import { BASE_URL } from '../auco/access.ts'
import type { DesiredWebhook } from '../core/webhook.ts'
import { limitedDelivered } from '../report/limited-outputs.ts'
import type { ValidRun } from './run-context.ts'

/**
 * Sends a test notification to each of these webhooks, if the workflow asks for that, and never for a pull request. Returns
 * the list for the report, and which webhooks didn't take theirs; empty if all did.
 */
export async function deliverTests(
  { clock, cancelled, context, inputs, log }: ValidRun,
  webhooks: readonly DesiredWebhook[],
): Promise<{ readonly notes: readonly string[]; readonly undelivered: string }> {
  const isWanted = inputs.deliver !== 'off' && context.pullRequest === null
  if (isWanted) log.output('delivered', '{}')
  if (!isWanted || webhooks.length === 0) return { notes: [], undelivered: '' }
  // Loaded here: without the input, no run needs DNS and TLS of its own.
  const { deliverAll } = await import('../endpoints/deliver.ts')
  const { testNotification } = await import('../endpoints/test-notification.ts')
  const { deliveryWords, deliveryReport } = await import('../report/delivery-words.ts')
  const knownHost = new URL(BASE_URL[inputs.environment]).hostname
  const sent = await deliverAll(webhooks, testNotification('FINISH'), { clock, cancelled, knownHost })
  cancelled.throwIfAborted()
  for (const one of sent) log.info(`${log.redact(one.webhook.id)} ${deliveryWords(one, true)}`)
  log.output('delivered', limitedDelivered(sent, log.redact))
  return deliveryReport(sent, log.redact)
}
