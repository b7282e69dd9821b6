import { declaredNames } from './declared-names.ts'
import { isPublicName } from './header-name.ts'
import type { Secret } from './secret.ts'
import type { DesiredWebhook, Header, LiveWebhook } from './webhook.ts'

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
 * The live header values that aren't public, and what isn't shown of the live URLs. Where name and value were swapped, the
 * name is the secret, and the value is a word that every log needs.
 */
export function secretsInLive(
  live: readonly LiveWebhook[],
  files: readonly DesiredWebhook[],
): WebhookSecrets {
  const declared = declaredNames(files)
  return {
    values: live.flatMap(({ header, url }) => [
      ...url.maskableSecrets(),
      ...(header?.key.hiddenSecrets() ?? []),
      ...secretsOf(header, declared),
    ]),
    hiddenParts: live.flatMap(({ url }) => url.hiddenSecrets()),
  }
}

function secretsOf(header: Header | null, declaredNames: ReadonlySet<string>): readonly Secret[] {
  if (header?.value.known !== true || header.value.isPublic === true) return []
  const { secret } = header.value
  return isPublicName(secret.reveal(), declaredNames) ? [] : [secret]
}
