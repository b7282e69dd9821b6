import { BASE_URL } from '../auco/access.ts'
import { UserError } from '../core/errors.ts'
import { quoteId } from '../core/format.ts'
import { suggest } from '../core/suggest.ts'
import { type DesiredWebhook, otherThan } from '../core/webhook.ts'
import { testNotification } from '../endpoints/test-notification.ts'
import { deliveryWords, isTaken } from '../report/endpoint-words.ts'
import { systemClock } from '../system/clock.ts'
import { checkProxies } from '../system/proxy.ts'
import { type CommandIo, EXIT, type ExitCode } from './command.ts'
import type { GivenTo } from './options.ts'
import { styled } from './terminal.ts'
import { type CheckedFile, readValidFile } from './valid-file.ts'

const PROOF =
  'This proves that the endpoint accepts the header from this machine. It does not prove that Auco reaches the endpoint.'
const NO_PROOF =
  'Auco takes only 2xx for delivered. It tries again after 2, 4 and 6 minutes, and then gives up.'

/**
 * Sends a test notification to a webhook of the file, after the host was confirmed, and prints how it was answered. Throws a
 * `UserError` if nothing was sent.
 */
export async function deliverTest(options: GivenTo<'deliver'>, io: CommandIo): Promise<ExitCode> {
  const { file, environment, event } = options
  checkProxies(io.variable)
  const read = await readValidFile(file, [environment], io)
  const redact = (shown: string) => read.redactor.redact(shown)
  const webhook = webhookNamed(options, read)
  const { deliverAll, requestTo } = await import('../endpoints/deliver.ts')
  const request = requestTo(webhook)
  if (request === null) throw notSendable(webhook)
  const { host } = new URL(request.origin)
  io.stderr.lines(announcement(options, webhook, host).map(redact))
  if (!options.yes) await confirm(host, io)

  const [sent] = await deliverAll([webhook], testNotification(event), {
    clock: systemClock,
    cancelled: new AbortController().signal,
    knownHost: new URL(BASE_URL[environment]).hostname,
  })
  if (sent === undefined) throw new Error('Nothing was sent')
  const [color, verdict, explanation] = isTaken(sent)
    ? (['green', 'Delivered', PROOF] as const)
    : (['red', 'Not delivered', NO_PROOF] as const)
  io.stdout.lines([
    [styled(color, verdict), `: ${quoteId(redact(webhook.id))} ${deliveryWords(sent, true)}.`],
    explanation,
  ])
  return isTaken(sent) ? EXIT.ok : EXIT.problems
}

function webhookNamed(
  { id, environment }: GivenTo<'deliver'>,
  { label, environments, redactor }: CheckedFile,
): DesiredWebhook {
  const webhooks = environments.flatMap((read) => read.webhooks)
  const webhook = webhooks.find((candidate) => candidate.id === id)
  if (webhook === undefined) {
    const suggestion = suggest(
      id,
      webhooks.map((candidate) => candidate.id),
    )
    throw new UserError(
      'unknown-id',
      `\`${label}\` has no webhook of this id for ${environment}.`,
      suggestion === null
        ? `Check the id, or give \`--environment ${otherThan(environment)}\`.`
        : `Did you mean ${quoteId(redactor.redact(suggestion))}?`,
    )
  }
  return webhook
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

/** What is about to be sent, and where. */
function announcement(
  { environment, event }: GivenTo<'deliver'>,
  { id, url, header }: DesiredWebhook,
  host: string,
): readonly string[] {
  return [
    `A test notification (${event}) for ${id}, ${environment}:`,
    `  POST ${url.shown}`,
    ...(header === null
      ? []
      : [`  with the value of the header ${header.key.shown}, which ${host} will see`]),
  ]
}

/** Lets the user type the name of the host: a `y` is typed too easily for a secret. Throws a `UserError` otherwise. */
async function confirm(host: string, { ask }: CommandIo): Promise<void> {
  const typed = await ask('Type the name of the host to send it: ', 'shown')
  if (typed === null) {
    throw new UserError(
      'not-confirmed',
      'Nobody can be asked here: this is not a terminal.',
      'Nothing was sent. Give `--yes` if the file names the right host.',
    )
  }
  if (typed.trim().toLowerCase() === host) return
  throw new UserError(
    'not-confirmed',
    'This is not the name of the host.',
    'Nothing was sent. Run the command again, and type the name that it shows.',
  )
}
