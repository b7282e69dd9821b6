import { UserError } from '../core/errors.ts'
import type { Secret } from '../core/secret.ts'

/** A key, and the input or variable that it comes from. */
export interface GivenKey {
  readonly name: string
  readonly key: Secret
  /** Where the user keeps it, for the advice to copy it again. */
  readonly keptIn: string
}

/** Throws a `UserError` unless the key has the prefix of public keys (Auco: Environments and authentication). */
export function checkPublicKey(given: GivenKey): void {
  if (given.key.reveal().startsWith('prk_')) {
    throw new UserError(
      'private-as-public',
      `\`${given.name}\` holds a private key (\`prk_…\`).`,
      'Pass the key that starts with `puk_`; the private key belongs to the apply job only, as `private-key`.',
    )
  }
  checkPrefix(given, 'puk_')
}

/** Throws a `UserError` unless the key has the prefix of private keys. */
export function checkPrivateKey(given: GivenKey): void {
  if (given.key.reveal().startsWith('puk_')) {
    throw new UserError(
      'public-as-private',
      `\`${given.name}\` holds a public key (\`puk_…\`).`,
      'Pass the key that starts with `prk_`.',
    )
  }
  checkPrefix(given, 'prk_')
}

/** Throws a `UserError` for a key that can't be sent in a header. */
export function checkKeyCharacters({ key, keptIn }: GivenKey): void {
  if (/^[\x21-\x7e]+$/.test(key.reveal())) return
  throw new UserError(
    'not-a-key',
    'A key contains a space, a line break, or a character that no key has.',
    `Copy the key again from Auco into ${keptIn}, without quotes.`,
  )
}

function checkPrefix({ name, key, keptIn }: GivenKey, prefix: string): void {
  if (key.reveal().startsWith(prefix)) return
  throw new UserError(
    'not-a-key',
    `\`${name}\` does not start with \`${prefix}\`, as Auco's keys do.`,
    `Copy the key again from Auco into ${keptIn}.`,
  )
}
