import type { Webhook } from './auco.ts'

/** The secrets of the step's `env:`, as the live company has them. */
export const hookTokens = {
  AUCO_HOOK_TOKEN: 'live-default-9fK2vQ7sXc',
  AUCO_BILLING_HOOK_TOKEN: 'live-billing-4mT8wZ1pRd',
}

/** Entries of the file that are equal to what is live, and one that is not there. */
export const entries = {
  default: {
    id: 'default',
    description: 'Every signing event',
    url: 'https://hooks.notaria.example/auco',
    header: { key: 'Authorization', value: 'Bearer ${AUCO_HOOK_TOKEN}' },
  },
  billing: {
    id: 'Billing',
    description: 'Billing wants FINISH only',
    url: 'https://billing.notaria.example/auco',
    header: { key: 'X-Billing-Token', value: '${AUCO_BILLING_HOOK_TOKEN}' },
  },
  audit: {
    id: 'Audit',
    description: 'Audit trail',
    url: 'https://audit.notaria.example/auco',
  },
} as const

/** Text of a `webhooks.yaml`; JSON is YAML, and keeps the scenarios short. */
export function fileOf(...webhooks: readonly object[]): string {
  return `${JSON.stringify({ webhooks }, null, 2)}\n`
}

/** The file that declares exactly what is live. */
export const liveFile = fileOf(entries.default, entries.billing)
/** Adds `Audit` to what is live, and lacks `Billing` of it. */
export const addedFile = fileOf(entries.default, entries.billing, entries.audit)
export const smallerFile = fileOf(entries.default)

/** What a pull request wants to be live: `default` updated, `Billing` as it is, `Audit` new. */
export const desired = [
  { ...entries.default, description: 'Every signing event that names no other webhook' },
  entries.billing,
  entries.audit,
] as const
export const desiredFile = fileOf(...desired)

/** What Auco stores for an entry of the file once its variables are replaced. */
export function stored(
  entry: {
    readonly id: string
    readonly description: string
    readonly url: string
    readonly header?: { readonly key: string; readonly value: string }
  },
  variables: Readonly<Record<string, string>> = hookTokens,
): Webhook {
  const expanded = (text: string) => text.replaceAll(/\$\{(\w+)\}/g, (_, name) => variables[name] ?? '')
  const { header, ...rest } = entry
  const fields = { ...rest, url: expanded(rest.url) }
  return header === undefined
    ? fields
    : { ...fields, header: { key: header.key, value: expanded(header.value) } }
}
