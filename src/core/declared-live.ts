import { withDeclaredNames } from './declared-names.ts'
import { type Declared, withDeclaredUrls } from './declared-urls.ts'
import type { LiveCompany } from './webhook.ts'

/** The live state, with its header names and URLs shown or hidden in the light of what the repository's files declare. */
export function withDeclared(live: LiveCompany, declared: Declared): LiveCompany {
  return withDeclaredUrls(withDeclaredNames(live, declared.webhooks), declared)
}
