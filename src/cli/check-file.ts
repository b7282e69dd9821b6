import { ENVIRONMENTS, type Environment } from '../core/webhook.ts'
import { withoutNetworkFailures } from '../plan/endpoint-findings.ts'
import { endpointOf, endpointTargets, shownEndpoint } from '../plan/endpoints.ts'
import { checkEndpoints } from './check-endpoints.ts'
import type { CommandIo } from './command-io.ts'
import { EXIT, type ExitCode } from './exit-codes.ts'
import { type EndpointRow, endpointsJson, isFine, terminalEndpoints } from './format-endpoints.ts'
import { ownSecrets } from './key-variables.ts'
import { readExistingFile } from './read-text-file.ts'
import { readValidFile } from './read-valid-file.ts'

export type CheckFormat = 'text' | 'json'

export interface CheckFileOptions {
  readonly file: string
  /** `null`: both. */
  readonly environment: Environment | null
  readonly format: CheckFormat
}

/** Checks the endpoint of every URL of the file, each host and port once, and prints a table. Throws a `UserError`. */
export async function checkFile(
  { file, environment, format }: CheckFileOptions,
  io: CommandIo,
): Promise<ExitCode> {
  const wanted = environment === null ? ENVIRONMENTS : [environment]
  const text = await readExistingFile(file, io.stdin)
  const { label, environments, used } = readValidFile(
    { file, text, own: ownSecrets(io), environments: wanted, warnings: 'hidden' },
    io,
  )
  const all = environments.flatMap(({ webhooks }) => webhooks)
  const results = new Map(
    withoutNetworkFailures(await checkEndpoints(endpointTargets(all), io, new AbortController().signal)).map(
      ({ endpoint, result }) => [shownEndpoint(endpoint), result],
    ),
  )
  const rows = new Map<string, EndpointRow>()
  for (const { environment: of, webhooks } of environments) {
    for (const { id, url } of webhooks) {
      const endpoint = endpointOf(url)
      const host = endpoint === null ? '' : shownEndpoint(endpoint)
      const result = results.get(host)
      if (result === undefined) continue
      const key = JSON.stringify([id, url.shown])
      const before = rows.get(key)?.environments ?? []
      const redact = (text: string) => used.redactor.redact(text)
      rows.set(key, {
        id: redact(id),
        environments: [...before, of],
        url: redact(url.shown),
        host: redact(host),
        result,
      })
    }
  }
  const list = [...rows.values()]
  if (format === 'json') io.stdout.text(endpointsJson(label, list))
  else io.stdout.lines(terminalEndpoints(label, list))
  return list.every(isFine) ? EXIT.ok : EXIT.problems
}
