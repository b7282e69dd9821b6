import { BASE_URL } from '../auco/base-url.ts'
import type { CheckedTarget } from '../plan/endpoint-findings.ts'
import type { EndpointTarget } from '../plan/endpoints.ts'
import { systemClock } from '../system/clock.ts'
import { hasProxy } from '../system/proxy.ts'
import type { CommandIo } from './command-io.ts'

/** Checks endpoints from this machine, unless its connections go through a proxy. Aborting `ended` ends the checks. */
export async function checkEndpoints(
  targets: readonly EndpointTarget[],
  { variable }: CommandIo,
  ended: AbortSignal,
): Promise<readonly CheckedTarget[]> {
  if (hasProxy(variable)) {
    return targets.map((target) => ({ ...target, result: { outcome: 'not-checked', why: 'proxy' } }))
  }
  const { EndpointCheck } = await import('../endpoints/endpoint-check.ts')
  const check = new EndpointCheck({
    clock: systemClock,
    cancelled: ended,
    knownHost: new URL(BASE_URL.production).hostname,
  })
  return await check.results(targets)
}
