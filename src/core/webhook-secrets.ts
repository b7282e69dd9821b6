import { declaredNames } from './declared-names.ts'
import { isPublicName } from './header-name.ts'
import type { Secret } from './secret.ts'
import type { DesiredWebhook, LiveWebhook } from './webhook.ts'

/** The secrets that webhooks hold. */
export interface WebhookSecrets {
  /** Secret as a whole: to be masked. */
  readonly values: readonly Secret[]
  /** Parts of URLs that aren't shown. One can be an ordinary word, and a mask would hide that word everywhere. */
  readonly hiddenParts: readonly Secret[]
}

/**
 * The header values of the file that contain a variable, and what variables add to URLs. The whole value, such as
 * `Bearer …`, is a secret too: in base64 it doesn't contain the variable's.
 */
export function secretsInFile(webhooks: readonly DesiredWebhook[]): WebhookSecrets {
  const urls = webhooks.flatMap(({ url }) => (url.known ? [url] : []))
  return {
    values: [
      ...webhooks.flatMap(({ header }) =>
        header?.value.known === true && header.variables.length > 0 ? [header.value.secret] : [],
      ),
      ...urls.flatMap((url) => url.maskableSecrets()),
    ],
    hiddenParts: urls.flatMap((url) => url.hiddenSecrets()),
  }
}

/**
 * The live header values, except those that the repository's files show with `secret: false`, and what isn't shown of the
 * live URLs. Where name and value were
 * swapped, the name is the secret, and the value is a word that every log needs.
 */
export function secretsInLive(
  live: readonly LiveWebhook[],
  files: readonly DesiredWebhook[],
): WebhookSecrets {
  const shownInFile = new Set(
    files.flatMap(({ header }) =>
      header?.value.known === true && header.variables.length === 0 ? [header.value.secret.reveal()] : [],
    ),
  )
  const declared = declaredNames(files)
  const isPublic = (secret: Secret) =>
    shownInFile.has(secret.reveal()) || isPublicName(secret.reveal(), declared)
  return {
    values: live.flatMap(({ header, url }) => [
      ...url.maskableSecrets(),
      ...(header?.key.hiddenSecrets() ?? []),
      ...(header?.value.known === true && !isPublic(header.value.secret) ? [header.value.secret] : []),
    ]),
    hiddenParts: live.flatMap(({ url }) => url.hiddenSecrets()),
  }
}
