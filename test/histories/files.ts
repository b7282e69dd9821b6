import type { Webhook } from '../fakes/auco.ts'
import { declaredBy, type Environment, expanded } from './contract.ts'
import type { HandEdit } from './steps.ts'

export const FILE = 'webhooks.yaml'
export const WORKFLOW = '.github/workflows/webhooks.yml'
/** What a step makes the file of, in histories where git doesn't have it as it is applied. */
export const SOURCE = 'source.yaml'

/** Entries that a file of a history may have; `Broken` is one that no YAML parser can read. */
export const SLOTS = ['default', 'A', 'B', 'C', 'Broken'] as const
export type Slot = (typeof SLOTS)[number]
export const MAX_VERSION = 3

/** Of one version more than one field differs from the next, of another only one, or only the environments. */
const ENTRIES: Readonly<Record<Slot, (version: number) => string>> = {
  default: (version) =>
    `{ id: default, description: All events, url: { stage: "https://default.acme.com/s${version}", production: "https://default.acme.com/p${version}" }, header: { key: Authorization, value: "Bearer \${AUCO_TOKEN}" } }`,
  A: (version) =>
    `{ id: A, description: Events of A, url: "https://a.acme.com/${version % 2}", header: { key: X-Source, value: source-${version}, secret: false } }`,
  B: (version) =>
    `{ id: B, description: Events of B, url: "https://b.acme.com/"${['', '', ', environments: [stage]', ', environments: [production]'][version]} }`,
  C: (version) =>
    `{ id: C, description: Events of C ${version}, url: "https://c.acme.com/\${AUCO_PATH}", header: { key: X-C-${version % 2}, value: "\${AUCO_TOKEN}" } }`,
  Broken: () => '{ id: [',
}

/** The file with another version of an entry, 0 for none. Entries stand apart, so that only changes of the same one conflict. */
export function fileWith(text: string | null, slot: Slot, version: number): string {
  const empty = `webhooks:\n${SLOTS.map((name) => `  # ${name}\n`).join('')}  # end\n`
  const before = text ?? empty.replace('# default\n', `$&  - ${ENTRIES.default(1)}\n`)
  const line = version === 0 ? '' : `  - ${ENTRIES[slot](version)}\n`
  return before.replace(new RegExp(`(  # ${slot}\n)[^#]*(?=  #)`), (_, start: string) => `${start}${line}`)
}

export const firstFile = (['default', 'A', 'B', 'C'] as const).reduce(
  (text, slot) => fileWith(text, slot, 1),
  fileWith(null, 'Broken', 0),
)

export function workflowText(version: number): string {
  return `on: push\n# ${version}\n`
}

/** The step's variables, by the workflow file and by how often the secrets were rotated. */
export function variablesOf(workflow: string | null, rotations: number): Record<string, string> {
  const version = /# (\d+)/.exec(workflow ?? '')?.[1] ?? 'none'
  return { AUCO_TOKEN: `token-${version}-of-${rotations}`, AUCO_PATH: `path-of-${version}` }
}

/** What another writer can leave at Auco: with everything, and with less and less. */
const FORMS: readonly Omit<Webhook, 'id' | 'url'>[] = [
  { description: 'Another team', header: { key: 'X-Partner', value: 'partner-8kQ2' } },
  {},
  { description: null, header: null },
  { description: ' ', header: { key: '', value: '' } },
]
export const MAX_FORM = FORMS.length - 1

/** A webhook that no file of a history declares. */
export function strangerOf(id: string, form: number): Webhook {
  return { id, url: 'https://Hooks.Partner.com:443/auco?x=1', ...FORMS[form] }
}

/** Edits what Auco has for an environment. */
export function editByHand(
  webhooks: Webhook[],
  edit: HandEdit,
  environment: Environment,
  variables: Readonly<Record<string, string>>,
): void {
  const put = (webhook: Webhook) => {
    const at = webhooks.findIndex(({ id }) => id === webhook.id)
    webhooks.splice(at === -1 ? webhooks.length : at, 1, webhook)
  }
  if (edit.what === 'stranger') put(strangerOf(edit.id, edit.form))
  else if (edit.what === 'put') {
    const declared = declaredBy(fileWith(null, edit.slot, edit.version), environment)
    const entry = declared?.find(({ id }) => id === edit.slot)
    const others = { AUCO_TOKEN: 'token-by-hand', AUCO_PATH: 'path-by-hand' }
    if (entry !== undefined) put(expanded(entry, edit.isExact ? variables : others))
  } else {
    const at = edit.nth % webhooks.length
    const webhook = webhooks[at]
    const header = webhook?.header
    if (webhook === undefined) return
    if (edit.what === 'remove' && webhook.id !== 'default') webhooks.splice(at, 1)
    else if (edit.what === 'remove') return
    else if (edit.field === 'url') webhook.url = webhook.url.replace('https://', 'https://by-hand.')
    else if (edit.field === 'description') webhook.description = `${webhook.description} by hand`
    else if (header) header[edit.field] = `${header[edit.field]}-by-hand`
  }
}
