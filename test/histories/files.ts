import type { Webhook } from '../fakes/auco.ts'
import { declaredBy, type Environment, expanded, type Variables } from './contract.ts'
import type { Edit, HandEdit } from './steps.ts'

export const FILE = 'webhooks.yaml'
export const WORKFLOW = '.github/workflows/webhooks.yml'
/** What a step makes the file of, in histories where git doesn't have it. */
export const SOURCE = 'source.yaml'

/** Of one version more than one field differs from the next, of another only one, or the environments. */
const ENTRIES: Readonly<Record<string, (version: number) => string>> = {
  default: (version) =>
    `{ id: default, description: All events, url: { stage: "https://default.acme.com/s${version}", production: "https://default.acme.com/p${version}" }, header: { key: Authorization, value: "Bearer \${AUCO_TOKEN}" } }`,
  A: (version) =>
    `{ id: A, description: Events of A, url: "https://a.acme.com/${version % 2}", header: { key: X-Source, value: source-${version}, secret: false } }`,
  B: (version) =>
    `{ id: B, description: Events of B, url: "https://b.acme.com/"${['', '', ', environments: [stage]', ', environments: [production]'][version]} }`,
  C: (version) =>
    `{ id: C, description: Events of C ${version}, url: "https://c.acme.com/\${AUCO_PATH}", header: { key: X-C-${version % 2}, value: "\${AUCO_TOKEN}" } }`,
  // No YAML parser can read it.
  Broken: () => '{ id: [',
}

/** The file with another version of an entry, 0 for none. Entries stand apart, so that only changes of the same one conflict. */
function fileWith(text: string | null, id: string, version: number): string {
  const empty = Object.keys(ENTRIES).map((name) => `  # ${name}\n`)
  const before = text ?? fileWith(`webhooks:\n${empty.join('')}  # end\n`, 'default', 1)
  const line = version === 0 && id !== 'default' ? '' : `  - ${ENTRIES[id]?.(version)}\n`
  return before.replace(new RegExp(`(  # ${id}\n)[^#]*(?=  #)`), (_, start: string) => `${start}${line}`)
}

export const firstFile = ['A', 'B', 'C'].reduce(
  (text, id) => fileWith(text, id, 1),
  fileWith(null, 'Broken', 0),
)

export const workflowText = (version: number) => `on: push\n# ${version}\n`

/** The text that an edit leaves of the file at `path`; null deletes it. */
export function textAfter(text: string | null, path: string, { slot, version }: Edit): string | null {
  if (slot === 'file') return null
  if (path === WORKFLOW) return workflowText(version)
  return slot in ENTRIES ? fileWith(text, slot, version) : `${slot} ${version}`
}

/** The step's variables, by the workflow file and by how often the secrets were rotated. */
export function variablesOf(workflow: string | null, rotations: number): Variables {
  const version = /# (\d+)/.exec(workflow ?? '')?.[1] ?? 'none'
  return { AUCO_TOKEN: `token-${version}-of-${rotations}`, AUCO_PATH: `path-of-${version}` }
}

/** What another writer can leave at Auco: with everything, and with less and less. */
const FORMS: readonly Partial<Webhook>[] = [
  { description: 'Another team', header: { key: 'X-Partner', value: 'partner-8kQ2' } },
  {},
  { description: null, header: null },
  { description: ' ', header: { key: '', value: '' } },
]

/** A webhook that no file of a history declares. */
export function strangerOf(id: string, form: number): Webhook {
  return { id, url: 'https://Hooks.Partner.com:443/auco?x=1', ...FORMS[form] }
}

/** What Auco has of a webhook after an edit by hand; undefined if it's removed. */
export function byHand(
  old: Webhook | undefined,
  { id, how, version }: HandEdit,
  environment: Environment,
  variables: Variables,
): Webhook | undefined {
  const file = id in ENTRIES ? fileWith(null, id, version) : null
  const entry = declaredBy(file, environment)?.find((declared) => declared.id === id)
  const others = { AUCO_TOKEN: 'token-by-hand', AUCO_PATH: 'path-by-hand' }
  const { header } = old ?? {}
  switch (how) {
    case 'as declared':
      return entry && expanded(entry, variables)
    case 'with other values':
      return entry && expanded(entry, others)
    case 'by another team':
      return strangerOf(id, version)
    case 'removed':
      return id === 'default' ? old : undefined
    case 'description':
    case 'url':
      return old && { ...old, [how]: `https://by-hand.acme.com/${version}` }
    case 'key':
    case 'value':
      return old && header ? { ...old, header: { ...header, [how]: `${header[how]}-by-hand` } } : old
  }
}
