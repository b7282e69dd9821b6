import { UserError } from '../core/errors.ts'
import { formatCount } from '../core/format.ts'
import { ENVIRONMENTS } from '../core/webhook.ts'
import { importLive, isBlank } from '../import/import-live.ts'
import { type CommandIo, EXIT, type ExitCode, usageError } from './command.ts'
import { type Access, checkAccess, ownSecrets, readLiveCompany } from './live-company.ts'
import type { GivenTo } from './options.ts'
import { type StoredSecret, storeSecrets, storingLines } from './store-secrets.ts'
import { type Line, styled } from './terminal.ts'
import { fileLabel, readTextFile, replaceFile, STANDARD_STREAM } from './text-file.ts'
import { checkValid } from './valid-file.ts'

/**
 * Writes the file from what Auco has, or merges that into it, one environment after the other; then stores the secrets of
 * its new variables at GitHub, or prints how. Throws a `UserError` for a file that would not be right, and leaves it as it
 * was.
 */
export async function importFile(options: GivenTo<'import'>, io: CommandIo): Promise<ExitCode> {
  checkOptions(options)
  const { file, 'set-secrets': setsSecrets } = options
  const label = fileLabel(file)
  const isToStdout = file === STANDARD_STREAM
  const existing = isToStdout ? null : await readTextFile(file, io.stdin)
  if (existing !== null && !isBlank(existing)) {
    checkValid(file, existing, ENVIRONMENTS, { ...io, variable: () => undefined })
  }
  const sources = await readSources(options, io)
  const keys = [...ownSecrets(io), ...sources.map(({ publicKey }) => publicKey.key)]
  const outcomes: string[] = []
  const remarks = new Set<string>()
  const secrets: StoredSecret[] = []
  let text = existing
  for (const { environment, baseUrl, publicKey, live } of sources) {
    const result = importLive({
      environment,
      live,
      existing: text,
      ownSecrets: keys,
      listedOnly: options['listed-only'],
      prunes: options.prune,
      isFirstOfTwo: sources.length > outcomes.length + 1,
    })
    if (!result.ok) throw new UserError('not-imported', result.reason, 'Nothing was written.')
    text = result.text
    const all = formatCount(live.webhooks.length, 'webhook')
    const taken = result.webhooks === live.webhooks.length ? '' : `${result.webhooks} of `
    outcomes.push(`${taken}the ${all} of ${environment}`)
    for (const remark of result.remarks) remarks.add(remark)
    const store = options['github-environment'] ?? `auco-${environment}`
    for (const secret of result.secrets.filter(({ isNew }) => isNew)) {
      secrets.push({ ...secret, environment, store, baseUrl, keyVariable: publicKey.name })
    }
  }
  if (text === null) throw new Error('Nothing was imported.')
  // First: a file that is written has nothing new, so a repeated command would store nothing.
  if (setsSecrets) await storeSecrets(secrets, options.yes, io)
  const notes = [
    ...[...remarks].map((remark): Line => [styled('yellow', 'Note'), `: ${remark}`]),
    ...storingLines(secrets, setsSecrets),
  ]
  const has = outcomes.join(' and ')
  if (isToStdout) {
    io.stdout.text(text)
    io.stderr.lines(notes)
  } else if (text === existing) {
    io.stdout.lines([`${label} already has ${has}; nothing was written.`, ...notes])
  } else {
    replaceFile(file, existing, text)
    io.stdout.lines([`${label} has ${has}.`, ...notes])
  }
  return EXIT.ok
}

/** Throws a `UserError` for what the command line can't mean. */
function checkOptions({ environment, 'github-environment': store }: GivenTo<'import'>): void {
  if (store !== null && environment === 'both') {
    throw usageError(
      '`--github-environment` names one environment, and `--environment both` reads two.',
      'Leave it out, or import one after the other.',
      'import',
    )
  }
  // It is printed as part of a shell command.
  if (store !== null && !/^[\w.][\w.-]*$/.test(store)) {
    throw usageError(
      '`--github-environment` holds more than letters, digits, `.`, `_` and `-`.',
      'Give the name of the environment that the apply job has.',
      'import',
    )
  }
}

async function readSources(options: GivenTo<'import'>, io: CommandIo) {
  const { environment } = options
  const environments = environment === 'both' ? ENVIRONMENTS : [environment]
  const access: Access[] = []
  // One after the other: each may ask for its key.
  for (const one of environments) {
    access.push(await checkAccess(one, options['api-url'], environments.length === 1, io))
  }
  const [first, second] = access
  if (second !== undefined && first?.publicKey.key.equals(second.publicKey.key) === true) {
    throw usageError(
      `\`${first.publicKey.name}\` and \`${second.publicKey.name}\` hold the same key, so one company would be read twice.`,
      'Give each environment its own key.',
      'import',
    )
  }
  return await Promise.all(access.map(async (one) => ({ ...one, live: await readLiveCompany(one, [], io) })))
}
