import { MAX_FILE_BYTES } from '../config/file-bytes.ts'
import { readWebhooksFile } from '../config/webhooks-file.ts'
import { secretValues, withDeclared } from '../core/declared.ts'
import { SCHEMA_URL } from '../core/docs-links.ts'
import type { Place, Problem } from '../core/errors.ts'
import { quoteId } from '../core/format.ts'
import type { HeaderName } from '../core/header-name.ts'
import { isPlainWords, looksLikeToken } from '../core/looks-secret.ts'
import type { Secret } from '../core/secret.ts'
import { SecretRedactor } from '../core/secret-redactor.ts'
import { DEFAULT_ID, type Environment, type LiveCompany, otherThan } from '../core/webhook.ts'
import { type FileBefore, mergeLive, type NeededSecret } from './merge.ts'
import { proofFailures } from './prove-merge.ts'

/** What an import starts from. */
export interface ImportSource {
  readonly environment: Environment
  readonly live: LiveCompany
  /** The text of the existing file; `null` if there is none. */
  readonly existing: string | null
  /** Auco's keys: no header may contain one. */
  readonly ownSecrets: readonly Secret[]
  /** Whether the other environment is imported next. */
  readonly isFirstOfTwo: boolean
  /** Only what the file lists already is imported. Without a file, everything is. */
  readonly listedOnly: boolean
  /** A webhook that is live nowhere any more is removed from the file. */
  readonly prunes: boolean
}

export type ImportResult =
  | {
      readonly ok: true
      readonly text: string
      /** How many live webhooks the file has. */
      readonly webhooks: number
      readonly secrets: readonly NeededSecret[]
      /** Sentences for the user: what to check. */
      readonly remarks: readonly string[]
    }
  /** All reasons together; `place` is `null` for one that isn't about the existing file. */
  | {
      readonly ok: false
      readonly refusals: readonly { readonly message: string; readonly place: Place | null }[]
    }

/**
 * The text of a file that declares the live webhooks of one environment, merged into the existing file if there is one.
 * The text is proven before it is returned: it is valid, a plan against live is empty once the secrets are set, the other
 * environment is unchanged, and no comment is lost. Where only one description fits, the plan shows exactly that. Never throws; refusals and remarks contain no secret.
 */
export function importLive(source: ImportSource): ImportResult {
  // A file without webhooks is treated as a new one, but keeps its comments.
  const existing = source.existing === null || isBlank(source.existing) ? null : source.existing
  const before = existing === null ? NOTHING : readBefore(existing)
  const declared = [...before.file.stage, ...before.file.production]
  const ids = new Set(declared.map(({ id }) => id))
  const webhooks =
    source.listedOnly && existing !== null
      ? source.live.webhooks.filter(({ id }) => ids.has(id))
      : source.live.webhooks
  const redact = (text: string) => redactor.redact(text)
  const live = withDeclared({ ...source.live, webhooks }, declared)
  const redactor = redactorOf({ ...source, live })
  const result = importRedacted({ ...source, live }, existing, before, redact)
  if (!result.ok) return result
  const secrets = result.secrets.map((secret) => ({
    ...secret,
    id: redact(secret.id),
    headerKey: secret.headerKey === null ? null : redact(secret.headerKey),
  }))
  const remarks = [...result.remarks, ...misplacedSecrets(live, redact)]
  return { ...result, secrets, remarks }
}

/** Plain words are left out: the file holds what Auco has, and a name is no reason to stop a commit. */
function redactorOf({ live, ownSecrets }: ImportSource): SecretRedactor {
  const redactor = new SecretRedactor()
  for (const secret of [...ownSecrets, ...secretValues(live.webhooks)]) {
    if (!isPlainWords(secret.reveal())) redactor.add(secret)
  }
  return redactor
}

/** The file declares what is live, so a secret in a text of it gets into the repository. */
function misplacedSecrets({ webhooks }: LiveCompany, redact: (text: string) => string): readonly string[] {
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

function importRedacted(
  source: ImportSource,
  existing: string | null,
  before: ReadBefore,
  redact: (text: string) => string,
): ImportResult {
  const { environment, live } = source
  const impossible = whyImpossible(source, redact)
  if (impossible !== null) return refuse([impossible])
  if (before.problems.length > 0) {
    return { ok: false, refusals: before.problems.map(({ message, place }) => ({ message, place })) }
  }
  const merged = mergeLive(
    existing ?? newFile(source.existing),
    before.file,
    environment,
    live.webhooks,
    source.prunes,
    redact,
  )
  if (merged.refusals.length > 0) {
    const refusals = merged.refusals.map(({ message, offset }) => ({
      message,
      place: placeOf(existing ?? '', offset),
    }))
    return { ok: false, refusals }
  }
  if (Buffer.byteLength(merged.text) > MAX_FILE_BYTES) {
    return refuse([
      `The file would be larger than ${MAX_FILE_BYTES / 1024} KiB, which the action doesn't read. Remove webhooks that nobody uses at Auco.`,
    ])
  }
  const failures = proofFailures({ ...source, existing, redact }, before.file, merged)
  if (failures.length > 0) return refuse(failures)
  return {
    ok: true,
    text: merged.text,
    webhooks: live.webhooks.length,
    secrets: merged.secrets,
    remarks: [...merged.remarks, ...remarksOn({ ...source, existing })],
  }
}

/** The existing file for each environment, or its problems. */
interface ReadBefore {
  readonly file: FileBefore
  readonly problems: readonly Problem[]
}

const NOTHING: ReadBefore = { file: { stage: [], production: [] }, problems: [] }

function isBlank(text: string): boolean {
  return text.split(/\r?\n/).every((line) => /^\s*(?:#.*)?$/.test(line))
}

/** The start of a new file: the existing comments, or our own. */
function newFile(comments: string | null): string {
  if (comments === null || comments.trim() === '') return NEW_FILE
  const lineBreak = comments.includes('\r\n') ? '\r\n' : '\n'
  return [comments.trimEnd(), 'webhooks:', ''].join(lineBreak)
}

const NEW_FILE = `# yaml-language-server: $schema=${SCHEMA_URL}
# The reviewed list of the company's Auco webhooks.
webhooks:
`

function whyImpossible({ environment, live }: ImportSource, redact: (text: string) => string): string | null {
  const legacy = live.hasLegacyWebhook
    ? ' Only the legacy `webhook` URL is set, which the file cannot declare.'
    : ''
  if (live.webhooks.length === 0) {
    return `No webhook is live at ${environment}.${legacy} Write the file by hand, with a webhook \`${DEFAULT_ID}\`.`
  }
  if (!live.webhooks.some(({ id }) => id === DEFAULT_ID)) {
    return `No webhook with the id \`${DEFAULT_ID}\` is live at ${environment}, and Auco takes no list without it. Add it at Auco, or write the file by hand.`
  }
  const misnamed = live.webhooks.filter(({ header }) => header !== null && isNoName(header.key))
  if (misnamed.length > 0) {
    return `The live header name of ${misnamed.map(({ id }) => quoteId(redact(id))).join(', ')} is not a header name. Perhaps name and value were swapped: correct the header at Auco, then import again. If it really is the name, declare it in the file first.`
  }
  return null
}

/** Whether the name of a header at Auco is none, or is rather the secret that it was swapped with. */
function isNoName(name: HeaderName): boolean {
  return !name.isToken || (!name.isShown && looksLikeToken(name.reveal()))
}

/** Variables are not expanded: the file as written is enough. */
function readBefore(text: string): ReadBefore {
  const read = (environment: Environment) =>
    readWebhooksFile(text, { environment, variable: () => undefined, ownSecrets: [], unset: 'allowed' })
  const [stage, production] = [read('stage'), read('production')]
  if (stage.ok && production.ok) {
    return { file: { stage: stage.webhooks, production: production.webhooks }, problems: [] }
  }
  const problems = [stage, production].find(({ ok }) => !ok)
  return {
    file: NOTHING.file,
    problems: problems?.ok === false ? problems.problems.filter(({ severity }) => severity === 'error') : [],
  }
}

function remarksOn({ environment, live, existing, isFirstOfTwo }: ImportSource): readonly string[] {
  const other = otherThan(environment)
  return [
    ...(live.hasLegacyWebhook
      ? ["The legacy `webhook` URL is set too. It isn't part of the file and stays as it is."]
      : []),
    ...(existing === null && !isFirstOfTwo
      ? [
          `The file declares \`${DEFAULT_ID}\` for ${other} too, with the URL of ${environment}: import ${other} as well before you apply there.`,
        ]
      : []),
  ]
}

function placeOf(text: string, offset: number): Place {
  const line = text.slice(0, offset).split('\n').length
  const column = offset - text.lastIndexOf('\n', offset - 1)
  return { line, column, endLine: line, endColumn: column + 1 }
}

function refuse(messages: readonly string[]): ImportResult {
  return { ok: false, refusals: messages.map((message) => ({ message, place: null })) }
}
