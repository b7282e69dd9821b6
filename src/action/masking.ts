import { Secret } from '../core/secret.ts'
import type { DesiredWebhook, LiveCompany } from '../core/webhook.ts'
import type { Run, ValidRun } from './run-context.ts'
import type { WorkflowLog } from './workflow-log.ts'

/** Looks up variables of the step's environment, and masks each value before anything else sees it. */
export function maskedVariable({ log, variable }: Run): (name: string) => string | undefined {
  return (name) => {
    const value = variable(name)
    if (value !== undefined) log.mask(new Secret(value))
    return value
  }
}

/**
 * Masks the header values of the file that contain a variable. The whole value, such as `Bearer …`, is a secret too: in
 * base64 it doesn't contain the variable's.
 */
export function maskDesired(log: WorkflowLog, webhooks: readonly DesiredWebhook[]): void {
  for (const { header, url, variables } of webhooks) {
    for (const secret of url.hiddenSecrets()) log.withhold(secret)
    if (header?.value.known === true && variables.length > 0) log.mask(header.value.secret)
  }
}

/** Masks the live header values, except those that the file itself shows with `secret: false`. */
export function maskLive({ log, webhooks }: ValidRun, live: LiveCompany): void {
  const shownInFile = webhooks.flatMap(({ header, variables }) =>
    variables.length === 0 && header?.value.known === true ? [header.value.secret] : [],
  )
  for (const { header, url } of live.webhooks) {
    for (const secret of url.hiddenSecrets()) log.withhold(secret)
    if (header?.value.known !== true) continue
    const { secret } = header.value
    if (!shownInFile.some((shown) => shown.equals(secret))) log.mask(secret)
  }
}
