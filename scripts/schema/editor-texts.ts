import type { WebhooksFile } from '../../src/config/shape.ts'

/** The paths of fields, as in `webhooks[].header.key`. */
type PathsOf<Fields, Prefix extends string = ''> = {
  [Name in keyof Fields & string]-?: `${Prefix}${Name}` | PathsIn<Fields[Name], `${Prefix}${Name}`>
}[keyof Fields & string]

type PathsIn<Value, Path extends string> = Value extends readonly (infer Item)[]
  ? PathsIn<Item, `${Path}[]`>
  : Value extends object
    ? PathsOf<Value, `${Path}.`>
    : never

export type FieldPath = PathsOf<WebhooksFile>

/** What an editor shows for a field. */
export interface EditorText {
  readonly description: string
  readonly examples: readonly unknown[]
}

const URL = 'https://hooks.example.com/auco'

/** The text of each field. Not in `src/config/shape.ts`, because every run would load it and none shows it. */
export const EDITOR_TEXTS: Readonly<Record<FieldPath, EditorText>> = {
  webhooks: {
    description: 'The webhooks of the company at Auco. Exactly one of each environment has the id `default`.',
    examples: [[{ id: 'default', description: 'Every signing event', url: URL }]],
  },
  'webhooks[].id': {
    description:
      'The name that documents refer to, at most 128 characters long and unique: two entries may share it if their `environments` differ. `default` gets every event that names no other webhook. Renaming a webhook removes it: processes that name the old id lose their notifications.',
    examples: ['default', 'Billing'],
  },
  'webhooks[].description': {
    description: "What the webhook is for, in at most 1,000 characters. Variables aren't expanded in it.",
    examples: ['Every signing event that names no other webhook'],
  },
  'webhooks[].url': {
    description:
      'Where Auco sends the notifications: an absolute `https:` URL without user or password, to a host that Auco can reach. One for all, or one for each environment under `stage` and `production`. Its path and query can have variables (`${AUCO_NAME}`), for a receiver whose URL is the secret.',
    examples: [
      URL,
      'https://hooks.zapier.com/hooks/catch/${AUCO_ZAPIER_PATH}',
      { stage: 'https://hooks.stage.example.com/auco', production: URL },
    ],
  },
  'webhooks[].url.stage': {
    description: "The address in Auco's environment for tests.",
    examples: ['https://hooks.stage.example.com/auco'],
  },
  'webhooks[].url.production': {
    description: "The address in Auco's production environment.",
    examples: [URL],
  },
  'webhooks[].environments': {
    description: 'The environments that the webhook belongs to; without it, both. Each needs a `default`.',
    examples: [['production'], ['stage', 'production']],
  },
  'webhooks[].header': {
    description:
      'The one header that Auco sends with every notification, so that the receiver knows it comes from Auco.',
    examples: [{ key: 'Authorization', value: 'Bearer ${AUCO_HOOK_TOKEN}' }],
  },
  'webhooks[].header.key': {
    description: 'The name of the header (RFC 9110).',
    examples: ['Authorization', 'X-Source'],
  },
  'webhooks[].header.value': {
    description:
      "The value of the header, with its secrets as variables of the step's `env:`: `${AUCO_NAME}`, in capital letters, digits and `_`. No other variables are expanded. `$${` is a literal `${`.",
    examples: ['Bearer ${AUCO_HOOK_TOKEN}'],
  },
  'webhooks[].header.secret': {
    description:
      '`false` says that `value` is no secret and may be written out. Needed for a value without a variable.',
    examples: [false],
  },
}
