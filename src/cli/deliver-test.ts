import { UserError } from '../core/errors.ts'
import { formatNumber, quoteId } from '../core/format.ts'
import { suggest } from '../core/suggest.ts'
import type { HeaderName } from '../core/webhook.ts'
import { type DesiredWebhook, type Environment, otherThan } from '../core/webhook.ts'
import type { Delivery, Recipient } from '../endpoints/deliver.ts'
import { type EventName, testNotification } from '../endpoints/test-notification.ts'
import { type Endpoint, endpointOf, shownEndpoint } from '../plan/endpoints.ts'
import { problemWords, whyNotCheckedWords } from '../report/endpoint-words.ts'
import { systemClock } from '../system/clock.ts'
import { checkProxies } from '../system/proxy.ts'
import { checkEndpoints } from './check-endpoints.ts'
import type { CommandIo } from './command-io.ts'
import { EXIT, type ExitCode } from './exit-codes.ts'
import { ownSecrets } from './key-variables.ts'
import { readExistingFile } from './read-text-file.ts'
import { readValidFile, type ValidFile } from './read-valid-file.ts'
import { type Line, styled } from './terminal.ts'

type Unanswered = Extract<Delivery, { answered: false }>

export interface DeliverOptions {
  readonly id: string
  readonly file: string
  readonly environment: Environment
  readonly event: EventName
  /** Whether the command line says yes, so that nobody has to be asked. */
  readonly isConfirmed: boolean
}

/**
 * Sends a test notification to a webhook of the file, after the host was confirmed, and prints how it was answered. Throws a
 * `UserError` if nothing was sent.
 */
export async function deliverTest(options: DeliverOptions, io: CommandIo): Promise<ExitCode> {
  const { file, environment, event, isConfirmed } = options
  checkProxies(io.variable)
  const text = await readExistingFile(file, io.stdin)
  const own = ownSecrets(io)
  const read = readValidFile({ file, text, own, environments: [environment], warnings: 'hidden' }, io)
  const webhook = webhookNamed(options, read)
  const recipient = recipientOf(webhook)
  const endpoint = endpointOf(webhook.url)
  // A valid file has none other.
  if (endpoint === null) throw new Error('The URL has no endpoint')
  const host = shownEndpoint(endpoint)
  const redact = (shown: string) => read.used.redactor.redact(shown)
  io.stderr.lines(announcement(options, webhook, host).map(redact))
  if (!isConfirmed) await confirm(host, io)

  const { deliver } = await import('../endpoints/deliver.ts')
  const delivery = await deliver(recipient, testNotification(event), systemClock)
  const isDelivered = delivery.answered && delivery.status >= 200 && delivery.status < 300
  const answer = delivery.answered
    ? `${delivery.status} in ${formatNumber(delivery.milliseconds)} ms`
    : ((await faultOfMachine(delivery, endpoint, io)) ?? `${redact(host)} ${failureWords(delivery.problem)}`)
  io.stdout.lines([verdict(isDelivered, answer), ...explanation(isDelivered, delivery)])
  return isDelivered ? EXIT.ok : EXIT.problems
}

function webhookNamed(
  { id, environment }: DeliverOptions,
  { label, environments, used }: ValidFile,
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
        : `Did you mean ${quoteId(used.redactor.redact(suggestion))}?`,
    )
  }
  return webhook
}

/** Headers that say where a request goes and how it is read (RFC 9110, RFC 9112): with one, it isn't the request that was confirmed. */
const OF_HTTP: ReadonlySet<string> = new Set([
  'connection',
  'content-length',
  'expect',
  'host',
  'keep-alive',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])

/** The webhook with all that a notification needs. Throws a `UserError` if that can't be sent. */
function recipientOf({ url, header }: DesiredWebhook): Recipient {
  if (!url.known) throw notSendable('URL', url.why)
  if (header === null) return { url, header: null }
  if (OF_HTTP.has(header.key.reveal().toLowerCase())) throw notOfReceiver(header.key)
  if (!header.value.known) throw notSendable('header', header.value.why)
  return { url, header: { key: header.key.reveal(), value: header.value.secret } }
}

function notSendable(part: string, why: string): UserError {
  return new UserError(
    'not-sendable',
    `The ${part} of the webhook is not complete: ${why}.`,
    'Set the variable, and run the command again: `read -rs AUCO_NAME && export AUCO_NAME`.',
  )
}

function notOfReceiver({ shown }: HeaderName): UserError {
  return new UserError(
    'not-sendable',
    `HTTP itself needs the header \`${shown}\`, so a notification cannot carry it.`,
    'Nothing was sent. Use a header that the receiver reads, such as `Authorization`.',
  )
}

/** What is about to be sent, and where. */
function announcement(
  { environment, event }: DeliverOptions,
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

function verdict(isDelivered: boolean, answer: string): Line {
  return isDelivered
    ? [styled('green', 'Delivered'), `: ${answer}.`]
    : [styled('red', 'Not delivered'), `: ${answer}.`]
}

/** What `check` says if the fault is this machine's and not the endpoint's; `null` if it isn't, or behind a proxy. */
async function faultOfMachine(
  { problem }: Unanswered,
  endpoint: Endpoint,
  io: CommandIo,
): Promise<string | null> {
  if (!['unknown-host', 'dns-failure', 'no-connection'].includes(problem)) return null
  const [checked] = await checkEndpoints([{ endpoint, ids: [] }], io, new AbortController().signal)
  const result = checked?.result
  return result?.outcome === 'not-checked' && result.why !== 'proxy' ? whyNotCheckedWords(result.why) : null
}

function failureWords(problem: Unanswered['problem']): string {
  return problem === 'no-http' ? 'gives no answer in HTTP' : problemWords({ kind: problem })
}

function explanation(isDelivered: boolean, delivery: Delivery): readonly Line[] {
  if (isDelivered) {
    return [
      'This proves that the endpoint accepts the header from this machine. It does not prove that Auco reaches the endpoint.',
    ]
  }
  if (!delivery.answered) return []
  return delivery.status >= 300 && delivery.status < 400
    ? ['It is a redirect, which was not followed. Write its target into the file.']
    : ['Auco takes only 2xx for delivered. It tries again after 2, 4 and 6 minutes, and then gives up.']
}
