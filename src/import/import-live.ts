import { MAX_FILE_BYTES } from '../config/file-bytes.ts'
import { checkShape, type WebhookEntry } from '../config/shape.ts'
import { parseSource } from '../config/source.ts'
import { readSource } from '../config/webhooks-file.ts'
import { SCHEMA_URL } from '../core/about.ts'
import { secretValues, withDeclared } from '../core/declared.ts'
import { quoteId } from '../core/format.ts'
import { isPlainWords, looksLikeToken } from '../core/looks-secret.ts'
import type { Secret } from '../core/secret.ts'
import { SecretRedactor } from '../core/secret-redactor.ts'
import {
  DEFAULT_ID,
  type DesiredWebhook,
  type Environment,
  HEADER_NAME,
  type LiveCompany,
  type LiveWebhook,
  otherThan,
} from '../core/webhook.ts'
import { withEntries } from './file-text.ts'
import { mergeLive, type NeededSecret } from './merge.ts'
import { proofFailures } from './prove-merge.ts'

export interface ImportSource {
  readonly environment: Environment
  readonly live: LiveCompany
  /** The text of the existing file, valid or blank; `null` if there is none. */
  readonly existing: string | null
  /** Auco's keys: no header may contain one. */
  readonly ownSecrets: readonly Secret[]
  /** Whether the other environment is imported next. */
  readonly isFirstOfTwo: boolean
  /** Only what the file lists already is imported. Without a file, everything is. */
  readonly listedOnly: boolean
  /** A webhook that Auco doesn't have in this environment is removed from it. */
  readonly prunes: boolean
}

export type ImportResult =
  | {
      readonly ok: true
      readonly text: string
      /** How many of Auco's webhooks the file has. */
      readonly webhooks: number
      /** Their ids and header names are redacted, their values aren't. */
      readonly secrets: readonly NeededSecret[]
      /** Sentences for the user: what was left out, and what to check. */
      readonly remarks: readonly string[]
    }
  /** The cause and the fix at Auco. */
  | { readonly ok: false; readonly reason: string }

/**
 * The text of a file that declares the webhooks that Auco has in one environment, merged into the existing file if there is
 * one. What the file can't say is left out and named, unless it is `default`. The text is proven before it is returned: it
 * is valid, a plan is empty once the secrets are set, and the other environment is unchanged. Never throws for anything that
 * Auco can have; texts contain no secret.
 */
export function importLive(source: ImportSource): ImportResult {
  const { environment, ownSecrets, prunes } = source
  // A file without webhooks is treated as a new one, but keeps its comments.
  const existing = source.existing === null || isBlank(source.existing) ? null : source.existing
  const before = existing === null ? NOTHING : readBefore(existing)
  const webhooks = wantedOf(source, before)
  const live = withDeclared({ ...source.live, webhooks }, [...before.stage, ...before.production])
  const { redact } = redactorOf(live, ownSecrets)
  const refuse = (reason: string) => ({ ok: false, reason }) as const
  if (!webhooks.some(({ id }) => id === DEFAULT_ID)) {
    return refuse(
      `Auco has no webhook with the id \`${DEFAULT_ID}\` at ${environment}, and takes no list without it. Add it at Auco, or write the file by hand.`,
    )
  }

  const comments = source.existing ?? ''
  const newFile = comments.trim() === '' ? NEW_FILE : `${comments}\nwebhooks:\n`
  // Each round leaves out what the proof of the last one has refused.
  const leftOut = new Map(live.webhooks.flatMap((one) => whyUnsayable(one)))
  for (;;) {
    const ofDefault = leftOut.get(DEFAULT_ID)
    if (ofDefault !== undefined) {
      return refuse(
        `What Auco has as \`${DEFAULT_ID}\` at ${environment} can't be in the file. ${ofDefault} Correct it at Auco, then import again.`,
      )
    }
    const merged = mergeLive(before.entries, live.webhooks, { environment, leftOut, prunes, redact })
    const isSame = JSON.stringify(merged.drafts.map(({ entry }) => entry)) === JSON.stringify(before.entries)
    const text = existing !== null && isSame ? existing : withEntries(existing ?? newFile, merged.drafts)
    if (Buffer.byteLength(text) > MAX_FILE_BYTES) {
      return refuse(
        `The file would be larger than ${MAX_FILE_BYTES / 1024} KiB, which the action doesn't read. Remove webhooks that nobody uses at Auco.`,
      )
    }
    const taken = live.webhooks.filter(({ id }) => !leftOut.has(id))
    const elsewhere = existing === null ? null : before[otherThan(environment)]
    const failures = proofFailures({ environment, live: taken, elsewhere, ownSecrets }, text, merged.secrets)
    if (failures.size === 0) {
      const inFile = new Set(before[environment].map(({ id }) => id))
      const isNew = existing === null && !source.isFirstOfTwo
      const remarks = [
        ...[...leftOut].map(
          ([id, reason]) =>
            `${quoteId(redact(id))} at ${environment} ${inFile.has(id) ? KEPT : LEFT_OUT} ${reason}`,
        ),
        ...taken
          .filter(({ id }) => source.live.webhooks.some((one) => one.id === id && isBare(one)))
          .map(
            ({ id }) =>
              `${quoteId(redact(id))} has no description at ${environment}: an apply writes the file's.`,
          ),
        ...merged.remarks,
        ...(isNew ? [alsoDefault(environment)] : []),
        ...misplacedSecrets(taken, redact),
      ]
      const secrets = [...merged.secrets.values()].map((secret) => ({
        ...secret,
        id: redact(secret.id),
        headerKey: secret.headerKey === null ? null : redact(secret.headerKey),
      }))
      return { ok: true, text, webhooks: taken.length, secrets, remarks }
    }
    for (const [id, reason] of failures) {
      if (id === null || leftOut.has(id))
        throw new Error('A merge is wrong about a webhook that is no part of it.')
      leftOut.set(id, reason)
    }
  }
}

const KEPT = "can't be in the file as Auco has it: the file keeps its own, and an apply overwrites Auco's."
const LEFT_OUT = 'is left out, and stays at Auco as it is.'

function alsoDefault(environment: Environment): string {
  const other = otherThan(environment)
  return `The file declares \`${DEFAULT_ID}\` for ${other} too, with the URL of ${environment}: import ${other} as well before you apply there.`
}

interface Before extends Readonly<Record<Environment, readonly DesiredWebhook[]>> {
  readonly entries: readonly WebhookEntry[]
}

const NOTHING: Before = { entries: [], stage: [], production: [] }

/** Variables are not expanded: the file as written is enough. */
function readBefore(text: string): Before {
  const source = parseSource(text)
  const read = (environment: Environment) =>
    readSource(source, { environment, variable: () => undefined, ownSecrets: [], unset: 'allowed' })
  const [stage, production] = [read('stage'), read('production')]
  const shape = source.ok ? checkShape(source.root) : source
  if (!stage.ok || !production.ok || !shape.ok) throw new Error('The existing file is invalid.')
  return { entries: shape.file.webhooks, stage: stage.webhooks, production: production.webhooks }
}

/** Whether a file has no webhooks, so that it's treated as a new one. */
export function isBlank(text: string): boolean {
  return text.split(/\r?\n/).every((line) => /^\s*(?:#.*)?$/.test(line))
}

const NEW_FILE = `# yaml-language-server: $schema=${SCHEMA_URL}
# The reviewed list of the company's Auco webhooks.
webhooks:
`

function isBare({ description }: LiveWebhook): boolean {
  return !/\S/.test(description)
}

/** What is imported. Those that have no description at Auco get the file's, or their id. */
function wantedOf({ environment, live, listedOnly }: ImportSource, before: Before): readonly LiveWebhook[] {
  const declared = [...before[environment], ...before[otherThan(environment)]]
  const descriptions = new Map(declared.toReversed().map(({ id, description }) => [id, description]))
  const wanted =
    listedOnly && declared.length > 0 ? live.webhooks.filter(({ id }) => descriptions.has(id)) : live.webhooks
  return wanted.map((one) =>
    isBare(one) ? { ...one, description: descriptions.get(one.id) ?? one.id } : one,
  )
}

/** The id and the reason if a webhook can't be in any file that is read as one; otherwise nothing. */
function whyUnsayable({ id, description, url, header }: LiveWebhook): readonly (readonly [string, string])[] {
  const name = header?.key.reveal() ?? ''
  const value = header?.value.known === true ? header.value.secret.reveal() : null
  const isNoName =
    header !== null && (!HEADER_NAME.test(name) || (!header.key.isShown && looksLikeToken(name)))
  const reason = [description, url.reveal(), name, value ?? ''].some((text) => !text.isWellFormed())
    ? 'It contains an unpaired surrogate.'
    : isNoName
      ? 'Its header name is invalid, or looks like a secret. Perhaps name and value were swapped. If it really is the name, declare it in the file first.'
      : value === ''
        ? 'Its header has no value.'
        : null
  return reason === null ? [] : [[id, reason]]
}

/** Plain words are left out: the file holds what Auco has, and a name is no reason to stop a commit. */
function redactorOf({ webhooks }: LiveCompany, ownSecrets: readonly Secret[]): SecretRedactor {
  const redactor = new SecretRedactor()
  for (const secret of [...ownSecrets, ...secretValues(webhooks)]) {
    if (!isPlainWords(secret.reveal())) redactor.add(secret)
  }
  return redactor
}

/** The file declares what Auco has, so a secret in a text of it gets into the repository. */
function misplacedSecrets(
  webhooks: readonly LiveWebhook[],
  redact: (text: string) => string,
): readonly string[] {
  return webhooks.flatMap(({ id, description, url, header }) => {
    const texts = { id, description, url: url.reveal(), 'header name': header?.key.reveal() ?? '' }
    return Object.entries(texts)
      .filter(([, text]) => redact(text) !== text)
      .map(
        ([field]) =>
          `The ${field} of ${quoteId(redact(id))} repeats a secret: remove it at Auco, and do not commit the file before.`,
      )
  })
}
