import { EVENTS, type EventName } from '../../endpoints/test-notification.ts'
import type { Command } from '../command.ts'
import type { ChoiceOption, Option } from '../option.ts'
import { CANCELLED, ENVIRONMENT, INPUT_FILE } from '../shared-usage.ts'

const CHOICES = EVENTS.map(({ event }) => event)

/** The statuses of a family, without its prefix. */
const statusesOf = (family: string) =>
  EVENTS.filter(({ event }) => event.startsWith(family)).map(({ body }) => body.status)

const EVENT: ChoiceOption<EventName> = {
  name: 'event',
  value: 'name',
  choices: CHOICES,
  help: `Of a document: ${CHOICES.filter((event) => !event.includes(':')).join(', ')}. Default: FINISH
Of a package, as package:CREATE: ${statusesOf('package:').join(', ')}
Of AucoFace, as face:APPROVED: ${statusesOf('face:').join(', ')}`,
}
const YES: Option = {
  name: 'yes',
  short: 'y',
  value: null,
  help: 'Do not ask, for scripts: the header goes to the host that the file names',
}

export const deliver: Command = {
  name: 'deliver',
  summary: 'Send a test notification to a webhook, as Auco would',
  description: `Send a test notification to the URL of a webhook, with its header, in the form that Auco documents. It asks you to type
the name of the host first. It shows the status and the time, never the answer, and follows no redirect.`,
  id: ['The id of the webhook'],
  file: [INPUT_FILE],
  options: [ENVIRONMENT, EVENT, YES],
  variables: [['those of the webhook', 'They are sent to its host']],
  exitCodes: [
    ['0', 'The endpoint answered 2xx within ten seconds'],
    ['1', 'Nothing was sent'],
    ['2', 'The endpoint answered otherwise, or not at all'],
    CANCELLED,
  ],
  prepare(given) {
    const options = {
      id: given.id(),
      file: given.file,
      environment: given.choice(ENVIRONMENT) ?? 'stage',
      event: given.choice(EVENT) ?? 'FINISH',
      isConfirmed: given.has(YES),
    } as const
    return {
      options,
      run: async (io) => {
        const { deliverTest } = await import('../deliver-test.ts')
        return await deliverTest(options, io)
      },
    }
  },
}
