import type { Webhook } from '../fakes/auco.ts'

export const FILE = 'webhooks.yaml'
export const WORKFLOW = '.github/workflows/webhooks.yml'
export const CALLED = '.github/workflows/apply.yml'

/** The ids that a file of a history may declare. */
export const SLOTS = ['default', 'A', 'B', 'C'] as const
export type Slot = (typeof SLOTS)[number]

/** Files by path; null for one that isn't there. */
export type Tree = Readonly<Record<string, string | null>>

/** Slots stand apart in the file, so that only changes of the same one conflict. */
export function fileWith(text: string | null, slot: Slot, version: number): string {
  const before = text ?? `webhooks:\n${SLOTS.map((name) => `  # ${name}\n`).join('')}  # end\n`
  const lines = version === 0 ? '' : entryLines(slot, version)
  return before.replace(new RegExp(`(  # ${slot}\n)[^#]*(?=  #)`), (_, start: string) => `${start}${lines}`)
}

function entryLines(slot: Slot, version: number): string {
  const { id, description, url, header } = webhookOf(slot, version, {
    caller: '${AUCO_CALLER}',
    called: '${AUCO_CALLED}',
  })
  const lines = [`  - id: ${id}`, `    description: ${description}`, `    url: ${url}`]
  const value = header == null ? [] : [`    header: { key: ${header.key}, value: "${header.value}" }`]
  return [...lines, ...value].map((line) => `${line}\n`).join('')
}

/** What the two workflow files pass to the step. */
export interface Tokens {
  readonly caller: string
  readonly called: string
}

/** A webhook of the file: its URL by version, and one header with a token of each workflow. */
export function webhookOf(slot: Slot, version: number, { caller, called }: Tokens): Webhook {
  const webhook = {
    id: slot,
    description: `Events of ${slot}`,
    url: `https://${slot.toLowerCase()}.acme.com/${version}`,
  }
  if (slot === 'default') return { ...webhook, header: { key: 'Authorization', value: `Bearer ${caller}` } }
  return slot === 'A' ? { ...webhook, header: { key: 'X-Token', value: called } } : webhook
}

export function workflowText(version: number): string {
  return `on: { push: { paths: ['${FILE}', '.github/workflows/**'] } }\njobs: { apply: { uses: ./${CALLED} } }\n# ${version}\n`
}

export function calledText(version: number): string {
  return `on: workflow_call\n# ${version}\n`
}

/** The tokens that the workflows of a commit pass. */
export function tokensOf(tree: Tree): Tokens {
  const version = (path: string) => /# (\d+)/.exec(tree[path] ?? '')?.[1] ?? ''
  return { caller: `token-of-caller-${version(WORKFLOW)}`, called: `token-of-called-${version(CALLED)}` }
}

/** What is live once the file is applied with the workflows of its commit; null without a file. */
export function declaredBy(tree: Tree): readonly Webhook[] | null {
  const text = tree[FILE] ?? null
  if (text === null) return null
  return SLOTS.flatMap((slot) => {
    const version = new RegExp(`url: https://${slot.toLowerCase()}\\.acme\\.com/(\\d+)`).exec(text)?.[1]
    return version === undefined ? [] : [webhookOf(slot, Number(version), tokensOf(tree))]
  })
}

/** What has to be live once the file is applied to what is live now: with `keeps`, what it doesn't list stays. */
export function targetOf(tree: Tree, live: readonly Webhook[], keeps: boolean): readonly Webhook[] | null {
  const declared = declaredBy(tree)
  return declared === null || !keeps ? declared : [...declared, ...unlistedIn(live, declared)]
}

/** The webhooks whose ids no other one has. */
export function unlistedIn(live: readonly Webhook[], listed: readonly Webhook[]): readonly Webhook[] {
  const ids = new Set(listed.map(({ id }) => id))
  return live.filter(({ id }) => !ids.has(id))
}

/** One webhook as text, to compare: absent, null and empty differ. */
export function contentOf({ id, description, url, header }: Webhook): string {
  return JSON.stringify({ id, description, url, header: header && { key: header.key, value: header.value } })
}

/** A set of webhooks as text, to compare. */
export function contentsOf(webhooks: readonly Webhook[] | null): string {
  return webhooks === null ? 'no file' : webhooks.map(contentOf).sort().join('\n')
}

/** Whether the file and the workflows are the same. */
export function isSame(one: Tree, other: Tree): boolean {
  return [FILE, WORKFLOW, CALLED].every((path) => one[path] === other[path])
}
