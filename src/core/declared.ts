import { Secret } from './secret.ts'
import { WINDOW } from './secret-redactor.ts'
import {
  type DesiredWebhook,
  type Header,
  HeaderName,
  type LiveCompany,
  type LiveWebhook,
} from './webhook.ts'
import { WebhookUrl } from './webhook-url.ts'

/**
 * What Auco has, shown as far as the repository's files declare it: URLs and header names that one of them writes, and
 * header values that one declares with `secret: false` for that id and header.
 */
export function withDeclared(live: LiveCompany, files: readonly DesiredWebhook[]): LiveCompany {
  const names = new Set(files.flatMap(({ header }) => header?.key.reveal().toLowerCase() ?? []))
  const values = new Set(
    files.flatMap(({ id, header }) => {
      const value = publicValue(header)
      return header === null || value === null ? [] : [keyOf(id, header, value)]
    }),
  )
  const written = writtenUrls(files)
  const declared = ({ id, header }: LiveWebhook): Header | null => {
    if (header === null) return null
    const name = header.key.reveal()
    const key = new HeaderName(name, names.has(name.toLowerCase()))
    const { value } = header
    const isPublic = value.known && values.has(keyOf(id, header, value.secret.reveal()))
    return { key, value: isPublic ? { ...value, isPublic } : value }
  }
  const webhooks = live.webhooks.map((webhook) => {
    const text = written.get(webhook.url.serialized())
    const url = text === undefined ? webhook.url : new WebhookUrl(webhook.url.reveal(), text)
    return { ...webhook, url, header: declared(webhook) }
  })
  return { ...live, webhooks }
}

/** How the files write URLs, by what they stand for. Where one file writes it out and another doesn't, it isn't shown whole. */
function writtenUrls(files: readonly DesiredWebhook[]): ReadonlyMap<string, string> {
  const hasVariables = ({ urlTemplate }: DesiredWebhook) => Number(urlTemplate.variables.length > 0)
  const sorted = files.toSorted((a, b) => hasVariables(a) - hasVariables(b))
  return new Map(
    sorted.flatMap(({ url, urlTemplate }) =>
      url.known ? [[url.serialized(), urlTemplate.written.shown] as const] : [],
    ),
  )
}

/** The value of a header, if it may be shown; else `null`. */
export function publicValue(header: Header | null): string | null {
  return header?.value.known === true && header.value.isPublic === true ? header.value.secret.reveal() : null
}

function keyOf(id: string, { key }: Header, value: string): string {
  return JSON.stringify([id, key.reveal().toLowerCase(), value])
}

export function secretValues(webhooks: readonly Pick<LiveWebhook, 'header'>[]): readonly Secret[] {
  return webhooks.flatMap(({ header }) =>
    header?.value.known === true && header.value.isPublic !== true ? [header.value.secret] : [],
  )
}

/** What isn't shown of the webhooks' URLs and header names; of less than six characters it tells nothing. */
export function hiddenParts(webhooks: readonly LiveWebhook[]): readonly Secret[] {
  const texts = webhooks.flatMap(({ url, header }) => [
    url.hidden(),
    header === null || header.key.isShown ? '' : header.key.reveal(),
  ])
  return texts.filter(({ length }) => length >= WINDOW).map((text) => new Secret(text))
}
