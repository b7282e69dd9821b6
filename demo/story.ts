import type { FakeAuco, Webhook } from '../test/fakes/auco.ts'
import type { ActionEvent } from '../test/fakes/run-action.ts'
import type { Team } from './team.ts'

/** What a step shows beside its annotations, its requests and what Auco stores. */
export type Part = 'file' | 'log' | 'comment' | 'status' | 'outputs'

/** The jobs of the workflow. Only the apply gets the private key. */
export type Job = 'plan' | 'apply' | 'check'

/** How a step must end; otherwise the demo fails. */
export interface Ending {
  readonly exitCode: 0 | 1
  /** The output `result`; undefined for a run that failed before it had one. */
  readonly result: string | undefined
  /** The methods of the requests to Auco, in order. */
  readonly auco: readonly string[]
  /** The same for GitHub, if the step is about them. */
  readonly github?: readonly string[]
  /** Everything that Auco stores afterwards. */
  readonly stored: readonly Webhook[]
  /** Comments on the pull request. */
  readonly comments: number
  /** What a person must be able to read in the comment, the annotations or the log. */
  readonly says: readonly string[]
}

export interface Step {
  readonly title: string
  readonly narration: string
  /** What people do before the run. Returns the event that starts it. */
  readonly people: (team: Team, auco: FakeAuco) => Promise<ActionEvent>
  readonly job: Job
  /** Does the same for stage before, in an earlier step of the same job. */
  readonly stageFirst?: boolean
  /** Variables that have another value than before. */
  readonly rotated?: Readonly<Record<string, string>>
  readonly show: readonly Part[]
  readonly ending: Ending
}

/** The variables of the step's `env:`. In a workflow they come from the secrets of the environment. */
export const variables = {
  AUCO_HOOK_TOKEN: 'hook_Zt4mQ9xBv2LrWc7K',
  AUCO_ARCHIVE_TOKEN: 'arch_8nYd3HsPfG6uTj1E',
  AUCO_BILLING_TOKEN: 'bill_Xw5kRa0CqVz9JpMi',
} as const

const byHand: Webhook = {
  id: 'default',
  description: 'Webhook principal',
  url: 'https://hooks.notaria.example/auco/v1',
  header: { key: 'Authorization', value: 'Bearer typed-by-hand-in-2023' },
}
const standard: Webhook = {
  id: 'default',
  description: 'Every signing event that names no other webhook',
  url: 'https://hooks.notaria.example/auco',
  header: { key: 'Authorization', value: `Bearer ${variables.AUCO_HOOK_TOKEN}` },
}
const archive: Webhook = {
  id: 'Archive',
  description: 'The archive keeps every finished deed',
  url: 'https://archive.notaria.example/auco',
  header: { key: 'X-Archive-Token', value: variables.AUCO_ARCHIVE_TOKEN },
}
const billing: Webhook = {
  id: 'Billing',
  description: 'Billing wants FINISH only',
  url: 'https://billing.notaria.example/auco',
  header: { key: 'X-Billing-Token', value: variables.AUCO_BILLING_TOKEN },
}
const crm: Webhook = {
  id: 'CRM',
  description: 'Sales wants to know who signed',
  url: 'https://crm.notaria.example/auco',
  header: { key: 'X-Api-Key', value: 'crm-key-added-with-curl' },
}
const rotated = { AUCO_BILLING_TOKEN: 'bill_2026_Hq8sVn3TdLe7' }
const rotatedBilling: Webhook = {
  ...billing,
  header: { key: 'X-Billing-Token', value: rotated.AUCO_BILLING_TOKEN },
}
const rerouted: Webhook = { ...standard, url: 'https://hooks.notaria.example/auco-test' }

const atStage: Webhook = { ...standard, url: 'https://hooks.stage.notaria.example/auco' }

/** What Auco's stage environment stores. */
export const storedAtStage: readonly Webhook[] = [atStage, archive]

/** The hosts that get notifications. */
export const receivers: readonly string[] = ['hooks', 'archive', 'billing', 'crm'].map(
  (name) => `${name}.notaria.example`,
)

/** What Auco stores before the story begins. */
export const storedAtFirst: readonly Webhook[] = [byHand, archive]

/** Everything in the story that nobody may ever see. */
export const secrets: readonly string[] = [
  ...Object.values(variables),
  rotated.AUCO_BILLING_TOKEN,
  ...[byHand, crm].flatMap(({ header }) => header?.value ?? []),
  '9fK2vQ7sXcL4pD8wRm1z', // written out in files/1-wrong.yaml
]

/** The story, from a wrong file to a secret that its receiver doesn't know. */
export const story: readonly Step[] = [
  {
    title: 'A wrong file on a branch',
    narration:
      'A notary office maintains two webhooks at Auco by hand. Mariana puts them in a file, adds a third one for billing, and pushes. The file has a typo, a literal secret, and an unencrypted URL. She gets the line, the cause, and the fix for each, before any request to Auco or GitHub.',
    people: (team) => team.push('billing', '1-wrong.yaml', 'feat: our webhooks, and one for billing'),
    job: 'plan',
    show: ['file'],
    ending: {
      exitCode: 1,
      result: undefined,
      auco: [],
      github: [],
      stored: [byHand, archive],
      comments: 0,
      says: ['webhooks.yaml:3:5 error', 'webhooks.yaml:7:14 error', 'webhooks.yaml:16:10 error'],
    },
  },
  {
    title: 'A typo in a host, found by the plan',
    narration:
      'She fixes these and opens a pull request, but two letters in the host for billing are swapped. The file is valid, and Auco would accept it, but every notification for billing would be lost without a sound. The plan looks up the host, and the comment warns.',
    people: async (team) => {
      await team.push('billing', '2-typo-in-a-host.yaml', 'fix: what the check found')
      return team.openPullRequest('billing', 'Our webhooks, and one for billing')
    },
    job: 'plan',
    show: ['comment'],
    ending: {
      exitCode: 0,
      result: 'planned',
      auco: ['GET'],
      stored: [byHand, archive],
      comments: 1,
      says: [
        '`billing.notraia.example` does not exist in the public DNS',
        'Auco cannot deliver to `Billing`',
      ],
    },
  },
  {
    title: 'The file is corrected',
    narration:
      'The same comment now shows her reviewer what the merge would change: one webhook to create and one to update. A secret differs, but isn’t shown. The warning is gone, because the host answers and its certificate verifies.',
    people: async (team) => {
      await team.push('billing', '3-corrected.yaml', 'fix: the host of billing')
      return team.pushedToPullRequest()
    },
    job: 'plan',
    show: ['comment', 'outputs'],
    ending: {
      exitCode: 0,
      result: 'planned',
      auco: ['GET'],
      stored: [byHand, archive],
      comments: 1,
      says: ['1 to update · 1 to create', 'Create `Billing`', 'Update `default`', 'secret changed'],
    },
  },
  {
    title: 'The merge: Applied and verified',
    narration:
      'One read, one write, and a read-back that verifies it. Then each new or changed webhook gets a test notification with its header (`deliver: changed`), and its receiver accepts it. The comment says how it ended, and what was done.',
    people: (team) => team.merge(),
    job: 'apply',
    show: ['log', 'status', 'outputs'],
    ending: {
      exitCode: 0,
      result: 'applied',
      auco: ['GET', 'PUT', 'GET'],
      stored: [standard, archive, billing],
      comments: 1,
      says: ['Applied and verified** by', '2 of 2 test notifications delivered'],
    },
  },
  {
    title: 'A re-run: unchanged',
    narration:
      'Somebody clicks “Re-run job”. Auco already has everything in the file, so the run reads once and writes nothing. A re-run sends the test notifications to every webhook: the first attempt may have failed there.',
    people: (team) => team.rerun(),
    job: 'apply',
    show: ['log', 'status'],
    ending: {
      exitCode: 0,
      result: 'unchanged',
      auco: ['GET'],
      stored: [standard, archive, billing],
      comments: 1,
      says: ['Applied and verified'],
    },
  },
  {
    title: 'A pull request that removes a webhook',
    narration:
      'The archive is being shut down. Every process that names a removed webhook goes silent, so the comment starts with a caution. The job plans stage and production one after the other, and the comment has a section for each.',
    people: async (team) => {
      await team.push('no-archive', '4-without-archive.yaml', 'feat: the archive is switched off')
      return team.openPullRequest('no-archive', 'The archive is switched off')
    },
    job: 'plan',
    stageFirst: true,
    show: ['comment'],
    ending: {
      exitCode: 0,
      result: 'planned',
      auco: ['GET', 'GET'],
      stored: [standard, archive, billing],
      comments: 1,
      says: [
        '### stage\n\n**Plan:** 1 to remove · 1 unchanged',
        '### production\n\n**Plan:** 1 to remove · 2 unchanged',
        '`Archive`',
      ],
    },
  },
  {
    title: 'The merge: removed',
    narration:
      'Earlier versions of the file had this webhook, as Auco has it now. So the file manages it, and the apply removes it, from stage and then from production.',
    people: (team) => team.merge(),
    job: 'apply',
    stageFirst: true,
    show: ['log', 'status'],
    ending: {
      exitCode: 0,
      result: 'applied',
      auco: ['GET', 'PUT', 'GET', 'GET', 'PUT', 'GET'],
      stored: [standard, billing],
      comments: 1,
      says: ['Applied and verified** by'],
    },
  },
  {
    title: 'A webhook that the file never had: it stays',
    narration:
      'Sales has added a webhook to Auco with curl. Later, somebody adds a comment to the file and pushes to main. No version of the file ever had the webhook of Sales, so the apply lists it and leaves it alone.',
    people: async (team, auco) => {
      auco.edit(({ webhooks }) => webhooks.push(crm))
      return team.push('main', '5-one-comment-more.yaml', 'docs: say who keeps this file')
    },
    job: 'apply',
    show: ['log'],
    ending: {
      exitCode: 0,
      result: 'unchanged',
      auco: ['GET'],
      stored: [standard, billing, crm],
      comments: 1,
      says: ['CRM'],
    },
  },
  {
    title: 'Two pushes in a row: a newer run takes over',
    narration:
      'Somebody pushes another description for billing, and takes it back a minute later. The run of the first push waited in the queue and only starts now. It sees that the branch has another file and that a newer run is about to apply it, writes nothing, and links to that run.',
    people: (team) => team.pushTwice('6-description.yaml', '5-one-comment-more.yaml'),
    job: 'apply',
    show: ['log', 'outputs'],
    ending: {
      exitCode: 0,
      result: 'superseded',
      auco: ['GET'],
      stored: [standard, billing, crm],
      comments: 1,
      says: ['newer'],
    },
  },
  {
    title: 'The morning check finds a change by hand',
    narration:
      'In Auco’s console, somebody has pointed `default` to a test address. The scheduled check (`fail-on-changes`) turns red and shows it. The webhook of Sales is no difference.',
    people: async (team, auco) => {
      auco.edit(({ webhooks }) => webhooks.splice(0, 1, rerouted))
      return team.waitForSchedule()
    },
    job: 'check',
    show: ['log', 'outputs'],
    ending: {
      exitCode: 1,
      result: 'planned',
      auco: ['GET'],
      stored: [rerouted, billing, crm],
      comments: 1,
      says: ['Auco differs from the file: `default`.', '+ url: https://hooks.notaria.example/auco'],
    },
  },
  {
    title: 'A rotated secret that the receiver does not know',
    narration:
      'Mariana undoes that by starting the apply by hand. Meanwhile, somebody has rotated the secret of billing at GitHub, but not at the receiver. The apply is verified: Auco has the new value. But the receiver answers 401 to the test notification, as it would to every real one, so the run is red and says who refuses it.',
    people: (team) => team.startByHand(),
    job: 'apply',
    rotated,
    show: ['log', 'outputs'],
    ending: {
      exitCode: 1,
      result: 'applied',
      auco: ['GET', 'PUT', 'GET'],
      stored: [standard, rotatedBilling, crm],
      comments: 1,
      says: ['Applied and verified, but `Billing` answered 401.', 'default answered 204'],
    },
  },
]
