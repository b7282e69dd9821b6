import { parseCompany } from '../../../src/auco/read-company.ts'
import { Secret } from '../../../src/core/secret.ts'
import type { Environment, LiveCompany } from '../../../src/core/webhook.ts'
import { type ImportResult, type ImportSource, importLive } from '../../../src/import/import-live.ts'

/** A webhook as Auco has it. What is left out gets a default. */
export interface AtAuco {
  readonly id: string
  readonly description?: string | undefined
  readonly url?: string | undefined
  /** Key and value. */
  readonly header?: readonly [key: string, value: string] | null | undefined
}

export const KEY = 'puk_1q2w3e4r5t'

/** What the answer of Auco with these webhooks is read as. */
export function companyOf(webhooks: readonly AtAuco[]): LiveCompany {
  const company = parseCompany({
    webhooks: webhooks.map(
      ({ id, description = 'Main', url = 'https://hooks.example.com/auco', header }) => ({
        ...{ id, description, url },
        ...(header && { header: { key: header[0], value: header[1] } }),
      }),
    ),
  })
  if (company === null) throw new Error('This is no company')
  return company
}

/** Imports what Auco has into a file; `null` for none. */
export function importing(
  existing: string | null,
  environment: Environment,
  webhooks: readonly AtAuco[],
  options: Partial<ImportSource> = {},
): ImportResult {
  const live = companyOf(webhooks)
  const plainly = { isFirstOfTwo: false, listedOnly: false, prunes: false, ownSecrets: [new Secret(KEY)] }
  return importLive({ environment, live, existing, ...plainly, ...options })
}
