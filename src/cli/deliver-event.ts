import { BASE_URL } from '../auco/access.ts'
import { UserError } from '../core/errors.ts'
import { quoteId } from '../core/format.ts'
import { suggest } from '../core/suggest.ts'
import { type DesiredWebhook, otherThan } from '../core/webhook.ts'
import { testNotification } from '../endpoints/test-notification.ts'
import { deliveryWords, isTaken } from '../report/endpoint-words.ts'
import { systemClock } from '../system/clock.ts'
import { checkProxies } from '../system/proxy.ts'
import { type CommandIo, confirm, EXIT, type ExitCode, NEVER_CANCELLED } from './command.ts'
import type { GivenTo } from './options.ts'
import { styled } from './terminal.ts'
import { readValidFile } from './valid-file.ts'

const PROOF =
  'This proves that the endpoint accepts the header from this machine. It does not prove that Auco reaches the endpoint.'
const NO_PROOF =
  'Auco takes only 2xx for delivered. It tries again after 2, 4 and 6 minutes, and then gives up.'

/**
 * Sends a test notification to a webhook of the file, after the host was confirmed, and prints how it was answered. Throws a
 * `UserError` if nothing was sent.
 */
export async function deliverEvent(options: GivenTo<'deliver'>, io: CommandIo): Promise<ExitCode> {
  const { id, file, environment, event, yes } = options
  checkProxies(io.variable)
  const read = await readValidFile(file, [environment], io)
  const { redact } = read.redactor
  const webhooks = read.environments.flatMap((one) => one.webhooks)
  const webhook = webhooks.find((one) => one.id === id)
  if (webhook === undefined) {
    const ids = webhooks.map((one) => one.id)
    const suggestion = suggest(id, ids)
    throw new UserError(
      'unknown-id',
      `\`${read.label}\` has no webhook of this id for ${environment}.`,
      suggestion === null
        ? `Check the id, or give \`--environment ${otherThan(environment)}\`.`
        : `Did you mean ${quoteId(redact(suggestion))}?`,
    )
  }
  const { deliverAll, requestTo } = await import('../endpoints/deliver.ts')
  const request = requestTo(webhook)
  if (request === null) throw notSendable(webhook)
  const { host } = new URL(request.origin)
  const key = webhook.header?.key.shown
  const announcement = [
    `A test notification (${event}) for ${id}, ${environment}:`,
    `  POST ${webhook.url.shown}`,
    ...(key === undefined ? [] : [`  with the value of the header ${key}, which ${host} will see`]),
  ]
  io.stderr.lines(announcement.map(redact))
  if (!yes) {
    // A `y` is typed too easily for a secret.
    const fix =
      'Nothing was sent. Type the name of the host as the question shows it, or give `--yes` if it is right.'
    await confirm(io, redact(`Type ${host} to send it: `), host, fix)
  }

  const [sent] = await deliverAll([webhook], testNotification(event), {
    clock: systemClock,
    cancelled: NEVER_CANCELLED,
    knownHost: new URL(BASE_URL[environment]).hostname,
  })
  if (sent === undefined) throw new Error('Nothing was sent')
  const [color, verdict, explanation] = isTaken(sent)
    ? (['green', 'Delivered', PROOF] as const)
    : (['red', 'Not delivered', NO_PROOF] as const)
  io.stdout.lines([
    [styled(color, verdict), `: ${quoteId(redact(id))} ${deliveryWords(sent, true)}.`],
    explanation,
  ])
  return isTaken(sent) ? EXIT.ok : EXIT.problems
}

function notSendable({ url, header }: DesiredWebhook): UserError {
  const unknown = [url, header?.value].find((value) => value?.known === false)
  return unknown?.known === false
    ? new UserError(
        'not-sendable',
        `The webhook is not complete: ${unknown.why}.`,
        'Set the variable, and run the command again: `read -rs AUCO_NAME && export AUCO_NAME`.',
      )
    : new UserError(
        'not-sendable',
        `HTTP itself needs the header \`${header?.key.shown}\`, so a notification cannot carry it.`,
        'Nothing was sent. Use a header that the receiver reads, such as `Authorization`.',
      )
}
