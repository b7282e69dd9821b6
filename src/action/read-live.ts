import { readCompany } from '../auco/read-company.ts'
import { readWebhooksFile } from '../config/webhooks-file.ts'
import { hiddenParts, withDeclared } from '../core/declared.ts'
import type { Secret } from '../core/secret.ts'
import type { DesiredWebhook, LiveCompany } from '../core/webhook.ts'
import type { GitHub } from '../github/client.ts'
import { type FileVersion, fileVersions } from '../github/file-history.ts'
import { sortByVersions, unlistedWebhooks } from '../plan/managed.ts'
import type { DefaultFile, Unlisted } from '../plan/plan.ts'
import type { ValidRun } from './run-context.ts'

/**
 * Maximum age of a read that a write is based on, in milliseconds. An older one is repeated: a newer commit may have been
 * applied since, or somebody may have changed live.
 */
export const MAX_READ_AGE_MS = 1_000

/**
 * Reads what Auco has, and masks its secrets before anything else sees them. `defaultFile` is the default branch's file, if
 * there is one: what that writes is shown, too. Throws a `UserError`.
 */
export async function readMaskedLive(
  run: ValidRun,
  publicKey: Secret,
  defaultFile: Promise<DefaultFile | null> | null = null,
): Promise<LiveCompany> {
  const { inputs, log } = run
  const answer = await readCompany(await run.connectAuco(), publicKey, {
    environment: inputs.environment,
    keyInput: 'public-key',
    secrets: () => log.secrets,
  })
  const other = await defaultFile
  const files = [run, ...(other === null ? [] : [other])]
  const live = withDeclared(
    answer,
    files.flatMap(({ webhooks, elsewhere }) => [...webhooks, ...elsewhere]),
  )
  for (const part of hiddenParts(live.webhooks)) log.withhold(part)
  log.maskHeaders(live.webhooks)
  return live
}

export type SortUnlisted = ReturnType<typeof unlistedSorter>

/**
 * A function that sorts the webhooks that Auco has and the file doesn't list by what the file manages. It reads earlier
 * versions of the file only if there are some, and each once. `revision`: the commit whose history has them, or a branch by
 * its full name.
 */
export function unlistedSorter(run: ValidRun) {
  const { inputs, askGitHub } = run
  const histories = new Map<string, History>()
  return async (
    webhooks: readonly DesiredWebhook[],
    live: LiveCompany,
    revision: string,
  ): Promise<Unlisted> => {
    const unlisted = unlistedWebhooks(webhooks, live.webhooks)
    const none = { removed: [], changedSince: [], unknown: null }
    if (unlisted.length === 0) return none
    if (inputs.removals === 'all') return { ...none, removed: unlisted }
    if (inputs.removals === 'none') return none
    const sorted =
      askGitHub === null
        ? ({ ok: false, reason: 'Pass `github-token`, and give the job `contents: read`.' } as const)
        : await askGitHub((github) => {
            const history = histories.get(revision) ?? historyOf(run, github, revision)
            histories.set(revision, history)
            return sortByVersions(unlisted, versionsOf(run, history))
          })
    if (sorted.ok) return { ...sorted.value, unknown: null }
    histories.clear()
    return { ...none, unknown: sorted.reason }
  }
}

/** The versions of the file that were read, and those that weren't yet. */
interface History {
  readonly read: (readonly DesiredWebhook[])[]
  readonly rest: AsyncGenerator<FileVersion>
}

function historyOf({ context, inputs }: ValidRun, github: GitHub, revision: string): History {
  const { branch, defaultBranch, pushedFrom, sha } = context
  const branches = [branch, defaultBranch].filter((name) => name !== null)
  const question = { revision, file: inputs.config, branches }
  // It says nothing of another commit.
  const before = revision === sha ? pushedFrom : null
  return { read: [], rest: fileVersions(github, { ...question, pushedFrom: before }) }
}

async function* versionsOf(
  run: ValidRun,
  { read, rest }: History,
): AsyncGenerator<readonly DesiredWebhook[]> {
  yield* read
  // Not by `for await`, which would end the rest with this loop.
  for (let next = await rest.next(); next.done !== true; next = await rest.next()) {
    const version = declaredBy(run, next.value)
    read.push(version)
    yield version
  }
}

/** What a version declares: nothing if it isn't a valid file. */
function declaredBy({ inputs, log }: ValidRun, { sha, text }: FileVersion): readonly DesiredWebhook[] {
  const options = { environment: inputs.environment, variable: () => undefined, ownSecrets: [] }
  const file = text === null ? null : readWebhooksFile(text, { ...options, unset: 'allowed' })
  if (file?.ok === true) return file.webhooks
  log.notice(
    `${inputs.config} at ${sha.slice(0, 7)} can't be read as a file of webhooks, so that version declares none.`,
  )
  return []
}
