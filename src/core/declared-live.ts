import { withDeclaredNames } from './declared-names.ts'
import { type Declared, withDeclaredUrls } from './declared-urls.ts'
import { withDeclaredValues } from './declared-values.ts'
import type { LiveCompany } from './webhook.ts'

/** The live state, with its headers and URLs shown or hidden in the light of what the repository's files declare. */
export function withDeclared(live: LiveCompany, declared: Declared): LiveCompany {
  const { webhooks } = declared
  return withDeclaredUrls(withDeclaredValues(withDeclaredNames(live, webhooks), webhooks), declared)
}
