import { checkKeyCharacters, checkPublicKey } from '../auco/access.ts'
import { UserError } from '../core/errors.ts'
import { Secret } from '../core/secret.ts'
import type { Environment } from '../core/webhook.ts'
import type { CommandIo } from './command.ts'

/** The variable with the key of the environment that a command reads. */
const ANY = 'AUCO_PUBLIC_KEY'
/** Variables with the key of one environment, so that both can be set: ours, and that of Auco's own tools. */
const OF_ENVIRONMENT = {
  stage: ['AUCO_STAGE_PUBLIC_KEY', 'AUCO_PUK_DEV'],
  production: ['AUCO_PRODUCTION_PUBLIC_KEY', 'AUCO_PUK_PROD'],
} as const

/** All variables that hold one of Auco's keys on this machine. */
const LOCAL_KEY_VARIABLES: readonly string[] = [
  ...[ANY, 'AUCO_PRIVATE_KEY', 'AUCO_PRK_DEV', 'AUCO_PRK_PROD'],
  ...Object.values(OF_ENVIRONMENT).flat(),
]

/** A key that reads an environment, and the variable that it is, or would be, in. */
export interface PublicKey {
  readonly name: (typeof OF_ENVIRONMENT)[Environment][number] | typeof ANY
  readonly key: Secret
}

/**
 * The key that reads the environment: from a variable, otherwise typed on the terminal. `isOnlyOne`: the command reads no
 * other environment, so the variable doesn't have to name it. Throws a `UserError` for a missing key, and for a text that
 * is no public key.
 */
export async function readPublicKey(
  environment: Environment,
  isOnlyOne: boolean,
  { variable, ask }: Pick<CommandIo, 'variable' | 'ask'>,
): Promise<PublicKey> {
  const own = OF_ENVIRONMENT[environment]
  const names = isOnlyOne ? ([...own, ANY] as const) : own
  const name = names.find((candidate) => isSet(variable(candidate))) ?? (isOnlyOne ? ANY : own[0])
  const question = `${name} (Auco's public key of ${environment}, puk_…; it is not shown): `
  const answer = isSet(variable(name)) ? variable(name) : await ask(question, 'hidden')
  const text = answer?.trim() ?? ''
  if (text === '') {
    throw new UserError(
      'no-key',
      `Auco's public key of ${environment} is missing: the variable ${name} is not set${answer === null ? '' : ', and nothing was typed'}.`,
      'Run the command on a terminal, where it asks for the key, or set the variable.',
    )
  }
  const key = new Secret(text)
  const given = { name, key, keptIn: 'the variable' }
  checkPublicKey(given)
  checkKeyCharacters(given)
  return { name, key }
}

function isSet(value: string | undefined): boolean {
  return (value ?? '').trim() !== ''
}

/** All of Auco's keys in the environment variables: no header may contain one of them. */
export function ownSecrets({ variable }: Pick<CommandIo, 'variable'>): readonly Secret[] {
  return LOCAL_KEY_VARIABLES.map((name) => variable(name)?.trim() ?? '')
    .filter((value) => value !== '')
    .map((value) => new Secret(value))
}
