import { hiddenParts, secretValues } from '../core/declared.ts'
import { isPlainWords } from '../core/looks-secret.ts'
import { Secret } from '../core/secret.ts'
import type { DesiredWebhook, LiveCompany } from '../core/webhook.ts'
import type { Run } from './run-context.ts'
import type { WorkflowLog } from './workflow-log.ts'

/** Shortest variable that is masked although the file doesn't use it, in characters. */
const MIN_UNUSED = 6

/** Masks what can be a secret of a webhook, before anything else is known: every variable that a file may use. */
export function maskVariables(log: WorkflowLog, env: NodeJS.ProcessEnv): void {
  for (const [name, value = ''] of Object.entries(env)) {
    const isSecret = value.length >= MIN_UNUSED && !isPlainWords(value)
    if (name.startsWith('AUCO_') && isSecret) log.mask(new Secret(value))
  }
}

/**
 * Looks up variables of the step's environment, and masks each value before anything else sees it. A fork's file must not
 * learn anything of a value, so to its plan none is set.
 */
export function maskedVariable({ log, context, variable }: Run): (name: string) => string | undefined {
  if (context.pullRequest?.isFork === true) return () => undefined
  const known = new Map<string, string | undefined>()
  return (name) => {
    if (!known.has(name)) {
      const value = variable(name)
      if (value !== undefined) log.mask(new Secret(value))
      known.set(name, value)
    }
    return known.get(name)
  }
}

/** Masks the header values of the file: in base64 `Bearer …` doesn't contain its variable's value. */
export function maskDesired(log: WorkflowLog, webhooks: readonly DesiredWebhook[]): void {
  for (const secret of secretValues(webhooks)) log.mask(secret)
}

/** Masks the header values that Auco has, unless a file declares them as public. */
export function maskLive(log: WorkflowLog, { webhooks }: LiveCompany): void {
  for (const part of hiddenParts(webhooks)) log.withhold(part)
  for (const secret of secretValues(webhooks)) log.mask(secret)
}
