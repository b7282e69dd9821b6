import type { DesiredWebhook, Header, LiveCompany } from './webhook.ts'

/** The live state; a header value is public where a file of the repository declares it with `secret: false` for that id and header. */
export function withDeclaredValues(live: LiveCompany, files: readonly DesiredWebhook[]): LiveCompany {
  const declared = new Set(
    files.flatMap(({ id, header }) => {
      const value = publicValue(header)
      return header === null || value === null ? [] : [keyOf(id, header, value)]
    }),
  )
  const webhooks = live.webhooks.map((webhook) => {
    const { id, header } = webhook
    if (header?.value.known !== true) return webhook
    const isPublic = declared.has(keyOf(id, header, header.value.secret.reveal()))
    return isPublic ? { ...webhook, header: { ...header, value: { ...header.value, isPublic } } } : webhook
  })
  return { ...live, webhooks }
}

/** The value of a header, if it may be shown; else `null`. */
export function publicValue(header: Header | null): string | null {
  return header?.value.known === true && header.value.isPublic === true ? header.value.secret.reveal() : null
}

function keyOf(id: string, { key }: Header, value: string): string {
  return JSON.stringify([id, key.reveal().toLowerCase(), value])
}
