import { checkKeyCharacters, checkPublicKey } from '../auco/keys.ts'
import { KEY_VARIABLES } from '../config/template.ts'
import { UserError } from '../core/errors.ts'
import { Secret } from '../core/secret.ts'
import type { Environment } from '../core/webhook.ts'
import type { CommandIo } from './command-io.ts'

/** The name of the variable that holds the key which reads. */
export const PUBLIC_KEY_VARIABLE = 'AUCO_PUBLIC_KEY'

/** The key that reads the environment. Throws a `UserError` for a missing key, and for a text that is no public key. */
export function readPublicKey(environment: Environment, { variable }: Pick<CommandIo, 'variable'>): Secret {
  const text = variable(PUBLIC_KEY_VARIABLE)?.trim() ?? ''
  if (text === '') {
    throw new UserError(
      'no-key',
      `The variable AUCO_PUBLIC_KEY is not set, and without it Auco (${environment}) cannot be read.`,
      'Set it without leaving it in the history: `read -rs AUCO_PUBLIC_KEY && export AUCO_PUBLIC_KEY`.',
    )
  }
  const given = { name: PUBLIC_KEY_VARIABLE, key: new Secret(text), keptIn: 'the variable' }
  checkPublicKey(given)
  checkKeyCharacters(given)
  return given.key
}

/** All of Auco's keys in the environment variables: no header may contain one of them. */
export function ownSecrets({ variable }: Pick<CommandIo, 'variable'>): readonly Secret[] {
  return KEY_VARIABLES.map((name) => variable(name)?.trim() ?? '')
    .filter((value) => value !== '')
    .map((value) => new Secret(value))
}
