import type { Webhook } from '../fakes/auco.ts'

/** Webhooks that no file of a history declares. */
export const STRANGERS = ['Partner', 'Zapier', 'Legacy', 'Vault'] as const
export type Stranger = (typeof STRANGERS)[number]

const full = {
  description: 'Another team',
  url: 'https://Hooks.Partner.com:443/auco?token=1',
  header: { key: 'X-Partner', value: 'live-partner-8kQ2' },
}
const { header, url } = full

/** What an edit at Auco can leave behind: with everything, and with less and less. */
const FORMS: readonly Omit<Webhook, 'id'>[] = [
  full,
  { ...full, header: { ...header, value: 'live-partner-rotated' } },
  { url },
  { description: null, url, header: null },
  { description: '', url, header: {} },
  { url, header: { key: '', value: '' } },
  { description: ' ', url, header: { value: header.value } },
]

/** How Auco shows the header value of `Vault`, in turn. */
const MASKS = ['********', 'live**8kQ2', 'Bearer [REDACTED]', '', undefined] as const

export function strangerOf(id: Stranger, form: number): Webhook {
  // What is hidden has to be there.
  return id === 'Vault'
    ? { id, ...full, description: `Form ${form}` }
    : { id, ...FORMS[form % FORMS.length], url }
}

/** Auco hides the value of `Vault`, and shows all others. */
export function hideVault(webhook: Webhook): object {
  if (webhook.id !== 'Vault') return webhook
  const form = Number(/\d+/.exec(webhook.description ?? '')?.[0])
  return { ...webhook, header: { key: header.key, value: MASKS[form % MASKS.length] } }
}

/** Number of forms that differ. */
export const MAX_FORM = FORMS.length - 1
