/** Replaces the secrets in a text that somebody wrote into the file or into Auco. */
export type Redact = (text: string) => string

/** Fields whose words are ours, and that code decides by. */
const OURS = new Set(['action', 'kind', 'field', 'result', 'environment', 'problem', 'lastOutcome'])

/** A copy of plain data with every text in it redacted, except in fields whose words are ours. */
export function redactData<T>(data: T, redact: Redact): T
export function redactData(data: unknown, redact: Redact): unknown {
  if (typeof data === 'string') return redact(data)
  if (Array.isArray(data)) return data.map((item: unknown) => redactData(item, redact))
  // Errors and secrets are not plain data.
  if (typeof data !== 'object' || data === null || Object.getPrototypeOf(data) !== Object.prototype)
    return data
  return Object.fromEntries(
    Object.entries(data).map(([name, value]) => [name, OURS.has(name) ? value : redactData(value, redact)]),
  )
}
