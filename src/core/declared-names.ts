import { liveHeaderName } from './header-name.ts'
import type { LiveCompany, Webhook } from './webhook.ts'

/** The header names that the repository's files declare, in lower case. */
export function declaredNames(files: readonly Webhook[]): ReadonlySet<string> {
  return new Set(files.flatMap(({ header }) => (header === null ? [] : [header.key.reveal().toLowerCase()])))
}

/** The live state, with its header names shown or hidden in the light of those that the repository's files declare. */
export function withDeclaredNames(live: LiveCompany, files: readonly Webhook[]): LiveCompany {
  const declared = declaredNames(files)
  const webhooks = live.webhooks.map((webhook) => {
    const { header } = webhook
    if (header === null) return webhook
    const value = header.value.known ? header.value.secret.reveal() : ''
    return { ...webhook, header: { ...header, key: liveHeaderName(header.key.reveal(), value, declared) } }
  })
  return { ...live, webhooks }
}
