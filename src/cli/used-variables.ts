import { Secret } from '../core/secret.ts'
import { SecretRedactor } from '../core/secret-redactor.ts'
import type { CommandIo } from './command-io.ts'

/** The variables that a file uses, and a redactor that knows their values and Auco's keys. */
export interface UsedVariables {
  readonly variable: (name: string) => string | undefined
  /** The values so far. */
  readonly values: readonly Secret[]
  readonly redactor: SecretRedactor
}

export function usedVariables(io: CommandIo, own: readonly Secret[]): UsedVariables {
  const values: Secret[] = []
  const redactor = new SecretRedactor()
  for (const key of own) redactor.add(key)
  const variable = (name: string) => {
    const value = io.variable(name)
    if (value !== undefined) {
      const secret = new Secret(value)
      values.push(secret)
      redactor.add(secret)
    }
    return value
  }
  return { variable, values, redactor }
}
