import { readCompany } from '../auco/read-company.ts'
import { hiddenParts, withDeclared } from '../core/declared.ts'
import type { Secret } from '../core/secret.ts'
import type { DesiredWebhook, LiveCompany } from '../core/webhook.ts'
import type { GitHub } from '../github/client.ts'
import { type FileVersion, fileVersions } from '../github/file-history.ts'
import { sortByVersions, unlistedWebhooks } from '../plan/managed.ts'
import type { DefaultFile, Unlisted } from '../plan/plan.ts'
import { readOtherFile } from './config-file.ts'
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
  const histories = new Map<string, () => AsyncGenerator<readonly DesiredWebhook[]>>()
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
            const versions = histories.get(revision) ?? replayable(declaredVersions(run, github, revision))
            histories.set(revision, versions)
            return sortByVersions(unlisted, versions())
          })
    if (sorted.ok) return { ...sorted.value, unknown: null }
    histories.clear()
    return { ...none, unknown: sorted.reason }
  }
}

async function* declaredVersions(run: ValidRun, github: GitHub, revision: string) {
  const { branch, defaultBranch, pushedFrom, sha } = run.context
  const versions = fileVersions(github, {
    revision,
    file: run.inputs.config,
    branches: [branch, defaultBranch].filter((name) => name !== null),
    pushedFrom,
    isPush: revision === sha,
  })
  for await (const version of versions) yield declaredBy(run, version)
}

/** Gives the values from the start each time, but takes each only once. */
function replayable<T>(rest: AsyncGenerator<T>): () => AsyncGenerator<T> {
  const taken: T[] = []
  return async function* () {
    yield* taken
    // Not by `for await`, which would end the rest with this loop.
    for (let next = await rest.next(); next.done !== true; next = await rest.next()) {
      taken.push(next.value)
      yield next.value
    }
  }
}

/** What a version declares: nothing if it isn't a valid file. */
function declaredBy({ inputs, log }: ValidRun, { sha, text }: FileVersion): readonly DesiredWebhook[] {
  const file = readOtherFile(text, inputs)
  if (file !== null) return file.webhooks
  log.notice(
    `${inputs.config} at ${sha.slice(0, 7)} can't be read as a file of webhooks, so that version declares none.`,
  )
  return []
}
